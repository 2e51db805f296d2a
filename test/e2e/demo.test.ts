import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../scripts/lib/demo.mts';
import { at } from '../../scripts/lib/paths.mts';
import { runTool } from './pages/callPanel.ts';
import { ConfirmPage } from './pages/confirmPage.ts';
import { Desk } from './pages/desk.ts';
import { type Relay, startRelay } from './pages/relay.ts';
import { expectQuiet, scratchFolder, tall, tidy } from './pages/scene.ts';
import { launchWorkbench, screenshotOnFailure } from './support/launch.ts';
import type { Workbench } from './support/workbench.ts';

/** Slow enough for a person, or a test, to see an answer grow. Milliseconds between two tokens. */
const MODEL_DELAY = 10;

describe('the demo, from the first run to results', { timeout: 120_000 }, () => {
  const scratch = scratchFolder();
  let demo: Demo;
  let relay: Relay;
  let workbench: Workbench;
  let desk: Desk;

  beforeAll(async () => {
    demo = await startDemo(scratch.folder, { modelDelayMs: MODEL_DELAY });
    const [endpoint] = demo.userSettings['countersign.models.endpoints'] as { id: string; baseUrl: string }[];
    relay = await startRelay(endpoint?.baseUrl ?? '');
    workbench = await launchWorkbench({
      name: 'demo',
      folder: demo.folder,
      inPlace: true,
      viewport: tall,
      userSettings: { 'countersign.models.endpoints': [{ ...endpoint, baseUrl: relay.url }] },
    });
    desk = new Desk(workbench);
  });
  afterEach(() => tidy({ workbench }));
  afterAll(async () => {
    await workbench?.close();
    await relay?.close();
    await demo?.stop();
    scratch.remove();
  });
  screenshotOnFailure(() => workbench);

  it('asks to confirm both servers, shows each definition whole, and starts what is confirmed', async () => {
    await workbench.openContainer('Countersign');
    const tree = workbench.tree('Servers');
    for (const server of ['legacy-demo', 'modern-demo']) {
      await tree.waitForRow([server], ({ description }) => description === 'needs confirmation');
      await tree.row(server, 'Look and Confirm…');
    }
    await workbench.notifications.click(/^2 MCP servers \(legacy-demo, modern-demo\) wait for you/, 'Look at It');

    const page = new ConfirmPage(workbench);
    const settings = JSON.parse(readFileSync(path.join(demo.folder, '.vscode', 'settings.json'), 'utf8')) as {
      'countersign.servers': { 'modern-demo': { url: string } };
    };
    expect(await page.lines('legacy-demo')).toEqual({
      'Written in': `the settings of the folder ${path.basename(demo.folder)}`,
      Command: 'node',
      'Argument 1': at('demo', 'servers', 'legacy.mjs'),
      'Working directory': demo.folder,
      'Protocol era': 'modern, else legacy (auto)',
      'May ask your model': 'yes, with tools',
      'Starts by itself': 'yes',
      'Gives up after': '60000 ms of silence',
    });
    expect(await page.lines('modern-demo')).toMatchObject({
      URL: settings['countersign.servers']['modern-demo'].url,
      'May ask your model': 'yes, with tools',
    });

    await page.confirm('legacy-demo');
    await tree.waitForRow(['legacy-demo'], ({ description }) => description === 'running · legacy');
    // The other one was not confirmed with it.
    await tree.waitForRow(['modern-demo'], ({ description }) => description === 'needs confirmation');
    await page.confirm('modern-demo');
    await tree.waitForRow(['modern-demo'], ({ description }) => description === 'running · modern');
    await workbench.editorTab('Confirm Servers').waitFor({ state: 'detached' });
  });

  it('lists what the servers offer, with counts and annotations', async () => {
    const tree = workbench.tree('Servers');
    const count = async (server: string, group: string): Promise<string> =>
      (await tree.waitForRow([server, group], () => true)).description;
    expect(await count('legacy-demo', 'Tools')).toBe('13');
    expect(await count('legacy-demo', 'Resources')).toBe('9');
    expect(await count('legacy-demo', 'Resource Templates')).toBe('2');
    expect(await count('legacy-demo', 'Prompts')).toBe('2');

    await tree.expand('legacy-demo', 'Tools');
    const words = async (tool: string): Promise<string> =>
      (await tree.waitForRow(['legacy-demo', 'Tools', tool], () => true)).description;
    expect(await words('Summarize document')).toBe('read-only · summarize_document');
    expect(await words('Remove note')).toBe('destructive · remove_note');
    expect(await words('Add note')).toBe('add_note');
    await tree.collapse('legacy-demo');
    expect(await count('modern-demo', 'Tools')).toBe('7');
  });

  it('legacy, stdio: a tool asks, the desk opens, the answer streams, the server gets it, the result is shown', async () => {
    const sent = relay.completions.length;
    const panel = await runTool(workbench, 'legacy-demo', 'Summarize document');
    await desk.request('legacy-demo');
    await desk.says('You summarise documents for a busy reader.', 'System prompt');
    // The whole document, to its last line.
    const handbook = readFileSync(path.join(demo.folder, 'handbook.md'), 'utf8');
    await expect.poll(() => desk.text('Messages')).toContain(handbook);
    await expect.poll(() => desk.modelName()).toMatch(/^extractor-/);
    await desk.says(new URL(relay.url).host, 'What leaves this machine');
    await desk.says('Tool Summarize document');
    expect(relay.completions.length).toBe(sent);

    // Looked for from inside the page, and before: on a busy machine the answer may be whole before anybody else looks.
    const beginning = (await desk.frame()).evaluate(
      () =>
        new Promise<string>((resolve) => {
          new MutationObserver((_changes, observer) => {
            const text = document.querySelector('stream-view')?.textContent ?? '';
            if (text === '') return;
            observer.disconnect();
            resolve(text);
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
    );
    await Promise.all([beginning, desk.approve()]);
    const first = await beginning;
    await desk.answered();
    const answer = ((await (await desk.frame()).locator('#answer-text .text-box').textContent()) ?? '').trim();
    expect(answer.startsWith(first.trim())).toBe(true);
    expect(answer.length).toBeGreaterThan(first.length);
    expect(relay.completions.length).toBe(sent + 1);
    await desk.press('Return to server');
    await desk.closed('The answer was returned to the server.');

    await panel.ended('Done');
    await panel.says('returned, extractor-', 'What the server asked');
    expect(await panel.structured()).toMatchObject({ path: 'handbook.md', summary: answer });
  });

  it('modern, HTTP: the same tool, the same desk', async () => {
    const sent = relay.completions.length;
    const panel = await runTool(workbench, 'modern-demo', 'Summarize document');
    await desk.request('modern-demo');
    await desk.says('modern');
    await desk.says('Summarise the document below in 5 sentences.', 'Messages');
    expect(relay.completions.length).toBe(sent);
    await desk.approve();
    await desk.release();
    await desk.closed('The answer was returned to the server.');
    await panel.ended('Done');
    await panel.result('Plain text extraction, no AI:');
    expect(relay.completions.length).toBe(sent + 1);
  });

  it('modern: a round of several asks is sent only when each has a verdict', async () => {
    const sent = relay.completions.length;
    const panel = await runTool(workbench, 'modern-demo', 'Analyze sales');
    const regions = 4;
    await desk.batch('modern-demo', regions);
    await desk.says('You comment on sales figures', 'System prompt');
    // What varies, a row each.
    for (const region of ['North', 'South', 'East', 'West']) await desk.says(region, 'What varies');
    // A look at one of them, and back.
    await desk.press('Open request 2');
    await desk.request('modern-demo');
    await desk.says(`2 of ${regions} in this round.`);
    await desk.press(`Back to all ${regions}`);
    await desk.batch('modern-demo', regions);
    await desk.check('Leave out request 4');
    await desk.approveAll('Approve 3 of 4 and send');
    // The round is sent when each of its requests has a verdict.
    await desk.says('All of them are decided.', 'Decision');
    expect(relay.completions.length).toBe(sent);
    await desk.press('Review next request');
    await desk.request('modern-demo');
    await desk.approve();
    await desk.release();
    await desk.press('Review next request');
    await desk.approveAll('Return all 3 to server');
    expect(relay.completions.length).toBe(sent + regions);
    // The second round: the overview of the four.
    await desk.request('modern-demo');
    await desk.says('Compare the regions.', 'Messages');
    await desk.approve();
    await desk.release();
    await panel.ended('Done');
    expect(relay.completions.length).toBe(sent + regions + 1);
    await panel.result('South');
  });

  it('modern: two rounds, and what the first answer said is done in between', async () => {
    const question = 'What is the total revenue by region?';
    const panel = await runTool(workbench, 'modern-demo', 'Ask the database', { question });
    await desk.request('modern-demo');
    await desk.says('Answer with one SELECT statement', 'System prompt');
    await desk.approve();
    await desk.release();
    await desk.request('modern-demo');
    await desk.says(`Question: ${question} The query was: SELECT`, 'Messages');
    await desk.approve();
    await desk.release();
    await panel.ended('Done');
    const result = (await panel.structured()) as { sql: string; rows: unknown[] };
    expect(result.sql).toMatch(/^SELECT/i);
    expect(result.rows.length).toBeGreaterThan(1);
  });

  it('Deny, legacy: nothing is sent, and the tool fails with a sentence', async () => {
    const sent = relay.completions.length;
    const panel = await runTool(workbench, 'legacy-demo', 'Triage issue', { text: 'The lamp goes out in rain.' });
    await desk.request('legacy-demo');
    await desk.deny('not this one');
    await desk.closed('You denied this request: not this one');
    await panel.ended('Ended with an error');
    await panel.result('it was declined (User rejected sampling request: not this one)');
    expect(relay.completions.length).toBe(sent);
  });

  it('Deny, modern: nothing is sent, and the call ends here with a clear message', async () => {
    const sent = relay.completions.length;
    const panel = await runTool(workbench, 'modern-demo', 'Analyze sales');
    // Approving one ask of the round and denying the others ends the whole round without a call.
    await desk.batch('modern-demo', 4);
    await desk.press('Open request 1');
    await desk.request('modern-demo');
    await desk.approve();
    await desk.press('Back to all 4');
    await desk.press('Deny all 3');
    await desk.fill('Reason for the server (optional)', '');
    await desk.press('Deny all 3');
    await desk.says('This batch is over.');
    await panel.ended('Cancelled');
    await panel.says('User rejected sampling request. The call was ended here, and the server was not told', 'Call');
    expect(relay.completions.length).toBe(sent);
  });

  it('a resource that asks the model opens in an editor when its request was answered', async () => {
    await workbench.tree('Servers').click('modern-demo', 'Resources', 'Sales report');
    await desk.request('modern-demo');
    await desk.says('Resource report://sales');
    await desk.approve();
    await desk.release();
    await workbench.editorTab('sales.md').waitFor();
    await workbench.editorSays('| Region | Units | Revenue |');
  });

  it('left no errors and no violations behind', () => {
    expectQuiet(workbench);
  });
});
