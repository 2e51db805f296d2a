import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { holds, says } from '../fixtures/model/replies.ts';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { pickTool } from './pages/callPanel.ts';
import { type Relay, startRelay } from './pages/relay.ts';
import { expectQuiet, readLedgerFiles, running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('a desk that is hidden, closed or reloaded', { timeout: 60_000 }, () => {
  let scene: Scene;
  let http: RunningServer;
  let relay: Relay;

  beforeAll(async () => {
    http = await launchServer('sampler', ['--transport', 'http', '--port', '0']);
    relay = await startRelay(http.url);
    scene = await startScene({
      name: 'desk',
      servers: { sampler: stdioServer('sampler'), remote: { type: 'http', url: relay.url } },
    });
    await running(scene.workbench, 'sampler', 'remote');
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    await relay?.close();
    await http?.stop();
  });
  screenshotOnFailure(() => scene?.workbench);

  it('hidden and shown again: the request, the edits and what was typed are still there', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(says('Seen.'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model', { prompt: 'First words.' });
    await desk.request('sampler');
    await desk.edit('message 1', 'Other words.');
    await desk.says('You changed this request.');
    await desk.press('Answer by hand');
    await desk.fill('Your answer', 'Half an answ');
    await panel.show();
    await desk.show();
    const typed = (await desk.frame()).getByLabel('Your answer', { exact: true });
    await expect.poll(() => typed.inputValue()).toBe('Half an answ');
    await desk.press('Cancel');
    await desk.says('Other words.', 'Messages');
    const before = model.completions.length;
    await desk.approve();
    expect((await model.completion(before)).body?.['messages']).toEqual([{ role: 'user', content: 'Other words.' }]);
    await desk.release();
    await panel.ended('Done');
  });

  it('closed and opened again: nothing was decided, nothing is lost', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const panel = await pickTool(workbench, 'sampler', 'Ask the model', { prompt: 'Shall I stay?' });
    await desk.request('sampler');
    await desk.edit('message 1', 'Do I stay?');
    await desk.says('You changed this request.');
    await workbench.closeEditor('Review Desk');
    await workbench.statusBarItem('1 review').click();
    await desk.request('sampler');
    await desk.says('Do I stay?', 'Messages');
    expect(model.completions.length).toBe(before);
    await desk.deny();
    await panel.ended('Ended with an error');
  });

  it('closed while the answer streams: it goes on, and is whole when the desk is opened again', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(holds('The first half', 'closed', ' and the second half'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await desk.approve();
    await desk.says('The first half', 'Answer so far');
    await workbench.closeEditor('Review Desk');
    model.open('closed');
    await workbench.statusBarItem('1 review').click();
    await desk.says('The first half and the second half', 'Answer');
    await desk.release();
    await panel.ended('Done');
    await panel.result('The first half and the second half');
  });

  it('a window that is reloaded in the middle of a review: the server gets an error, nothing was sent, the desk is honest', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const posted = relay.posted.length;
    await pickTool(workbench, 'remote', 'sample_with_progress_token', { timeoutMs: '60000', prompt: 'Wait for me.' });
    await desk.request('remote');
    await workbench.reload();
    await running(workbench, 'sampler', 'remote');
    // What was on it is over. It is open again by itself if VS Code had the time to remember that it was open.
    await desk.open();
    await desk.says('No request is waiting');
    await workbench.statusBarItem(/\d+ review/).waitFor({ state: 'hidden' });
    expect(model.completions.length).toBe(before);
    const last = await until('the end of the review in the ledger', async () => {
      const { entries } = readLedgerFiles(workbench);
      const request = entries.findLast(({ kind }) => kind === 'request');
      return entries.find(({ kind, review }) => kind === 'refusal' && review === request?.['review']);
    });
    expect(last['message']).toBe('The window was closed.');
    await expect
      .poll(() => relay.posted.slice(posted).filter((message) => 'error' in message))
      .toMatchObject([{ error: { message: 'The window was closed.' } }]);

    model.respondWith(says('As before.'));
    const panel = await pickTool(workbench, 'remote', 'Ask the model');
    await desk.request('remote');
    await desk.approve();
    await desk.release();
    await panel.ended('Done');
    await panel.result('As before.');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
