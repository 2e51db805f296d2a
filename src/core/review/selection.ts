import type { Batches } from './batches.ts';
import type { OnDesk } from './deskItem.ts';
import type { Painted } from './painted.ts';
import type { ReviewList } from './reviewList.ts';

/**
 * What the desk shows: a review, an elicitation or a batch. A new request shows itself when nothing open is shown; that alone takes
 * away only what the person closed.
 */
export class Selection {
  readonly #list: ReviewList;
  readonly #batches: Batches;
  readonly #painted: Painted;
  #id: string | undefined;
  /** True when nobody chose it. */
  #byItself = true;

  constructor(list: ReviewList, batches: Batches, painted: Painted) {
    this.#list = list;
    this.#batches = batches;
    this.#painted = painted;
  }

  get id(): string | undefined {
    return this.#id;
  }
  /** Absent when it is a batch. */
  get item(): OnDesk | undefined {
    return this.#id === undefined ? undefined : this.#list.find(this.#id);
  }

  /** What the list shows a review as: itself, or the batch that it is in. */
  entryOf(review: OnDesk): string {
    return this.#batches.of(review)?.id ?? review.id;
  }

  /** The person goes there; closed ones that they leave behind are forgotten. False when there is no such thing, or it is shown already. */
  choose(id: string): boolean {
    if (id === this.#id) return false;
    const item = this.#list.find(id);
    this.#byItself = false;
    if (item === undefined && this.#batches.get(id) === undefined) return false;
    const kept = (this.#batches.get(id) ?? (item && this.#batches.of(item)))?.rows;
    this.#list.forget((review) => review.id !== id && !kept?.some((row) => row === review));
    this.#moveTo(id);
    return true;
  }

  /** The next that waits for the person, after what is shown and round again; rows of the shown batch come last. */
  get next(): OnDesk | undefined {
    const all = this.#list.all;
    const here = (review: OnDesk): boolean => review.id === this.#id || this.entryOf(review) === this.#id;
    const from = all.findIndex(here) + 1;
    const waiting = [...all.slice(from), ...all.slice(0, from)].filter(
      (review) => review.phase === 'pending' || review.phase === 'answered',
    );
    return waiting.find((review) => !here(review)) ?? waiting[0];
  }

  /** Goes to what has just come when nothing open is shown, or when it forms a batch with what nobody can have read yet. */
  showNew(first: OnDesk): void {
    const { item } = this;
    const entry = this.entryOf(first);
    const shown = item ? [item] : (this.#batches.get(this.#id)?.rows ?? []);
    if (shown.every(({ closed }) => closed)) {
      const seen = shown.filter(({ ending }) => ending?.byPerson || ending?.how === 'returned');
      this.#list.forget((old) => seen.some((one) => one === old));
      this.#byItself = true;
      this.#moveTo(entry);
    } else if (item && this.#byItself && this.entryOf(item) === entry && !this.#painted.stood(item.id)) {
      this.#moveTo(entry);
    }
  }

  /** Forgets what is closed, and shows the first of what is left when that was shown. */
  clear(): void {
    this.#list.forget(() => true);
    this.regroup();
    if (this.item === undefined && this.#batches.get(this.#id) === undefined) this.#moveToFirst();
  }

  /**
   * Forms the batches anew. One that fell apart while it was shown leaves its place to what is left of it. True when the list or the
   * selection is another one.
   */
  regroup(): boolean {
    const rows = this.#batches.get(this.#id)?.rows ?? [];
    const changed = this.#batches.update();
    if (rows.length === 0 || this.#batches.get(this.#id)) return changed;
    const left = this.#list.all.filter((item) => rows.some((row) => row === item));
    const next = left.find(({ phase }) => phase === 'pending' || phase === 'answered') ?? left[0];
    if (next) this.#moveTo(this.entryOf(next));
    else this.#moveToFirst();
    return true;
  }

  #moveTo(id: string | undefined): void {
    this.#id = id;
    this.#painted.forget();
  }
  #moveToFirst(): void {
    const [first] = this.#list.all;
    this.#moveTo(first && this.entryOf(first));
  }
}
