import { t } from '../text/l10n.ts';
import type { Sight } from './approvalGuard.ts';
import type { Batches } from './batches.ts';
import type { OnDesk } from './deskItem.ts';
import type { Painted } from './painted.ts';
import type { Selection } from './selection.ts';
import { notTaken, type Taken } from './taken.ts';

/** Decisions that count only for what the desk shows, as it was painted: of a review, an elicitation or a batch. */
export class GuardedActs {
  readonly #painted: Painted;
  readonly #selection: Selection;
  readonly #batches: Batches;
  readonly #item: (id: string) => OnDesk | undefined;

  constructor(painted: Painted, selection: Selection, batches: Batches, item: (id: string) => OnDesk | undefined) {
    this.#painted = painted;
    this.#selection = selection;
    this.#batches = batches;
    this.#item = item;
  }

  /** The page painted this hash. Of what is not shown any more, or is another by now, it is old news: false. */
  seen(id: string, hash: string): boolean {
    if (id !== this.#selection.id || this.#hashOf(id) !== hash) return false;
    this.#painted.seen(id, hash);
    return true;
  }

  take(id: string, hash: string, how: Sight & { readonly act?: string }, act: () => Taken): Taken {
    if (this.#item(id) === undefined && this.#batches.get(id) === undefined) return gone();
    if (id !== this.#selection.id) return notTaken(t('This request is not the one that the desk shows.'));
    const allowed = this.#painted.allows(id, { clicked: hash, current: this.#hashOf(id) }, how);
    return allowed.taken ? act() : allowed;
  }

  /** Whatever changes on screen restarts the guard; another hash has to be painted first. */
  restart(review: OnDesk): void {
    this.#painted.restart(review.id, review.shownHash);
    // Also where it changed back at once.
    const batch = this.#batches.of(review);
    if (batch) this.#painted.restart(batch.id, this.#batches.seal(batch.id));
  }

  #hashOf(id: string): string | undefined {
    return this.#item(id)?.shownHash ?? this.#batches.seal(id);
  }
}

/** What a person acted on was forgotten meanwhile. */
export function gone(): Taken {
  return notTaken(t('This request is not on the desk any more.'));
}
