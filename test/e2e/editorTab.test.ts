import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { pickTool } from './pages/callPanel.ts';
import { running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

const asked = {
  systemPrompt: 'Be brief.',
  messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of Norway?' } }],
  maxTokens: 100,
};
const tab = 'System prompt.txt';

describe('a text of a request in an editor tab', { timeout: 90_000 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({
      name: 'editor-tab',
      servers: { sampler: stdioServer('sampler') },
      // What is saved without a press of a key would hide what this looks at.
      userSettings: { 'files.autoSave': 'off' },
    });
    await running(scene.workbench, 'sampler');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  async function open(): Promise<Awaited<ReturnType<typeof pickTool>>> {
    const { workbench, desk } = scene;
    const panel = await pickTool(workbench, 'sampler', 'sample', { params: JSON.stringify(asked) });
    await desk.request('sampler');
    await desk.press('Open in editor system prompt');
    await workbench.editorTab(tab).waitFor();
    return panel;
  }

  /** Types at the end of the text. */
  async function type(text: string): Promise<void> {
    const { page } = scene.workbench;
    await page.locator('.part.editor .monaco-editor .view-lines').first().click();
    await page.locator('.part.editor .monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
  }

  it('is opened, typed in and saved; the desk shows it, the difference opens, and it is what is sent', async () => {
    const { workbench, desk, model } = scene;
    const panel = await open();
    await type(' And kind.');
    await desk.says('not saved, so not in this request: System prompt.');
    await desk.says('Be brief.', 'System prompt');
    expect(await desk.text('System prompt')).not.toContain('And kind.');
    await workbench.page.keyboard.press('Control+s');
    await desk.says('Be brief. And kind.', 'System prompt');
    await desk.says('Changed in an editor tab: System prompt.');
    await workbench.screenshot('editor-tab-beside-the-desk');

    // What the desk takes back comes to the tab as well.
    await desk.press('Undo');
    await desk.says('This is the request as it came.');
    await desk.says('Be brief.', 'System prompt');
    await desk.press('Redo');
    await desk.says('Be brief. And kind.', 'System prompt');

    await desk.press('Show changes');
    await workbench.editorTab('sampler: asked ↔ as you edited it').waitFor();
    const diff = workbench.page.locator('.part.editor .monaco-diff-editor');
    await diff.locator('.editor.modified').getByText('Be brief. And kind.').waitFor();
    await workbench.screenshot('editor-tab-difference');
    await workbench.closeEditor('sampler: asked ↔ as you edited it');

    const before = model.completions.length;
    model.respondWith(says('Oslo'));
    await desk.approve();
    expect((await model.completion(before)).body).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief. And kind.' }, { role: 'user' }],
    });
    await desk.release();
    await panel.ended('Done');
    await until('the tab is closed', async () => ((await workbench.editorTab(tab).count()) === 0 ? true : undefined));
  });
});
