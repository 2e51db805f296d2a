import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManagedServer } from '../../../../src/core/servers/managedServer.ts';
import type { ServerState } from '../../../../src/core/servers/state.ts';
import { systemClock } from '../../../../src/node/clock.ts';
import { createConnector } from '../../../../src/node/mcp/index.ts';
import { launchServer, type RunningServer } from '../../../fixtures/servers/launch.mts';
import { Relay } from '../../../fixtures/servers/relay.mts';
import { entryOf, http, world } from '../../core/servers/fakes.ts';
import { failureOf, legOptions } from './support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const running: RunningServer[] = [];
const relays: Relay[] = [];
const servers: ManagedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.shutdown()));
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** A server of the extension that reaches a fixture through a relay, all of it real but the patience. */
async function reached(transport: 'http' | 'sse' = 'http') {
  const fixture = await launchServer('sampler', ['--transport', transport]);
  running.push(fixture);
  const relay = await Relay.start(fixture.url);
  relays.push(relay);
  const { deps } = world();
  const health = { tick: 50, quiet: 200, answer: 500, suspicion: 50 };
  const connector = createConnector({ version: '0.0.0', health });
  const entry = entryOf(http({ url: relay.url, type: transport, timeout: 30_000 }));
  const server = new ManagedServer(entry, true, { ...deps, connector, clock: systemClock });
  servers.push(server);
  const states: ServerState['kind'][] = [];
  const waiting: (() => void)[] = [];
  server.onDidChange(() => {
    if (states.at(-1) !== server.state.kind) states.push(server.state.kind);
    for (const wake of waiting.splice(0)) wake();
  });
  /** Resolves when the condition holds; looks again after every change. */
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  await server.start({ interactive: true });
  expect(server.state).toMatchObject({ kind: 'running' });
  await until(() => server.catalog.loaded);
  states.splice(0, states.length, 'running');
  const call = (name: string, args: Record<string, number | string> = {}) => {
    const tool = server.catalog.catalog.tools.find((one) => one.name === name);
    if (!server.target || !tool) throw new Error(`${name} cannot be called`);
    return server.target.session.leg({ method: 'tools/call', tool, arguments: args }, legOptions(name));
  };
  return { fixture, relay, server, states, until, call };
}

describe('a connection over HTTP', () => {
  it('whose session was forgotten is made again at once; what was under way ends with the reason', async () => {
    const { relay, states, until, call, server } = await reached();
    relay.mode = 'forget';
    expect(await failureOf(call('echo', { text: 'x' }))).toMatchObject({
      kind: 'connection',
      message: `${relay.url} has ended the session (HTTP 404).`,
    });
    await until(() => server.state.kind === 'running' && server.catalog.loaded);
    expect(states).toEqual(['running', 'reconnecting', 'running']);
    expect(await call('echo', { text: 'again' })).toMatchObject({ kind: 'complete' });
  });

  it('to a server that is killed during a call: the call ends, and it is found again when it is back', async () => {
    const { relay, server, states, until, call, fixture } = await reached();
    const { port } = relay;
    const broken = failureOf(call('slow', { ms: 60_000, steps: 1 }));
    await until(() => relay.requests.length > 0);
    await relay.stop();
    relays.length = 0;
    expect((await broken).kind).toBe('connection');
    await until(() => server.state.kind === 'reconnecting' && server.state.attempt > 1);
    expect(server.state).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') as string });
    relays.push(await Relay.start(fixture.url, port));
    await until(() => server.state.kind === 'running' && server.catalog.loaded);
    expect(states).toEqual(['running', 'reconnecting', 'running']);
  });

  it('whose other end vanishes is noticed while a call waits, and lost when nothing is awaited', async () => {
    const { relay, server, until, call } = await reached();
    relay.mode = 'freeze';
    const controller = new AbortController();
    const tool = server.catalog.catalog.tools.find(({ name }) => name === 'echo');
    const { session } = server.target ?? {};
    if (!session || !tool) throw new Error('not connected');
    const pending = failureOf(
      session.leg({ method: 'tools/call', tool, arguments: {} }, { ...legOptions('e'), signal: controller.signal }),
    );
    await until(() => server.problems.some((problem) => problem.includes('whether it is still there')));
    expect(server.state.kind).toBe('running');
    controller.abort('The person gave up.');
    await pending;
    await until(() => server.state.kind === 'reconnecting');
    expect(server.state).toMatchObject({ reason: 'It does not answer any more.' });
    relay.mode = 'pass';
    relay.cut();
    await until(() => server.state.kind === 'running' && server.catalog.loaded);
    expect(await call('echo', { text: 'back' })).toMatchObject({ kind: 'complete' });
  });

  it('through a proxy that buffers is said to be so, and not when it no longer does', async () => {
    const { relay, server, until, call } = await reached();
    relay.mode = 'buffer';
    await call('slow', { ms: 800, steps: 3 });
    await until(() => server.problems.some((problem) => problem.includes('buffers the stream')));
    relay.mode = 'pass';
    await call('slow', { ms: 900, steps: 3 });
    expect(server.problems).toEqual([]);
  });

  it('over the older HTTP+SSE whose stream is cut is made again', async () => {
    const { relay, server, states, until } = await reached('sse');
    relay.cut();
    await until(() => states.includes('reconnecting') && server.state.kind === 'running' && server.catalog.loaded);
    expect(states).toEqual(['running', 'reconnecting', 'running']);
  });

  it('whose stream is cut while the server lives asks again what it may have missed, and stays', async () => {
    const { relay, server, states, until } = await reached();
    const before = relay.requests.length;
    relay.cut();
    await until(() => relay.requests.slice(before).includes('GET /mcp') && server.catalog.loading);
    await until(() => !server.catalog.loading);
    expect([server.state.kind, states]).toEqual(['running', ['running']]);
  });
});
