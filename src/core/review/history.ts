import type { ProvenanceView } from '../../shared/desk.ts';
import { callsOf } from '../sampling/attribution.ts';
import type { OnDesk } from './deskItem.ts';
import type { Review } from './review.ts';
import { reviewLabel } from './views.ts';

/** Calls that are remembered, and requests of each; the oldest go first. */
const MAX_CALLS = 200;
const MAX_REQUESTS = 200;

export type Earlier = ProvenanceView['earlier'][number];

/** What calls have asked so far: of closed requests only what a list needs, since the desk forgets them. */
export class CallHistory {
  /** By call; a request of one of several calls stands with each of them. */
  readonly #calls = new Map<string, Map<string, () => Earlier>>();

  /** Remembers a request that has come to the desk. */
  follow(item: OnDesk): void {
    if (item.kind !== 'sampling') return;
    const calls = callsOf(item.ask.cause).map(({ id }) => this.#of(id));
    for (const known of calls) {
      known.set(item.id, () => earlierOf(item));
      const [oldest] = known.keys();
      if (known.size > MAX_REQUESTS && oldest !== undefined) known.delete(oldest);
    }
    const closing = item.onDidClose(() => {
      closing.dispose();
      const last = earlierOf(item);
      for (const known of calls) if (known.has(item.id)) known.set(item.id, () => last);
    });
  }

  /** All that a call has asked, as it stands now. Oldest first. */
  of(call: string): readonly Earlier[] {
    return [...(this.#calls.get(call)?.values() ?? [])].map((earlier) => earlier());
  }

  /** What a call asked before this window knew of it. */
  restore(call: string, before: readonly Earlier[]): void {
    const known = this.#of(call);
    const since = [...known];
    known.clear();
    for (const earlier of before) known.set(earlier.id, () => earlier);
    for (const [id, earlier] of since) known.set(id, earlier);
  }

  /** What the same call, or one of those that it may be, asked before this one. Oldest first. */
  before(item: OnDesk): readonly Earlier[] {
    const found = new Map<string, Earlier>();
    for (const { id } of callsOf(item.ask.cause)) {
      for (const [review, earlier] of this.#calls.get(id) ?? []) {
        if (review === item.id) break;
        // Those of one round are asked at once.
        if (!found.has(review)) found.set(review, earlier());
      }
    }
    return [...found.values()].sort((a, b) => a.at - b.at);
  }

  #of(call: string): Map<string, () => Earlier> {
    const known = this.#calls.get(call) ?? new Map<string, () => Earlier>();
    // The last one in the map is the one used last.
    this.#calls.delete(call);
    this.#calls.set(call, known);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_CALLS && oldest !== undefined) this.#calls.delete(oldest);
    return known;
  }
}

function earlierOf(review: Review): Earlier {
  const { verdict, ending } = review;
  const model = review.answer?.completion.model ?? (verdict === 'approve' ? review.outgoing?.model.name : undefined);
  return {
    id: review.id,
    label: reviewLabel(review),
    at: review.receivedAt,
    ...(review.ask.leg === undefined ? {} : { leg: review.ask.leg.number }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(ending === undefined ? {} : { how: ending.how }),
    ...(model === undefined ? {} : { model }),
  };
}
