/** How much can be undone: steps, and characters that they hold. */
const LIMITS = { steps: 500, characters: 8_000_000 } as const;

/**
 * The states that a person can go back to and forth again. Steps with the same `joins` in a row, such as the keys of one sitting at a
 * text, are one.
 */
export class UndoStack<T> {
  readonly #weigh: (state: T) => number;
  #past: Weighed<T>[] = [];
  #future: Weighed<T>[] = [];
  #joins: string | undefined;

  /** `weigh`: about how many characters a state holds on to. */
  constructor(weigh: (state: T) => number) {
    this.#weigh = weigh;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A step is made; `before` is what it leaves. */
  step(before: T, joins?: string): void {
    const same = joins !== undefined && joins === this.#joins && this.#past.length > 0;
    if (!same) this.#past.push({ state: before, weight: this.#weigh(before) });
    this.#future = [];
    this.#joins = joins;
    let weight = this.#past.reduce((sum, step) => sum + step.weight, 0);
    while (this.#past.length > 1 && (weight > LIMITS.characters || this.#past.length > LIMITS.steps))
      weight -= this.#past.shift()?.weight ?? 0;
  }

  /** The state before the last step; `now` can be gone forth to. */
  undo(now: T): T | undefined {
    return this.#move(this.#past, this.#future, now);
  }

  /** The state that the last `undo` left. */
  redo(now: T): T | undefined {
    return this.#move(this.#future, this.#past, now);
  }

  #move(from: Weighed<T>[], to: Weighed<T>[], now: T): T | undefined {
    const step = from.pop();
    if (step === undefined) return undefined;
    to.push({ state: now, weight: this.#weigh(now) });
    this.#joins = undefined;
    return step.state;
  }
}

interface Weighed<T> {
  readonly state: T;
  readonly weight: number;
}
