import type { DeskState } from '../../shared/desk.ts';
import { NEAR_MS, nearWords } from './clockWords.ts';

export interface DeadlineWatchOptions {
  /** The extension's time, in milliseconds. */
  now(): number;
  say(text: string): void;
  /** Something looks otherwise from now on. */
  redraw(): void;
}

/** Says once, aloud, that the time for a request is nearly over, and has the page drawn when a deadline comes near or passes. */
export class DeadlineWatch {
  readonly #options: DeadlineWatchOptions;
  readonly #said = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DeadlineWatchOptions) {
    this.#options = options;
  }

  /** Takes what waits now. */
  watch(state: DeskState | undefined): void {
    clearTimeout(this.#timer);
    const now = this.#options.now();
    const open = (state?.reviews ?? []).filter(({ phase, deadline }) => phase !== 'closed' && deadline !== undefined);
    for (const id of this.#said) if (!open.some((review) => review.id === id)) this.#said.delete(id);
    let next = Number.POSITIVE_INFINITY;
    for (const { id, server, phase, deadline } of open) {
      const left = (deadline?.at ?? 0) - now;
      if (left <= 0) continue;
      if (left > NEAR_MS) {
        next = Math.min(next, left - NEAR_MS);
        continue;
      }
      next = Math.min(next, left);
      // While a model answers, or the round waits for others, there is nothing to hurry for.
      if (this.#said.has(id) || (phase !== 'pending' && phase !== 'answered')) continue;
      this.#said.add(id);
      this.#options.say(nearWords(server, Math.ceil(left / 1000)));
    }
    if (next === Number.POSITIVE_INFINITY) return;
    // The longest that a timer can wait is about 24 days.
    this.#timer = setTimeout(
      () => {
        this.watch(state);
        this.#options.redraw();
      },
      Math.min(next + 20, 2 ** 31 - 1),
    );
  }
}
