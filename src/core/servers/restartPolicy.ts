/** Milliseconds. Five spawns in five minutes are enough to know that a sixth will not help. */
const WINDOW = 5 * 60_000;
const MAX_SPAWNS = 5;
const HEALTHY = 60_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** What to do after a crash. */
export type RestartVerdict =
  | { readonly kind: 'retry'; readonly pause: number; readonly policy: RestartPolicy }
  | { readonly kind: 'giveUp'; readonly spawns: number; readonly policy: RestartPolicy };

/**
 * When a crashed server may run again: pauses of about 1, 2, 4 … 60 s, no more than five spawns in five minutes, and a clean slate
 * after a minute of health. Immutable; time and chance come in as arguments.
 */
export class RestartPolicy {
  static readonly fresh = new RestartPolicy([], 0);
  /** Times of spawns, in milliseconds since the epoch. */
  readonly #spawns: readonly number[];
  readonly #crashes: number;

  private constructor(spawns: readonly number[], crashes: number) {
    this.#spawns = spawns;
    this.#crashes = crashes;
  }

  /** Crashes since the last clean slate. */
  get crashes(): number {
    return this.#crashes;
  }

  /** Whether there were as many spawns of late as there may be. */
  exhausted(now: number): boolean {
    return this.#recent(now).length >= MAX_SPAWNS;
  }

  spawned(now: number): RestartPolicy {
    return new RestartPolicy([...this.#recent(now), now], this.#crashes);
  }

  /**
   * @param runningSince when it had begun to serve; undefined when it never did
   * @param random 0 ≤ x < 1, spreads the pauses by a fifth so that several servers do not restart in step
   */
  crashed(now: number, runningSince: number | undefined, random: number): RestartVerdict {
    const healthy = runningSince !== undefined && now - runningSince >= HEALTHY;
    const spawns = healthy ? [] : this.#recent(now);
    const crashes = healthy ? 0 : this.#crashes;
    const policy = new RestartPolicy(spawns, crashes + 1);
    if (policy.exhausted(now)) return { kind: 'giveUp', spawns: spawns.length, policy };
    const pause = Math.min(FIRST_PAUSE * 2 ** crashes, LONGEST_PAUSE);
    return { kind: 'retry', pause: Math.round(pause * (0.8 + 0.4 * random)), policy };
  }

  #recent(now: number): readonly number[] {
    return this.#spawns.filter((time) => now - time < WINDOW);
  }
}
