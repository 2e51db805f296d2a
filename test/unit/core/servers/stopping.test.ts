import { describe, expect, it } from 'vitest';
import { ManagedServer } from '../../../../src/core/servers/managedServer.ts';
import type { PinBook } from '../../../../src/core/trust/pinBook.ts';
import { deferred } from '../../../../src/core/util/deferred.ts';
import { entryOf, http, settle, stdio, world } from './fakes.ts';

/** A session whose end a test holds back. */
function heldEnd(w: ReturnType<typeof world>) {
  const end = deferred<void>();
  const { last } = w.connector;
  const close = last.close.bind(last);
  last.close = () => end.promise.then(close);
  return end;
}

describe('a stop', () => {
  it.each(['the definition', 'an input'])('ends a start that waits for %s, and the next one works', async (what) => {
    const w = world();
    let hang = true;
    const never = new Promise<never>(() => undefined);
    const server = new ManagedServer(entryOf(stdio({ args: ['${input:key}'] })), true, {
      ...w.deps,
      define: (entry) => (hang && what === 'the definition' ? never : w.deps.define(entry)),
      launchSource: () => ({
        env: () => undefined,
        envFile: () => Promise.resolve(undefined),
        input: () => (hang ? never : Promise.resolve('k')),
      }),
    });
    const started = server.start({ interactive: true });
    await settle();
    await server.stop();
    await started;
    expect([server.state.kind, w.connector.launches.length]).toEqual(['stopped', 0]);
    hang = false;
    await server.start({ interactive: true });
    expect(server.state.kind).toBe('running');
    await server.shutdown();
  });

  it.each(['restart', 'signIn', 'start'] as const)('during the ending before a %s has the last word', async (what) => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: true });
    const end = heldEnd(w);
    if (what === 'start') void server.stop();
    const again = what === 'signIn' ? server.signIn() : server[what]({ interactive: true });
    await settle();
    const stopped = server.stop();
    end.resolve();
    await Promise.all([again, stopped]);
    expect([server.state.kind, w.connector.launches.length]).toEqual(['stopped', 1]);
  });
});

describe('a sign-in while another start is under way', () => {
  it('makes one connection, which may open the browser', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: true });
    const end = heldEnd(w);
    const all = [server.start({ interactive: true }), server.signIn(), server.start({ interactive: true })];
    await settle();
    end.resolve();
    await Promise.all(all);
    expect(w.connector.launches).toHaveLength(2);
    expect(await w.connector.last.hooks.onSignIn?.({ reason: 'first', host: 'h', scopes: [], call: false })).toBe(true);
    expect(w.signInAsks).toEqual([]);
  });
});

describe('a session that cannot be served', () => {
  it('is closed, and the server has failed', async () => {
    const w = world();
    const open = () => {
      throw new Error('No pins.');
    };
    const pins = { open } as unknown as PinBook;
    const server = new ManagedServer(entryOf(), true, { ...w.deps, pins });
    await server.start({ interactive: true });
    expect(server.state).toEqual({ kind: 'failed', reason: 'No pins.' });
    expect(w.connector.last.closed).toBe(1);
  });
});

describe('a program that needs two spawns for each connect', () => {
  it('has a budget of five spawns all the same', async () => {
    const w = world();
    const server = w.server();
    await server.start({ interactive: true });
    w.connector.spawns = 2;
    for (let crash = 0; crash < 10; crash++) {
      if (server.state.kind === 'running') w.connector.last.crash('It crashed.');
      await settle();
      w.clock.advance(20_000);
      await settle();
    }
    expect(server.state.kind).toBe('failed');
    expect(w.connector.spawned).toBe(5);
  });
});
