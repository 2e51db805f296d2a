import { afterEach, describe, expect, it } from 'vitest';
import type { CompletionAsk, McpSession } from '../../../../src/core/servers/session.ts';
import { suggestionsOf } from '../../../../src/node/mcp/completion.ts';
import { connect, failureOf, fixture, leg, Listener, legOptions } from './support.ts';

const never = new AbortController().signal;
const person: CompletionAsk['of'] = {
  kind: 'resourceTemplate',
  uriTemplate: 'content://people/{department}/{name}',
};
const ask = (more: Partial<CompletionAsk>): CompletionAsk => ({
  of: person,
  argument: 'department',
  value: '',
  context: {},
  ...more,
});

describe.each(['legacy', 'modern'] as const)('what a %s server publishes', (era) => {
  let session: McpSession | undefined;
  const hooks = new Listener();
  const open = async (...args: string[]): Promise<McpSession> => {
    session = await connect(fixture('content', ...args), hooks, { era: era === 'legacy' ? 'legacy' : 'auto' });
    expect(session.era).toBe(era);
    return session;
  };
  afterEach(() => session?.close());

  it('is completed, with what is filled in already, and never more than a hundred values', async () => {
    const opened = await open();
    const of = (more: Partial<CompletionAsk>) => opened.complete?.(ask(more), never);
    expect(opened.content).toEqual({ completes: true, watches: true });
    expect(await of({ value: 'e' })).toEqual({ values: ['Engineering'], hasMore: false, total: 1 });
    const names = await of({ argument: 'name', value: '', context: { department: 'Sales' } });
    expect(names?.values).toEqual(['David', 'Eve']);
    const many = await of({ of: { kind: 'prompt', name: 'about' }, argument: 'word', value: 'w' });
    expect(many?.values).toHaveLength(100);
    expect(many).toMatchObject({ hasMore: true, total: 250 });
  });

  it('is not completed where the server does not say that it completes', async () => {
    const plain = await open('--plain');
    expect(plain.content).toEqual({ completes: false, watches: false });
    const before = hooks.traffic.length;
    expect(await plain.complete?.(ask({}), never)).toEqual({ values: [], hasMore: false });
    expect(hooks.traffic.slice(before)).toEqual([]);
  });

  it('is told of when it changes, from the moment it is watched until it is not', async () => {
    const live = await open();
    const counter = 'content://live/counter';
    await live.watch?.(counter);
    await live.watch?.('content://live/fading');
    await leg(live, 'change');
    await hooks.until(() => hooks.updated.includes(counter));
    const read = await live.leg({ method: 'resources/read', uri: counter }, legOptions('r'));
    expect(JSON.stringify(read)).toContain('version 2');
    await live.unwatch?.(counter);
    const heard = hooks.updated.filter((uri) => uri === counter).length;
    await leg(live, 'change');
    await leg(live, 'vanish');
    await hooks.until(() => hooks.updated.includes('content://live/fading'));
    if (era === 'modern') expect(hooks.updated.filter((uri) => uri === counter)).toHaveLength(heard);
    const gone = await failureOf(live.leg({ method: 'resources/read', uri: 'content://live/fading' }, legOptions('r')));
    expect(gone.message).toContain('not found');
  });
});

describe('suggestions', () => {
  it('are a hundred at most, each once, and say that there are more', () => {
    const values = Array.from({ length: 120 }, (_, index) => `v${index}`);
    expect(suggestionsOf({ values })).toMatchObject({ hasMore: true });
    expect(suggestionsOf({ values }).values).toHaveLength(100);
    expect(suggestionsOf({ values: ['a', 'a', 'b'] })).toEqual({ values: ['a', 'b'], hasMore: false });
    expect(suggestionsOf({ values: ['a'], total: 7 })).toEqual({ values: ['a'], hasMore: true, total: 7 });
  });
});
