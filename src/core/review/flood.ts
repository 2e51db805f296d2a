import type { Clock } from '../util/clock.ts';
import { Emitter } from '../util/emitter.ts';

/** Requests of one server that were refused because too many wait already. */
export interface Flooding {
  readonly server: string;
  /** How many were refused, since the note was last put away. */
  readonly refused: number;
  /** How many waited: of this server, or of all. */
  readonly waiting: number;
  readonly of: 'server' | 'all';
}

/** A thousand refusals in a second are a handful of changes. Milliseconds. */
const SETTLE = 100;

/** Counts what was refused for its number alone, so that the desk can say so once. */
export class Flood {
  readonly #clock: Partial<Pick<Clock, 'timeout'>>;
  readonly #changed = new Emitter<void>();
  readonly #servers = new Map<string, Flooding>();
  #settling = false;

  constructor(clock: Partial<Pick<Clock, 'timeout'>>) {
    this.#clock = clock;
  }

  readonly onDidChange = this.#changed.event;

  get all(): readonly Flooding[] {
    return [...this.#servers.values()];
  }

  count({ server, refused, waiting, of }: Flooding): void {
    const before = this.#servers.get(server)?.refused ?? 0;
    this.#servers.set(server, { server, refused: before + refused, waiting, of });
    if (this.#settling) return;
    if (this.#clock.timeout === undefined) return this.#changed.fire();
    this.#settling = true;
    this.#changed.fire();
    this.#clock.timeout(() => {
      this.#settling = false;
      this.#changed.fire();
    }, SETTLE);
  }

  /** The person has read it. */
  putAway(server: string): void {
    if (this.#servers.delete(server)) this.#changed.fire();
  }
}
