import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { CallPanel, findTool, pickTool } from './pages/callPanel.ts';
import { expectQuiet, running, type Scene, startScene, stdioServer, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

describe('every transport, and everything that can sample', { timeout: 60_000 }, () => {
  let scene: Scene;
  const http: RunningServer[] = [];

  beforeAll(async () => {
    http.push(
      await launchServer('sampler', ['--transport', 'sse', '--port', '0']),
      await launchServer('sampler', ['--transport', 'http', '--port', '0']),
    );
    scene = await startScene({
      name: 'offers',
      servers: {
        stdio: stdioServer('sampler'),
        modern: stdioServer('modern', '--stdio'),
        sse: { type: 'sse', url: http[0]?.url },
        http: { type: 'http', url: http[1]?.url },
      },
    });
    await running(scene.workbench, 'stdio', 'modern', 'sse', 'http');
    // A window with four servers starts with them closed, so that all of them are on the screen.
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    await Promise.all(http.map((server) => server.stop()));
  });
  screenshotOnFailure(() => scene?.workbench);

  /** Approves what is asked with an answer of the model, and gives it back. */
  async function answerWith(server: string, text: string): Promise<void> {
    const { desk, model } = scene;
    model.respondWith(says(text));
    await desk.request(server);
    await desk.approve();
    await desk.release();
  }

  for (const [server, era] of [
    ['sse', 'legacy'],
    ['http', 'legacy'],
    ['modern', 'modern'],
  ] as const) {
    it(`a tool that samples over ${server} (${era})`, async () => {
      const { workbench, desk } = scene;
      await workbench.tree('Servers').waitForRow([server], ({ description }) => description === `running · ${era}`);
      const panel = await pickTool(workbench, server, 'Ask the model', { prompt: `By ${server}?` });
      await desk.says(`By ${server}?`, 'Messages');
      await answerWith(server, `Over ${server}.`);
      await panel.ended('Done');
      await panel.result(`Over ${server}.`);
    });
  }

  it('four requests at once over SSE are answered in any order', async () => {
    const { workbench, desk, model } = scene;
    const panel = await pickTool(workbench, 'sse', 'parallel', { count: '4' });
    await desk.says('4 of 4 waiting for you');
    await desk.batch('sse', 4);
    // Backwards: the last one first.
    for (const number of [4, 2, 3, 1]) {
      await desk.press(`Open request ${number}`);
      await desk.says(`Question number ${number}.`, 'Messages');
      model.respondWith(says(`Answer ${number}.`));
      await desk.approve();
      await desk.release();
      await desk.closed('The answer was returned to the server.');
      if (number !== 1) await desk.press('Back to all 4');
    }
    await panel.ended('Done');
    await panel.result('1: Answer 1. 2: Answer 2. 3: Answer 3. 4: Answer 4.');
  });

  it('a plain resource opens in an editor, without a question to anybody', async () => {
    const { workbench, model } = scene;
    const before = model.completions.length;
    await workbench.tree('Servers').click('stdio', 'Resources', 'A text');
    await workbench.editorTab('text.txt').waitFor();
    await workbench.editorSays('two');
    expect(model.completions.length).toBe(before);
  });

  it('a resource that samples is read when its request was answered', async () => {
    const { workbench } = scene;
    await workbench.tree('Servers').click('stdio', 'Resources', 'A sampled text');
    await answerWith('stdio', 'Words of a model.');
    await workbench.editorTab('sampled.txt').waitFor();
    await workbench.editorSays('Words of a model.');
  });

  it('a resource template asks for its arguments first', async () => {
    const { workbench } = scene;
    const panel = await CallPanel.open(workbench, 'stdio', 'Resource Templates', 'An item by its number');
    await panel.run('Read resource');
    await panel.says('One problem to solve first');
    await panel.fill('id', '42');
    await panel.run('Read resource');
    await workbench.editorTab('42.txt').waitFor();
    await workbench.editorSays('Item number 42');
  });

  it('a resource template that samples', async () => {
    const { workbench, desk } = scene;
    const panel = await CallPanel.open(workbench, 'stdio', 'Resource Templates', 'sampling_template');
    await panel.fill('city', 'Oslo');
    await panel.run('Read resource');
    await desk.says('Report on Oslo.', 'Messages');
    await answerWith('stdio', 'It rains.');
    await workbench.editorTab('report.txt').waitFor();
    await workbench.editorSays('It rains.');
  });

  it('a prompt that samples asks for its arguments, then for the model, and is shown in its panel', async () => {
    const { workbench, desk } = scene;
    await workbench.tree('Servers').collapse('stdio');
    const panel = await CallPanel.open(workbench, 'modern', 'Prompts', 'sampling_prompt');
    await panel.fill('topic', 'tides');
    await panel.run('Get prompt');
    await desk.says('Write a prompt about tides.', 'Messages');
    await answerWith('modern', 'Explain the tides.');
    await panel.ended('Done');
    await panel.result('Explain the tides.');
  });

  it('tools, resources and prompts that come later are listed by themselves', async () => {
    const { workbench } = scene;
    const tree = workbench.tree('Servers');
    await tree.collapse('modern');
    await tree.expand('http');
    const count = (description: string): number => Number.parseInt(description, 10);
    const before = count((await tree.waitForRow(['http', 'Prompts'], () => true)).description);
    const panel = await findTool(workbench, 'http', 'change_tools');
    await (await panel.frame()).getByLabel('kind', { exact: true }).selectOption('prompts');
    await panel.run();
    await tree.waitForRow(['http', 'Prompts'], ({ description }) => count(description) === before + 1);
    await tree.row('http', 'Prompts', 'added_1');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
