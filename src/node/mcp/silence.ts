import type { Clock } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';

/** Calls back once when nothing was heard for some time. It can be paused: time that a human takes is nobody's silence. */
export class SilenceTimer implements Disposable {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onSilence: () => void;
  #timer: Disposable | undefined;
  #paused = false;
  #done = false;

  /** Starts at once. `ms` is milliseconds. */
  constructor(clock: Clock, ms: number, onSilence: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onSilence = onSilence;
    this.heard();
  }

  /** A sign of life: the time starts again. */
  heard(): void {
    this.#timer?.dispose();
    if (this.#paused || this.#done) return;
    this.#timer = this.#clock.timeout(() => {
      this.#done = true;
      this.#onSilence();
    }, this.#ms);
  }

  pause(): void {
    this.#paused = true;
    this.#timer?.dispose();
  }

  /** The whole time is granted again. */
  resume(): void {
    this.#paused = false;
    this.heard();
  }

  dispose(): void {
    this.#done = true;
    this.#timer?.dispose();
  }
}
