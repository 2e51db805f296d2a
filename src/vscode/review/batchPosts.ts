import type { ReviewDesk } from '../../core/review/desk.ts';
import type { BatchView } from '../../shared/desk.ts';

/** Twenty rows that change at once are one message. Milliseconds. */
const PAUSE = 30;

/** Tells the desk's page of the batch that it shows: its texts once, and what changes of it after that. */
export class BatchPosts {
  readonly #desk: ReviewDesk;
  readonly #post: (batch: BatchView) => void;
  #shown: { readonly id: string; revision: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: ReviewDesk, post: (batch: BatchView) => void) {
    this.#desk = desk;
    this.#post = post;
  }

  /** The batch of a snapshot, whole; from here on it is what the page shows. */
  whole(id: string | undefined): BatchView | undefined {
    this.dispose();
    const batch = id === undefined ? undefined : this.#desk.batchView(id);
    this.#shown = batch && { id: batch.id, revision: batch.revision };
    return batch;
  }

  changed(id: string): void {
    if (id === this.#shown?.id) this.#timer ??= setTimeout(() => this.#tell(), PAUSE);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    const shown = this.#shown;
    const batch = shown && this.#desk.batchView(shown.id, shown.revision);
    if (shown === undefined || batch === undefined) return;
    shown.revision = batch.revision;
    this.#post(batch);
  }
}
