import { describe, expect, it } from 'vitest';
import type { FromServer, ToServer } from '../../src/shared/server.ts';
import { panelBench } from './support/panel.ts';
import { page, rows, traffic } from './support/servers.ts';

const server = panelBench<ToServer>('server');
const { button } = server;
const open = (...messages: ToServer[]) => server.open(undefined, ...messages);
const lines = () => server.page.locator('[role=row]:not(.heads)');
const last = async <T extends FromServer['type']>(type: T) =>
  (await server.posted<Extract<FromServer, { type: T }>>(type)).at(-1);

describe('the page of a server', () => {
  it('shows what is known, follows it, and has a button for what can be done now', async () => {
    await open(page());
    await server.page.getByRole('heading', { name: 'research', level: 1 }).waitFor();
    await server.page.getByText('Tools, and it tells when they change').waitFor();
    await server.page.getByText('1 h 2 min').waitFor();
    // A hidden character of the instructions is made visible.
    await expect.poll(() => server.page.locator('.hidden-mark').getAttribute('title')).toContain('U+200B');
    await button('Restart').click();
    await expect.poll(() => last('action')).toEqual({ type: 'action', action: 'restart' });
    await server.send(page({ state: { words: 'Stopped', tone: 'quiet' }, actions: ['start', 'openTraffic'] }));
    await expect.poll(() => button('Restart').count()).toBe(0);
    await button('Open Traffic').click();
    await expect.poll(() => last('action')).toEqual({ type: 'action', action: 'openTraffic' });
  });
});

describe('the traffic of a server', () => {
  it('filters by direction, method, call, text and errors', async () => {
    await open(traffic(60));
    const { page: shown } = server;
    await expect.poll(() => lines().count()).toBe(60);
    await shown.getByRole('combobox', { name: 'Direction' }).selectOption('sent');
    await expect.poll(() => lines().count()).toBe(20);
    await shown.getByRole('combobox', { name: 'Method' }).selectOption('tools/list');
    await expect.poll(() => lines().count()).toBe(4);
    await shown.getByRole('combobox', { name: 'Direction' }).selectOption('');
    await shown.getByRole('combobox', { name: 'Method' }).selectOption('');
    await shown.getByRole('combobox', { name: 'Call' }).selectOption({ label: 'search (call 1)' });
    await expect.poll(() => lines().count()).toBe(15);
    await shown.getByRole('combobox', { name: 'Call' }).selectOption('');
    await shown.getByRole('checkbox', { name: 'Only errors' }).check();
    await expect.poll(() => lines().count()).toBe(12);
    await shown.getByRole('checkbox', { name: 'Only errors' }).uncheck();
    await shown.getByRole('searchbox', { name: 'Text' }).fill('needle');
    await expect.poll(() => last('find')).toEqual({ type: 'find', text: 'needle' });
    await server.send({ type: 'found', text: 'needle', found: [7, 12] });
    await expect.poll(() => lines().count()).toBe(2);
    await server.send({ type: 'added', rows: rows(2, 61), most: 1_000, calls: {}, found: [62] });
    await expect.poll(() => lines().count()).toBe(3);
    await button('Copy shown').click();
    await expect.poll(() => last('copy')).toEqual({ type: 'copy', seqs: [7, 12, 62] });
    await button('Save as JSONL…').click();
    await expect.poll(() => last('save')).toEqual({ type: 'save', seqs: [7, 12, 62] });
  });

  it('shows the message that is chosen, by keyboard too, and leads to its call', async () => {
    await open(traffic(60));
    await lines().last().click();
    await expect.poll(() => last('look')).toEqual({ type: 'look', seq: 60 });
    await server.send({ type: 'message', seq: 60, text: '{\n  "jsonrpc": "2.0"\n}', note: 'Only the beginning.' });
    await server.page.getByText('"jsonrpc": "2.0"').waitFor();
    await server.page.getByText('Only the beginning.').waitFor();
    await server.page.locator('.entry[aria-current=true]').focus();
    await server.page.keyboard.press('ArrowUp');
    await expect.poll(() => last('look')).toEqual({ type: 'look', seq: 59 });
    // What came for another message is not shown under this one.
    await server.send({ type: 'message', seq: 60, text: 'too late' });
    await expect.poll(() => server.page.getByText('too late').count()).toBe(0);
    await button('Copy').click();
    await expect.poll(() => last('copy')).toEqual({ type: 'copy', seqs: [59] });
    await button('Only this call').click();
    await expect.poll(() => lines().count()).toBe(15);
  });

  it('stands still while it is paused, and keeps the last thousand in sight', async () => {
    await open(traffic(1_000));
    const list = server.page.locator('#messages');
    const rest = () => list.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    await expect.poll(() => rest()).toBeLessThan(40);
    await button('Pause').click();
    await server.send({ type: 'added', rows: rows(5, 1_001), most: 1_000, calls: {}, found: [] });
    await expect.poll(() => lines().count()).toBe(995);
    await button('Follow (5 new)').click();
    await expect.poll(() => lines().count()).toBe(1_000);
    await expect.poll(() => rest()).toBeLessThan(40);
    await button('Clear').click();
    await expect.poll(() => last('clear')).toEqual({ type: 'clear' });
  });
});
