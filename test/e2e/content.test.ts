import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { CallPanel, pickTool } from './pages/callPanel.ts';
import { expectQuiet, readLedgerFiles, running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

/** Resources as files, and prompts on their way to a person and to a model. */
describe('what servers publish', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({ name: 'content', servers: { content: stdioServer('content') } });
    await running(scene.workbench, 'content');
  });
  afterEach(() => tidy(scene));
  afterAll(() => scene?.close());
  screenshotOnFailure(() => scene?.workbench);

  it('is completed while one types, and read into an editor of its language', async () => {
    const { workbench } = scene;
    const panel = await CallPanel.open(workbench, 'content', 'Resource Templates', 'A person');
    const frame = await panel.frame();
    const department = frame.getByRole('combobox', { name: 'department' });
    // An answer to what was there before it may come in between, and then nothing is chosen.
    await until('a department that was chosen', async () => {
      await department.fill('e');
      await frame.getByRole('option', { name: 'Engineering' }).waitFor();
      await department.press('ArrowDown');
      const chosen = frame.getByRole('option', { name: 'Engineering', selected: true });
      const isChosen = async (): Promise<true> => {
        await chosen.waitFor({ timeout: 2000 });
        await department.press('Enter');
        await expect.poll(() => department.inputValue(), { timeout: 2000 }).toBe('Engineering');
        return true;
      };
      return isChosen().catch(() => undefined);
    });
    await frame.getByRole('combobox', { name: 'name' }).focus();
    await frame.getByRole('option', { name: 'Bob' }).waitFor();
    await workbench.screenshot('content-completion');
    await frame.getByRole('option', { name: 'Bob' }).click();
    await panel.run('Read resource');
    await workbench.editorTab('Bob.json').waitFor();
    await workbench.editorSays('"name":"Bob"');
    await workbench.statusBarItem('JSON').waitFor();
  });

  it('is followed where it is watched, is marked in the tree, and is saved where the person says', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    await tree.contextMenu('Watch Resource', 'content', 'Resources', 'counter');
    await tree.waitForRow(['content', 'Resources', 'counter'], ({ description }) => description.startsWith('watched'));
    await tree.click('content', 'Resources', 'counter');
    await workbench.editorTab('counter.txt').waitFor();
    await workbench.editorSays('version 1');
    await (await pickTool(workbench, 'content', 'change')).ended('Done');
    await workbench.editorTab('counter.txt').click();
    await workbench.editorSays('version 2');
    await workbench.screenshot('content-watched');
    const file = path.join(workbench.folder, 'counter.txt');
    writeFileSync(file, 'mine\n');
    await workbench.commandPalette('Countersign: Save Resource to Workspace…');
    await workbench.quickInput.waitFor('Save Resource to Workspace');
    const { input } = workbench.quickInput;
    await until('the name in the dialog', async () =>
      (await input.inputValue()).endsWith('counter.txt') ? true : undefined,
    );
    // VS Code asks before it overwrites; a no leaves the file and the dialog. While it looks at a name it hears no key.
    await until('the question', async () => {
      await input.press('Enter');
      return workbench.quickInput.waitFor(/already exists/, 5000).then(
        () => true,
        () => undefined,
      );
    });
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
    await input.press('Enter');
    await until('the file', async () => (readFileSync(file, 'utf8').startsWith('version 2') ? true : undefined));
    expect(existsSync(file)).toBe(true);
  });

  it('as a prompt is shown role by role, and goes to a model over the desk, for the person alone', async () => {
    const { workbench, desk, model } = scene;
    const panel = await CallPanel.open(workbench, 'content', 'Prompts', 'Messages of every kind');
    await panel.ended('Done');
    await panel.result('I have seen both.');
    const frame = await panel.frame();
    expect(await frame.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'user',
      'user',
      'user',
      'assistant',
      'user',
    ]);
    await workbench.screenshot('content-prompt');
    const before = model.completions.length;
    model.respondWith(says('They say hello.'));
    await panel.press('Send to model…');
    const review = await desk.frame();
    await review.getByRole('heading', { level: 1, name: 'You ask for a completion' }).waitFor();
    await desk.ready();
    await workbench.screenshot('content-own-request');
    expect(model.completions.length).toBe(before);
    await desk.approve();
    await (await desk.button('Keep answer')).waitFor();
    await desk.says('They say hello.', 'Answer');
    await workbench.screenshot('content-own-answer');
    await desk.press('Keep answer');
    await desk.closed('no server got it');
    expect(model.completions.length).toBe(before + 1);
    const own = readLedgerFiles(workbench).entries.filter(({ server }) => (server as { own?: boolean }).own === true);
    const last = own.filter((entry) => entry['review'] === own.at(-1)?.['review']);
    expect(last.map(({ kind }) => kind)).toEqual(['request', 'verdict', 'outgoing', 'completion', 'release']);
  });

  it('that is embedded in a result or linked from one opens as a resource too', async () => {
    const { workbench } = scene;
    const panel = await pickTool(workbench, 'content', 'embed');
    await panel.ended('Done');
    await panel.press('Open in editor content://made/up');
    await workbench.editorTab('up.md').waitFor();
    await panel.show();
    await panel.press('Read resource script');
    await workbench.editorTab('hello.py').waitFor();
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
