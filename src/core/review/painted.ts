import type { Clock } from '../util/clock.ts';
import { mayApprove, type Sight } from './approvalGuard.ts';
import type { Taken } from './taken.ts';

/** What the desk's window has said that it painted, and since when that has stood there unchanged. */
export class Painted {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #guardMs: number;
  #shown: { readonly id: string; readonly hash: string; readonly at: number } | undefined;

  constructor(clock: Pick<Clock, 'now'>, guardMs: number) {
    this.#clock = clock;
    this.#guardMs = guardMs;
  }

  /** The first time counts, until something that is shown changes. */
  seen(id: string, hash: string): void {
    if (this.#shown?.id !== id || this.#shown.hash !== hash) this.#shown = { id, hash, at: this.#clock.now() };
  }

  forget(): void {
    this.#shown = undefined;
  }

  /** Something of it changed on screen, so its time begins anew; another hash has to be painted first. */
  restart(id: string, hash: string | undefined): void {
    if (this.#shown?.id !== id) return;
    this.#shown = hash === this.#shown.hash ? { ...this.#shown, at: this.#clock.now() } : undefined;
  }

  /** True when a person can have looked at it for as long as an approval needs. */
  stood(id: string): boolean {
    return this.#shown?.id === id && this.#clock.now() - this.#shown.at >= this.#guardMs;
  }

  /** See `mayApprove`. `current` is the hash of what would be decided about now. */
  allows(
    id: string,
    hash: { readonly clicked: string; readonly current: string | undefined },
    how: Sight & { readonly act?: string },
  ): Taken {
    const shown = this.#shown?.id === id ? this.#shown : undefined;
    return mayApprove({
      clickedHash: hash.clicked,
      currentHash: hash.current,
      renderedHash: shown?.hash,
      renderedAt: shown?.at,
      now: this.#clock.now(),
      guardMs: this.#guardMs,
      ...how,
    });
  }
}
