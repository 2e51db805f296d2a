import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startDemo, type Demo } from '../../scripts/lib/demo.mts';
import { at } from '../../scripts/lib/paths.mts';
import { launchWorkbench } from '../e2e/support/launch.ts';
import { until } from '../e2e/support/poll.ts';
import type { Workbench } from '../e2e/support/workbench.ts';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;

async function picture(workbench: Workbench, name: string): Promise<void> {
  // The pointer rests where it changes nothing.
  await workbench.page.mouse.move(700, 4);
  await workbench.page.screenshot({ path: at('docs', 'images', `${name}.png`) });
}

describe.each(Object.entries(themes))('pictures of the demo, %s', (name, theme) => {
  let scratch: string;
  let demo: Demo;
  let workbench: Workbench;

  beforeAll(async () => {
    // A path that looks the same wherever the pictures are taken.
    scratch = path.join(os.tmpdir(), 'demo');
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    demo = await startDemo(scratch, { modelDelayMs: 0 });
    symlinkSync(at('demo', 'servers'), path.join(scratch, 'servers'));
    const settings = path.join(demo.folder, '.vscode', 'settings.json');
    writeFileSync(
      settings,
      readFileSync(settings, 'utf8').replaceAll(at('demo', 'servers'), path.join(scratch, 'servers')),
    );
    workbench = await launchWorkbench({
      name: `pictures-${name}`,
      folder: demo.folder,
      inPlace: true,
      userSettings: { ...demo.userSettings, 'workbench.colorTheme': theme, 'editor.minimap.enabled': false },
      viewport: { width: 1440, height: 960 },
    });
  });

  afterAll(async () => {
    await workbench.close();
    await demo.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('shows the confirmation, the tree, the desk, the answer and the result', async () => {
    await workbench.openContainer('Countersign');
    await workbench.commandPalette('Countersign: Confirm Servers');
    const confirm = await workbench.webview('Confirm Servers');
    const buttons = confirm.getByRole('button', { name: /^Confirm and start/ });
    await buttons.first().waitFor();
    await picture(workbench, `confirm-${name}`);
    // The page takes no confirmation for a moment after it changed, and closes itself after the last one.
    await until('both servers confirmed', async () => {
      await buttons
        .first()
        .click({ timeout: 1000 })
        .catch(() => undefined);
      return (await workbench.hasWebview('Confirm Servers')) ? undefined : true;
    });
    await workbench.commandPalette('Notifications: Clear All Notifications');
    const tree = workbench.tree('Servers');
    await tree.waitForRow(['legacy-demo'], (row) => /running/i.test(row.description), 60_000);
    await tree.expand('legacy-demo', 'Tools');
    await tree.click('legacy-demo', 'Tools', 'Summarize document');
    const form = await workbench.webview(/Summarize document/);
    await form.getByRole('button', { name: 'Run tool' }).waitFor();
    await picture(workbench, `tool-${name}`);
    await form.getByRole('button', { name: 'Run tool' }).click();
    const desk = await workbench.webview(/Review Desk/);
    const approve = desk.getByRole('button', { name: 'Approve and send' });
    await approve.waitFor();
    await picture(workbench, `desk-${name}`);
    const back = desk.getByRole('button', { name: 'Return to server' });
    await until('the answer', async () => {
      if (await back.isVisible()) return true;
      await approve.click({ timeout: 1000 }).catch(() => undefined);
      return undefined;
    });
    await picture(workbench, `answer-${name}`);
    await desk.getByRole('button', { name: 'Return to server' }).click();
    await workbench.editorTab(/Summarize document/).click();
    const result = await workbench.webview(/Summarize document/);
    await result.getByRole('button', { name: 'Copy result' }).waitFor();
    await picture(workbench, `result-${name}`);
  });
});
