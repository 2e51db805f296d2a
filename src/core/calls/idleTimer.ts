import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';

/** Fires when nothing was heard for a while. It rests while something holds it: the time that a person needs never counts. */
export class IdleTimer implements Disposable {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onIdle: () => void;
  #timer: Disposable | undefined;
  #holds = 0;
  #over = false;

  /** `ms` of 0 or less: never fires. */
  constructor(clock: Clock, ms: number, onIdle: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onIdle = onIdle;
    this.alive();
  }

  /** A sign of life: the time begins again. */
  alive(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#over || this.#holds > 0 || this.#ms <= 0) return;
    this.#timer = this.#clock.timeout(() => this.#onIdle(), this.#ms);
  }

  hold(): void {
    this.#holds++;
    this.alive();
  }

  release(): void {
    this.#holds--;
    this.alive();
  }

  dispose(): void {
    this.#over = true;
    this.alive();
  }
}
