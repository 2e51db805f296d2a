import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverUserSettings } from '../../scripts/lib/profile.mts';
import { ConfirmPage } from './pages/confirmPage.ts';
import {
  expectQuiet,
  extensionLog,
  running,
  type Scene,
  scratchFolder,
  startScene,
  stdioServer,
} from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('the configurations that people have', { timeout: 90_000 }, () => {
  let scene: Scene;
  const scratch = scratchFolder();
  const folder = path.join(scratch.folder, 'team');
  const home = path.join(scratch.folder, 'home');
  const put = (file: string, text: string): void => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const team = stdioServer('sampler', '--no-sampling-needed');

  beforeAll(async () => {
    put(
      path.join(folder, '.vscode', 'mcp.json'),
      `{
  // what the team uses
  "inputs": [
    { "type": "pickString", "id": "region", "description": "Where does it run?", "options": ["eu", "us"], "default": "us" }
  ],
  "servers": {
    "team": ${JSON.stringify(team)},
    "regional": ${JSON.stringify({ ...team, env: { REGION: '${input:region}' } })},
  },
}
`,
    );
    put(
      path.join(home, '.cursor', 'mcp.json'),
      JSON.stringify({
        mcpServers: {
          mine: { ...stdioServer('sampler', '--no-sampling-needed'), env: { API_TOKEN: 'canary-of-cursor' } },
          other: { url: 'https://other.example.com/mcp', alwaysAllow: ['x'] },
        },
      }),
    );
    const env = { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: path.join(home, '.config') };
    scene = await startScene({ name: 'configurations', folder, env });
    await scene.workbench.openContainer('Countersign');
  });
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  function lens(title: RegExp): Locator {
    return scene.workbench.page.locator('.codelens-decoration a').filter({ hasText: title }).first();
  }

  it('a server of mcp.json is available, starts when a person asks once, and says so above its definition', async () => {
    const { workbench } = scene;
    await workbench
      .tree('Servers')
      .waitForRow(['team'], ({ description }) => description === 'available · .vscode/mcp.json');
    await workbench.commandThen('Go to File...', async () => {
      await workbench.quickInput.input.fill('.vscode/mcp.json', { timeout: 2000 });
      await workbench.quickInput.row('mcp.json').click({ timeout: 5000 });
    });
    await lens(/Countersign: available/).waitFor();
    // A lens may be drawn anew under the pointer.
    await until('the page that confirms', async () => {
      await lens(/Start in Countersign/).click({ timeout: 5000 });
      return workbench.webview('Confirm Servers', 5000).catch(() => undefined);
    });
    await new ConfirmPage(workbench).confirm('team');
    await running(workbench, 'team');
    await workbench.editorTab('mcp.json').click();
    await lens(/Countersign: running · \d+ tools/).waitFor();
    await workbench.screenshot('configurations-lens');
  });

  it('and from then on by itself, without a question', async () => {
    await scene.workbench.reload();
    await running(scene.workbench, 'team');
    expect(await scene.workbench.hasWebview('Confirm Servers')).toBe(false);
  });

  it('an input is shown before it is asked for, and asked for as it is defined', async () => {
    const { workbench } = scene;
    await workbench.commandPick('Countersign: Start Server', 'Start which server?', 'regional');
    const confirm = new ConfirmPage(workbench);
    const lines = await confirm.lines('regional');
    expect(lines['Input region']).toBe('Where does it run? (eu, us)');
    await confirm.confirm('regional');
    await workbench.quickInput.waitFor(/Where does it run\?/);
    // The default stands first, and the pointer needs no focus.
    await workbench.quickInput.rows.first().getByText('us', { exact: true }).click();
    await running(workbench, 'regional');
  });

  it('malformed text points at the line, and stops nothing', async () => {
    const { workbench } = scene;
    const file = path.join(workbench.folder, '.vscode', 'mcp.json');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"servers": {', '"servers": '));
    const tree = workbench.tree('Servers');
    await tree.waitForRow(['.vscode/mcp.json'], ({ description }) => /^Line \d+ is not valid JSON: /.test(description));
    await running(workbench, 'team');
    await workbench.screenshot('configurations-malformed');
    writeFileSync(file, before);
    await until('the row is gone', async () => {
      const rows = await tree.rows();
      return rows.every(({ label }) => label !== '.vscode/mcp.json') ? true : undefined;
    });
  });

  it('servers of another product are imported: what was ticked, without its secret', async () => {
    const { workbench } = scene;
    const { page, quickInput } = workbench;
    await workbench.commandThen('Countersign: Import Servers…', () =>
      quickInput.waitFor(/Only what you tick is written/, 5000),
    );
    await workbench.screenshot('configurations-import');
    await quickInput.row('mine').click();
    await quickInput.input.press('Enter');
    await quickInput.waitFor(/Where shall it be written\?/);
    await quickInput.rows.filter({ hasText: 'Your settings' }).click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const summary = await dialog.innerText();
    expect(summary).toContain('Secret: environment variable API_TOKEN goes into the secret storage');
    expect(summary).not.toContain('canary');
    await workbench.screenshot('configurations-import-dialog');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await running(workbench, 'mine');
    const written = readFileSync(path.join(workbench.dataDir, serverUserSettings), 'utf8');
    const servers = (JSON.parse(written) as Record<string, Record<string, { env?: object }>>)['countersign.servers'];
    expect(Object.keys(servers ?? {})).toEqual(['mine']);
    expect(servers?.['mine']?.env).toEqual({ API_TOKEN: '${input:mine-API_TOKEN}' });
    expect(written + extensionLog(workbench)).not.toContain('canary');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
