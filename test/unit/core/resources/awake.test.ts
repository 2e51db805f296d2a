import { describe, expect, it } from 'vitest';
import { awake } from '../../../../src/core/resources/awake.ts';
import type { ServerState } from '../../../../src/core/servers/state.ts';
import { Emitter } from '../../../../src/core/util/emitter.ts';
import { FakeClock, settle } from '../sampling/fakes.ts';

type Kind = ServerState['kind'];

function setup(kind: Kind | undefined, age = 0) {
  const clock = new FakeClock();
  const change = new Emitter<void>();
  const state = { kind };
  const servers = {
    get: () => (state.kind === undefined ? undefined : { state: { kind: state.kind } }),
    onDidChange: change.event,
  };
  let done = false;
  void awake(servers, 's', clock.now() - age, clock).then(() => {
    done = true;
  });
  const become = async (next: Kind): Promise<boolean> => {
    state.kind = next;
    change.fire();
    await settle();
    return done;
  };
  const after = async (ms: number): Promise<boolean> => {
    clock.advance(ms);
    await settle();
    return done;
  };
  return { become, after, change };
}

describe('waiting for a server', () => {
  it('ends when it runs, and when it does not come', async () => {
    const ready = setup('starting');
    expect(await ready.after(5_000)).toBe(false);
    expect(await ready.become('running')).toBe(true);
    expect(ready.change.listenerCount).toBe(0);
    const failed = setup('restarting');
    expect(await failed.become('failed')).toBe(true);
    const slow = setup('reconnecting');
    expect(await slow.after(20_000)).toBe(true);
  });

  it('is short for one that rests or is not there, and only while the window starts', async () => {
    for (const kind of ['stopped', undefined] as const) {
      const early = setup(kind);
      expect(await early.after(2_000)).toBe(false);
      expect(await early.after(1_000)).toBe(true);
      expect(await setup(kind, 60_000).after(0)).toBe(true);
    }
    const appears = setup(undefined);
    expect(await appears.become('starting')).toBe(false);
    expect(await appears.after(4_000)).toBe(false);
    expect(await appears.become('running')).toBe(true);
  });

  it('is none for one that runs or waits for a person', async () => {
    for (const kind of ['running', 'needsConfirmation', 'untrusted', 'failed'] as const)
      expect(await setup(kind).after(0)).toBe(true);
  });
});
