import type { Elicitation } from '../../../src/core/elicitation/elicitation.ts';
import type { JsonObject } from '../../../src/core/mcp.ts';
import type { ReviewDesk } from '../../../src/core/review/desk.ts';
import type { Review } from '../../../src/core/review/review.ts';
import type { Taken } from '../../../src/core/review/taken.ts';
import { textOf } from '../../../src/core/sampling/blocks.ts';
import { type TestClock, until } from './time.ts';

/** A desk that stands in front of the person and has the focus. */
const SIGHT = { visible: true, focused: true } as const;

/** Plays the person at the desk: sees a review painted, waits for the guard, clicks. Nothing goes past the desk's own rules. */
export class Reviewer {
  readonly #desk: ReviewDesk;
  readonly #clock: TestClock;
  readonly #taken = new Set<string>();

  constructor(desk: ReviewDesk, clock: TestClock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  /** The next review that this person has not looked at yet, when it has come. They are not so quick as to act in that very instant. */
  async next(): Promise<Review> {
    const review = await this.#until(() => {
      const found = this.#desk.reviews.find(({ id, closed }) => !closed && !this.#taken.has(id));
      if (found) this.#taken.add(found.id);
      return found;
    });
    await new Promise((resolve) => setImmediate(resolve));
    return review;
  }

  /** The next elicitation that this person has not looked at yet. */
  async nextAsk(): Promise<Elicitation> {
    const item = await this.#until(() => {
      const found = this.#desk.elicitations.find(({ id, closed }) => !closed && !this.#taken.has(id));
      if (found) this.#taken.add(found.id);
      return found;
    });
    await new Promise((resolve) => setImmediate(resolve));
    return item;
  }

  /** *Submit*. */
  submit(item: Elicitation, content: JsonObject): void {
    const taken = this.#press(item.id, item.id, (hash) => this.#desk.submit(item.id, hash, content, SIGHT));
    if (!taken.taken) throw new Error(taken.message);
  }

  /** *Open in browser*; resolves when the page was opened. */
  async openPage(item: Elicitation): Promise<void> {
    const taken = this.#press(item.id, item.id, (hash) => this.#desk.openPage(item.id, hash, SIGHT));
    if (!taken.taken) throw new Error(taken.message);
    await until(
      () => item.opened || undefined,
      (again) => item.onDidChange(again),
    );
  }

  /** The next `count` reviews, when all have come. */
  async several(count: number): Promise<readonly Review[]> {
    const reviews: Review[] = [];
    while (reviews.length < count) reviews.push(await this.next());
    return reviews;
  }

  /** *Approve and send*, as a person does it: the request is painted with its hash, they look at it for half a second, they click. */
  async approve(review: Review): Promise<void> {
    await this.until(review, () => review.outgoing ?? (review.failure ? fail(review.failure.message) : undefined));
    const taken = this.#click(review, (hash) => this.#desk.approve(review.id, hash, SIGHT));
    if (!taken.taken) throw new Error(taken.message);
  }

  /** Resolves when the answer is there and waits for the release. A failure of the model rejects. */
  async answered(review: Review): Promise<string> {
    await this.until(review, () => {
      if (review.failure) fail(review.failure.message);
      if (review.closed) fail(`The review was closed: ${review.ending?.message}`);
      return review.phase === 'answered' || undefined;
    });
    return textOf(review.answer?.completion.content ?? []);
  }

  /** *Return to server*. */
  release(review: Review, text?: string): void {
    const taken = this.#desk.release(review.id, text);
    if (!taken.taken) throw new Error(taken.message);
  }

  /** The whole way: approve, see the answer, return it. Resolves with the answer's text. */
  async pass(review: Review): Promise<string> {
    await this.approve(review);
    const text = await this.answered(review);
    this.release(review);
    return text;
  }

  /** The next review, all the way. */
  async passNext(): Promise<Review> {
    const review = await this.next();
    await this.pass(review);
    return review;
  }

  /** Waits for something about a review. */
  until<T>(review: Review, look: () => T | undefined): Promise<T> {
    return until(look, (again) => review.onDidChange(again));
  }

  /** Resolves with the sentence that says how it ended, when it has. */
  closed(review: Review): Promise<string> {
    return this.until(review, () => review.ending?.message);
  }

  #click(review: Review, click: (hash: string) => Taken): Taken {
    return this.#press(review.id, review.outgoing?.hash ?? 'none', click);
  }

  #press(id: string, hash: string, click: (hash: string) => Taken): Taken {
    this.#desk.select(id);
    this.#desk.rendered(id, hash);
    const early = click(hash);
    if (early.taken) throw new Error('The desk took an approval of something that was painted only now.');
    this.#clock.skip(this.#desk.guardMs);
    return click(hash);
  }

  #until<T>(look: () => T | undefined): Promise<T> {
    return until(look, (again) => this.#desk.onDidChange(again));
  }
}

function fail(message: string): never {
  throw new Error(message);
}
