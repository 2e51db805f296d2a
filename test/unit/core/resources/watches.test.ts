import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { Watches } from '../../../../src/core/resources/watches.ts';
import type { McpSession } from '../../../../src/core/servers/session.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import { settle } from '../sampling/fakes.ts';

class Session {
  readonly asked: string[] = [];
  readonly content: { completes: boolean; watches: boolean };
  readonly ended = new Emitter<string>();
  readonly onDidEndWatch = this.ended.event;
  failure: Error | undefined;
  constructor(watches = true) {
    this.content = { completes: false, watches };
  }
  watch(uri: string): Promise<void> {
    this.asked.push(`watch ${uri}`);
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }
  unwatch(uri: string): Promise<void> {
    this.asked.push(`unwatch ${uri}`);
    return Promise.resolve();
  }
}

function setup(first: Session | undefined = new Session()) {
  const change = new Emitter<void>();
  const state: { session: Session | undefined; listed: boolean } = { session: first, listed: true };
  const watches = new Watches({
    onDidChange: change.event,
    get: () =>
      state.listed ? { target: state.session && { session: state.session as unknown as McpSession } } : undefined,
  });
  const heard: string[] = [];
  watches.onDidChange((server) => heard.push(`changed ${server}`));
  watches.onDidMiss(({ uri }) => heard.push(`missed ${uri}`));
  watches.onDidFail(({ uri }) => heard.push(`failed ${uri}`));
  const become = async (session: Session | undefined, listed = true): Promise<void> => {
    state.session = session;
    state.listed = listed;
    change.fire();
    await settle();
  };
  return { watches, state, heard, become };
}

describe('watched resources', () => {
  it('are subscribed to once, and let go', async () => {
    const session = new Session();
    const { watches, heard } = setup(session);
    expect(watches.possible('s')).toBe(true);
    await watches.watch('s', 'a:1');
    await watches.watch('s', 'a:1');
    expect(watches.has('s', 'a:1')).toBe(true);
    await watches.unwatch('s', 'a:1');
    await watches.unwatch('s', 'a:1');
    expect(session.asked).toEqual(['watch a:1', 'unwatch a:1']);
    expect(heard).toEqual(['changed s', 'changed s']);
    expect(watches.of('s')).toEqual([]);
  });

  it('are subscribed to again, and looked at again, when the server has come back', async () => {
    const { watches, heard, become } = setup();
    await watches.watch('s', 'a:1');
    await watches.watch('s', 'a:2');
    await become(undefined);
    expect(watches.of('s')).toEqual(['a:1', 'a:2']);
    const second = new Session();
    await become(second);
    await become(second);
    expect(second.asked).toEqual(['watch a:1', 'watch a:2']);
    expect(heard.slice(2)).toEqual(['missed a:1', 'missed a:2']);
  });

  it('are not watched any more where the server that came back refuses or does not say that it can', async () => {
    for (const second of [
      new Session(false),
      Object.assign(new Session(), { failure: new McpError('server', 'no') }),
    ]) {
      const { watches, heard, become } = setup();
      await watches.watch('s', 'a:1');
      await become(second);
      expect(watches.of('s')).toEqual([]);
      expect(heard.at(-1)).toBe('failed a:1');
    }
  });

  it('are not watched any more when the server stops telling of one, and the others are', async () => {
    const first = new Session();
    const { watches, heard, become } = setup(first);
    await watches.watch('s', 'a:1');
    await watches.watch('s', 'a:2');
    first.ended.fire('a:1');
    expect(watches.of('s')).toEqual(['a:2']);
    expect(heard.slice(-2)).toEqual(['changed s', 'failed a:1']);
    const second = new Session();
    await become(second);
    first.ended.fire('a:2');
    expect(watches.of('s')).toEqual(['a:2']);
    second.ended.fire('a:2');
    expect(watches.of('s')).toEqual([]);
  });

  it('are forgotten with their server', async () => {
    const { watches, become } = setup();
    await watches.watch('s', 'a:1');
    await become(undefined, false);
    const back = new Session();
    await become(back);
    expect(back.asked).toEqual([]);
  });

  it('need a server that runs, says that it tells, and does not refuse', async () => {
    const { watches, become } = setup(new Session(false));
    await expect(watches.watch('s', 'a:1')).rejects.toThrow('does not tell when its resources change');
    expect(watches.possible('s')).toBe(false);
    await become(undefined);
    await expect(watches.watch('s', 'a:1')).rejects.toThrow('not running');
    await become(Object.assign(new Session(), { failure: new McpError('server', 'no such resource') }));
    await expect(watches.watch('s', 'a:1')).rejects.toThrow('no such resource');
    expect(watches.of('s')).toEqual([]);
  });

  it('are concerned by an update of what lies below them, and of nothing beside them', async () => {
    const { watches } = setup();
    await watches.watch('s', 'a:/docs');
    expect(watches.concerned('s', 'a:/docs')).toEqual(['a:/docs']);
    expect(watches.concerned('s', 'a:/docs/one.md')).toEqual(['a:/docs']);
    expect(watches.concerned('s', 'a:/docs2')).toEqual([]);
    expect(watches.concerned('other', 'a:/docs')).toEqual([]);
  });
});
