import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  InMemoryTransport,
  type JSONRPCMessage,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
} from '@modelcontextprotocol/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { PatientFetch } from '../../../../src/node/mcp/httpFetch.ts';
import { LineSplitter } from '../../../../src/node/mcp/lines.ts';
import { Tap } from '../../../../src/node/mcp/tap.ts';
import { plain, short, spawnFailure, toMcpError } from '../../../../src/node/mcp/words.ts';
import { settle } from '../../core/servers/fakes.ts';

describe('lines', () => {
  it('come out the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat(40)), (texts, cuts) => {
        const lines = texts.map((text) => text.replace(/[\r\n]/g, ''));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
        const splitter = new LineSplitter(1_000);
        const found: string[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          found.push(...splitter.push(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(found).toEqual(
          Buffer.from(lines.join('\n'), 'utf8').toString('utf8').split('\n').slice(0, lines.length),
        );
      }),
    );
  });

  it('lose the carriage return of Windows, and what came without an end can be had', () => {
    const splitter = new LineSplitter(100);
    expect([...splitter.push(Buffer.from('a\r\nb\nrest'))]).toEqual(['a', 'b']);
    expect(splitter.flush()).toBe('rest');
  });

  it('have a limit', () => {
    const splitter = new LineSplitter(2 ** 20);
    expect(() => [...splitter.push(Buffer.alloc(2 ** 20 + 1))]).toThrow('a line of more than 1 MiB');
  });
});

describe('the tap', () => {
  const quiet = { onMessage: () => undefined, onTransportError: () => undefined, onSendError: () => undefined };
  async function tapped() {
    const [inner, far] = InMemoryTransport.createLinkedPair();
    const tap = new Tap(inner, quiet);
    const received: JSONRPCMessage[] = [];
    Object.assign(tap, { onmessage: (message: JSONRPCMessage) => received.push(message) });
    await tap.start();
    await far.start();
    const request = (id: number | string) => tap.send({ jsonrpc: '2.0', id, method: 'ping' });
    return { tap, far, received, request };
  }

  it('answers the request whose id is named, or the only one', async () => {
    const { tap, received, request } = await tapped();
    await request(1);
    await request('two');
    expect(tap.failPending(undefined, 'which?')).toBe(false);
    expect(tap.failPending('two', 'broken')).toBe(true);
    expect(tap.failPending(undefined, 'the other')).toBe(true);
    expect(tap.failPending(1, 'again')).toBe(false);
    await settle();
    expect(received).toMatchObject([
      { id: 'two', error: { message: 'broken' } },
      { id: 1, error: { message: 'the other' } },
    ]);
  });

  it('tells of what nobody waits for any more: what was cancelled, and what could not be sent', async () => {
    const [inner, far] = InMemoryTransport.createLinkedPair();
    const given: (string | number)[] = [];
    const tap = new Tap(inner, { ...quiet, onGivenUp: (id) => given.push(id) });
    const forgotten: (string | number)[] = [];
    tap.filter = { incoming: (message) => message, outgoing: (message) => message, forget: (id) => forgotten.push(id) };
    await tap.start();
    await far.start();
    for (const id of [1, 2, 3]) await tap.send({ jsonrpc: '2.0', id, method: 'ping' });
    await tap.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await far.send({ jsonrpc: '2.0', id: 1, result: {} });
    await inner.close();
    await expect(tap.send({ jsonrpc: '2.0', id: 4, method: 'ping' })).rejects.toThrow();
    expect(given).toEqual([2, 4]);
    expect(forgotten).toEqual([2, 4]);
  });

  it('forgets what was answered or cancelled', async () => {
    const { tap, far, request } = await tapped();
    await request(1);
    await request(2);
    await far.send({ jsonrpc: '2.0', id: 1, result: {} });
    await tap.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    expect(tap.failPending(undefined, 'nobody')).toBe(false);
  });

  it('lets a listener that throws break nothing', async () => {
    const { tap, far, received } = await tapped();
    const errors: Error[] = [];
    const onmessage = () => {
      throw new Error('a bug');
    };
    Object.assign(tap, { onerror: (error: Error) => errors.push(error), onmessage });
    await far.send({ jsonrpc: '2.0', method: 'notifications/a' });
    await settle();
    Object.assign(tap, { onmessage: (message: JSONRPCMessage) => received.push(message) });
    await far.send({ jsonrpc: '2.0', method: 'notifications/b' });
    await settle();
    expect(errors.map(({ message }) => message)).toEqual(['a bug']);
    expect(received).toMatchObject([{ method: 'notifications/b' }]);
  });
});

describe('words', () => {
  const words = (error: unknown, where?: string) => toMcpError(error, where).message;
  const caused = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

  it.each([
    [
      caused('ECONNREFUSED'),
      'http://h/mcp cannot be reached: the connection was refused (ECONNREFUSED). Is the server running?',
    ],
    [caused('ENOTFOUND'), 'http://h/mcp cannot be reached: the host is unknown (ENOTFOUND).'],
    [caused('CERT_HAS_EXPIRED'), 'its certificate is not trusted (CERT_HAS_EXPIRED)'],
    [new AggregateError([Object.assign(new Error('x'), { code: 'ETIMEDOUT' })]), 'took too long (ETIMEDOUT)'],
    [new SyntaxError('Unexpected token'), 'There is no MCP server at http://h/mcp'],
    [new SdkError(SdkErrorCode.RequestTimeout, 'x'), 'The server at http://h/mcp did not answer.'],
    [new SdkError(SdkErrorCode.ConnectionClosed, 'x'), 'The connection to the server was closed.'],
    [new SdkError(SdkErrorCode.InvalidResult, 'bad\n\u001b[31mthing'), 'breaks the protocol: bad thing'],
    [new SdkError(SdkErrorCode.EraNegotiationFailed, 'probe failed'), 'probe failed'],
    [new SdkError(SdkErrorCode.EraNegotiationFailed, 'x', {}, { cause: caused('ECONNRESET') }), 'was reset'],
    [new SdkError(SdkErrorCode.SendFailed, 'could not send'), 'could not send'],
    [
      new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'x', { status: 418, text: 'I am a teapot' }),
      'an error (HTTP 418). I am a teapot',
    ],
    [
      new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'x', { status: 503, text: '' }),
      'http://h/mcp answers with an error (HTTP 503).',
    ],
    [new ProtocolError(-32000, ''), 'The server answered with error -32000.'],
    [new Error('something else'), 'something else'],
    ['a text', 'a text'],
  ])('are found for %s', (error, expected) => {
    expect(words(error, 'http://h/mcp')).toContain(expected);
  });

  it('leave our own errors as they are', () => {
    const own = new McpError('paused', 'Sampling is paused.');
    expect(toMcpError(own)).toBe(own);
  });

  it('are plain and short', () => {
    expect(plain('\u001b[1;31mred\u001b[0m\u0007\u202e')).toBe('red  ');
    expect(short('x'.repeat(1_000))).toHaveLength(300);
  });

  it('say why a program could not be started', () => {
    const launch = { type: 'stdio', command: 'uvx', args: [], env: {}, cwd: undefined } as const;
    const failure = (code: string) => spawnFailure(Object.assign(new Error('spawn'), { code }), launch).message;
    expect(failure('ENOENT')).toContain('It comes with uv');
    expect(failure('EACCES')).toContain('not executable');
    const odd = spawnFailure(Object.assign(new Error('spawn'), { code: 'ENOENT' }), {
      ...launch,
      command: 'constructor',
    });
    expect(odd.message).toContain('was not found. Check its spelling');
    expect(failure('EMFILE')).toBe('The command "uvx" could not be started: spawn');
  });
});

describe('a patient fetch', () => {
  it('outlasts the limit of the global dispatcher', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200).write('a');
      setTimeout(() => response.end('b'), 1_800);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const patient = new PatientFetch({});
    const response = await patient.fetch(url);
    const symbol = Symbol.for('undici.globalDispatcher.1');
    const dispatcher: object = Reflect.get(globalThis, symbol);
    const impatient: unknown = Reflect.construct(dispatcher.constructor as new (options: object) => object, [
      { bodyTimeout: 300 },
    ]);
    const hasty = await fetch(url, { dispatcher: impatient } as RequestInit);
    await expect(hasty.text()).rejects.toThrow('terminated');
    expect(await response.text()).toBe('ab');
    await patient.close();
    await patient.close();
    server.closeAllConnections();
    server.close();
  });

  it('uses the fetch that VS Code has put in place, whenever it did', async () => {
    const before = globalThis.fetch;
    const patient = new PatientFetch({});
    globalThis.fetch = () => Promise.resolve(new Response('patched'));
    const text = await patient.fetch('http://h/').then((response) => response.text());
    globalThis.fetch = before;
    expect(text).toBe('patched');
  });

  it('remembers why it failed', async () => {
    const patient = new PatientFetch({ fetch: () => Promise.reject(new Error('no network')) });
    await expect(patient.fetch('http://h/')).rejects.toThrow('no network');
    expect(patient.lastError).toMatchObject({ message: 'no network' });
  });
});
