import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { holds, says } from '../fixtures/model/replies.ts';
import { pickTool } from './pages/callPanel.ts';
import { gone } from './pages/processes.ts';
import { expectQuiet, running, type Scene, standIn, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

/** A request with everything that can be edited, and more that must stay as it is. */
const asked = {
  systemPrompt: 'Be brief.',
  messages: [
    { role: 'user', content: { type: 'text', text: 'What is the capital of Norway?' } },
    { role: 'assistant', content: { type: 'text', text: 'Which one?' } },
    { role: 'user', content: { type: 'text', text: 'The present one.' } },
  ],
  maxTokens: 100,
  temperature: 0.5,
  stopSequences: ['END'],
};

describe('decisions on a request and on its answer', { timeout: 60_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({ name: 'decisions', servers: { sampler: stdioServer('sampler') } });
    await running(scene.workbench, 'sampler');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('Answer by hand: the text goes to the server, and nothing to a model', async () => {
    const { workbench, desk, model } = scene;
    const panel = await pickTool(workbench, 'sampler', 'Ask the model', { prompt: 'Who are you?' });
    await desk.request('sampler');
    await desk.answerByHand('A person.');
    await desk.says('Answered by hand', 'Answer');
    await desk.release();
    await panel.ended('Done');
    await panel.result('A person.');
    expect(await panel.structured()).toEqual({
      results: [
        {
          result: {
            role: 'assistant',
            model: 'human',
            content: { type: 'text', text: 'A person.' },
            stopReason: 'endTurn',
          },
        },
      ],
    });
    expect(model.completions).toEqual([]);
  });

  it('edits can be looked at as a diff and taken back; what is sent is what was edited, and nothing else changes', async () => {
    const { workbench, desk, model } = scene;
    const panel = await pickTool(workbench, 'sampler', 'sample', { params: JSON.stringify(asked) });
    await desk.request('sampler');
    await desk.edit('message 1', 'What is the capital of Sweden?');
    await desk.says('You changed this request.');
    await desk.press('Show changes');
    await workbench.editorTab('sampler: asked ↔ as you edited it').waitFor();
    const diff = workbench.page.locator('.part.editor .monaco-diff-editor');
    await diff.locator('.editor.original').getByText('What is the capital of Norway?').waitFor();
    await diff.locator('.editor.modified').getByText('What is the capital of Sweden?').waitFor();

    await desk.show();
    await desk.press('Reset');
    await desk.says('What is the capital of Norway?', 'Messages');
    await desk.saysNoMore('You changed this request.');

    await desk.edit('system prompt', 'Be very brief.\nOne word.');
    await desk.edit('message 3', 'The one of today.');
    await desk.fill('Max tokens', '7');
    await desk.says('the server asked for 100', 'Parameters');
    const before = model.completions.length;
    model.respondWith(says('Oslo'));
    await desk.approve();
    expect((await model.completion(before)).body).toEqual({
      model: standIn.model,
      messages: [
        { role: 'system', content: 'Be very brief.\nOne word.' },
        { role: 'user', content: 'What is the capital of Norway?' },
        { role: 'assistant', content: 'Which one?' },
        { role: 'user', content: 'The one of today.' },
      ],
      max_tokens: 7,
      temperature: 0.5,
      stop: ['END'],
      stream: true,
      stream_options: { include_usage: true },
    });
    await desk.release();
    await panel.ended('Done');
    await panel.result('Oslo');
  });

  it('Regenerate asks the model once more, and the edited answer is what the server gets', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    model.respondWith(says('A first try.'), says('A second try.'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await desk.approve();
    await desk.says('A first try.', 'Answer');
    await desk.press('Regenerate');
    await desk.says('A second try.', 'Answer');
    expect(model.completions.length).toBe(before + 2);
    expect(model.completions.at(-1)?.text).toBe(model.completions.at(-2)?.text);
    await desk.press('Edit answer');
    await desk.fill('Answer', 'A third try, by me.');
    await desk.press('Return edited answer');
    await panel.ended('Done');
    await panel.result('A third try, by me.');
    expect(model.completions.length).toBe(before + 2);
  });

  it('Reject answer: the server gets an error and nothing of the answer', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(says('Something to keep.'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await desk.approve();
    await desk.answered();
    await desk.press('Reject answer');
    await desk.fill('Reason for the server (optional)', 'not good enough');
    await desk.press('Reject this answer');
    await desk.closed('You rejected the answer: not good enough');
    await panel.ended('Ended with an error');
    await panel.result('sampling failed: -1 User rejected sampling request: not good enough');
    expect(await panel.text('Result')).not.toContain('Something to keep.');
  });

  it('Stop ends the stream and keeps what had come', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(holds('Half an answer', 'never opened', ' and the rest'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await desk.approve();
    await desk.says('Half an answer', 'Answer so far');
    await desk.press('Stop');
    await model.completions.at(-1)?.aborted;
    await desk.says('You stopped this answer: it is incomplete.', 'Answer');
    await desk.release();
    await panel.ended('Done');
    await panel.result('Half an answer');
  });

  it('the keys of the desk: Ctrl+Enter approves and returns', async () => {
    const { workbench, desk, model } = scene;
    model.respondWith(says('By key.'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    // The person waits for this call, so the keyboard comes to the desk by itself.
    await desk.focused();
    await workbench.page.keyboard.press('Control+Enter');
    await desk.answered();
    await desk.releasable();
    await desk.focused();
    await workbench.page.keyboard.press('Control+Enter');
    await panel.ended('Done');
    await panel.result('By key.');
  });

  it('cancelling the call closes its review and says so', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await panel.show();
    await panel.says('Waiting for your review.', 'Call');
    await panel.press('Cancel');
    await panel.says(/Cancelled after .*You cancelled the call\./, 'Call');
    await panel.says('cancelled', 'What the server asked');
    await desk.show();
    await desk.closed('You cancelled the call.');
    expect(model.completions.length).toBe(before);
  });

  it('a server that is killed takes its reviews with it, says so, and comes back', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const looking = await pickTool(workbench, 'sampler', 'environment');
    await looking.ended('Done');
    const { pid } = (await looking.structured()) as { pid: number };
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    process.kill(pid, 'SIGKILL');
    await gone(pid, 10_000);
    await desk.closed('The server sampler ended:');
    await panel.ended('Failed');
    await panel.says('The server sampler ended:', 'Call');
    expect(model.completions.length).toBe(before);
    await running(workbench, 'sampler');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
