import { describe, expect, it } from 'vitest';
import type { FromTool, ToTool } from '../../src/shared/tool.ts';
import { call, everything, panel } from './support/calls.ts';
import { panelBench } from './support/panel.ts';

const tool = panelBench<ToTool>('tool');
const { button } = tool;

const schema = (properties: unknown, required: string[] = []) =>
  JSON.stringify({ type: 'object', properties, required });
const open = (...messages: ToTool[]) => tool.open(undefined, ...messages);

/** The arguments of the last run. */
async function sent(): Promise<unknown> {
  const runs = await tool.posted<Extract<FromTool, { type: 'run' }>>('run');
  const last = runs.at(-1);
  return last === undefined ? undefined : JSON.parse(last.arguments);
}

describe('the form', () => {
  it('collects every kind of field under its label, and sends what was filled in', async () => {
    await open(panel({ inputSchema: JSON.stringify(everything) }));
    const { page } = tool;
    await page.getByRole('textbox', { name: 'Path' }).fill('sales.csv\nsecond line');
    await expect.poll(() => page.getByRole('spinbutton', { name: 'count' }).inputValue()).toBe('20');
    await page.getByRole('spinbutton', { name: 'ratio' }).fill('0.25');
    await page.getByRole('combobox', { name: 'mode' }).selectOption({ label: 'exact' });
    await page.getByRole('checkbox', { name: 'quiet' }).uncheck();
    await page.getByRole('combobox', { name: 'verbose' }).selectOption('true');
    await page.getByLabel('since').fill('2026-03-14');
    await page.getByRole('group', { name: 'columns' }).getByRole('checkbox', { name: 'revenue' }).check();
    await page.getByRole('button', { name: 'Remove tags, entry 1' }).click();
    await page.getByRole('button', { name: 'Add entry to tags' }).click();
    await page.getByRole('textbox', { name: 'tags, entry 2' }).fill('c');
    await page.getByRole('group', { name: 'Owner' }).getByRole('textbox', { name: 'name', exact: true }).fill('Ada');
    await page.getByRole('textbox', { name: 'filter' }).fill('{"op": "eq"}');
    await button('Run tool').click();
    await expect
      .poll(() => sent())
      .toEqual({
        path: 'sales.csv\nsecond line',
        count: 20,
        ratio: 0.25,
        mode: 'exact',
        confirm: false,
        verbose: true,
        quiet: false,
        since: '2026-03-14',
        columns: ['revenue'],
        tags: ['b', 'c'],
        owner: { name: 'Ada' },
        filter: { op: 'eq' },
      });
  });

  it('names what is missing, at the field and in a summary that leads there', async () => {
    await open(
      panel({
        inputSchema: schema({ path: { type: 'string' }, count: { type: 'integer', minimum: 1 } }, ['path', 'count']),
      }),
    );
    await tool.page.getByRole('textbox', { name: 'path' }).fill('a');
    await tool.page.getByRole('spinbutton', { name: 'count' }).fill('0');
    await tool.page.keyboard.press('Control+Enter');
    expect(await sent()).toBeUndefined();
    await tool.page.locator('#problems:focus').waitFor();
    await tool.page.locator('#problems').getByRole('button', { name: 'count' }).click();
    const field = tool.page.locator('input:focus');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    await expect.poll(() => tool.page.locator(`#${described.at(-1)}`).textContent()).toContain('At least 1.');
    await field.fill('2');
    await tool.page.locator('#problems').waitFor({ state: 'detached' });
    await tool.page.keyboard.press('Control+Enter');
    await expect.poll(() => sent()).toEqual({ path: 'a', count: 2 });
  });

  it('does not take what the browser cannot read for nothing', async () => {
    await open(panel({ inputSchema: schema({ count: { type: 'number' } }) }));
    await tool.page.getByRole('spinbutton', { name: 'count' }).pressSequentially('1e');
    await button('Run tool').click();
    expect(await sent()).toBeUndefined();
    await tool.page.getByText('is not a number').first().waitFor();
  });

  it('shows the errors that the extension found, and keeps what was typed', async () => {
    await open(panel());
    await tool.page.getByRole('textbox', { name: 'path' }).fill('nowhere.csv');
    await tool.send(
      panel({
        errors: [
          { path: '/path', message: 'Must match a pattern.' },
          { path: '', message: 'One more thing.' },
        ],
      }),
    );
    await tool.page.locator('#problems:focus').waitFor();
    await expect.poll(() => tool.page.locator('#problems').textContent()).toContain('One more thing.');
    await expect.poll(() => tool.page.getByRole('textbox', { name: 'path' }).inputValue()).toBe('nowhere.csv');
  });

  it('switches to JSON and back, and says on which line JSON ends to be JSON', async () => {
    await open(panel({ inputSchema: schema({ path: { type: 'string' }, count: { type: 'integer' } }) }));
    await tool.page.getByRole('textbox', { name: 'path' }).fill('a.csv');
    await button('Edit as JSON').click();
    const json = tool.page.getByRole('textbox', { name: 'Arguments as JSON' });
    await expect.poll(async () => JSON.parse(await json.inputValue()) as unknown).toEqual({ path: 'a.csv' });
    await json.fill('{\n  "path": "a.csv",\n  "count": }');
    await tool.page.getByText(/^Line 3, column \d+/).waitFor();
    await button('Run tool').click();
    expect(await sent()).toBeUndefined();
    await json.fill('{"path":"b.csv","more":1}');
    await button('Use the form').click();
    await tool.page.getByText('has no place in the form').waitFor();
    await button('Run tool').click();
    await expect.poll(() => sent()).toEqual({ path: 'b.csv', more: 1 });
    await json.fill('{"path":"c.csv","count":3}');
    await button('Use the form').click();
    await expect.poll(() => tool.page.getByRole('spinbutton', { name: 'count' }).inputValue()).toBe('3');
  });

  it('comes back with the last arguments, and with what was typed when the page is loaded again', async () => {
    await open(panel({ lastArguments: '{"path":"last.csv","regions":["West"]}' }));
    await expect.poll(() => tool.page.getByRole('textbox', { name: 'path' }).inputValue()).toBe('last.csv');
    await expect.poll(() => tool.page.getByRole('checkbox', { name: 'West' }).isChecked()).toBe(true);
    await tool.page.getByRole('textbox', { name: 'path' }).fill('new.csv');
    await tool.page.reload();
    await tool.send(panel({ lastArguments: '{"path":"last.csv"}' }));
    await expect.poll(() => tool.page.getByRole('textbox', { name: 'path' }).inputValue()).toBe('new.csv');
    await button('Start over').click();
    await expect.poll(() => tool.page.getByRole('textbox', { name: 'path' }).inputValue()).toBe('');
  });

  it('takes what no form can hold as JSON', async () => {
    await open(panel({ inputSchema: '{"type":"object","additionalProperties":{"type":"string"}}' }));
    await tool.page.getByRole('textbox', { name: 'Arguments' }).fill('{"a":"b"}');
    await button('Run tool').click();
    await expect.poll(() => sent()).toEqual({ a: 'b' });
  });

  it('does not run while the server is not there', async () => {
    await open(panel({ ready: false }));
    await tool.page.getByRole('textbox', { name: 'path' }).fill('a');
    await tool.page.keyboard.press('Control+Enter');
    expect(await sent()).toBeUndefined();
    await tool.page.getByText('demo-legacy is not running').waitFor();
  });

  it.each([
    ['prompt', 'Get prompt'],
    ['resource', 'Read resource'],
    ['resourceTemplate', 'Read resource'],
  ] as const)('names the button of a %s', async (kind, name) => {
    await open(panel({ kind }));
    await button(name).waitFor();
  });
});

describe('suggestions of the server', () => {
  const open2 = () =>
    open(
      panel({
        kind: 'prompt',
        completes: true,
        inputSchema: schema({ city: { type: 'string' }, word: { type: 'string' } }),
      }),
    );
  const give = (argument: string, value: string, values: string[], more: object = {}) =>
    tool.send({ type: 'suggestions', argument, value, values, hasMore: false, ...more });
  const city = () => tool.page.getByRole('combobox', { name: 'city' });

  it('are listed under the text, chosen by keyboard or pointer, and bind nobody', async () => {
    await open2();
    await city().fill('o');
    await expect
      .poll(() => tool.posted('complete'))
      .toContainEqual({
        type: 'complete',
        argument: 'city',
        value: 'o',
        context: {},
      });
    await give('city', 'o', ['Oslo', 'Odessa'], { hasMore: true, total: 7 });
    await tool.page.getByRole('combobox', { name: 'city', expanded: true }).waitFor();
    await tool.page.getByText('The first 2 of 7').waitFor();
    await city().press('ArrowDown');
    await city().press('ArrowDown');
    await tool.page.getByRole('option', { name: 'Odessa', selected: true }).waitFor();
    const active = await city().getAttribute('aria-activedescendant');
    await expect.poll(() => tool.page.locator(`#${active}`).textContent()).toContain('Odessa');
    await city().press('Enter');
    await expect.poll(() => city().inputValue()).toBe('Odessa');
    // The list goes with the next frame.
    await tool.page.getByRole('combobox', { name: 'city', expanded: false }).waitFor();
    await city().fill('o');
    await give('city', 'o', ['Oslo']);
    await tool.page.getByRole('option', { name: 'Oslo' }).click();
    await expect.poll(() => city().inputValue()).toBe('Oslo');
    await expect.poll(() => city().evaluate((input) => input === document.activeElement)).toBe(true);
    await city().fill('Atlantis');
    await give('city', 'Atlantis', ['Atlanta']);
    await city().press('Escape');
    await tool.page.getByRole('combobox', { name: 'word' }).fill('w');
    await expect
      .poll(() => tool.posted('complete'))
      .toContainEqual({
        type: 'complete',
        argument: 'word',
        value: 'w',
        context: { city: 'Atlantis' },
      });
    await tool.page.keyboard.press('Control+Enter');
    await expect.poll(() => sent()).toEqual({ city: 'Atlantis', word: 'w' });
  });

  it('are not asked for where the server has none', async () => {
    await open(panel({ kind: 'prompt', inputSchema: schema({ city: { type: 'string' } }) }));
    await tool.page.getByRole('textbox', { name: 'city' }).fill('o');
    expect(await tool.posted('complete')).toEqual([]);
  });
});

describe('the call', () => {
  it('shows the server’s own progress, waits for the review, and can be cancelled', async () => {
    await open(panel({ call: call({ progress: { progress: 3, total: 10, message: 'Reading' } }) }));
    const bar = tool.page.getByRole('progressbar', { name: 'Progress of the call' });
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('3');
    await expect.poll(() => bar.getAttribute('aria-valuemax')).toBe('10');
    await tool.page.getByText('3 of 10: Reading').waitFor();
    const rounds = [{ review: 'r7', label: 'A question', state: 'waiting for you' }];
    await tool.send(panel({ call: call({ waitingForReview: true, rounds }) }));
    await expect.poll(() => tool.page.getByRole('status').textContent()).toBe('The call is waiting for your review');
    await button('Open review').click();
    await expect.poll(() => tool.posted('openReview')).toEqual([{ type: 'openReview', review: 'r7' }]);
    const several = ['returned', 'waiting', 'decided'].map((state, n) => ({
      review: `r${n}`,
      label: `Question ${n}`,
      state,
    }));
    await tool.send(panel({ call: call({ waitingForReview: true, rounds: several }) }));
    await tool.page.getByText('Question 2').first().waitFor();
    await button('Open review').click();
    await expect.poll(() => tool.posted('openReview')).toContainEqual({ type: 'openReview', review: 'r1' });
    await button('Cancel').click();
    await expect.poll(() => tool.posted('cancel')).toHaveLength(1);
  });

  it('shows a result of every kind, and what can be done with it', async () => {
    const { toolStates } = await import('./support/calls.ts');
    await open(...(toolStates['done'] ?? []));
    const { page } = tool;
    const picture = page.getByRole('img', { name: 'Image 2 of the result' });
    await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(240);
    await button('Read resource Report of the third quarter').click();
    await expect.poll(() => tool.posted('openResource')).toEqual([{ type: 'openResource', uri: 'report://2026/q3' }]);
    await button('Open in editor file:///sales.csv').click();
    await expect.poll(() => tool.posted('openBlock')).toEqual([{ type: 'openBlock', index: 4 }]);
    await button('Copy result').click();
    await button('Open in editor (the whole result)').click();
    await expect.poll(() => tool.posted('copyResult')).toHaveLength(1);
    await expect.poll(() => tool.posted('openResult')).toHaveLength(1);
    await page.getByText('"north": 0.12').waitFor();
    await page.getByText('does not fit the tool’s output schema').waitFor();
    await expect.poll(() => page.locator('.log li').count()).toBe(2);
  });

  it('of a prompt shows its messages role by role, and the way to a model', async () => {
    const blocks = [
      { type: 'text' as const, role: 'user', text: 'Look.' },
      { type: 'resource' as const, role: 'user', uri: 'a:1', text: 'words' },
      { type: 'text' as const, role: 'assistant', text: 'Seen.' },
    ];
    const done = { status: 'done', endedAt: Date.now(), logs: [], result: { isError: false, blocks } } as const;
    await open(panel({ kind: 'prompt', call: call({ ...done, logs: [], result: { isError: false, blocks } }) }));
    const roles = tool.page.locator('.result h3.role');
    await expect.poll(() => roles.allTextContents()).toEqual(['user', 'user', 'assistant']);
    await button('Send to model…').click();
    await expect.poll(() => tool.posted('sendPrompt')).toHaveLength(1);
    await tool.send(panel({ kind: 'tool', call: call({ ...done, logs: [], result: { isError: false, blocks } }) }));
    await expect.poll(() => button('Send to model…').count()).toBe(0);
  });

  it('says that the result is an error, and announces the end', async () => {
    await open(panel({ call: call() }));
    await tool.send(
      panel({
        call: call({
          status: 'done',
          endedAt: Date.now(),
          result: { isError: true, blocks: [{ type: 'text', text: 'No file.' }] },
        }),
      }),
    );
    await tool.page.getByText('The server says that this is an error.').waitFor();
    await expect.poll(() => tool.page.getByRole('status').textContent()).toMatch(/^Ended with an error after /);
  });
});
