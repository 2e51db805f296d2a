import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from './pages/callPanel.ts';
import { running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { WebviewPage } from './pages/webviewPage.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

const SECRET = 'canary-e2e-5b1e';

describe('a server has a page, its traffic can be read, and its log level chosen', { timeout: 90_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({
      name: 'server-page',
      servers: { told: { ...stdioServer('tells-all'), env: { TOLD_API_KEY: SECRET } } },
    });
    await running(scene.workbench, 'told');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('from the tree to the page and to the traffic, without the secret that the server tells', async () => {
    const { workbench } = scene;
    const { quickInput } = workbench;
    const tree = workbench.tree('Servers');
    await tree.expand('told', 'Tools');
    const icon = (await tree.row('told', 'Tools', 'tell')).locator('.custom-view-tree-node-item-icon');
    await until('the picture of the tool', async () =>
      /url\(/.test((await icon.getAttribute('style')) ?? '') ? true : undefined,
    );
    await (await runTool(workbench, 'told', 'tell')).ended('Done');

    await workbench.openContainer('Countersign');
    await tree.contextMenu('Open Server Page', 'told');
    const page = new WebviewPage(workbench, 'Server: told');
    await page.says('Running');
    await page.says('Tells All (tells-all)', 'About');
    await page.says('your user settings', 'About');
    await page.says('1 tools', 'What it offers');
    await page.says('tools/call', 'How long it took');
    await (await page.frame()).getByRole('heading', { name: 'Last log messages' }).waitFor();
    await workbench.screenshot('server-page');

    // A page that takes the focus late closes the list.
    await until('the level that was chosen', async () => {
      await page.press('Set Log Level…');
      return quickInput.pick('Show log messages of this level', 'error', 5000).then(
        () => true,
        () => undefined,
      );
    });
    await page.says('error: what went wrong', 'About');

    await page.press('Open Traffic');
    const traffic = new WebviewPage(workbench, 'Traffic: told');
    await traffic.says('Traffic of told');
    const frame = await traffic.frame();
    await frame.getByRole('combobox', { name: 'Method' }).selectOption('tools/call');
    const lines = frame.locator('[role=row]:not(.heads)');
    await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(2);
    await lines.last().click();
    await traffic.says('[redacted]', 'tools/call');
    expect(await frame.locator('body').textContent()).not.toContain(SECRET);
    await workbench.screenshot('server-traffic');
    await frame.getByRole('combobox', { name: 'Method' }).selectOption('logging/setLevel');
    await expect.poll(() => lines.count()).toBeGreaterThan(1);
    await frame.getByRole('combobox', { name: 'Method' }).selectOption('');

    await traffic.press('Save as JSONL…');
    const file = path.join(workbench.folder, 'told-traffic.jsonl');
    await quickInput.waitFor('Save the Messages That Are Shown');
    await until('the name in the dialog', async () =>
      (await quickInput.input.inputValue()).endsWith('told-traffic.jsonl') ? true : undefined,
    );
    // While the dialog looks at a name it hears no key.
    await until('the dialog closed', async () => {
      await quickInput.input.press('Enter', { timeout: 2000 }).catch(() => undefined);
      return quickInput.root.waitFor({ state: 'detached', timeout: 5000 }).then(
        () => true,
        () => undefined,
      );
    });
    await traffic.says(/Saved \d+ messages\./);
    const saved = readFileSync(file, 'utf8');
    expect(saved).toContain('"method":"tools/call"');
    expect(saved).not.toContain(SECRET);
    await page.show();
    await page.press('Stop');
    await page.says('Stopped');
  });
});
