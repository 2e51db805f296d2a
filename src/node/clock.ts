import { type Clock, LONGEST_TIMEOUT } from '../core/util/clock.ts';
import { toDisposable } from '../core/util/disposable.ts';

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
