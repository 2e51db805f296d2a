import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { rejectedError } from '../../../../src/core/errors.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import {
  answer,
  connect,
  failureOf,
  fixture,
  isAlive,
  Listener,
  leg,
  legOptions,
  quickConnector,
  textOf,
} from './support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const open: McpSession[] = [];
async function start(...[launch, hooks, more, connector]: Parameters<typeof connect>): Promise<McpSession> {
  const session = await connect(launch, hooks, more, connector);
  open.push(session);
  return session;
}
const temporary = (name: string) => path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), name);

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

describe('a legacy server over stdio', () => {
  it('is one spawn, lists everything and answers', async () => {
    const hooks = new Listener();
    const session = await start(fixture('sampler', '--many', '250'), hooks);
    expect(session.era).toBe('legacy');
    expect(session.protocolVersion).toBe('2025-11-25');
    expect(session.serverInfo?.name).toBe('sampler');
    expect(session.instructions).toBe('A server for tests. Its tools sample.');
    expect((await session.list('tools')).length).toBeGreaterThan(250);
    expect((await session.list('resources')).map(({ uri }) => uri)).toContain('fixture://text');
    expect((await session.list('resourceTemplates')).map(({ uriTemplate }) => uriTemplate)).toContain(
      'fixture://item/{id}',
    );
    expect((await session.list('prompts')).length).toBeGreaterThan(0);
    expect(textOf(await leg(session, 'echo', { text: 'hello' }))).toBe('hello');
    expect(hooks.stderr.filter((line) => line.includes('started'))).toHaveLength(1);
    expect(hooks.traffic.slice(0, 3)).toEqual(['sent server/discover', 'received answer', 'sent initialize']);
  });

  it('reads resources, gets prompts and completes arguments', async () => {
    const session = await start(fixture('sampler'), new Listener());
    const read = await session.leg({ method: 'resources/read', uri: 'fixture://text' }, legOptions('r'));
    expect(JSON.stringify(read)).toContain('one\\ntwo');
    const [prompt] = await session.list('prompts');
    const request = {
      method: 'prompts/get',
      name: prompt?.name ?? '',
      arguments: { topic: 'x', city: 'Oslo' },
    } as const;
    expect((await session.leg(request, legOptions('p'))).kind).toBe('complete');
  });

  it('samples: the push is handled and its answer arrives', async () => {
    const hooks = new Listener();
    hooks.handle = () => Promise.resolve(answer('42'));
    const session = await start(fixture('sampler'), hooks);
    expect(textOf(await leg(session, 'ask_model', { prompt: 'How many?' }))).toBe('42');
    expect(hooks.pushes[0]?.params.messages).toEqual([{ role: 'user', content: { type: 'text', text: 'How many?' } }]);
    expect(hooks.pushes[0]?.callId).toBeUndefined();
    expect(hooks.pushes[0]?.keepAlive).toBeUndefined();
  });

  it('waits longer than it would when it is kept alive', async () => {
    const hooks = new Listener();
    hooks.handle = async (push) => {
      const ticking = setInterval(() => push.keepAlive?.('somebody thinks'), 100);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      clearInterval(ticking);
      return answer('at last');
    };
    const session = await start(fixture('sampler'), hooks);
    expect(textOf(await leg(session, 'sample_with_progress_token', { timeoutMs: 1_000 }))).toBe('at last');
  });

  it('is told -1 with the reason when a person says no', async () => {
    const hooks = new Listener();
    hooks.handle = () => Promise.reject(rejectedError('not today'));
    const session = await start(fixture('sampler'), hooks);
    expect(textOf(await leg(session, 'ask_model'))).toBe(
      'sampling failed: -1 User rejected sampling request: not today',
    );
  });

  it('gets what the setting says is declared', async () => {
    const off = await start(fixture('sampler'), new Listener(), { sampling: 'off' });
    expect(textOf(await leg(off, 'ask_model'))).toContain('-32601');
    const hooks = new Listener();
    const session = await start(fixture('sampler'), hooks, { sampling: 'withoutTools', era: 'legacy' });
    expect(textOf(await leg(session, 'ask_model'))).toBe('fine');
    expect(hooks.traffic[0]).toBe('sent initialize');
  });

  it('tells the handler when it gives up', async () => {
    const hooks = new Listener();
    const ended = new Promise<unknown>((resolve) => {
      hooks.handle = (push) =>
        new Promise((_resolve, reject) => {
          push.signal.addEventListener('abort', () => {
            resolve(push.signal.reason);
            reject(push.signal.reason as Error);
          });
        });
    });
    const session = await start(fixture('sampler'), hooks);
    expect(textOf(await leg(session, 'sample_with_timeout', { ms: 50 }))).toContain('timed out');
    expect(await ended).toMatchObject({
      kind: 'cancelled',
      message: expect.stringContaining('The server cancelled') as string,
    });
  });

  it('tells what changed', async () => {
    const hooks = new Listener();
    const session = await start(fixture('sampler'), hooks);
    await leg(session, 'change_tools', { kind: 'resources' });
    await leg(session, 'change_tools', { kind: 'prompts' });
    await hooks.until(() => hooks.changed.length === 3);
    expect(hooks.changed).toEqual(['resources', 'resourceTemplates', 'prompts']);
  });

  it('shows progress and log messages', async () => {
    const hooks = new Listener();
    const session = await start(fixture('sampler'), hooks);
    const progress: number[] = [];
    await leg(session, 'slow', { steps: 3, ms: 5 }, { onProgress: (one) => progress.push(one.progress) });
    expect(progress).toEqual([1, 2, 3]);
    await hooks.until(() => hooks.logs.length === 3);
    expect(hooks.logs.map(({ level }) => level)).toEqual(['info', 'info', 'notice']);
  });

  it('passes errors on in the words of the server', async () => {
    const session = await start(fixture('sampler'), new Listener());
    const error = await failureOf(leg(session, 'protocol_error'));
    expect(error).toMatchObject({ kind: 'server', code: -32603, message: 'The tool broke.' });
    const cancel = new AbortController();
    const pending = leg(session, 'cancellable', {}, { signal: cancel.signal, onProgress: () => cancel.abort() });
    expect(await failureOf(pending)).toMatchObject({ kind: 'cancelled' });
    expect(textOf(await leg(session, 'stats'))).toContain('cancelled');
  });
});

describe('the environment of a program', () => {
  it('is the safe default, what is declared, and nothing that was removed', async () => {
    const launch = fixture('sampler', 'x');
    if (launch.type !== 'stdio') throw new Error('not stdio');
    const cwd = mkdtempSync(path.join(tmpdir(), 'countersign-'));
    process.env['COUNTERSIGN_CANARY'] = 'secret';
    const hooks = new Listener();
    const session = await start(
      { ...launch, args: launch.args.slice(0, 1), cwd, env: { GIVEN: 'yes' }, removeEnv: ['HOME'] },
      hooks,
    ).finally(() => delete process.env['COUNTERSIGN_CANARY']);
    const names = ['GIVEN', 'HOME', 'PATH', 'COUNTERSIGN_CANARY'];
    const seen = JSON.parse(textOf(await leg(session, 'environment', { names }))) as { cwd: string; values: object };
    expect(seen.cwd).toBe(cwd);
    expect(seen.values).toEqual({ GIVEN: 'yes', HOME: null, PATH: process.env['PATH'], COUNTERSIGN_CANARY: null });
  });
});

describe('time', () => {
  // Longer than a busy machine keeps a program from its next word.
  const timeout = 1_000;

  it('runs out when the server gives no sign of life', async () => {
    const session = await start(fixture('sampler'), new Listener(), { timeout });
    const error = await failureOf(leg(session, 'cancellable'));
    expect(error).toMatchObject({ kind: 'timeout', message: 'The server gave no sign of life for 1 s.' });
    expect(textOf(await leg(session, 'stats'))).toContain('no sign of life');
  });

  it('starts again with progress', async () => {
    const session = await start(fixture('sampler'), new Listener(), { timeout });
    expect(textOf(await leg(session, 'slow', { steps: 10, ms: 200 }))).toBe('Did 10 steps.');
  });

  it('stands still while a person thinks', async () => {
    const hooks = new Listener();
    hooks.handle = () => new Promise((resolve) => setTimeout(() => resolve(answer('at last')), 2 * timeout));
    const session = await start(fixture('sampler'), hooks, { timeout });
    expect(textOf(await leg(session, 'ask_model'))).toBe('at last');
    expect(textOf(await leg(session, 'parallel', { count: 3 }))).toContain('3: at last');
  });
});

describe('a modern server over stdio', () => {
  it('asks by rounds, and the state comes back as it went', async () => {
    const hooks = new Listener();
    const session = await start(fixture('modern', '--stdio', '--modern-only'), hooks);
    expect([session.era, session.protocolVersion]).toEqual(['modern', '2026-07-28']);
    let result = await leg(session, 'rounds', { n: 2 });
    for (let round = 1; result.kind === 'inputRequired'; round++) {
      const key = `round-${round}`;
      expect(Object.keys(result.inputRequests)).toEqual([key]);
      expect(result.inputRequests[key]?.method).toBe('sampling/createMessage');
      const state = result.requestState === undefined ? {} : { requestState: result.requestState };
      const back = { inputResponses: { [key]: { ...answer(`answer ${round}`) } }, ...state };
      result = await leg(session, 'rounds', { n: 2 }, { answer: back as never });
    }
    expect(textOf(result)).toBe('2 rounds; the last answer: answer 2');
  });

  it('may ask although its tool has an output schema', async () => {
    const session = await start(fixture('modern', '--stdio'), new Listener());
    const result = await leg(session, 'ask_structured');
    expect(result.kind).toBe('inputRequired');
  });

  it('logs and tells what changed', async () => {
    const hooks = new Listener();
    const session = await start(fixture('modern', '--stdio'), hooks);
    await leg(session, 'slow', { steps: 2, ms: 1 });
    await hooks.until(() => hooks.logs.length === 2);
    await leg(session, 'add_tool');
    await hooks.until(() => hooks.changed.includes('tools'));
    expect((await session.list('tools')).map(({ name }) => name)).toContain('added_1');
  });
});

describe('the number of spawns', () => {
  it('is two where the server exits on the probe, and one the next time', async () => {
    const countFile = temporary('count');
    const connector = quickConnector();
    const launch = fixture('exit-on-probe', '--count-file', countFile);
    const count = () => readFileSync(countFile, 'utf8').trim().split('\n').length;
    expect((await start(launch, new Listener(), {}, connector)).era).toBe('legacy');
    expect(count()).toBe(2);
    expect((await start(launch, new Listener(), {}, connector)).era).toBe('legacy');
    expect(count()).toBe(3);
  });

  it('is told one by one, and is one where a second is not allowed', async () => {
    const countFile = temporary('count');
    const allowed = [true, false];
    const listener = Object.assign(new Listener(), { onSpawn: () => allowed.shift() ?? false });
    const failure = await failureOf(connect(fixture('exit-on-probe', '--count-file', countFile), listener));
    expect(failure.message).toContain('unknown method server/discover');
    expect(allowed).toEqual([]);
    expect(readFileSync(countFile, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('is one with era legacy', async () => {
    const countFile = temporary('count');
    await start(fixture('exit-on-probe', '--count-file', countFile), new Listener(), { era: 'legacy' });
    expect(readFileSync(countFile, 'utf8').trim().split('\n')).toHaveLength(1);
  });
});

describe('closing', () => {
  it('leaves no process of 100 connects, and flat handles', async () => {
    const connector = quickConnector();
    const launch = fixture('exit-on-probe');
    const cycle = async () => {
      const session = await connect(launch, new Listener(), { era: 'legacy' }, connector);
      const { pid } = session;
      await session.close();
      return pid ?? 0;
    };
    const pids = [await cycle()];
    const handles = () => process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length;
    const before = handles();
    for (let i = 1; i < 100; i += 4) pids.push(...(await Promise.all([cycle(), cycle(), cycle(), cycle()])));
    expect(pids.filter(isAlive)).toEqual([]);
    expect(new Set(pids).size).toBe(pids.length);
    // A leak would leave a hundred; the test runner itself has one more or less at times.
    expect(handles()).toBeLessThan(before + 10);
  }, 60_000);
});
