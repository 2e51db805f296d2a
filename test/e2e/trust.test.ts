import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfirmPage } from './pages/confirmPage.ts';
import { expectQuiet, running, type Scene, scratchFolder, startScene, stdioServer } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

describe('a folder that is not trusted', { timeout: 60_000 }, () => {
  let scene: Scene;
  const scratch = scratchFolder();
  /** A server that leaves a trace when it is started. */
  const trace = (name: string): string => path.join(scratch.folder, `${name}.pid`);
  const leavingTrace = (name: string): Record<string, unknown> =>
    stdioServer('sampler', '--spawn-grandchild', '--pid-file', trace(name));

  beforeAll(async () => {
    scene = await startScene({
      name: 'trust',
      trust: 'restricted',
      servers: { mine: leavingTrace('mine') },
      workspaceSettings: { 'countersign.servers': { shared: leavingTrace('shared') } },
    });
    await scene.workbench.openContainer('Countersign');
  });
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('starts nothing, lists what would be there, and says why it rests', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    for (const server of ['mine', 'shared']) {
      await tree.waitForRow([server], ({ description }) => description === 'rests: folder not trusted');
      await tree.row(server, 'Nothing starts in a folder that you do not trust.');
    }
    expect(await workbench.paletteHas('Countersign: Start Server')).toBe(false);
    expect([existsSync(trace('mine')), existsSync(trace('shared'))]).toEqual([false, false]);
    expect(await workbench.hasWebview('Confirm Servers')).toBe(false);
  });

  it('goes on when trust is granted: the user’s own server starts, the folder’s one asks to be confirmed', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    await workbench.commandPalette('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.openContainer('Countersign');
    await running(workbench, 'mine');
    await tree.waitForRow(['shared'], ({ description }) => description === 'needs confirmation');
    await expect.poll(() => existsSync(trace('mine'))).toBe(true);
    expect(existsSync(trace('shared'))).toBe(false);
    await workbench.notifications.click(/^The MCP server shared waits for you/, 'Look at It');
    await new ConfirmPage(workbench).confirm('shared');
    await running(workbench, 'shared');
    await expect.poll(() => existsSync(trace('shared'))).toBe(true);
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
