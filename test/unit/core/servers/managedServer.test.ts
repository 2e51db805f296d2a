import { describe, expect, it } from 'vitest';
import type { CallTarget } from '../../../../src/core/calls/target.ts';
import { McpError } from '../../../../src/core/errors.ts';
import type { PushedSampling } from '../../../../src/core/servers/session.ts';
import { paramsOf } from '../sampling/fakes.ts';
import { entryOf, http, noPushes, settle, stdio, type World, world } from './fakes.ts';

const push = (): PushedSampling => ({ params: paramsOf('hi'), signal: new AbortController().signal });
/** Crashes the running session and lets the pause pass. */
async function crashAndWait({ connector, clock }: World, pause: number): Promise<void> {
  connector.last.crash('It crashed.');
  await settle();
  clock.advance(pause);
  await settle();
}

describe('a server that is started', () => {
  it('runs, has a target and loads its catalog', async () => {
    const w = world();
    w.connector.catalog = {
      tools: [{ name: 't', inputSchema: { type: 'object' } }],
      resources: [],
      resourceTemplates: [],
      prompts: [],
    };
    const server = w.server(entryOf(stdio({ command: 'npx', args: ['--token', 'abc'] })));
    const kinds: string[] = [];
    server.onDidChange(() => kinds.push(server.state.kind));
    expect(server.state.kind).toBe('stopped');
    await server.start({ interactive: true });
    await settle();
    expect([...new Set(kinds)]).toEqual(['starting', 'running']);
    expect(server.target).toMatchObject({
      asking: {
        name: 'notes',
        definition: server.definition?.hash,
        reach: 'npx --token •••',
        era: 'legacy',
        tools: true,
      },
      timeout: 60_000,
    });
    expect(server.catalog).toMatchObject({ loaded: true, catalog: { tools: [{ name: 't' }] } });
    expect(w.log.lines).toContain('event info: Connected to fake 1, protocol 2025-11-25 (legacy).');
  });

  it('tells what keys it was launched with, so that no record holds them', async () => {
    const w = world();
    w.environment['MY_TOKEN'] = 'secret-token';
    const server = w.server(entryOf(stdio({ args: ['${env:MY_TOKEN}'] })));
    await server.start({ interactive: false });
    expect(w.keys).toEqual(['secret-token']);
  });

  it('is spawned once however often it is started', async () => {
    const w = world();
    const server = w.server();
    await Promise.all([server.start({ interactive: true }), server.start({ interactive: false })]);
    await server.start({ interactive: true });
    expect(w.connector.launches).toHaveLength(1);
  });

  it('waits for its confirmation, spawns nothing before and shows everything', async () => {
    const w = world();
    w.confirmed.all = false;
    const server = w.server(entryOf(stdio({ args: ['${env:TOKEN}'] })));
    await server.start({ interactive: true });
    expect(server.state).toMatchObject({ kind: 'needsConfirmation', definition: { hash: server.definition?.hash } });
    expect(server.state.kind === 'needsConfirmation' && server.state.disclosure.length).toBeGreaterThan(3);
    expect([w.connector.launches.length, server.target]).toEqual([0, undefined]);
    w.confirmed.all = true;
    w.environment['TOKEN'] = 'x';
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
  });

  it('fails in words when something is missing, and tells who may be asked', async () => {
    const w = world();
    const server = w.server(entryOf(stdio({ args: ['${input:key}'] })));
    await server.start({ interactive: false });
    expect(server.state).toEqual({
      kind: 'failed',
      reason: 'The input “key” was not given. Start the server again to be asked for it.',
    });
    w.inputs['key'] = 'v';
    await server.start({ interactive: true });
    expect([server.state.kind, w.prompts]).toEqual(['running', [false, true]]);
    const unknown = w.server(entryOf(stdio({ command: '${command:x}' })));
    await unknown.start({ interactive: true });
    expect(unknown.state).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('would run a command') as string,
    });
  });

  it('fails once when it cannot connect, and can be tried again', async () => {
    const w = world();
    w.connector.failure = new McpError('connection', 'The command "x" was not found.');
    const server = w.server();
    await server.start({ interactive: false });
    expect(server.state).toMatchObject({ kind: 'failed', reason: 'The command "x" was not found.' });
    expect(w.clock.timers).toBe(0);
    w.connector.failure = undefined;
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
  });
});

describe('a server that is stopped', () => {
  it('closes its session, and its target is gone', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    await server.stop();
    await server.stop();
    expect([server.state.kind, server.target, w.connector.last.closed]).toEqual(['stopped', undefined, 1]);
    expect(server.catalog.loaded).toBe(false);
    await server.restart();
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['running', 2]);
  });

  it('cancels a start that is under way', async () => {
    const w = world();
    w.connector.hang = true;
    const server = w.server();
    const starting = server.start({ interactive: true });
    await settle();
    expect(server.state.kind).toBe('starting');
    await server.stop();
    await starting;
    expect(server.state.kind).toBe('stopped');
    expect(w.log.lines.filter((line) => line.startsWith('event error'))).toEqual([]);
  });

  it('cancels a restart that waits', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    w.connector.last.crash('It crashed.');
    expect(server.state.kind).toBe('restarting');
    await server.stop();
    w.clock.advance(120_000);
    await settle();
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['stopped', 1]);
  });

  it('starts no more once it is disposed', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    server.dispose();
    await settle();
    await server.start({ interactive: true });
    expect([w.connector.sessions.length, w.connector.last.closed]).toEqual([1, 1]);
  });
});

describe('a server that crashes', () => {
  it('restarts with growing pauses, then gives up with one event', async () => {
    const w = world();
    const server = w.server();
    const given: string[] = [];
    server.onDidGiveUp((reason) => given.push(reason));
    await server.start({ interactive: true });
    w.connector.last.crash('It crashed.');
    expect(server.state).toEqual({ kind: 'restarting', at: w.clock.now() + 1_000, reason: 'It crashed.' });
    w.clock.advance(1_000);
    await settle();
    for (const pause of [2_000, 4_000, 8_000]) await crashAndWait(w, pause);
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['running', 5]);
    w.connector.last.crash('It crashed.');
    await settle();
    expect(server.state).toMatchObject({ kind: 'failed' });
    expect(given).toEqual(['It crashed. It was started 5 times in five minutes and is not started again by itself.']);
    w.clock.advance(600_000);
    await settle();
    expect(w.connector.sessions).toHaveLength(5);
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
  });

  it('goes on trying when a restart cannot connect', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    w.connector.failure = new McpError('connection', 'refused');
    w.connector.last.crash('gone');
    w.clock.advance(1_000);
    await settle();
    expect(server.state).toMatchObject({ kind: 'restarting', reason: 'refused' });
    w.connector.failure = undefined;
    w.clock.advance(2_000);
    await settle();
    expect(server.state.kind).toBe('running');
  });

  it('is healthy again after a minute', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    for (let i = 0; i < 12; i++) {
      w.clock.advance(60_000);
      await crashAndWait(w, 1_000);
    }
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['running', 13]);
  });
});

describe('a server on the network whose connection is lost', () => {
  it('is connected to again at once, with a fresh catalog, and says why meanwhile', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    const seen: unknown[] = [];
    await server.start({ interactive: true });
    await settle();
    server.onDidChange(() => seen.push(server.state.kind));
    w.clock.advance(60_000);
    const lost = w.clock.now();
    w.connector.last.crash('It has ended the session (HTTP 404).');
    expect(server.state).toEqual({
      kind: 'reconnecting',
      reason: 'It has ended the session (HTTP 404).',
      attempt: 1,
      since: lost,
      at: lost,
    });
    expect([server.target, server.catalog.loaded]).toEqual([undefined, false]);
    w.clock.advance(0);
    await settle();
    expect([server.state.kind, w.connector.sessions.length, server.catalog.loaded]).toEqual(['running', 2, true]);
    // It never looks as if it were started anew.
    expect(seen).not.toContain('starting');
  });

  it('is tried for a quarter of an hour without a budget of spawns, then given up with one event', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    const given: string[] = [];
    server.onDidGiveUp((reason) => given.push(reason));
    await server.start({ interactive: true });
    w.connector.failure = new McpError('connection', 'The connection was refused.');
    w.connector.last.crash('The connection was reset.');
    const since = w.clock.now();
    for (let second = 0; second < 14 * 60; second++) {
      w.clock.advance(1_000);
      await settle();
    }
    expect(server.state).toMatchObject({ kind: 'reconnecting', since, reason: 'The connection was refused.' });
    expect(w.connector.launches.length).toBeGreaterThan(15);
    expect(w.connector.launches.length).toBeLessThan(30);
    for (let second = 0; second < 3 * 60; second++) {
      w.clock.advance(1_000);
      await settle();
    }
    expect(server.state).toMatchObject({ kind: 'failed' });
    expect(given).toHaveLength(1);
    expect(given[0]).toMatch(
      /^The connection was refused\. It could not be reached for 1[56] minutes and is not tried/,
    );
    w.connector.failure = undefined;
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
  });

  it('is tried at once when a person says so, and fails for good for a reason that waiting does not cure', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: true });
    w.connector.failure = new McpError('connection', 'The connection was refused.');
    w.connector.last.crash('gone');
    for (let turn = 0; turn < 4; turn++) {
      w.clock.advance(4_000);
      await settle();
    }
    expect(server.state.kind).toBe('reconnecting');
    w.connector.failure = new McpError('invalidRequest', 'This does not change.');
    w.clock.advance(60_000);
    await settle();
    expect(server.state).toEqual({ kind: 'failed', reason: 'This does not change.' });
    w.connector.failure = undefined;
    await server.start({ interactive: true });
    expect([server.state.kind, w.clock.timers]).toEqual(['running', 0]);
  });

  it('is left alone once it is stopped', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: true });
    w.connector.last.crash('gone');
    await server.stop();
    w.clock.advance(60_000);
    await settle();
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['stopped', 1]);
  });
});

describe('trust and settings', () => {
  it('rests in an untrusted folder: nothing is resolved or run', async () => {
    const w = world();
    const server = w.server(entryOf(), false);
    await server.start({ interactive: true });
    expect([server.state.kind, server.definition, w.connector.launches.length]).toEqual(['untrusted', undefined, 0]);
    await server.stop();
    await server.restart();
    expect([server.state.kind, w.connector.launches.length]).toEqual(['untrusted', 0]);
    await server.setTrusted(true);
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
    await server.setTrusted(false);
    expect([server.state.kind, w.connector.last.closed]).toEqual(['untrusted', 1]);
  });

  it('restarts with a changed definition, and not with the same', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    await server.update(entryOf());
    expect(w.connector.sessions).toHaveLength(1);
    await server.update(entryOf(stdio({ args: ['new'] })));
    expect(w.connector.launches.at(-1)).toMatchObject({ args: ['new'] });
    expect([server.state.kind, w.connector.sessions[0]?.closed]).toEqual(['running', 1]);
    await server.stop();
    await server.update(entryOf(stdio({ args: ['newer'] })));
    expect([server.state.kind, w.connector.sessions.length]).toEqual(['stopped', 2]);
  });
});

describe('what a server says', () => {
  it('is logged without the secrets of its launch', async () => {
    const w = world();
    w.environment['TOKEN'] = 'hunter22';
    const server = w.server(entryOf(stdio({ args: ['${env:TOKEN}'] })));
    const messages: unknown[] = [];
    server.onDidLog((message) => messages.push(message.data));
    await server.start({ interactive: true });
    const { hooks } = w.connector.last;
    hooks.onStderr('token hunter22');
    hooks.onStrayOutput('printing hunter22');
    hooks.onStrayOutput('again');
    hooks.onLogMessage({ level: 'warning', data: { token: 'hunter22' } });
    hooks.onTraffic('sent', { auth: 'hunter22' });
    w.log.tracing = false;
    hooks.onTraffic('sent', { not: 'traced' });
    hooks.onListChanged('tools');
    expect(w.log.lines.slice(-5)).toEqual([
      'stderr: token [redacted]',
      'stray: printing [redacted]',
      'stray: again',
      'warning: {"token":"[redacted]"}',
      'sent: {"auth":"[redacted]"}',
    ]);
    expect(messages).toEqual([{ token: '[redacted]' }]);
    expect(server.problems).toEqual([
      'notes prints text on stdout that is not MCP, such as “printing [redacted]”. It is ignored; a server writes such text to stderr.',
    ]);
    w.connector.last.crash('It ended. It last wrote: hunter22');
    expect(server.state).toMatchObject({ reason: 'It ended. It last wrote: [redacted]' });
  });

  it('reaches the handler of pushes with its target, even before the connection counts as made', async () => {
    const targets: CallTarget[] = [];
    const w = world({
      ...noPushes,
      handlePush: (target) => {
        targets.push(target);
        return Promise.resolve({ role: 'assistant', model: 'm', content: { type: 'text', text: 'ok' } });
      },
    });
    const early: Promise<unknown>[] = [];
    const connect = w.connector.connect.bind(w.connector);
    w.connector.connect = async (...args) => {
      early.push(args[2].onSampling(push()));
      return connect(...args);
    };
    const server = w.server();
    await server.start({ interactive: true });
    expect(await Promise.all(early)).toMatchObject([{ model: 'm' }]);
    expect(targets).toEqual([server.target]);
  });

  it('is answered with words of ours only', async () => {
    const w = world({ ...noPushes, handlePush: () => Promise.reject(new Error('stack and path of ours')) });
    await w.server().start({ interactive: true });
    await expect(w.connector.last.hooks.onSampling(push())).rejects.toMatchObject({
      kind: 'failed',
      message: 'The host could not handle this request.',
    });
    const refused = world();
    await refused.server().start({ interactive: true });
    await expect(refused.connector.last.hooks.onSampling(push())).rejects.toMatchObject({ kind: 'rejected', code: -1 });
  });
});
