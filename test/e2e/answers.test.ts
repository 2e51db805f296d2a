import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { calls, says } from '../fixtures/model/replies.ts';
import { pickTool } from './pages/callPanel.ts';
import { expectQuiet, running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

const user = (text: string) => ({ role: 'user', content: { type: 'text', text } });
const search = {
  name: 'search',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};

describe('answers before they are returned', { timeout: 60_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({ name: 'answers', servers: { sampler: stdioServer('sampler') } });
    scene.model.listModels(['stand-in-1', 'stand-in-2']);
    await running(scene.workbench, 'sampler');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('two models are compared by one press, and one of their answers is returned', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const panel = await pickTool(workbench, 'sampler', 'sample', {
      params: JSON.stringify({ messages: [user('Which is it?')], maxTokens: 50 }),
    });
    await desk.request('sampler');
    await desk.press('Compare…');
    await desk.says('2 models chosen.', 'Compare models');
    const texts = ['The first.', 'The second.'];
    model.respondWith(...texts.map((text) => says(text)));
    await desk.approveAll('Approve and send to 2 models');
    await desk.says('Use one of the answers above', 'Decision');
    const asked = model.completions.slice(before).map(({ body }) => (body as { model: string }).model);
    expect(asked.toSorted()).toEqual(['stand-in-1', 'stand-in-2']);
    await desk.press('Use this answer of stand-in-2');
    await desk.releasable();
    await desk.release();
    await panel.ended('Done');
    await panel.result(texts[asked.indexOf('stand-in-2')] ?? '');
    expect(model.completions).toHaveLength(before + 2);
  });

  it('a use of a tool is edited until it fits, shown beside what the model said, and another is dropped', async () => {
    const { workbench, desk, model } = scene;
    const before = model.completions.length;
    const panel = await pickTool(workbench, 'sampler', 'sample', {
      params: JSON.stringify({ messages: [user('Find cats')], maxTokens: 50, tools: [search] }),
    });
    await desk.request('sampler');
    model.respondWith(
      calls({ id: 'c1', name: 'search', input: { query: 7 } }, { id: 'c2', name: 'steal', input: { all: true } }),
    );
    await desk.approve();
    await desk.answered();
    await desk.says('Must be string.', 'Answer');
    await desk.says('The server offered no tool named “steal”.', 'Answer');
    await desk.press('Drop steal (c2)');
    await desk.press('Edit arguments search (c1)');
    await desk.fill('Arguments of search', '{ "query": "cats" }');
    await desk.press('Apply arguments of search');
    await desk.says('Fits the tool’s schema', 'Answer');
    await desk.press('Show changes of the answer');
    const diff = workbench.page.locator('.part.editor .monaco-diff-editor');
    await diff.locator('.editor.original').getByText('"steal"').waitFor();
    await diff.locator('.editor.modified').getByText('"cats"').waitFor();
    await desk.show();
    await desk.releasable();
    await desk.release();
    await panel.ended('Done');
    expect(await panel.structured()).toMatchObject({
      results: [
        {
          result: {
            stopReason: 'toolUse',
            content: [{ type: 'tool_use', id: 'c1', name: 'search', input: { query: 'cats' } }],
          },
        },
      ],
    });
    expect(model.completions).toHaveLength(before + 1);
    expectQuiet(workbench);
  });
});
