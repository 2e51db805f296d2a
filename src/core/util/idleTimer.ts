import type { Clock } from './clock.ts';
import type { Disposable } from './disposable.ts';

/** Fires when nothing was heard for a while. It rests while something holds it: the time that a person needs never counts. */
export class IdleTimer implements Disposable {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onIdle: () => void;
  #timer: Disposable | undefined;
  #holds = 0;
  #over = false;

  /** Starts at once. `ms` is milliseconds. */
  constructor(clock: Clock, ms: number, onIdle: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onIdle = onIdle;
    this.heard();
  }

  /** A sign of life: the time begins again. */
  heard(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#over || this.#holds > 0) return;
    this.#timer = this.#clock.timeout(() => {
      this.#over = true;
      this.#onIdle();
    }, this.#ms);
  }

  /** Until as many `release` calls have come, no time passes. */
  hold(): void {
    this.#holds++;
    this.heard();
  }

  /** The whole time is granted again. */
  release(): void {
    this.#holds--;
    this.heard();
  }

  dispose(): void {
    this.#over = true;
    this.heard();
  }
}
