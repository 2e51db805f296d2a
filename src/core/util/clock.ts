import type { Disposable } from './disposable.ts';

/** Time as an argument, so that the core is pure and tests own the clock. All figures in milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `callback` once after `ms`. Disposing cancels. */
  timeout(callback: () => void, ms: number): Disposable;
  /** Runs `callback` every `ms`. Disposing cancels. */
  interval(callback: () => void, ms: number): Disposable;
}

/** The longest that a timer of Node or a browser can wait; beyond it one fires at once. Milliseconds, about 24.8 days. */
export const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Waits `ms`, or until the signal aborts (then it rejects with the signal's reason). */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = clock.timeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    const onAbort = () => {
      timer.dispose();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
