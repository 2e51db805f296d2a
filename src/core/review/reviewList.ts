import { McpError } from '../errors.ts';
import { type Disposable, toDisposable } from '../util/disposable.ts';
import type { OnDesk } from './deskItem.ts';
import type { Flood } from './flood.ts';

/** How many reviews may be open. What is more is refused at once. */
export interface ReviewCaps {
  readonly perServer: number;
  readonly total: number;
}

/** The caps of a window. */
export const REVIEW_CAPS: ReviewCaps = { perServer: 20, total: 50 };

/** Closed reviews that the person has not seen closing are listed up to this number, the oldest go first. */
const MAX_CLOSED = 20;

/** The reviews in the order in which they came, and the places that are taken while one is being written to the ledger. */
export class ReviewList {
  #reviews: OnDesk[] = [];
  readonly #reserved = new Map<string, number>();
  readonly #caps: ReviewCaps;
  readonly #flood: Pick<Flood, 'count'>;

  /** `flood` counts what is refused. */
  constructor(caps: ReviewCaps, flood: Pick<Flood, 'count'>) {
    this.#caps = caps;
    this.#flood = flood;
  }

  get all(): readonly OnDesk[] {
    return this.#reviews;
  }
  get open(): readonly OnDesk[] {
    return this.#reviews.filter((review) => !review.closed);
  }
  find(id: string): OnDesk | undefined {
    return this.#reviews.find((review) => review.id === id);
  }

  /** Whether so many more of a server would pass a cap, and how many wait already. */
  full(server: string, count: number): { readonly of: 'server' | 'all'; readonly waiting: number } | undefined {
    const { perServer, total } = this.#caps;
    const ofServer =
      this.open.filter((review) => review.ask.server.name === server).length + (this.#reserved.get(server) ?? 0);
    if (ofServer + count > perServer) return { of: 'server', waiting: ofServer };
    const all = this.open.length + [...this.#reserved.values()].reduce((sum, value) => sum + value, 0);
    return all + count > total ? { of: 'all', waiting: all } : undefined;
  }

  /** Takes `count` places for a server until it is disposed. Throws `McpError` (`tooMany`) when a cap would be passed. */
  reserve(server: string, count: number): Disposable {
    const full = this.full(server, count);
    if (full) {
      this.#flood.count({ server, refused: count, ...full });
      const { perServer, total } = this.#caps;
      const whose = full.of === 'server' ? 'requests of this server' : 'requests';
      const most = full.of === 'server' ? perServer : total;
      const message = `Refused: ${full.waiting} ${whose} wait for the user already, and at most ${most} may.`;
      throw new McpError('tooMany', message, -1);
    }
    this.#reserved.set(server, (this.#reserved.get(server) ?? 0) + count);
    return toDisposable(() => {
      const left = (this.#reserved.get(server) ?? 0) - count;
      if (left > 0) this.#reserved.set(server, left);
      else this.#reserved.delete(server);
    });
  }

  add(reviews: readonly OnDesk[]): void {
    this.#reviews.push(...reviews);
  }

  /** Forgets closed reviews that match. */
  forget(which: (review: OnDesk) => boolean): void {
    this.#reviews = this.#reviews.filter((review) => !review.closed || !which(review));
  }

  /** Keeps the list of closed ones short. */
  trim(keep: string | undefined): void {
    const closed = this.#reviews.filter((review) => review.closed && review.id !== keep);
    const gone = new Set(closed.slice(0, Math.max(0, closed.length - MAX_CLOSED)));
    this.forget((review) => gone.has(review));
  }
}
