import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { Review } from '../../../../src/core/review/review.ts';
import type { SamplingAsk } from '../../../../src/core/sampling/ask.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { askOf, FakeClock, FakeModels, paramsOf } from '../sampling/fakes.ts';

export const seen = { visible: true, focused: true };

/** A call of the person's. */
export const callOf = (id: string) =>
  ({
    certainty: 'certain',
    call: { id, method: 'tools/call', name: 'translate', arguments: {}, startedAt: 0 },
  }) as const;

/** A desk with requests of one call. */
export class Table {
  readonly clock = new FakeClock();
  readonly models = new FakeModels();
  readonly desk = new ReviewDesk({ clock: this.clock });
  #count = 0;

  review(more: Partial<SamplingAsk> = {}): Review {
    const id = `r${++this.#count}`;
    const ask = askOf({ cause: callOf('c1'), params: paramsOf(`Translate to language ${id}`), ...more });
    return new Review({
      id,
      ask,
      receivedAt: this.clock.now(),
      inspection: inspect(ask.params),
      preparation: this.models,
    });
  }

  /** Requests that come at once, matched. */
  add(...more: Partial<SamplingAsk>[]): Review[] {
    const reviews = more.map((one) => this.review(one));
    this.desk.add(reviews);
    for (const review of reviews) review.setMatch(this.models.found, []);
    return reviews;
  }

  /** The only batch. */
  get batch() {
    const [batch] = this.desk.batches.all;
    if (!batch) throw new Error('There is no batch');
    return batch;
  }
  get seal(): string {
    return this.desk.batches.seal(this.batch.id) ?? '';
  }

  /** Looks at the batch for so long. */
  look(ms = 600): void {
    this.desk.select(this.batch.id);
    this.desk.rendered(this.batch.id, this.seal);
    this.clock.advance(ms);
  }
}

/** A request as a press names it. */
export const named = (review: Review) => ({ id: review.id, mark: review.outgoing?.hash ?? '' });
