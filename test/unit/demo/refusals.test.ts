import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  SSEClientTransport,
  specTypeSchemas,
  StreamableHTTPClientTransport,
  type Transport,
  withInputRequired,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, connectHost, type Desk, deny, type Host } from './host.ts';
import { copyWorkspace, DEMO, type RunningProgram, startProgram } from './programs.ts';

let modern: RunningProgram;
let workspace: Awaited<ReturnType<typeof copyWorkspace>>;
let legacy: Host;
const desk: { decide: Desk } = { decide: deny };
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  workspace = await copyWorkspace();
  [modern, legacy] = await Promise.all([
    startProgram('servers/modern.mjs', '--root', workspace.root),
    connectHost(stdio('servers/legacy.mjs'), desk),
  ]);
}, 20_000);
beforeEach(() => {
  legacy.asks.length = 0;
});
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});
afterAll(async () => {
  await legacy?.client.close();
  await modern?.stop();
  await workspace.remove();
});

function stdio(script: string, ...options: string[]): Transport {
  const args = [join(DEMO, script), '--root', workspace.root, ...options];
  return new StdioClientTransport({ command: process.execPath, args });
}

/** The shared host of the legacy server, with another person at its desk. */
function legacyHost(decide: Desk): Host {
  desk.decide = decide;
  return legacy;
}

async function connect(transport: Transport, decide: Desk, withTools = true): Promise<Host> {
  const host = await connectHost(transport, { decide }, withTools);
  open.push(host.client);
  return host;
}

function say(text: string): Desk {
  return async () => ({ role: 'assistant', model: 'by hand', content: { type: 'text', text } });
}

function purposeOf(ask: Ask): string {
  return JSON.stringify(ask.messages);
}

describe('an ask that is not answered', () => {
  it('ends a tool of the legacy era with a sentence', async () => {
    const host = legacyHost(deny);
    const result = await host.callTool('summarize_document', { path: 'handbook.md' });
    expect(result).toMatchObject({
      isError: true,
      content: [
        {
          text: 'The model was not used for the summary of handbook.md: it was declined (User rejected sampling request).',
        },
      ],
    });
    await expect(host.readText('report://sales')).rejects.toThrow('was not used for the report on sales');
  });

  it('calls the other asks of the same round back', async () => {
    const waiting: Ask[] = [];
    const host = await connect(stdio('servers/legacy.mjs'), say(''));
    // The host's own handler hides the signal, so it is replaced by one that watches it.
    let called = 0;
    const allCalledBack = new Promise<void>((resolve) => {
      host.client.setRequestHandler('sampling/createMessage', (request, context) => {
        if (purposeOf(request.params).includes('region West')) return deny();
        waiting.push(request.params);
        return new Promise((_, reject) => {
          context.mcpReq.signal.addEventListener('abort', () => {
            if (++called === 3) resolve();
            reject(new Error('called back'));
          });
        });
      });
    });
    const result = await host.callTool('analyze_sales', { path: 'sales.csv' });
    await allCalledBack;
    expect(waiting).toHaveLength(3);
    expect(JSON.stringify(result.content)).toContain('the comment on West: it was declined');
  });

  it('is called back when the call is cancelled', async () => {
    const cancel = new AbortController();
    const host = await connect(stdio('servers/legacy.mjs'), deny);
    const calledBack = new Promise<void>((resolve) => {
      host.client.setRequestHandler('sampling/createMessage', (_, context) => {
        context.mcpReq.signal.addEventListener('abort', () => resolve());
        cancel.abort();
        return new Promise(() => {});
      });
    });
    const call = host.client.callTool(
      { name: 'solve_math', arguments: { problem: '1 + 1' } },
      { signal: cancel.signal },
    );
    await expect(call).rejects.toThrow();
    await calledBack;
  });

  it('says what a host lacks that offers no sampling with tools', async () => {
    const host = await connect(stdio('servers/legacy.mjs'), deny, false);
    const result = await host.callTool('extract_invoice', { path: 'invoices/brass-and-sons.txt' });
    expect(JSON.stringify(result)).toContain('this host does not offer sampling with tools');
    expect(host.asks).toHaveLength(0);
  });

  it('ends a tool loop that never comes to an answer', async () => {
    let n = 0;
    const host = legacyHost(async () => ({
      role: 'assistant',
      model: 'restless',
      stopReason: 'toolUse',
      content: [{ type: 'tool_use', id: `t${++n}`, name: 'read_note', input: { name: '../secrets' } }],
    }));
    const result = await host.callTool('research', { topic: 'anything' });
    expect(JSON.stringify(result)).toContain('still wanted tools after 6 rounds');
    expect(host.asks).toHaveLength(6);
    expect(host.asks[5]?.params.toolChoice).toEqual({ mode: 'none' });
    expect(JSON.stringify(host.asks[1]?.params.messages)).toContain('is no note name');
  });

  it('sends an invoice back that does not fit, with the reason', async () => {
    const host = legacyHost(async () => ({
      role: 'assistant',
      model: 'sloppy',
      stopReason: 'toolUse',
      content: [{ type: 'tool_use', id: 'i1', name: 'record_invoice', input: { invoice_number: 'X' } }],
    }));
    const result = await host.callTool('extract_invoice', { path: 'invoices/brass-and-sons.txt' });
    expect(result.isError).toBe(true);
    expect(host.asks).toHaveLength(3);
    const last = host.asks[1]?.params.messages.at(-1);
    expect(last).toMatchObject({ role: 'user', content: [{ type: 'tool_result', toolUseId: 'i1', isError: true }] });
  });
});

describe('rounds of the modern era', () => {
  const call = (host: Host, extra: object): Promise<Record<string, unknown>> =>
    host.client.request(
      { method: 'tools/call', params: { name: 'analyze_sales', arguments: { path: 'sales.csv' }, ...extra } },
      withInputRequired(specTypeSchemas.CallToolResult),
      { allowInputRequired: true },
    );
  const answer = { role: 'assistant', model: 'by hand', content: { type: 'text', text: 'Fine.' } };
  let host: Host;
  beforeAll(async () => {
    host = await connectHost(new StreamableHTTPClientTransport(new URL(modern.url)), desk);
  });
  afterAll(() => host.client.close());

  it('asks again only for what a retry left out', async () => {
    const first = await call(host, {});
    expect(Object.keys(first['inputRequests'] as object)).toHaveLength(4);
    const second = await call(host, {
      requestState: first['requestState'],
      inputResponses: { region_north: answer, region_west: answer },
    });
    expect(Object.keys(second['inputRequests'] as object)).toEqual(['region_south', 'region_east']);
    const third = await call(host, {
      requestState: second['requestState'],
      inputResponses: { region_south: answer, region_east: answer },
    });
    expect(Object.keys(third['inputRequests'] as object)).toEqual(['overall']);
  });

  it('refuses a state that was changed, and one of another call', async () => {
    const { requestState } = await call(host, {});
    await expect(call(host, { requestState: `${String(requestState)}x`, inputResponses: {} })).rejects.toMatchObject({
      code: -32602,
    });
    const other = await call(host, { arguments: { path: 'other.csv' }, requestState, inputResponses: {} });
    expect(JSON.stringify(other)).toContain('belongs to another call');
  });

  it('notices that a file changed between two rounds', async () => {
    const { requestState } = await call(host, {});
    await writeFile(join(workspace.root, 'sales.csv'), 'month,region,units,revenue\n2026-01,North,1,10\n');
    const result = await call(host, { requestState, inputResponses: { region_north: answer } });
    expect(JSON.stringify(result)).toContain('changed between two rounds');
  });
});

describe('the other transports', () => {
  it.each(['http', 'sse'])('legacy over %s samples inside a call', async (transport) => {
    const server = await startProgram('servers/legacy.mjs', '--root', workspace.root, '--transport', transport);
    open.push({ close: () => server.stop() });
    const url = new URL(server.url);
    const host = await connect(
      transport === 'http' ? new StreamableHTTPClientTransport(url) : new SSEClientTransport(url),
      say('bug'),
    );
    open.reverse();
    expect(host.client.getProtocolEra()).toBe('legacy');
    const result = await host.callTool('triage_issue', { text: 'It is broken.' });
    expect(result.structuredContent).toEqual({ label: 'bug', model: 'by hand' });
  });

  it('modern over stdio samples in rounds', async () => {
    const host = await connect(stdio('servers/modern.mjs', '--stdio'), say('A summary.'));
    expect(host.client.getProtocolEra()).toBe('modern');
    const result = await host.callTool('summarize_document', { path: 'handbook.md' });
    expect(result.structuredContent).toMatchObject({ summary: 'A summary.', model: 'by hand' });
  });

  it('listens to this machine alone, and says what a wrong command line lacks', async () => {
    const response = await fetch(modern.url, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    await expect(startProgram('servers/legacy.mjs', '--transport', 'pigeon')).rejects.toThrow('stdio, http or sse');
    await expect(startProgram('servers/modern.mjs', '--port', 'many')).rejects.toThrow('a whole number');
  });
});
