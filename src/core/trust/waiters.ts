/** What became of a change: a yes for one time, a no, or nothing but a reason to look again. */
export type Decision = 'allowed' | 'refused' | undefined;

interface Waiter {
  readonly id: string;
  wake(decision: Decision): void;
}

/** Calls that wait for a person's decision on a change. */
export class Waiters {
  readonly #all = new Set<Waiter>();

  /** Resolves to the decision on a change. Rejects with the reason of the first signal that aborts. */
  decision(id: string, signals: readonly AbortSignal[]): Promise<Decision> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.any([...signals]);
      const end = (): void => {
        this.#all.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(signal.reason);
      };
      const waiter: Waiter = {
        id,
        wake: (decision) => {
          end();
          resolve(decision);
        },
      };
      this.#all.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }

  waits(id: string): boolean {
    return [...this.#all].some((waiter) => waiter.id === id);
  }

  wake(id: string, decision: Decision): void {
    for (const waiter of [...this.#all]) if (waiter.id === id) waiter.wake(decision);
  }

  /** Something has changed: each looks again whether it may go on. */
  wakeAll(): void {
    for (const waiter of [...this.#all]) waiter.wake(undefined);
  }
}
