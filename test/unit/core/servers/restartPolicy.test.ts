import { describe, expect, it } from 'vitest';
import { RestartPolicy } from '../../../../src/core/servers/restartPolicy.ts';

/** Pauses of a server that crashes as soon as it runs, until it is given up. */
function pausesOf(random: number, runFor: number): number[] {
  let policy = RestartPolicy.fresh;
  const pauses: number[] = [];
  for (let now = 0; pauses.length < 50; ) {
    policy = policy.spawned(now);
    const since = now;
    now += runFor;
    const verdict = policy.crashed(now, since, random);
    policy = verdict.policy;
    if (verdict.kind === 'giveUp') return [...pauses, -verdict.spawns];
    pauses.push(verdict.pause);
    now += verdict.pause;
  }
  return pauses;
}

describe('the restart policy', () => {
  it('grows its pauses and gives up after five spawns in five minutes', () => {
    expect(pausesOf(0.5, 10)).toEqual([1000, 2000, 4000, 8000, -5]);
  });

  it('spreads them by a fifth', () => {
    expect(pausesOf(0, 10)[0]).toBe(800);
    expect(pausesOf(0.999, 10)[3]).toBeLessThanOrEqual(9600);
  });

  it('goes up to a minute when five spawns take longer than five minutes, and no farther', () => {
    const pauses = pausesOf(0.5, 59_000);
    expect(pauses.slice(0, 9)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('starts over after a minute of health', () => {
    let policy = RestartPolicy.fresh.spawned(0);
    policy = policy.crashed(10, 0, 0.5).policy;
    policy = policy.spawned(1_000);
    const verdict = policy.crashed(61_000, 1_000, 0.5);
    expect(verdict).toMatchObject({ kind: 'retry', pause: 1000 });
    expect(verdict.policy.crashes).toBe(1);
  });

  it('counts an attempt that never served', () => {
    const verdict = RestartPolicy.fresh.spawned(0).crashed(90_000, undefined, 0.5);
    expect(verdict.policy.crashes).toBe(1);
    expect(RestartPolicy.fresh.crashes).toBe(0);
  });
});
