import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Launch } from '../../../../src/core/servers/definition.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { createConnector } from '../../../../src/node/mcp/index.ts';
import { launchServer, type RunningServer } from '../../../fixtures/servers/launch.mts';
import { answer, connect, failureOf, Listener, leg, legOptions, quickConnector, textOf, toolOf } from './support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const open: McpSession[] = [];
const running: RunningServer[] = [];
const listening: Server[] = [];
async function start(...[launch, hooks, more, connector]: Parameters<typeof connect>): Promise<McpSession> {
  const session = await connect(launch, hooks, more, connector);
  open.push(session);
  return session;
}
async function serve(name: string, ...flags: string[]): Promise<RunningServer> {
  const server = await launchServer(name, flags);
  running.push(server);
  return server;
}
const at = (url: string, headers: Record<string, string> = {}, type: 'http' | 'sse' = 'http'): Launch => ({
  type,
  url,
  headers,
});

/** Runs a server of a few lines; returns its URL. */
async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  listening.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

interface Rpc {
  readonly id?: number | string;
  readonly method?: string;
}
async function rpcOf(request: IncomingMessage): Promise<Rpc> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body === '' ? {} : (JSON.parse(body) as Rpc);
}
function json(response: ServerResponse, message: object, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
}
/** A legacy server of a few lines with one tool; `call` answers what is not the handshake. */
function legacy(call: (rpc: Rpc, request: IncomingMessage, response: ServerResponse) => void): RequestListener {
  return (request, response) => {
    void rpcOf(request).then((rpc) => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      if (rpc.method === 'initialize') {
        const result = {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'x', version: '1' },
        };
        return json(response, { id: rpc.id, result }, { 'mcp-session-id': 'session-1' });
      }
      if (rpc.method === 'server/discover')
        return json(response, { id: rpc.id, error: { code: -32601, message: 'no' } });
      if (rpc.id === undefined) return response.writeHead(202).end();
      return call(rpc, request, response);
    });
  };
}
const tool = { name: 't', inputSchema: { type: 'object' as const } };
const callTool = (session: McpSession, callId = 'c') =>
  session.leg({ method: 'tools/call', tool, arguments: {} }, legOptions(callId));

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
  await Promise.all(running.splice(0).map((server) => server.stop()));
  for (const server of listening.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a legacy server over Streamable HTTP', () => {
  it('gets the headers, and pushes are attributed to the call on whose stream they come', async () => {
    const { url } = await serve('sampler', '--transport', 'http');
    const hooks = new Listener();
    hooks.handle = (push) => Promise.resolve(answer(`for ${push.callId}`));
    const session = await start(at(url, { 'x-team': 'blue' }), hooks);
    expect([session.era, session.pid]).toEqual(['legacy', undefined]);
    expect(textOf(await leg(session, 'headers'))).toContain('"x-team":"blue"');
    const tool = await toolOf(session, 'ask_model');
    const call = (callId: string) => session.leg({ method: 'tools/call', tool, arguments: {} }, legOptions(callId));
    const texts = (await Promise.all(['a', 'b', 'c'].map(call))).map(textOf);
    expect(texts).toEqual(['for a', 'for b', 'for c']);
    await leg(session, 'slow', { steps: 1, ms: 1 }, { callId: 'd' });
    expect(hooks.logs[0]).toMatchObject({ level: 'notice', callId: 'd' });
  });

  it('may push without any call, on the stream of the session', async () => {
    const { url } = await serve('sampler', '--transport', 'http');
    const hooks = new Listener();
    const session = await start(at(url), hooks);
    await leg(session, 'background_sample', { delayMs: 50 });
    await hooks.until(() => hooks.pushes.length === 1);
    expect(hooks.pushes[0]?.callId).toBeUndefined();
    await leg(session, 'change_tools');
    await hooks.until(() => hooks.changed.includes('tools'));
  });

  it('dies in a call: the call fails at once, and the session is over with the next request', async () => {
    const { url } = await serve('sampler', '--transport', 'http');
    const session = await start(at(url), new Listener());
    const closed = new Promise<{ reason: string }>((resolve) => session.onDidClose(resolve));
    const before = Date.now();
    expect((await failureOf(leg(session, 'crash'))).message).toContain('broke off');
    expect(Date.now() - before).toBeLessThan(3_000);
    expect((await failureOf(session.list('tools'))).message).toContain('refused');
    expect((await closed).reason).toContain('refused');
  });

  it('dies while nothing is asked: the session is over', async () => {
    const server = await serve('sampler', '--transport', 'http');
    const hooks = new Listener();
    const session = await start(at(server.url), hooks);
    // What comes outside of a call shows that the stream of the session is open.
    await leg(session, 'background_sample', { delayMs: 1 });
    await hooks.until(() => hooks.pushes.length === 1);
    const closed = new Promise<{ reason: string }>((resolve) => session.onDidClose(resolve));
    await server.stop();
    expect((await closed).reason).toContain('refused');
  });

  it('ends a response stream without an answer: the call fails at once', async () => {
    const url = await listen(
      legacy((_rpc, _request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
        setTimeout(() => response.end(), 20);
      }),
    );
    const session = await start(at(url), new Listener());
    expect(await failureOf(callTool(session))).toMatchObject({
      kind: 'connection',
      message: 'The connection broke off before the answer came.',
    });
  });

  it('forgets the session: that is the end of it', async () => {
    const url = await listen(
      legacy((_rpc, _request, response) => void response.writeHead(404).end('Session not found')),
    );
    const session = await start(at(url), new Listener());
    const closed = new Promise<{ expected: boolean; reason: string }>((resolve) => session.onDidClose(resolve));
    await failureOf(callTool(session));
    expect(await closed).toEqual({ expected: false, reason: `${url} has ended the session (HTTP 404).` });
  });

  it('answers with malformed JSON or with nothing that answers', async () => {
    const url = await listen(
      legacy((_rpc, _request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"jsonrpc":');
      }),
    );
    const session = await start(at(url), new Listener());
    expect((await failureOf(callTool(session))).kind).toBe('connection');
    const wrong = await listen(
      legacy((_rpc, _request, response) => json(response, { id: 'somebody else', result: {} })),
    );
    const other = await start(at(wrong), new Listener(), { timeout: 100 });
    expect((await failureOf(callTool(other))).kind).toBe('timeout');
  });

  it('gets an error for what it asked when it is stopped, before the good-bye', async () => {
    const seen: unknown[] = [];
    const url = await listen((request, response) => {
      if (request.method === 'DELETE') {
        seen.push('DELETE');
        response.writeHead(200).end();
        return;
      }
      legacy((rpc, _request, answering) => {
        if (rpc.method === undefined) {
          seen.push(rpc);
          answering.writeHead(202).end();
          return;
        }
        const params = { messages: [], maxTokens: 1 };
        const push = { jsonrpc: '2.0', id: 'ask-1', method: 'sampling/createMessage', params };
        answering.writeHead(200, { 'content-type': 'text/event-stream' });
        answering.write(`event: message\ndata: ${JSON.stringify(push)}\n\n`);
      })(request, response);
    });
    const hooks = new Listener();
    hooks.handle = (push) =>
      new Promise((_, reject) => {
        push.signal.addEventListener('abort', () => reject(push.signal.reason as Error), { once: true });
      });
    const session = await start(at(url), hooks);
    const call = failureOf(callTool(session));
    await hooks.until(() => hooks.pushes.length === 1);
    await session.close();
    expect((await call).kind).toBe('connection');
    const error = { message: 'The server was stopped.' };
    expect(seen).toMatchObject([{ id: 'ask-1', error }, 'DELETE']);
  });

  it('is told good-bye', async () => {
    const methods: string[] = [];
    const url = await listen((request, response) => {
      methods.push(request.method ?? '');
      if (request.method === 'DELETE') response.writeHead(200).end();
      else legacy(() => undefined)(request, response);
    });
    const session = await connect(at(url), new Listener());
    await session.close();
    await session.close();
    expect(methods.filter((method) => method === 'DELETE')).toHaveLength(1);
  });
});

describe('a modern server over HTTP', () => {
  it('asks by rounds, logs into the call and tells what changed', async () => {
    const { url } = await serve('modern', '--modern-only');
    const hooks = new Listener();
    const session = await start(at(url), hooks);
    expect(session.era).toBe('modern');
    const first = await leg(session, 'rounds', { n: 1 });
    if (first.kind !== 'inputRequired') throw new Error('no input required');
    const back = { inputResponses: { 'round-1': { ...answer('blue') } }, requestState: first.requestState ?? '' };
    const second = await leg(session, 'rounds', { n: 1 }, { answer: back as never });
    expect(textOf(second)).toBe('1 rounds; the last answer: blue');
    await leg(session, 'slow', { steps: 1, ms: 1 }, { callId: 'x' });
    expect(hooks.logs[0]?.callId).toBe('x');
    await leg(session, 'add_tool');
    await hooks.until(() => hooks.changed.includes('tools'));
  });

  it('reads resources and prompts that ask', async () => {
    const { url } = await serve('modern');
    const session = await start(at(url), new Listener());
    const read = await session.leg({ method: 'resources/read', uri: 'modern://sampled' }, legOptions('r'));
    expect(read.kind).toBe('inputRequired');
    const request = { method: 'prompts/get', name: 'sampling_prompt', arguments: { topic: 'tea' } } as const;
    expect((await session.leg(request, legOptions('p'))).kind).toBe('inputRequired');
  });

  it('hears that a call was cancelled by the end of its stream', async () => {
    const { url } = await serve('modern');
    const session = await start(at(url), new Listener());
    const cancel = new AbortController();
    const tool = await toolOf(session, 'slow');
    const pending = session.leg(
      { method: 'tools/call', tool, arguments: { steps: 50, ms: 100 } },
      { callId: 'c', signal: cancel.signal, onProgress: () => cancel.abort('Enough.') },
    );
    expect(await failureOf(pending)).toMatchObject({ kind: 'cancelled', message: 'Enough.' });
  });

  it('gets the stream for changes opened again when it is lost', async () => {
    let streams = 0;
    const url = await listen((request, response) => {
      void rpcOf(request).then(({ id, method }) => {
        if (method === 'server/discover') {
          const result = {
            resultType: 'complete',
            supportedVersions: ['2026-07-28'],
            capabilities: { tools: { listChanged: true } },
            ttlMs: 0,
            cacheScope: 'private',
          };
          return json(response, { id, result });
        }
        if (method !== 'subscriptions/listen') return response.writeHead(202).end();
        streams += 1;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const params = {
          notifications: { toolsListChanged: true },
          _meta: { 'io.modelcontextprotocol/subscriptionId': id },
        };
        const message = { jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params };
        response.write(`data: ${JSON.stringify(message)}\n\n`);
        return streams === 1 ? setTimeout(() => response.destroy(), 20) : undefined;
      });
    });
    const hooks = new Listener();
    await start(at(url), hooks);
    await hooks.until(() => hooks.changed.includes('tools'));
    expect(streams).toBe(2);
  });
});

describe('the older HTTP+SSE transport', () => {
  it.each(['http', 'sse'] as const)('works with type %s', async (type) => {
    const { url } = await serve('sampler', '--transport', 'sse');
    const hooks = new Listener();
    const session = await start(at(url, { 'x-team': 'red' }, type), hooks);
    expect(textOf(await leg(session, 'ask_model'))).toBe('fine');
    expect(hooks.pushes[0]?.callId).toBeUndefined();
    expect(textOf(await leg(session, 'headers'))).toContain('"x-team":"red"');
  });

  it('is over when its stream is lost', async () => {
    const server = await serve('sampler', '--transport', 'sse');
    const session = await start(at(server.url, {}, 'sse'), new Listener());
    const closed = new Promise<{ reason: string }>((resolve) => session.onDidClose(resolve));
    await server.stop();
    expect((await closed).reason).toContain('was lost');
  });
});

describe('a URL that is no MCP server', () => {
  const at404 = (status: number, body = '', headers: Record<string, string> = {}): Promise<string> =>
    listen((_request, response) => void response.writeHead(status, headers).end(body));

  it('is told in words', async () => {
    const page = await serve('not-mcp-http');
    const hooks = new Listener();
    const place = page.url.replace(/\/$/, '/');
    expect((await failureOf(connect(at(`${page.url}?key=secret`), hooks))).message).toBe(
      `There is no MCP server at ${place}: it answers with a web page. Check the path of the URL.`,
    );
    expect((await failureOf(connect(at(page.url, {}, 'sse'), hooks))).message).toContain('There is no MCP server at');
    const cases: [number, string, Record<string, string>, string][] = [
      [404, 'nothing', {}, '(HTTP 404). Check the path'],
      [401, '', {}, 'asks for authorization (HTTP 401)'],
      [403, '', {}, 'denies access (HTTP 403)'],
      [500, '{"error":{"message":"out of disk"}}', {}, 'answers with an error (HTTP 500). out of disk'],
      [502, '<html><body>Bad gateway</body></html>', {}, 'answers with a web page'],
      [302, '', { location: 'https://elsewhere.example/mcp' }, 'redirects elsewhere'],
    ];
    for (const [status, body, headers, words] of cases) {
      const url = await at404(status, body, headers);
      expect((await failureOf(connect(at(url), hooks))).message).toContain(words);
    }
  });

  it('refuses the connection, or has no such host', async () => {
    const url = await listen(() => undefined);
    const server = listening.pop();
    await new Promise((resolve) => server?.close(resolve));
    for (const type of ['http', 'sse'] as const) {
      const error = await failureOf(connect(at(url, {}, type), new Listener()));
      expect(error).toMatchObject({
        kind: 'connection',
        message: expect.stringContaining('refused (ECONNREFUSED). Is the server running?') as string,
      });
    }
    const unknown = await failureOf(connect(at('http://no-such-host.invalid/mcp'), new Listener()));
    expect(unknown.message).toContain('no-such-host.invalid');
  });

  it('never answers', async () => {
    const url = await listen(() => undefined);
    const error = await failureOf(connect(at(url), new Listener(), {}, quickConnector()));
    expect(error).toMatchObject({ kind: 'timeout' });
    const sse = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': nothing\n\n');
    });
    expect(await failureOf(connect(at(sse, {}, 'sse'), new Listener(), {}, quickConnector()))).toMatchObject({
      kind: 'timeout',
    });
  });
});

describe('requests over HTTP', () => {
  it('carry a dispatcher without Node’s limit of five silent minutes, unless a proxy would be missed', async () => {
    const seen: boolean[] = [];
    const spy = (url: string | URL, init?: RequestInit) => {
      seen.push('dispatcher' in (init ?? {}));
      return fetch(url, init);
    };
    const { url } = await serve('sampler', '--transport', 'http');
    const deps = { version: '0', fetch: spy };
    const own = await connect(at(url), new Listener(), {}, createConnector(deps));
    await own.close();
    expect(new Set(seen)).toEqual(new Set([true]));
    seen.length = 0;
    const other = await connect(at(url), new Listener(), {}, createConnector({ ...deps, ownDispatcher: () => false }));
    await other.close();
    expect(new Set(seen)).toEqual(new Set([false]));
  });
});
