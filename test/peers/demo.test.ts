import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Call, CallSnapshot } from '../../src/core/calls/call.ts';
import { copyWorkspace, DEMO, type RunningProgram, startProgram } from '../unit/demo/programs.ts';
import { everythingStdio } from './support/definitions.ts';
import { TestHost, type TestServer, textIn } from './support/host.ts';

let host: TestHost;
let model: RunningProgram;
let modern: RunningProgram;
let workspace: Awaited<ReturnType<typeof copyWorkspace>>;
const servers: Record<string, TestServer> = {};
beforeAll(async () => {
  workspace = await copyWorkspace();
  host = await TestHost.open();
  model = await startProgram('model/server.mjs', '--delay', '0');
  modern = await startProgram('servers/modern.mjs', '--root', workspace.root);
  const args = [path.join(DEMO, 'servers/legacy.mjs'), '--root', workspace.root];
  servers['legacy'] = await host.start('legacy-demo', { command: process.execPath, args });
  servers['modern'] = await host.start('modern-demo', { type: 'http', url: modern.url });
});
beforeEach(() => host.useEndpoint(model.url));
afterEach(() => host.reset());
afterAll(async () => {
  await host.close();
  await Promise.all([model.stop(), modern.stop()]);
  await workspace.remove();
});

function serverOf(era: string): TestServer {
  const server = servers[era];
  if (!server) throw new Error(`No server for ${era}`);
  return server;
}

/** Approves and releases whatever the call asks, several at once where it does, until it ends. */
async function passAll(call: Call): Promise<CallSnapshot> {
  const passed: Promise<string>[] = [];
  const adding = host.desk.onDidAdd((items) =>
    passed.push(...items.flatMap((item) => (item.kind === 'sampling' ? [host.reviewer.pass(item)] : []))),
  );
  const snapshot = await call.finished;
  adding.dispose();
  await Promise.all(passed);
  return snapshot;
}

const TOOLS = {
  summarize_document: { path: 'handbook.md' },
  chunked_summary: { path: 'handbook.md' },
  triage_issue: { text: 'The lamp does not switch on any more.' },
  draft_reply: { thread: 'mail/late-delivery.txt' },
  analyze_sales: { path: 'sales.csv' },
  describe_image: { path: 'images/revenue-by-region.png' },
  extract_invoice: { path: 'invoices/brass-and-sons.txt' },
  research: { topic: 'How should cells be stored in winter?' },
  ask_db: { question: 'What is the total revenue by region?' },
  solve_math: { problem: '3 lamps at 62 each plus 9.50 postage' },
} as const;
type Name = keyof typeof TOOLS;
const MODERN: readonly Name[] = [
  'summarize_document',
  'chunked_summary',
  'analyze_sales',
  'extract_invoice',
  'research',
  'ask_db',
];

describe.each([
  ['legacy', Object.keys(TOOLS) as Name[]],
  ['modern', MODERN],
] as const)('the demo’s %s server with the demo’s model', (era, names) => {
  it.each(names)('%s', async (name) => {
    const snapshot = await passAll(await host.tool(serverOf(era), name, TOOLS[name]));
    expect(textIn(snapshot)).not.toBe('');
    expect(snapshot).toMatchObject({ status: 'done' });
    expect(snapshot.result?.['isError'] ?? false).toBe(false);
    expect(snapshot.warning).toBeUndefined();
    expect(snapshot.reviews.length).toBeGreaterThan(0);
    expect(snapshot.reviews.every(({ state }) => state === 'returned')).toBe(true);
    expect(host.faults).toEqual([]);
  });

  it('samples while a resource is read and while a prompt is fetched', async () => {
    const server = serverOf(era);
    const read = await passAll(host.read(server, 'report://sales'));
    expect(read).toMatchObject({ status: 'done', reviews: [{ state: 'returned' }] });
    const [prompt] = server.managed.catalog.catalog.prompts;
    const args = Object.fromEntries(
      (prompt?.arguments ?? []).flatMap(({ name, required }) => (required ? [[name, 'all']] : [])),
    );
    const fetched = await passAll(host.prompt(server, prompt?.name ?? '', args));
    expect(fetched.status).toBe('done');
    expect(fetched.reviews.length).toBeGreaterThan(0);
  });
});

describe('the demo’s model', () => {
  it('answers a server that nobody here wrote, and says that it is no AI', async () => {
    const server = await host.start('everything', everythingStdio);
    const call = await host.tool(server, 'trigger-sampling-request', { prompt: 'Lamps need oil. Lamps need care.' });
    expect(textIn(await passAll(call))).toContain('no AI');
    await host.stop(server);
  });
});
