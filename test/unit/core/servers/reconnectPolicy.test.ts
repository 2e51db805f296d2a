import { describe, expect, it } from 'vitest';
import { ReconnectPolicy } from '../../../../src/core/servers/reconnectPolicy.ts';

/** Loses an attempt after each pause until it is given up; returns the pauses and the time that passed, in milliseconds. */
function untilGivenUp(random: number): { pauses: number[]; passed: number; minutes: number } {
  const pauses: number[] = [];
  let now = 5_000_000;
  let verdict = ReconnectPolicy.fresh.lost(now, now - 60_000, random);
  while (verdict.kind === 'retry') {
    pauses.push(verdict.pause);
    now += verdict.pause;
    verdict = verdict.policy.lost(now, undefined, random);
  }
  return { pauses, passed: now - 5_000_000, minutes: verdict.minutes };
}

describe('when a server on the network is tried again', () => {
  it('at once, then after growing pauses, and for a quarter of an hour', () => {
    const { pauses, passed, minutes } = untilGivenUp(0.5);
    expect(pauses.slice(0, 9)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(passed).toBeGreaterThanOrEqual(15 * 60_000);
    expect(passed).toBeLessThan(17 * 60_000);
    expect(minutes).toBe(Math.round(passed / 60_000));
  });

  it('spreads the pauses by a fifth', () => {
    expect(untilGivenUp(0).pauses.slice(0, 3)).toEqual([0, 800, 1_600]);
    expect(untilGivenUp(0.999).pauses[7]).toBeLessThanOrEqual(72_000);
  });

  it('begins anew after the computer has slept, and counts an attempt that takes long', () => {
    const since = 1_000_000;
    let verdict = ReconnectPolicy.fresh.lost(since, since - 60_000, 0.5);
    verdict = verdict.policy.lost(since, undefined, 0.5);
    const slept = verdict.policy.lost(since + 60 * 60_000, undefined, 0.5);
    expect(slept).toMatchObject({ kind: 'retry', attempt: 1, since: since + 60 * 60_000, pause: 0 });
    let now = since;
    while (verdict.kind === 'retry') {
      now += verdict.pause + 180_000;
      verdict = verdict.policy.lost(now, undefined, 0.5);
    }
    expect(verdict.minutes).toBeLessThan(20);
  });

  it('begins anew when the connection had held, and goes on when it was lost again at once', () => {
    const first = ReconnectPolicy.fresh.lost(1_000_000, 0, 0.5);
    const soon = first.policy.lost(1_002_000, 1_001_000, 0.5);
    expect(soon).toMatchObject({ kind: 'retry', attempt: 2, since: 1_000_000, pause: 1_000 });
    const later = soon.policy.lost(1_050_000, 1_005_000, 0.5);
    expect(later).toMatchObject({ kind: 'retry', attempt: 1, since: 1_050_000, pause: 0 });
  });
});
