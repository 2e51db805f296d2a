/** Milliseconds. A connection that held for this long was a real one: when it is lost, a new episode begins. */
const HELD = 10_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** Milliseconds of trying after which a person has to say that it shall go on. */
const PATIENCE = 15 * 60_000;
/** Milliseconds. No attempt takes as long: where so much more than a pause has passed, the computer slept, which is no trying. */
const SLEPT = 4 * 60_000;

/** What to do after a connection was lost. `since` is when the episode began, in milliseconds since the epoch. */
export type ReconnectVerdict =
  | {
      readonly kind: 'retry';
      readonly pause: number;
      readonly attempt: number;
      readonly since: number;
      readonly policy: ReconnectPolicy;
    }
  | { readonly kind: 'giveUp'; readonly minutes: number; readonly policy: ReconnectPolicy };

/**
 * When a server that is reached over the network is tried again: at once, since most often only the session has ended, then after
 * pauses of about 1, 2, 4 … 60 s, and for a quarter of an hour; after a sleep of the computer from the beginning. Nothing is spawned, so there is no budget of spawns. Immutable; time and
 * chance come in as arguments.
 */
export class ReconnectPolicy {
  static readonly fresh = new ReconnectPolicy(0, 0, 0);
  readonly #attempts: number;
  readonly #since: number;
  /** When the next attempt is due. */
  readonly #due: number;

  private constructor(attempts: number, since: number, due: number) {
    this.#attempts = attempts;
    this.#since = since;
    this.#due = due;
  }

  /** Attempts of the episode that is under way; 0 when there is none. */
  get attempts(): number {
    return this.#attempts;
  }

  /** @param connectedSince when the connection that was lost had been made; undefined when an attempt has failed */
  lost(now: number, connectedSince: number | undefined, random: number): ReconnectVerdict {
    const held = connectedSince !== undefined && now - connectedSince >= HELD;
    const first = held || this.#attempts === 0 || now - this.#due >= SLEPT;
    const attempt = first ? 1 : this.#attempts + 1;
    const since = first ? now : this.#since;
    if (now - since >= PATIENCE)
      return { kind: 'giveUp', minutes: Math.round((now - since) / 60_000), policy: ReconnectPolicy.fresh };
    const planned = attempt === 1 ? 0 : Math.min(FIRST_PAUSE * 2 ** (attempt - 2), LONGEST_PAUSE);
    const pause = Math.round(planned * (0.8 + 0.4 * random));
    return { kind: 'retry', pause, attempt, since, policy: new ReconnectPolicy(attempt, since, now + pause) };
  }
}
