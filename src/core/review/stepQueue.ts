/** What a person decided, taken out by the walk one by one: kept while nobody waits, handed over at once where somebody does. */
export class StepQueue<S> {
  #steps: S[] = [];
  #last: S | undefined;
  #waiter: ((step: S) => void) | undefined;

  push(step: S): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter) waiter(step);
    else this.#steps.push(step);
  }

  /** Nothing comes after this step: what was not taken out is dropped, and whoever asks later gets it again. */
  end(step: S): void {
    this.#steps = [];
    this.#last = step;
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.(step);
  }

  /** One caller at a time. */
  next(): Promise<S> {
    const step = this.#steps.shift() ?? this.#last;
    if (step !== undefined) return Promise.resolve(step);
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }
}
