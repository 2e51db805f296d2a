import type { Clock } from '../../../src/core/util/clock.ts';
import { toDisposable } from '../../../src/core/util/disposable.ts';

/**
 * The machine's time, run faster by a factor: an hour of the host's waiting in seconds, with the servers' own time-outs left as they
 * are. `skip` moves it on at once, as far as `now` is concerned; timers do not notice.
 */
export class TestClock implements Clock {
  readonly #speed: number;
  readonly #start = Date.now();
  #skipped = 0;

  constructor(speed = 1) {
    this.#speed = speed;
  }

  now(): number {
    return this.#start + Math.round((Date.now() - this.#start) * this.#speed) + this.#skipped;
  }

  skip(ms: number): void {
    this.#skipped += ms;
  }

  timeout(callback: () => void, ms: number): { dispose(): void } {
    const timer = setTimeout(callback, ms / this.#speed);
    return toDisposable(() => clearTimeout(timer));
  }

  interval(callback: () => void, ms: number): { dispose(): void } {
    const timer = setInterval(callback, ms / this.#speed);
    return toDisposable(() => clearInterval(timer));
  }
}

/** Resolves with the first value that is not undefined: of now, or after any of the events that `listen` hears. */
export function until<T>(look: () => T | undefined, listen: (again: () => void) => { dispose(): void }): Promise<T> {
  return new Promise((resolve, reject) => {
    const again = (): void => {
      try {
        const found = look();
        if (found === undefined) return;
        resolve(found);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      subscription.dispose();
    };
    const subscription = listen(again);
    again();
  });
}
