import type { ReviewStatus } from '../../shared/desk.ts';
import type { Batches } from './batches.ts';
import type { OnDesk } from './deskItem.ts';
import type { Review } from './review.ts';
import { callKeyOf } from './similar.ts';

/** How the request on screen stands to others of its call, which changes without any change of its own. */
export class Beside {
  readonly #batches: Batches;
  #last = '';

  constructor(batches: Batches) {
    this.#batches = batches;
  }

  /** Absent where it stands alone and no approval of the rest may begin with it. */
  of(review: Review): Pick<ReviewStatus, 'beside'> {
    const batches = this.#batches;
    const outlier = batches.outlier(review);
    const batch = batches.of(review) ?? outlier?.batch;
    const waits = batches.rests.whyNot(review);
    const mayBegin = review.phase === 'pending' && callKeyOf(review.ask) !== undefined && !review.draft.edited;
    if (batch === undefined && waits === undefined && !mayBegin) return {};
    return {
      beside: {
        mayBegin,
        ...(batch === undefined ? {} : { batch: { id: batch.id, size: batch.rows.length } }),
        ...(outlier === undefined ? {} : { apart: outlier.why }),
        ...(waits === undefined ? {} : { waits }),
      },
    };
  }

  /** True when it is another than at the last question. */
  changed(item: OnDesk): boolean {
    if (item.kind !== 'sampling') return false;
    const before = this.#last;
    this.#last = JSON.stringify([item.id, this.of(item)]);
    return this.#last !== before;
  }
}
