import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectHost, type Desk, type Host, modelDesk } from './host.ts';
import { copyWorkspace, DEMO, type RunningProgram, startProgram } from './programs.ts';

let model: RunningProgram;
let modern: RunningProgram;
let workspace: Awaited<ReturnType<typeof copyWorkspace>>;
const hosts: Record<string, Host> = {};
const desk: { decide: Desk } = { decide: () => Promise.reject(new Error('not set')) };

beforeAll(async () => {
  workspace = await copyWorkspace();
  const legacyTransport = new StdioClientTransport({
    command: process.execPath,
    args: [join(DEMO, 'servers/legacy.mjs')],
    cwd: workspace.root,
  });
  [model, modern, hosts['legacy']] = await Promise.all([
    startProgram('model/server.mjs', '--delay', '0'),
    startProgram('servers/modern.mjs', '--root', workspace.root),
    connectHost(legacyTransport, desk),
  ]);
  hosts['modern'] = await connectHost(new StreamableHTTPClientTransport(new URL(modern.url)), desk);
}, 20_000);
afterAll(async () => {
  for (const host of Object.values(hosts)) await host.client.close();
  await Promise.all([model?.stop(), modern?.stop()]);
  await workspace.remove();
});

/** The host of an era, with what it saw before forgotten. */
function hostOf(era: string): Host {
  const host = hosts[era];
  if (host === undefined) throw new Error(`No host for ${era}.`);
  host.asks.length = 0;
  host.logs.length = 0;
  return host;
}

function textOf(result: { content: unknown[] }): string {
  const [block] = result.content as { text?: string }[];
  return block?.text ?? '';
}

beforeEach(() => {
  desk.decide = modelDesk(model.url, 'extractor-small');
});

describe('what the servers show', () => {
  it('speaks the era that each is there for', () => {
    expect(hostOf('legacy').client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    expect(hostOf('modern').client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  });

  it.each(['legacy', 'modern'])(
    'lists titled and annotated tools, resources, templates and prompts (%s)',
    async (era) => {
      const { client } = hostOf(era);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'summarize_document',
          'analyze_sales',
          'ask_db',
          'research',
          'extract_invoice',
          'word_count',
        ]),
      );
      expect(tools.length).toBe(era === 'legacy' ? 13 : 7);
      for (const tool of tools) {
        expect(tool.title).toBeTruthy();
        expect(tool.description).toBeTruthy();
        expect(tool.annotations?.readOnlyHint).toBe(!['add_note', 'remove_note'].includes(tool.name));
      }
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toEqual(
        expect.arrayContaining(['workspace:///sales.csv', 'report://sales', 'note://battery-storage']),
      );
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['note://{name}', 'report://{topic}']);
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toEqual(['weekly_update', 'review_text']);
      expect(prompts[1]?.arguments?.map(({ name, required }) => [name, required])).toEqual([
        ['path', true],
        ['audience', true],
      ]);
    },
  );
});

describe.each(['legacy', 'modern'])('jobs in the %s era', (era) => {
  const rounds = (host: Host): number[] => host.asks.map(({ round }) => round);

  it('summarize_document sends the whole text and returns sentences of it', async () => {
    const host = hostOf(era);
    const result = await host.callTool('summarize_document', { path: 'handbook.md', sentences: 3 });
    const handbook = await readFile(join(workspace.root, 'handbook.md'), 'utf8');
    expect(result.isError).toBeFalsy();
    expect(host.asks).toHaveLength(1);
    expect(JSON.stringify(host.asks[0]?.params.messages)).toContain('camping stove');
    const summary = (result.structuredContent as { summary: string }).summary.replace(/^.*no AI: /, '');
    expect(summary.length).toBeGreaterThan(100);
    expect(handbook).toContain(summary.split(/(?<=\.) /)[0]);
    expect(host.logs.join()).toContain('Answered by extractor-small');
  });

  it('analyze_sales asks for all regions at once, reports progress and joins the answers', async () => {
    const host = hostOf(era);
    const seen: number[] = [];
    const result = await host.callTool('analyze_sales', { path: 'sales.csv' }, ({ progress }) => seen.push(progress));
    expect(rounds(host)).toEqual(era === 'modern' ? [0, 0, 0, 0, 1] : [0, 0, 0, 0, 0]);
    const { regions, overview } = result.structuredContent as { regions: Record<string, unknown>[]; overview: string };
    expect(regions.map(({ region, revenue }) => [region, revenue])).toEqual([
      ['North', 176013],
      ['South', 113239.5],
      ['East', 116081.5],
      ['West', 176461.5],
    ]);
    expect(overview).toContain('highest for West (176461.5)');
    expect(String(regions[0]?.['comment'])).toMatch(/Revenue adds up to 176013 over 9 rows/);
    // The last one may arrive together with the result, and is then dropped by the SDK.
    expect(seen.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('chunked_summary asks about every part, then about the notes on them', async () => {
    const host = hostOf(era);
    const result = await host.callTool('chunked_summary', { path: 'handbook.md', chunk_kb: 16 });
    const { parts } = result.structuredContent as { parts: number };
    expect(parts).toBeGreaterThanOrEqual(4);
    expect(host.asks).toHaveLength(parts + 1);
    expect(JSON.stringify(host.asks.at(-1)?.params.messages)).toContain('## Part 2');
  });

  it('extract_invoice gets structured output through a tool that must be called', async () => {
    const host = hostOf(era);
    const result = await host.callTool('extract_invoice', { path: 'invoices/brass-and-sons.txt' });
    expect(host.asks[0]?.params.toolChoice).toEqual({ mode: 'required' });
    expect(result.structuredContent).toEqual({
      invoice_number: 'BS-20417',
      supplier: 'Brass & Sons Fasteners',
      invoice_date: '2026-09-03',
      due_date: '2026-10-03',
      currency: 'EUR',
      items: [
        { description: 'Clip C-3, black', quantity: 500, unit_price: 0.42, amount: 210 },
        { description: 'Gasket G-14', quantity: 800, unit_price: 0.31, amount: 248 },
        { description: 'Grommet H-5', quantity: 300, unit_price: 0.11, amount: 33 },
        { description: 'Insert E-7, brass', quantity: 120, unit_price: 1.25, amount: 150 },
      ],
      subtotal: 641,
      vat: 128.2,
      total: 769.2,
      warnings: [],
    });
  });

  it('research lets the model search and read over several rounds', async () => {
    const host = hostOf(era);
    const result = await host.callTool('research', { topic: 'How should lithium cells be stored over the winter?' });
    expect(rounds(host)).toEqual(era === 'modern' ? [0, 1, 2] : [0, 0, 0]);
    const { notes, answer } = result.structuredContent as { notes: string[]; answer: string };
    expect(notes).toContain('battery-storage');
    expect(answer).toMatch(/charge/);
  });

  it('ask_db runs the SQL of the first answer and has the rows phrased', async () => {
    const host = hostOf(era);
    const result = await host.callTool('ask_db', { question: 'What is the total revenue by region?' });
    expect(host.asks[0]?.params.temperature).toBe(0);
    expect(host.asks[0]?.params.systemPrompt).toContain('CREATE TABLE orders');
    const { sql, rows, answer } = result.structuredContent as { sql: string; rows: [string, number][]; answer: string };
    expect(sql).toMatch(/^SELECT regions\.name/);
    expect(rows).toHaveLength(4);
    expect(answer).toContain(`${rows[0]?.[0]} ${rows[0]?.[1]}`);
  });

  it('ask_db refuses anything but one SELECT', async () => {
    const host = hostOf(era);
    for (const answer of [
      'DELETE FROM orders',
      'WITH x AS (SELECT 1) DELETE FROM orders',
      'SELECT 1; DROP TABLE orders',
    ]) {
      desk.decide = async () => ({ role: 'assistant', model: 'by hand', content: { type: 'text', text: answer } });
      const result = await host.callTool('ask_db', { question: 'How many orders are there?' });
      expect([answer, result.isError]).toEqual([answer, true]);
      expect(textOf(result)).toMatch(/Only SELECT is run|readonly|Only one statement/);
    }
  });

  it('reports and a prompt ask the model while they are read', async () => {
    const host = hostOf(era);
    expect(await host.readText('report://sales')).toMatch(/# Sales\n\nPlain text extraction, no AI: .*\n\n\| Region/);
    expect(await host.readText('report://battery%20storage')).toContain('From the notes: battery-storage');
    expect(await host.promptText('weekly_update', { audience: 'Ghent' })).toMatch(/update for Ghent[\s\S]*no AI/);
    expect(host.asks).toHaveLength(3);
  });

  it('plain resources, notes, the plain prompt and word_count ask nobody', async () => {
    const host = hostOf(era);
    expect(await host.readText('workspace:///sales.csv')).toMatch(/^month,region/);
    expect(await host.readText('note://battery-storage')).toMatch(/^# Storing/);
    expect(await host.promptText('review_text', { path: 'handbook.md', audience: 'new staff' })).toContain('new staff');
    const result = await host.callTool('word_count', { path: 'notes/winter-lighting.md' });
    expect(result.structuredContent).toMatchObject({ lines: 6 });
    expect(host.asks).toHaveLength(0);
  });

  it('stays inside the folder and says what is wrong', async () => {
    const host = hostOf(era);
    const outside = await host.callTool('summarize_document', { path: '../../etc/passwd' });
    expect(outside.isError).toBe(true);
    expect(textOf(outside)).toContain('outside the workspace folder');
    const absent = await host.callTool('word_count', { path: 'nothing.md' });
    expect(textOf(absent)).toBe('There is no file "nothing.md" in the workspace folder.');
    await expect(host.readText('report://quantum')).rejects.toThrow('No note mentions "quantum".');
    expect(host.asks).toHaveLength(0);
  });
});

describe('jobs of the legacy server alone', () => {
  it('triage_issue asks a small model for one label', async () => {
    const host = hostOf('legacy');
    const result = await host.callTool('triage_issue', {
      text: 'I was charged twice on my credit card, please refund one payment.',
    });
    expect(result.structuredContent).toEqual({ label: 'billing', model: 'extractor-small' });
    expect(host.asks[0]?.params).toMatchObject({
      maxTokens: 5,
      modelPreferences: { hints: [{ name: 'custom_model' }, { name: 'gpt-4o-mini' }] },
    });
  });

  it('draft_reply sends the conversation turn by turn', async () => {
    const host = hostOf('legacy');
    const result = await host.callTool('draft_reply', { thread: 'mail/late-delivery.txt', tone: 'formal' });
    expect(host.asks[0]?.params.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(textOf(result)).toMatch(/Dear Lotte,[\s\S]*Will there be one invoice or two\?[\s\S]*Priya$/);
  });

  it('describe_image sends the image', async () => {
    const host = hostOf('legacy');
    const result = await host.callTool('describe_image', { path: 'images/revenue-by-region.png' });
    expect(JSON.stringify(host.asks[0]?.params.messages)).toContain('"mimeType":"image/png"');
    expect(textOf(result)).toContain('PNG file of 1107 bytes, 420 by 260 pixels');
  });

  it('solve_math puts the first answer into the second question and checks the sum', async () => {
    const host = hostOf('legacy');
    const result = await host.callTool('solve_math', {
      problem: 'What do 3 lamps at 62 euros each plus 9.50 postage cost?',
    });
    expect(host.asks).toHaveLength(2);
    expect(result.structuredContent).toMatchObject({ expression: '3 * 62 + 9.50', value: 195.5, agrees: true });
    expect(JSON.stringify(host.asks[1]?.params.messages)).toContain('3 * 62 + 9.50');
  });

  it('add_note and remove_note change the list of resources', async () => {
    const host = hostOf('legacy');
    const changed = new Promise<void>((resolve) =>
      host.client.setNotificationHandler('notifications/resources/list_changed', () => resolve()),
    );
    await host.callTool('add_note', { name: 'from-a-test', text: 'Hello.' });
    await changed;
    expect(await host.readText('note://from-a-test')).toBe('Hello.\n');
    expect((await host.callTool('add_note', { name: 'from-a-test', text: 'Again.' })).isError).toBe(true);
    await host.callTool('remove_note', { name: 'from-a-test' });
    expect((await host.client.listResources()).resources.map(({ name }) => name)).not.toContain('from-a-test');
  });
});
