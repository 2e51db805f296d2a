import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { everythingOver, everythingStdio } from '../peers/support/definitions.ts';
import { CallPanel } from './pages/callPanel.ts';
import { expectQuiet, running, type Scene, startScene, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';

/** A tool by its title in the tree: what is chosen and filled in, and a part of its result. */
interface PlainTool {
  readonly title: string;
  readonly choose?: Readonly<Record<string, string>>;
  readonly fill?: Readonly<Record<string, string>>;
  readonly result: string | RegExp;
}

/** Those that ask for nothing back. */
const plainTools: readonly PlainTool[] = [
  { title: 'Echo Tool', fill: { message: 'Grüße, 世界' }, result: 'Grüße, 世界' },
  { title: 'Get Sum Tool', fill: { a: '17', b: '25' }, result: '42' },
  { title: 'Get Annotated Message Tool', choose: { messageType: 'error' }, result: 'Error' },
  { title: 'Print Environment Tool', result: 'PATH' },
  { title: 'Get Resource Links Tool', fill: { count: '3' }, result: 'demo://resource/dynamic/' },
  { title: 'Get Resource Reference Tool', choose: { resourceType: 'Text' }, result: 'demo://resource/dynamic/text/1' },
  { title: 'Get Structured Content Tool', choose: { location: 'Chicago' }, result: 'Structured content' },
  { title: 'Get Tiny Image Tool', result: 'image/png' },
  {
    title: 'GZip File as Resource Tool',
    fill: { name: 'note.txt.gz', data: 'data:text/plain,hello' },
    result: 'note.txt.gz',
  },
  { title: 'Trigger Long Running Operation Tool', fill: { duration: '1', steps: '2' }, result: 'completed' },
  // Again after a failed try each of them stops what it started.
  { title: 'Toggle Simulated Logging', result: /(Started|Stopped) simulated/i },
  { title: 'Toggle Subscriber Updates', result: /(Started|Stopped) simulated resource updated notifications/i },
  { title: 'Simulate Research Query', fill: { topic: 'tides' }, result: 'tides' },
];

const prompts: readonly Omit<PlainTool, 'choose'>[] = [
  { title: 'Simple Prompt', result: 'simple prompt without arguments' },
  { title: 'Arguments Prompt', fill: { city: 'Oslo' }, result: 'Oslo' },
  { title: 'Team Management', fill: { department: 'Engineering', name: 'Alice' }, result: 'Alice' },
  {
    title: 'Resource Prompt',
    fill: { resourceType: 'Text', resourceId: '1' },
    result: 'demo://resource/dynamic/text/1',
  },
];

/** Everything that it offers once it knows what this host can. */
const tools = [
  ...plainTools.map(({ title }) => title),
  'Get Roots List Tool',
  'Trigger Elicitation Request Tool',
  'Trigger Async Elicitation Request Tool',
  'Trigger URL Elicitation Tool',
  'Trigger Sampling Request Tool',
  'Trigger Async Sampling Request Tool',
];

describe('@modelcontextprotocol/server-everything', { timeout: 60_000 }, () => {
  let scene: Scene;
  const http: { url: string; stop(): Promise<void> }[] = [];
  /** Pages that a server wants the person to see, as often as a browser asked for them. */
  const fetched: string[] = [];

  beforeAll(async () => {
    http.push(await everythingOver('streamableHttp'), await everythingOver('sse'));
    scene = await startScene({
      name: 'everything',
      servers: {
        stdio: everythingStdio,
        http: { type: 'http', url: http[0]?.url },
        sse: { type: 'sse', url: http[1]?.url },
      },
    });
    await scene.workbench.page.context().route('**/sign/*', async (route) => {
      fetched.push(route.request().url());
      await route.fulfill({ body: 'Done.' });
    });
    await running(scene.workbench, 'stdio', 'http', 'sse');
  });
  afterAll(async () => {
    await scene?.close();
    await Promise.all(http.map((server) => server.stop()));
  });

  async function open(server: string, { title, choose = {}, fill = {} }: Omit<PlainTool, 'result'>, group = 'Tools') {
    const panel = await CallPanel.open(scene.workbench, server, group, title);
    const frame = await panel.frame();
    for (const [label, value] of Object.entries(choose)) {
      await frame.getByLabel(label, { exact: true }).selectOption(value);
    }
    for (const [label, value] of Object.entries(fill)) await panel.fill(label, value);
    return panel;
  }

  for (const server of ['stdio', 'http', 'sse']) {
    describe(`over ${server}`, () => {
      beforeAll(async () => {
        const tree = scene.workbench.tree('Servers');
        await tree.expand(server);
        await tree.expand(server, 'Tools');
      });
      afterEach(() => tidy(scene));
      screenshotOnFailure(() => scene?.workbench);
      afterAll(() => scene.workbench.tree('Servers').collapse(server));

      it('lists every tool', async () => {
        const tree = scene.workbench.tree('Servers');
        await tree.waitForRow(
          [server, 'Tools'],
          ({ description }) => Number.parseInt(description, 10) === tools.length,
        );
        for (const title of tools) await tree.row(server, 'Tools', title);
      });

      it.each(plainTools)('the tool $title', async (tool) => {
        const panel = await open(server, tool);
        await panel.run();
        await panel.ended('Done');
        await panel.result(tool.result);
      });

      it('the tool Get Roots List Tool: the folder that is open', async () => {
        const panel = await open(server, { title: 'Get Roots List Tool' });
        await panel.run();
        await panel.ended('Done');
        await panel.result(`file://${scene.workbench.folder}`);
      });

      it.each(['Trigger Sampling Request Tool', 'Trigger Async Sampling Request Tool'])(
        'the tool %s',
        async (title) => {
          const { desk, model } = scene;
          model.respondWith(says(`Asked over ${server}.`));
          const panel = await open(server, { title, fill: { prompt: 'Why is the sky blue?' } });
          await panel.run();
          await desk.request(server);
          await desk.approve();
          await desk.release();
          await panel.ended('Done');
          await panel.result(`Asked over ${server}.`);
        },
      );

      it.each([
        ['Trigger Elicitation Request Tool', 'String'],
        ['Trigger Async Elicitation Request Tool', 'Your Name'],
      ])('the tool %s: a form', async (title, field) => {
        const { desk } = scene;
        const panel = await open(server, { title });
        await panel.run();
        await (await desk.frame()).getByRole('heading', { name: `${server} asks you to fill in a form` }).waitFor();
        await desk.fill(field, 'Ada');
        await desk.press('Submit');
        await panel.ended('Done');
        await panel.result('Ada');
      });

      it('the tool Trigger URL Elicitation Tool: a page, which only the person’s press opens', async () => {
        const { desk, workbench } = scene;
        const path = `/sign/${server}`;
        const seen = (): number => fetched.filter((url) => url.endsWith(path)).length;
        const before = seen();
        // VS Code asks before it opens other addresses than those of this machine.
        const url = `http://127.0.0.1:9${path}`;
        const panel = await open(server, {
          title: 'Trigger URL Elicitation Tool',
          fill: { url, message: 'Please look.' },
        });
        await panel.run();
        await (await desk.frame()).getByRole('heading', { name: `${server} asks you to open a web page` }).waitFor();
        expect(seen()).toBe(before);
        const opened = workbench.page.context().waitForEvent('page');
        const [popup] = await Promise.all([opened, desk.press('Open in browser')]);
        await expect.poll(seen).toBe(before + 1);
        await popup.close();
        await panel.ended('Done');
      });

      it.each(prompts)('the prompt $title', async (prompt) => {
        const panel = await open(server, prompt, 'Prompts');
        await panel.run('Get prompt');
        await panel.ended('Done');
        await panel.result(prompt.result);
      });

      it('a resource, and both resource templates', async () => {
        const { workbench } = scene;
        const tree = workbench.tree('Servers');
        await tree.click(server, 'Resources', 'architecture.md');
        await workbench.editorTab('architecture.md').waitFor();
        await workbench.editorSays('Architecture');
        const text = await open(
          server,
          { title: 'Dynamic Text Resource', fill: { resourceId: '7' } },
          'Resource Templates',
        );
        await text.run('Read resource');
        await workbench.editorSays('Resource 7');
        const blob = await open(
          server,
          { title: 'Dynamic Blob Resource', fill: { resourceId: '7' } },
          'Resource Templates',
        );
        await blob.run('Read resource');
        await workbench.editorSays('Resource 7: This is a base64 blob');
      });

      it('a resource is watched, and the tree says so', async () => {
        const tree = scene.workbench.tree('Servers');
        await tree.contextMenu('Watch Resource', server, 'Resources', 'features.md');
        await tree.waitForRow([server, 'Resources', 'features.md'], ({ description }) =>
          description.includes('watched'),
        );
        await tree.contextMenu('Stop Watching Resource', server, 'Resources', 'features.md');
        await tree.waitForRow(
          [server, 'Resources', 'features.md'],
          ({ description }) => !description.includes('watched'),
        );
      });
    });
  }

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
