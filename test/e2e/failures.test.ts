import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { breaksAfter, fails, type Reply, says, saysNothing } from '../fixtures/model/replies.ts';
import { type CallPanel, pickTool } from './pages/callPanel.ts';
import {
  changeUserSettings,
  endpointOf,
  expectQuiet,
  extensionLog,
  readLedgerFiles,
  running,
  type Scene,
  standIn,
  startScene,
  stdioServer,
  tidy,
} from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

const wrongKey = 'sk-wrong-0123456789abcdef';
const rightKey = 'sk-right-fedcba9876543210';

/** A port of loopback where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return port;
}

describe('what goes wrong with a model is said on the desk, and the next try works', { timeout: 60_000 }, () => {
  let scene: Scene;
  let deadPort: number;
  const endpoints = (): unknown[] => [
    endpointOf(scene.model),
    { id: 'dead', label: 'Dead', baseUrl: `http://127.0.0.1:${deadPort}/v1`, models: ['ghost'] },
  ];

  beforeAll(async () => {
    deadPort = await freePort();
    scene = await startScene({
      name: 'failures',
      servers: { sampler: stdioServer('sampler') },
      userSettings: { 'countersign.models.default': `${standIn.id}/${standIn.model}` },
    });
    await changeUserSettings(scene.workbench, { 'countersign.models.endpoints': endpoints() });
    await running(scene.workbench, 'sampler');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  /** Calls a tool that asks the model once, approves, and waits for a failure with these words. */
  async function failWith(reply: Reply, message: string | RegExp): Promise<CallPanel> {
    const { workbench, desk, model } = scene;
    model.respondWith(reply);
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await desk.approve();
    await desk.failed(message);
    return panel;
  }

  /** Approves the same request again, which works, and follows it to the result. */
  async function thenWorks(panel: CallPanel): Promise<void> {
    const { desk, model } = scene;
    model.respondWith(says('Now it works.'));
    await desk.approve();
    await desk.release();
    await panel.ended('Done');
    await panel.result('Now it works.');
  }

  async function typeKey(key: string): Promise<void> {
    const { quickInput, notifications } = scene.workbench;
    await quickInput.answer('API key for Stand-in', key);
    await notifications.with('The API key for Stand-in is saved.').waitFor();
  }

  it('no key: Set API Key… on the desk, and the key goes with the next request', async () => {
    const { desk, model } = scene;
    const panel = await failWith(fails(401), 'Stand-in asks for an API key, and none is saved.');
    await desk.press('Set API Key…');
    await typeKey(wrongKey);
    await thenWorks(panel);
    expect(model.completions.at(-1)?.headers.authorization).toBe(`Bearer ${wrongKey}`);
  });

  it('wrong key: it says so, and another one helps', async () => {
    const { desk, model } = scene;
    const echo = fails(401, { message: `Incorrect API key provided: ${wrongKey}`, code: 'invalid_api_key' });
    const panel = await failWith(echo, 'Stand-in does not accept the saved API key.');
    expect(await desk.text()).not.toContain(wrongKey);
    await desk.press('Set API Key…');
    await typeKey(rightKey);
    await thenWorks(panel);
    expect(model.completions.at(-1)?.headers.authorization).toBe(`Bearer ${rightKey}`);
  });

  it('unknown model: another one can be chosen', async () => {
    const { desk, model } = scene;
    model.listModels(['stand-in-1', 'stand-in-2']);
    const gone = fails(404, { message: 'The model does not exist.', code: 'model_not_found' });
    const panel = await failWith(gone, `Stand-in has no model “${standIn.model}”.`);
    await desk.press('Choose another model');
    await desk.choose('ghost');
    await desk.approve();
    await desk.failed(`Nothing accepts connections at 127.0.0.1:${deadPort}. Is the model server running?`);
    await desk.choose(standIn.model);
    await thenWorks(panel);
  });

  it('rate limit: it says when to try again, and Retry sends it once more', async () => {
    const { desk, model } = scene;
    const before = model.completions.length;
    const limit = fails(429, { message: 'Too many requests.' }, { 'retry-after': '7' });
    const panel = await failWith(limit, 'takes no more requests for the moment. Try again in 7 s.');
    // Nobody but the person tries again.
    expect(model.completions.length).toBe(before + 1);
    model.respondWith(says('At last.'));
    await desk.press('Retry');
    await desk.release();
    await panel.ended('Done');
    await panel.result('At last.');
    expect(model.completions.length).toBe(before + 2);
  });

  it('a stream that breaks: what had come can be read, and is not returned', async () => {
    const { desk } = scene;
    const panel = await failWith(breaksAfter('Half of it'), 'What had come is kept.');
    await desk.says('What had arrived before it broke off; it is not returned', 'Failure');
    await desk.says('Half of it', 'Failure');
    await thenWorks(panel);
  });

  it('content filter', async () => {
    await thenWorks(await failWith(saysNothing('content_filter'), 'The content filter of Stand-in stopped this.'));
  });

  it('empty answer', async () => {
    await thenWorks(await failWith(saysNothing(), `${standIn.model} answered with nothing.`));
  });

  it('giving up after a failure tells the server what failed, without key and stack', async () => {
    const { desk } = scene;
    const rude = fails(500, { message: `Crash for ${rightKey}\n    at handle (server.js:12:7)` });
    const panel = await failWith(rude, 'Stand-in failed on its side (status 500).');
    await desk.deny('I give up');
    await desk.closed('You gave up on this request, and the server was told why.');
    await panel.ended('Ended with an error');
    await panel.result('No answer: the model’s provider failed or is overloaded.');
    await panel.result('(I give up)');
    const said = await panel.text('Result');
    expect(said).not.toContain(rightKey);
    expect(said).not.toMatch(/\n\s+at /);
  });

  it('no model at all: it says so, one can be answered by hand, and a model that comes is there at once', async () => {
    const { workbench, desk, model } = scene;
    await changeUserSettings(workbench, { 'countersign.models.endpoints': [], 'countersign.models.default': '' });
    const byHand = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.asks('sampler');
    await desk.failed('There is no model to send this to.');
    await (await desk.button('Open Settings')).waitFor();
    await (await desk.button('Detect Local Model Servers')).waitFor();
    await desk.answerByHand('Then I say it.');
    await desk.release();
    await byHand.ended('Done');

    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.failed('There is no model to send this to.');
    await changeUserSettings(workbench, { 'countersign.models.endpoints': [endpointOf(model)] });
    await desk.show();
    await thenWorks(panel);
  });

  it('keys stand neither in the ledger nor in a log', () => {
    const { text, entries } = readLedgerFiles(scene.workbench);
    expect(entries.filter(({ kind }) => kind === 'failure').length).toBeGreaterThanOrEqual(8);
    for (const key of [wrongKey, rightKey]) {
      expect(text).not.toContain(key);
      expect(extensionLog(scene.workbench)).not.toContain(key);
    }
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
