import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fails, holds, says } from '../fixtures/model/replies.ts';
import { CallPanel, pickTool } from './pages/callPanel.ts';
import { ConfirmPage } from './pages/confirmPage.ts';
import { OnDemand } from './pages/onDemand.ts';
import { expectQuiet, running, type Scene, scratchFolder, startScene, stdioServer, tidy } from './pages/scene.ts';
import { findingsInThemes } from './pages/themes.ts';
import { screenshotOnFailure } from './support/launch.ts';

/** One pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A request with everything that the desk can show. */
const rich = {
  systemPrompt: 'Be brief.\u200b Answer in Norwegian.',
  messages: [
    { role: 'user', content: { type: 'text', text: `How is the weather?\n${'It was a long day. '.repeat(300)}` } },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'And what is this?' },
        { type: 'image', data: png, mimeType: 'image/png' },
      ],
    },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } }] },
    {
      role: 'user',
      content: [
        { type: 'tool_result', toolUseId: 'call_1', content: [{ type: 'text', text: 'Rain.' }], isError: true },
      ],
    },
  ],
  tools: [{ name: 'weather', description: 'Looks outside.', inputSchema: { type: 'object', properties: {} } }],
  toolChoice: { mode: 'auto' },
  modelPreferences: { hints: [{ name: 'gpt' }, { name: 'stand' }], costPriority: 0.3, intelligencePriority: 0.9 },
  temperature: 0.2,
  stopSequences: ['END', '\n\n'],
  includeContext: 'thisServer',
  metadata: { trace: 7 },
};

describe('everything is accessible in every theme', { timeout: 90_000 }, () => {
  const scratch = scratchFolder();
  const server = new OnDemand(scratch.folder);
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({
      name: 'themes',
      servers: { 'on-demand': server.definition, sampler: stdioServer('sampler') },
      workspaceSettings: {
        'countersign.servers': {
          local: { command: 'node', args: ['server.mjs', '--key', '${env:KEY}'], env: { TOKEN: '${input:token}' } },
          remote: { type: 'http', url: 'https://example.com/mcp', headers: { Authorization: 'Bearer ${env:KEY}' } },
        },
      },
    });
    scene.model.listModels(['stand-in-1', 'another-model', 'a-third-one']);
    await running(scene.workbench, 'on-demand', 'sampler');
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  async function ask(text: string, params?: Record<string, unknown>): Promise<void> {
    const { desk } = scene;
    await desk.open();
    await server.ask({ text, ...(params && { params }) });
    await desk.request('on-demand');
  }

  it('the empty desk', async () => {
    await scene.desk.open();
    await scene.desk.says('No request is waiting');
    expect(await findingsInThemes(scene.desk)).toEqual([]);
  });

  it('a request with all that it can have', async () => {
    const { desk } = scene;
    await ask('', rich);
    const frame = await desk.frame();
    await frame.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(await findingsInThemes(desk)).toEqual([]);
    await desk.press('Edit message 1');
    await desk.press('Deny');
    expect(await findingsInThemes(desk)).toEqual([]);
  });

  it('three requests', async () => {
    const { desk, workbench } = scene;
    await ask('The first');
    await server.ask({ text: 'The second' });
    await server.ask({ text: 'The third' });
    await desk.says('3 of 3 waiting for you');
    expect(await findingsInThemes(desk)).toEqual([]);
    await workbench.commandPalette('Countersign: Pause All Sampling');
    await desk.says('Sampling is paused.');
    expect(await findingsInThemes(desk)).toEqual([]);
    await desk.press('Resume sampling');
  });

  it('an answer that comes, one that is there, and one that was returned', async () => {
    const { desk, model } = scene;
    model.respondWith(holds('Half an answer', 'the rest', ' and the rest'));
    await ask('Slowly.');
    await desk.approve();
    await desk.says('Half an answer', 'Answer so far');
    expect(await findingsInThemes(desk)).toEqual([]);
    model.open('the rest');
    await desk.answered();
    expect(await findingsInThemes(desk)).toEqual([]);
    await desk.release();
    await desk.says('This review is over', 'Decision');
    expect(await findingsInThemes(desk)).toEqual([]);
  });

  it('a try that failed', async () => {
    const { desk, model } = scene;
    model.respondWith(fails(401, { message: 'Incorrect API key provided' }));
    await ask('Without a key.');
    await desk.approve();
    await desk.failed(/key/i);
    expect(await findingsInThemes(desk)).toEqual([]);
  });

  it('the form of a tool, with what is wrong in it', async () => {
    const { workbench } = scene;
    const title = 'A form with every kind of field';
    const panel = await CallPanel.open(workbench, 'sampler', 'Tools', title);
    expect(await findingsInThemes(panel)).toEqual([]);
    await panel.run();
    await (await panel.frame()).locator('[aria-invalid="true"]').first().waitFor();
    expect(await findingsInThemes(panel)).toEqual([]);
  });

  it('a result with every kind of content, and a call that waits for a review', async () => {
    const { workbench, desk, model } = scene;
    const result = await pickTool(workbench, 'sampler', 'All kinds of content');
    await result.ended('Done');
    expect(await findingsInThemes(result)).toEqual([]);
    model.respondWith(says('Yes.'));
    const panel = await pickTool(workbench, 'sampler', 'Ask the model');
    await desk.request('sampler');
    await panel.show();
    await panel.says('Waiting for your review.', 'Call');
    expect(await findingsInThemes(panel)).toEqual([]);
  });

  it('the page that confirms servers', async () => {
    const page = new ConfirmPage(scene.workbench);
    await scene.workbench.commandPalette('Countersign: Confirm Servers');
    await page.lines('local');
    await page.lines('remote');
    expect(await findingsInThemes(page)).toEqual([]);
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(scene.workbench);
  });
});
