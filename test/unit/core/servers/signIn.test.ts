import { describe, expect, it } from 'vitest';
import type { SignInAsk } from '../../../../src/core/auth/signIn.ts';
import { McpError } from '../../../../src/core/errors.ts';
import { entryOf, http, settle, world } from './fakes.ts';

const needed = new McpError('needsSignIn', 'It asks you to sign in at login.example.com. Use “Sign In”.');
const ask = (more: Partial<SignInAsk> = {}): SignInAsk => ({
  reason: 'first',
  host: 'login.example.com',
  scopes: [],
  call: false,
  ...more,
});

describe('a server that needs a sign-in', () => {
  it('says so and is not started again by itself', async () => {
    const w = world();
    w.connector.failure = needed;
    const server = w.server(entryOf(http()));
    await server.start({ interactive: false });
    expect(server.state).toEqual({ kind: 'needsSignIn', reason: needed.message });
    w.clock.advance(600_000);
    await settle();
    expect(w.connector.launches).toHaveLength(1);
  });

  it('says so as well when a session ends for want of one, instead of connecting again and again', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: false });
    w.connector.last.crash('Your sign-in is no longer accepted.', true);
    await settle();
    w.clock.advance(600_000);
    await settle();
    expect(server.state).toEqual({ kind: 'needsSignIn', reason: 'Your sign-in is no longer accepted.' });
    expect(w.connector.launches).toHaveLength(1);
  });

  it('opens no browser for a start, whoever asked for it', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: true });
    expect(await w.connector.last.hooks.onSignIn?.(ask())).toBe(false);
    expect(w.signInAsks).toEqual([]);
  });

  it('opens one for Sign In, once, and asks before the next', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    const answers: unknown[] = [];
    w.connector.during = async (hooks) => {
      answers.push(await hooks.onSignIn?.(ask()), w.signInAsks.length);
      answers.push(await hooks.onSignIn?.(ask({ reason: 'refused' })), w.signInAsks.length);
    };
    await server.signIn();
    expect(answers).toEqual([true, 0, false, 1]);
  });

  it('does not take Sign In for a leave to open one later, once the server runs and its lists have come', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.signIn();
    await settle();
    expect(server.catalog.loaded).toBe(true);
    const { hooks } = w.connector.last;
    expect(await hooks.onSignIn?.(ask())).toBe(false);
    expect(w.signInAsks).toEqual([]);
  });

  it('asks in the middle of a call, and never for what happens in the background', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: false });
    const { hooks } = w.connector.last;
    await hooks.onSignIn?.(ask({ reason: 'refused' }));
    expect(w.signInAsks).toEqual([]);
    await hooks.onSignIn?.(ask({ reason: 'scope', scopes: ['write'], call: true }));
    expect(w.signInAsks).toEqual([ask({ reason: 'scope', scopes: ['write'], call: true })]);
  });

  it('takes tokens out of everything that is written down', async () => {
    const w = world();
    const server = w.server(entryOf(http()));
    await server.start({ interactive: false });
    const { hooks } = w.connector.last;
    hooks.onSecrets?.(['canary-token-1']);
    hooks.onTraffic('received', { id: 1, result: { echoed: 'Bearer canary-token-1' } });
    hooks.onLogMessage({ level: 'info', data: 'got canary-token-1' });
    expect(w.keys).toContain('canary-token-1');
    expect(JSON.stringify([w.log.lines, server.facts.traffic.entries])).not.toContain('canary');
  });
});
