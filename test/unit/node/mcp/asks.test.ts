import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { connect, fixture, leg, Listener, textOf } from './support.ts';

let hooks: Listener;
let session: McpSession;

beforeEach(async () => {
  hooks = new Listener();
  session = await connect(fixture('asker'), hooks, { era: 'legacy' });
});
afterEach(() => session.close());

const nested = { type: 'object', properties: { home: { type: 'object', properties: { street: { type: 'string' } } } } };

describe('what a legacy server asks besides sampling', () => {
  it('is declared: forms, pages and roots that change', async () => {
    const said = JSON.parse(textOf(await leg(session, 'roots'))) as { declared: unknown };
    expect(said.declared).toMatchObject({
      elicitation: { form: {}, url: {} },
      roots: { listChanged: true },
      sampling: { tools: {} },
    });
  });

  it('comes as it was sent, also a form outside the specification, and gets the answer', async () => {
    hooks.elicit = () => Promise.resolve({ action: 'accept', content: { home: 'x' } });
    const params = { message: 'Where?', requestedSchema: nested, odd: 1 };
    expect(textOf(await leg(session, 'elicit', { params }))).toBe('{"action":"accept","content":{"home":"x"}}');
    expect(hooks.elicitations[0]?.params).toMatchObject(params);
  });

  it('is refused with the code that it is refused with', async () => {
    hooks.elicit = () => Promise.reject(new McpError('invalidRequest', 'Invalid elicitation request: no.', -32602));
    expect(textOf(await leg(session, 'elicit', { params: { message: 'x' } }))).toContain('error -32602');
  });

  it('ends with the server’s own cancellation', async () => {
    const reason = new Promise<unknown>((resolve) => {
      hooks.elicit = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            resolve(signal.reason);
            reject(signal.reason as Error);
          });
        });
    });
    expect(textOf(await leg(session, 'impatient', { ms: 100 }))).toContain('error -32001');
    expect(await reason).toMatchObject({ kind: 'cancelled' });
  });

  it('is told when a page is complete', async () => {
    hooks.elicit = () => Promise.resolve({ action: 'accept' });
    await leg(session, 'page', { url: 'https://example.com/', elicitationId: 'e7' });
    await hooks.until(() => hooks.completed.length > 0);
    expect(hooks.completed).toEqual(['e7']);
  });

  it('gives the pages of error -32042 as a leg of their own', async () => {
    const url = 'https://example.com/in';
    expect(await leg(session, 'needs_page', { url })).toMatchObject({
      kind: 'urlRequired',
      elicitations: [{ url, message: 'Sign in first.', elicitationId: 'first' }],
    });
    expect(textOf(await leg(session, 'needs_page', { url }))).toBe('Welcome back.');
  });

  it('is the roots, and hears of their change', async () => {
    hooks.roots = [{ uri: 'file:///work', name: 'work' }];
    session.rootsChanged();
    const said = JSON.parse(textOf(await leg(session, 'roots'))) as object;
    expect(said).toMatchObject({ roots: [{ uri: 'file:///work', name: 'work' }], changes: 1 });
  });
});
