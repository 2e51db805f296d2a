import type { OnDesk } from './deskItem.ts';
import type { FindingCount } from './findingCount.ts';
import { type Outlier, withoutOutliers } from './outliers.ts';
import type { Review } from './review.ts';
import { kinKeyOf, wayOf } from './similar.ts';

/** Requests of one call that are read and decided together. */
export interface Batch {
  readonly id: string;
  /** At least two, in the order in which they came. One that has closed stays until it is off the desk. */
  readonly rows: readonly Review[];
  /** Like them, and yet not among them. */
  readonly outliers: readonly Outlier[];
}

/** A batch has as many open requests as this when it is formed. */
const FEWEST = 2;

/**
 * Which requests on the desk form batches. It remembers which batches there are, so that one keeps its name while rows come and go, and
 * whom the person has set apart.
 */
export class BatchBook {
  readonly #findingsOf: (review: Review) => FindingCount;
  #batches: readonly Batch[] = [];
  /** By kin, so that a batch that grows is the same one. */
  readonly #names = new Map<string, string>();
  #apart = new WeakSet<Review>();
  #count = 0;

  constructor(findingsOf: (review: Review) => FindingCount) {
    this.#findingsOf = findingsOf;
  }

  get all(): readonly Batch[] {
    return this.#batches;
  }
  find(id: string): Batch | undefined {
    return this.#batches.find((batch) => batch.id === id);
  }
  /** The batch that a request is a row of. */
  of(review: OnDesk): Batch | undefined {
    return this.#batches.find(({ rows }) => rows.some((row) => row === review));
  }
  /** Why a request stands apart from the batch of its like. */
  outlier(review: OnDesk): { readonly batch: Batch; readonly why: string } | undefined {
    for (const batch of this.#batches) {
      const found = batch.outliers.find((outlier) => outlier.review === review);
      if (found) return { batch, why: found.why };
    }
    return undefined;
  }

  /** From now on they are decided one by one. */
  setApart(reviews: Iterable<Review>): void {
    for (const review of reviews) this.#apart.add(review);
  }

  /** Forms the batches anew from what is on the desk. */
  update(items: readonly OnDesk[]): void {
    const kin = new Map<string, Review[]>();
    for (const item of items) {
      if (item.kind !== 'sampling' || this.#apart.has(item)) continue;
      const key = kinKeyOf(item);
      if (key !== undefined) kin.set(key, [...(kin.get(key) ?? []), item]);
    }
    this.#batches = [...kin].flatMap(([key, reviews]) => this.#form(key, reviews) ?? []);
    const here = new Set(this.#batches.map(({ id }) => id));
    for (const [key, id] of this.#names) if (!here.has(id)) this.#names.delete(key);
  }

  #form(key: string, reviews: readonly Review[]): Batch | undefined {
    const name = this.#names.get(key);
    const before = new Set(name === undefined ? [] : this.find(name)?.rows);
    // What has closed is a row only where it was one: nothing new is read together with what is over.
    const kin = reviews.filter((review) => !review.closed || before.has(review));
    const { rows, outliers } = withoutOutliers(kin, this.#findingsOf);
    const open = rows.filter((review) => !review.closed).length;
    if (rows.length < FEWEST || (name === undefined && open < FEWEST)) return undefined;
    const id = name ?? `batch-${++this.#count}`;
    this.#names.set(key, id);
    return { id, rows, outliers };
  }
}

/**
 * Names all that a decision about a batch would be about, each request with what would leave or what was answered. The same text is the
 * same batch, seen whole: a request that joins, leaves or changes makes it another one.
 */
export function sealOf(batch: Batch, findingsOf: (review: Review) => FindingCount): string {
  return JSON.stringify(batch.rows.map((row) => [row.id, row.phase, markOf(row), wayOf(row), findingsOf(row)]));
}

/** What a decision about one row is bound to: the hash of what would be sent, or its very answer. */
export function markOf(review: Review): string {
  if (review.phase === 'pending') return review.outgoing?.hash ?? '';
  return review.answer?.complete ? `answer-${numberOf(review.answer.completion)}` : '';
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** Counts values that cannot change, so that another one has another number. */
function numberOf(value: object): number {
  const known = numbers.get(value) ?? ++last;
  numbers.set(value, known);
  return known;
}
