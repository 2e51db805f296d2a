import { describe, expect, it } from 'vitest';
import { endLeft, system } from '../../../src/node/watchdog/ending.ts';

/** A system in which what is said is so; it looks at things a few times and never waits. */
function os(more: Partial<typeof system>) {
  const signals: string[] = [];
  const signalTree = (pid: number, signal: string) => Promise.resolve(void signals.push(`${signal} ${pid}`));
  const gone: typeof system.gone = async (alive) => {
    for (let look = 0; look < 3; look++) if (!(await alive())) return true;
    return false;
  };
  const unused = () => {
    throw new Error('not of this system');
  };
  return {
    signals,
    fake: { ...system, groupAlive: unused, processAlive: unused, startOf: unused, ...more, gone, signalTree },
  };
}

describe('what is left of a process tree', () => {
  it.each([
    ['it is the same', 'monday', 'monday', ['SIGTERM 7', 'SIGKILL 7']],
    ['its leader is gone', 'monday', undefined, ['SIGTERM 7', 'SIGKILL 7']],
    ['another has its id', 'monday', 'tuesday', []],
    ['another has its id, and nobody knows when it was started', undefined, 'tuesday', []],
  ])('is ended or left alone: %s', async (_what, then, now, expected) => {
    const { fake, signals } = os({
      windows: false,
      startOf: () => Promise.resolve(now),
      groupAlive: () => Promise.resolve(true),
    });
    await endLeft(7, then, fake);
    expect(signals).toEqual(expected);
  });

  it.each([
    ['that stays is ended', [true, true, true], ['SIGKILL 7']],
    ['whose id was free for a moment belongs to another process by now', [true, false, true], []],
  ])('on Windows, %s', async (_what, looks, expected) => {
    const left = [...looks];
    const { fake, signals } = os({ windows: true, processAlive: () => left.shift() ?? true });
    await endLeft(7, undefined, fake);
    expect(signals).toEqual(expected);
  });
});
