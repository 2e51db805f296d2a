import type { OnDesk } from '../review/deskItem.ts';
import type { Edits } from '../review/edits.ts';
import type { Kept } from '../sampling/ask.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import type { ParkedRound, Parking } from './parking.ts';

/** The first edit is written at once, those that follow within this time together. Milliseconds. */
const SETTLE = 250;

/** Keeps one round on disk for as long as a person thinks about it, with their edits. */
export class RoundKeeper {
  readonly #parking: Parking;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  #round: ParkedRound;
  #kept: Kept = { kept: false };
  #timer: Disposable | undefined;
  #unwritten = false;
  #last: Promise<unknown> = Promise.resolve();
  #over = false;

  constructor(parking: Parking, clock: Clock, round: ParkedRound) {
    this.#parking = parking;
    this.#clock = clock;
    this.#round = round;
  }

  /** Whether it is kept, as it stands. */
  readonly kept = (): Kept => this.#kept;

  /** Writes it down. Resolves when that is done, or is known not to be possible. */
  async begin(): Promise<void> {
    this.#kept = await this.#parking.keep(this.#round);
  }

  /** Keeps the edits of its reviews too. */
  follow(reviews: readonly OnDesk[]): void {
    for (const review of reviews) {
      if (review.kind !== 'sampling') continue;
      this.#store.add(
        review.onDidChange((part) => {
          if (part === 'content') this.#edited(review.ask.key ?? '', review.draft.edits);
        }),
      );
    }
  }

  /** The call goes on or has ended: nothing of it stays. False when it goes on in another window, and so must not here. */
  async end(): Promise<boolean> {
    this.#stop();
    // What is being written must not come after it.
    await this.#last;
    return this.#parking.drop(this.#round.id);
  }

  /** The window closes, or the connection was lost: it stays, with what was edited so far. */
  async leave(): Promise<void> {
    this.#stop();
    if (this.#unwritten) this.#write();
    await this.#last;
    await this.#parking.leave(this.#round.id);
  }

  #edited(key: string, edits: Edits): void {
    if (this.#over) return;
    this.#round = { ...this.#round, edits: { ...this.#round.edits, [key]: edits } };
    this.#unwritten = true;
    if (this.#timer === undefined) this.#writeAndWait();
  }

  #writeAndWait(): void {
    this.#write();
    this.#timer = this.#clock.timeout(() => {
      this.#timer = undefined;
      if (this.#unwritten) this.#writeAndWait();
    }, SETTLE);
  }

  #write(): void {
    this.#unwritten = false;
    this.#last = this.#last.then(async () => {
      this.#kept = await this.#parking.keep(this.#round);
    });
  }

  #stop(): void {
    this.#over = true;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#store.dispose();
  }
}
