import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskState } from '../../../../src/shared/desk.ts';
import { clockSentences, leftWords } from '../../../../src/webview/desk/clockWords.ts';
import { DeadlineWatch } from '../../../../src/webview/desk/deadlineWatch.ts';

const typical = { at: 60_000, lasts: 60_000, certainty: 'typical' } as const;

describe('the words of the clock', () => {
  it('count down, with how sure that is', () => {
    expect(leftWords(typical, 22_000, false)).toBe('38 s left (typical 1 min)');
    expect(leftWords({ at: 30_000, lasts: 30_000, certainty: 'remembered' }, 29_200, false)).toBe(
      '1 s left (this server gave up after 30 s last time)',
    );
    expect(leftWords({ at: 600_000, lasts: 600_000, certainty: 'stated' }, 0, true)).toBe(
      '10 min left (the server says so)',
    );
    expect(leftWords(typical, 60_000, false)).toBe('May be too late: the time is over (typical 1 min)');
  });

  it('say whether the server is told that somebody is there, and whether a reload ends the request', () => {
    const told = clockSentences({ deadline: typical, keepAlive: true }, false).join(' ');
    expect(told).toContain('told every 10 s');
    expect(told).toContain('restarts the clock of many servers');
    expect(clockSentences({ keepAlive: false, waited: 300_000 }, false)).toEqual([
      'No limit is known: this server has waited 5 min before.',
      'The server gave no progress token, so it cannot be told that you are still here.',
    ]);
    expect(clockSentences({ keepAlive: false, parked: { kept: true } }, true).join(' ')).toContain('resume');
    expect(clockSentences({ keepAlive: false, parked: { kept: false, why: 'It is too large.' } }, true).at(-1)).toBe(
      'A reload of the window would end it: It is too large.',
    );
  });
});

describe('the warning before a deadline', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const state = (phase: DeskState['reviews'][number]['phase'] = 'pending'): DeskState => ({
    reviews: [
      {
        id: 'r1',
        server: 'demo',
        cause: 'Tool sum',
        label: 'x',
        phase,
        failed: false,
        receivedAt: 0,
        deadline: { ...typical, at: Date.now() + 60_000 },
      },
    ],
    paused: false,
    guardMs: 500,
  });

  function watch(): { readonly said: string[]; readonly watch: DeadlineWatch; draws: number } {
    const said: string[] = [];
    const made = {
      said,
      draws: 0,
      watch: new DeadlineWatch({
        now: () => Date.now(),
        say: (text) => void said.push(text),
        redraw: () => void made.draws++,
      }),
    };
    return made;
  }

  it('is said once, at ten seconds, and the page is drawn then and at the end', () => {
    const made = watch();
    const shown = state();
    made.watch.watch(shown);
    vi.advanceTimersByTime(49_900);
    expect(made.said).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(made.said).toEqual(['10 seconds left for the request of demo']);
    expect(made.draws).toBe(1);
    // Every draw of the page tells it again what waits.
    made.watch.watch(shown);
    vi.advanceTimersByTime(20_000);
    expect(made.said).toHaveLength(1);
    expect(made.draws).toBe(2);
  });

  it('is not said while a model answers, nor once it is closed', () => {
    const made = watch();
    made.watch.watch(state('running'));
    vi.advanceTimersByTime(70_000);
    made.watch.watch(state('closed'));
    vi.advanceTimersByTime(70_000);
    expect(made.said).toEqual([]);
  });
});
