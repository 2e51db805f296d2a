import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Launch } from '../../../../src/core/servers/definition.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { createConnector } from '../../../../src/node/mcp/index.ts';
import { answer, connect, failureOf, fixture, Listener, leg, quickConnector, settings, textOf } from './support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const open: McpSession[] = [];
async function start(...[launch, hooks, more, connector]: Parameters<typeof connect>): Promise<McpSession> {
  const session = await connect(launch, hooks, more, connector);
  open.push(session);
  return session;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

const stdio = (command: string, more: Partial<Extract<Launch, { type: 'stdio' }>> = {}): Launch => ({
  type: 'stdio',
  command,
  args: [],
  env: {},
  cwd: undefined,
  ...more,
});
/** A program of a few lines that gets each JSON-RPC message as `m`. */
const program = (body: string): Launch =>
  stdio(process.execPath, {
    args: [
      '-e',
      `const send = (m) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...m }) + '\\n');
       const hello = (m) => send({ id: m.id, result: { protocolVersion: '2025-06-18', capabilities: { tools: {} },
         serverInfo: { name: 'p', version: '1' } } });
       require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
         const m = JSON.parse(line); if (m.id === undefined) return; ${body} });`,
    ],
  });

describe('a program that cannot be started', () => {
  it('is named, with where it comes from', async () => {
    const hooks = new Listener();
    const missing = await failureOf(connect(stdio('no-such-program-here'), hooks));
    expect(missing).toMatchObject({
      kind: 'connection',
      message: 'The command "no-such-program-here" was not found. Check its spelling, or write its full path.',
    });
    const before = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    const npx = await failureOf(connect(stdio('npx'), hooks)).finally(() => {
      process.env['PATH'] = before;
    });
    expect(npx.message).toContain('It comes with Node.js');
  });

  it('says when the folder is what is missing, or the permission', async () => {
    const cwd = path.join(tmpdir(), 'countersign-nowhere');
    const noFolder = await failureOf(connect(stdio(process.execPath, { cwd }), new Listener()));
    expect(noFolder.message).toBe(`The working directory ${cwd} does not exist.`);
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'plain.txt');
    writeFileSync(file, 'text', { mode: 0o600 });
    expect((await failureOf(connect(stdio(file), new Listener()))).message).toContain('not executable');
    const inFile = await failureOf(connect(stdio(process.execPath, { cwd: file }), new Listener()));
    expect(inFile.message).toContain('is not a folder');
  });
});

describe('a program that does not serve', () => {
  it('exits at once: code and last words', async () => {
    const error = await failureOf(connect(fixture('exit-at-once'), new Listener()));
    expect(error.kind).toBe('connection');
    expect(error.message).toBe(
      'The program ended with exit code 3. It last wrote: “exit-at-once: cannot find the licence file\nexit-at-once: giving up”.',
    );
  });

  it('exits at once without a word, or by a signal', async () => {
    const quiet = stdio(process.execPath, { args: ['-e', 'process.exit(4)'] });
    expect((await failureOf(connect(quiet, new Listener()))).message).toBe(
      'The program ended with exit code 4. It wrote nothing to stderr.',
    );
    const killed = stdio(process.execPath, { args: ['-e', "process.kill(process.pid, 'SIGKILL')"] });
    expect((await failureOf(connect(killed, new Listener()))).message).toContain('The program was ended by SIGKILL.');
  });

  it('never answers: it is given up and gone', async () => {
    const hooks = new Listener();
    const error = await failureOf(connect(fixture('silent'), hooks, {}, quickConnector()));
    expect(error).toMatchObject({ kind: 'timeout', message: 'It did not answer within 1 s. Is it an MCP server?' });
    expect(hooks.traffic).toContain('sent initialize');
  });

  it('is ended when connecting is cancelled', async () => {
    const cancel = new AbortController();
    const connecting = createConnector({ version: '0' }).connect(
      fixture('silent'),
      settings,
      new Listener(),
      cancel.signal,
    );
    setTimeout(() => cancel.abort(), 100);
    expect(await failureOf(connecting)).toMatchObject({ kind: 'cancelled' });
    expect(
      await failureOf(
        createConnector({ version: '0' }).connect(fixture('silent'), settings, new Listener(), cancel.signal),
      ),
    ).toMatchObject({ kind: 'cancelled' });
  });

  it('answers initialize with malformed JSON: it says so at once', async () => {
    const broken = program(
      `process.stdout.write('{"jsonrpc":"2.0","id":' + JSON.stringify(m.id) + ',"result":{"proto\\n')`,
    );
    const hooks = new Listener();
    const error = await failureOf(connect(broken, hooks));
    expect(error).toMatchObject({ kind: 'connection', message: 'The server answered with malformed JSON.' });
    expect(hooks.stray.length).toBeGreaterThan(0);
  });

  it('refuses initialize in its own words', async () => {
    const refusing = program(`send({ id: m.id, error: { code: -32000, message: 'licence expired' } })`);
    expect(await failureOf(connect(refusing, new Listener()))).toMatchObject({
      kind: 'server',
      message: 'licence expired',
    });
  });
});

describe('a server that serves badly', () => {
  it('prints text on stdout: it works, and the text is reported', async () => {
    const hooks = new Listener();
    const session = await start(fixture('noisy'), hooks);
    expect(textOf(await leg(session, 'echo', { text: 'still here' }))).toBe('echo: still here');
    expect(textOf(await leg(session, 'strange_answers'))).toBe('echo: ');
    expect(hooks.stray).toContain('Welcome to the noisy server!');
    expect(hooks.stray).toContain('{ not json at all');
    expect(hooks.stray).toContain('{"hello":"world"}');
  });

  it('answers a call with malformed JSON: the call fails at once, the next one works', async () => {
    const session = await start(
      program(`if (m.method === 'initialize') hello(m);
        else if (m.method === 'tools/list') send({ id: m.id, result: { tools: [{ name: 't', inputSchema: { type: 'object' } }] } });
        else if (m.params?.arguments?.bad) process.stdout.write('{"jsonrpc":"2.0","result":{"content":[}]},"id":' + m.id + '}\\n');
        else if (m.method === 'tools/call') send({ id: m.id, result: { content: [{ type: 'text', text: 'good' }] } });
        else send({ id: m.id, error: { code: -32601, message: 'no' } });`),
      new Listener(),
    );
    const error = await failureOf(leg(session, 't', { bad: true }));
    expect(error).toMatchObject({ kind: 'connection', message: 'The server answered with malformed JSON.' });
    expect(textOf(await leg(session, 't'))).toBe('good');
  });

  it('sends a line of 20 MB: it arrives', async () => {
    const session = await start(fixture('huge-line'), new Listener());
    expect(textOf(await leg(session, 'huge'))).toHaveLength(20 * 2 ** 20);
    expect(textOf(await leg(session, 'echo'))).toBe('small');
  });

  it('sends a line of 70 MB: it is ended, and says why', async () => {
    const session = await start(fixture('huge-line', '--megabytes', '70'), new Listener());
    const closed = new Promise((resolve) => session.onDidClose(resolve));
    const error = await failureOf(leg(session, 'huge'));
    expect(error).toMatchObject({
      kind: 'connection',
      message: 'It sent a line of more than 64 MiB, more than a message may have.',
    });
    expect(await closed).toEqual({ expected: false, reason: error.message });
  }, 20_000);

  it('crashes in a call: the call fails with its last words, and the session is over', async () => {
    const session = await start(fixture('sampler'), new Listener());
    const closes: { expected: boolean; reason: string }[] = [];
    session.onDidClose((close) => closes.push(close));
    const error = await failureOf(leg(session, 'crash'));
    expect(error.kind).toBe('connection');
    expect(error.message).toContain('exit code 1');
    expect(error.message).toContain('crash: leaving with code 1');
    await session.close();
    expect(closes).toEqual([{ expected: false, reason: error.message }]);
    expect(await failureOf(session.list('tools'))).toMatchObject({ kind: 'connection' });
  });

  it('crashes while a person thinks: the push is told', async () => {
    const hooks = new Listener();
    hooks.handle = (push) =>
      new Promise((_resolve, reject) => {
        push.signal.addEventListener('abort', () => reject(push.signal.reason as Error));
      });
    const session = await start(fixture('sampler'), hooks);
    const pending = failureOf(leg(session, 'ask_model'));
    await hooks.until(() => hooks.pushes.length === 1);
    process.kill(session.pid ?? 0, 'SIGKILL');
    expect((await pending).message).toContain('SIGKILL');
    expect(hooks.pushes[0]?.signal.reason).toMatchObject({ message: expect.stringContaining('SIGKILL') as string });
  });

  it('is stopped while a person thinks: the push is told', async () => {
    const hooks = new Listener();
    hooks.handle = (push) =>
      new Promise((_resolve, reject) => {
        push.signal.addEventListener('abort', () => reject(push.signal.reason as Error));
      });
    const session = await start(fixture('sampler'), hooks);
    const pending = failureOf(leg(session, 'ask_model'));
    await hooks.until(() => hooks.pushes.length === 1);
    await session.close();
    expect(await pending).toMatchObject({ kind: 'connection', message: 'The server was stopped.' });
    expect(hooks.pushes[0]?.signal.aborted).toBe(true);
  });

  it('floods: every request is handed on, the connection stays', async () => {
    const hooks = new Listener();
    hooks.handle = () => Promise.resolve(answer('no'));
    const session = await start(fixture('flood'), hooks);
    const [tool] = await session.list('tools');
    const result = await leg(session, tool?.name ?? '', { count: 500 });
    expect(result.kind).toBe('complete');
    expect(hooks.pushes).toHaveLength(500);
  });

  it('lists tools of one name and schemas that do not compile: they are told apart', async () => {
    const session = await start(fixture('duplicate-tools', '--bad-output-schema'), new Listener());
    const tools = await session.list('tools');
    expect(tools.filter(({ name }) => name === 'echo')).toHaveLength(2);
    const unusable = tools.filter((tool) => session.checkSchema?.(tool.inputSchema as never) !== undefined);
    expect(unusable.length).toBeGreaterThan(0);
    expect(unusable.map(({ name }) => name)).not.toContain('echo');
  });

  it('has a list that does not end, or one that breaks the protocol', async () => {
    const endless = await start(
      program(`if (m.method === 'initialize') hello(m);
        else if (m.method === 'tools/list') send({ id: m.id, result: { tools: [], nextCursor: String(Number(m.params?.cursor ?? 0) + 1) } });
        else send({ id: m.id, error: { code: -32601, message: 'no' } });`),
      new Listener(),
    );
    expect((await failureOf(endless.list('tools'))).message).toContain('more than 1000 pages');
    const wrong = await start(
      program(`if (m.method === 'initialize') hello(m);
        else if (m.method === 'tools/list') send({ id: m.id, result: { tools: [{ title: 'no name' }] } });
        else send({ id: m.id, error: { code: -32601, message: 'no' } });`),
      new Listener(),
    );
    expect(await failureOf(wrong.list('tools'))).toMatchObject({
      kind: 'server',
      message: expect.stringContaining('breaks the protocol') as string,
    });
    expect(await wrong.list('prompts')).toEqual([]);
  });
});

describe('a server that is slow for the probe', () => {
  it('but old: the next connect does not wait again', async () => {
    const connector = quickConnector();
    const launch = program(`if (m.method === 'initialize') hello(m);`);
    const first = Date.now();
    await start(launch, new Listener(), {}, connector);
    expect(Date.now() - first).toBeGreaterThanOrEqual(300);
    const hooks = new Listener();
    await start(launch, hooks, {}, connector);
    expect(hooks.traffic[0]).toBe('sent initialize');
  });

  it('but modern only: it is started once more with more patience', async () => {
    const discover = `send({ id: m.id, result: { resultType: 'complete', supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} }, ttlMs: 0, cacheScope: 'private' } })`;
    const slow = program(`if (m.method === 'server/discover') setTimeout(() => ${discover}, 900);
      else if (m.method === 'initialize') setTimeout(() => send({ id: m.id, error: { code: -32022,
        message: 'Unsupported protocol version', data: { supported: ['2026-07-28'], requested: '2025-11-25' } } }), 1000);`);
    const connector = createConnector({ version: '0', timings: { probe: 300, handshake: 10_000 } });
    const session = await start(slow, new Listener(), {}, connector);
    expect(session.era).toBe('modern');
    expect(session.serverInfo).toBeUndefined();
  });
});
