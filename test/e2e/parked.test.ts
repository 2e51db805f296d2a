import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { CallPanel, runTool } from './pages/callPanel.ts';
import { expectQuiet, readLedgerFiles, running, type Scene, startScene, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';
import type { Workbench } from './support/workbench.ts';

const canary = 'CANARY words of mine';

/** Every file of the extension that belongs to the workspace. */
function workspaceFiles(workbench: Workbench): readonly string[] {
  return (
    globSync('data/User/workspaceStorage/*/countersign.countersign/**/*', { cwd: workbench.dataDir })
      .map((file) => path.join(workbench.dataDir, file))
      // One that is being written may be gone by now.
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
  );
}

describe('a modern call that waits while the window is reloaded', { timeout: 120_000 }, () => {
  let scene: Scene;
  let http: RunningServer;

  beforeAll(async () => {
    // Its process outlives the window, and with it the states that it gave out.
    http = await launchServer('modern', ['--port', '0']);
    scene = await startScene({
      name: 'parked',
      keepSecrets: true,
      servers: { modern: { type: 'http', url: http.url } },
    });
    await running(scene.workbench, 'modern');
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    await http?.stop();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('is parked, unreadable on disk, resumed with its edits, answered, and its result is shown', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(says('First answer.'));
    await runTool(workbench, 'modern', 'rounds', { n: '2' });
    await desk.request('modern');
    await desk.approve();
    await desk.release();
    await desk.says('Round 2 of 2, after: First answer.', 'Messages');
    await desk.edit('message 1', canary);
    await desk.says('You changed this request.');
    await desk.says('after a reload of the window you can resume it');
    const before = model.completions.length;

    await workbench.reload();
    const files = await until('the parked call on disk', async () => {
      const found = workspaceFiles(workbench).filter((file) => file.endsWith('.parked'));
      return found.length > 0 ? found : undefined;
    });
    expect(files).toHaveLength(1);
    for (const file of workspaceFiles(workbench)) {
      const content = existsSync(file) ? readFileSync(file) : Buffer.of();
      for (const secret of ['CANARY', 'Round 2', 'rounds', 'First answer'])
        expect(content.includes(secret), `${secret} in ${file}`).toBe(false);
    }
    await running(workbench, 'modern');
    await desk.open();
    await desk.says('waited for you when this window was closed');
    const resume = (await desk.frame()).getByRole('button', { name: 'Resume Tool rounds' });
    await until('a call that can be resumed', async () =>
      (await resume.getAttribute('aria-disabled')) === 'true' ? undefined : true,
    );
    await resume.click();

    await desk.request('modern');
    await desk.says(canary, 'Messages');
    await desk.says('You changed this request.');
    await desk.says('It was parked, and you resumed it');
    expect(model.completions.length).toBe(before);
    model.respondWith(says('Second answer.'));
    await desk.approve();
    expect((await model.completion(before)).body?.['messages']).toEqual([{ role: 'user', content: canary }]);
    await desk.release();
    const panel = new CallPanel(workbench, 'rounds');
    await panel.ended('Done');
    await panel.result('2 rounds; the last answer: Second answer.');
    await expect.poll(() => workspaceFiles(workbench).filter((file) => file.endsWith('.parked'))).toEqual([]);
    const { entries } = readLedgerFiles(workbench);
    expect(entries.find(({ kind, resumed }) => kind === 'call' && resumed === true)).toBeDefined();
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
