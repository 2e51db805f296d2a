import { describe, expect, it } from 'vitest';
import { IconShelf } from '../../../../src/core/icons/shelf.ts';

const MIB = 1024 * 1024;

function setup() {
  const state = { now: 0 };
  const shelf = new IconShelf<string>(() => state.now);
  const fill = (server: string, count: number): number =>
    Array.from({ length: count }, (_, index) => shelf.begin(server, String(index))).filter(Boolean).length;
  return { shelf, state, fill };
}

describe('pictures that are kept', () => {
  it('are loaded once', () => {
    const { shelf } = setup();
    expect([shelf.begin('s', 'a'), shelf.begin('s', 'a')]).toEqual([true, false]);
    expect(shelf.put('s', 'a', 10, () => 'A')).toBe(true);
    expect([shelf.begin('s', 'a'), shelf.get('s', 'a')]).toEqual([false, 'A']);
  });

  it('are tried again after a pause where they could not be loaded', () => {
    const { shelf, state } = setup();
    shelf.begin('s', 'a');
    shelf.failed('s', 'a');
    expect(shelf.begin('s', 'a')).toBe(false);
    state.now = 600_000;
    expect([shelf.begin('s', 'a'), shelf.begin('s', 'a')]).toEqual([true, false]);
  });

  it('of one server leave room for others, and those that failed make room', () => {
    const { shelf, state, fill } = setup();
    expect(fill('greedy', 1_000)).toBe(200);
    expect(shelf.begin('modest', 'a')).toBe(true);
    for (let index = 0; index < 200; index++) shelf.failed('greedy', String(index));
    expect(shelf.begin('greedy', 'next')).toBe(false);
    state.now = 600_000;
    expect(shelf.begin('greedy', 'next')).toBe(true);
  });

  it('go with their server, and their room is free again', () => {
    const { shelf, fill } = setup();
    expect([fill('a', 200), fill('b', 200), fill('c', 200)]).toEqual([200, 200, 100]);
    shelf.put('a', '0', 4 * MIB, () => 'A');
    expect(shelf.put('b', '0', 1, String)).toBe(true);
    expect(shelf.get('b', '0')).toBe('false');
    shelf.retain(['b', 'c']);
    expect(shelf.put('a', '0', 1, () => 'late')).toBe(false);
    expect(shelf.put('b', '1', 4 * MIB, String)).toBe(true);
    expect([shelf.get('a', '0'), shelf.get('b', '1'), fill('d', 200)]).toEqual([undefined, 'true', 200]);
    shelf.clear();
    expect(shelf.begin('b', '1')).toBe(true);
  });
});
