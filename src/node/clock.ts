import type { Clock } from '../core/util/clock.ts';
import { toDisposable } from '../core/util/disposable.ts';

/** The longest that Node can wait; beyond it a timer fires at once. Milliseconds, about 24.8 days. */
export const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  timeout(callback, ms) {
    const timer = setTimeout(callback, Math.min(ms, LONGEST_TIMEOUT));
    return toDisposable(() => clearTimeout(timer));
  },
  interval(callback, ms) {
    const timer = setInterval(callback, Math.min(ms, LONGEST_TIMEOUT));
    return toDisposable(() => clearInterval(timer));
  },
};
