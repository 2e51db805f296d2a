import { unlessAborted } from './unlessAborted.ts';

/** Work that several wait for. Each may stop waiting; when nobody waits any more, the work is told to end. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  /** Resolves when the work is over, however it ended. */
  readonly over: Promise<void>;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#abort.signal);
    this.over = this.#result.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Whether it ends, or has ended, because nobody waited for it: it is of no use to whoever comes now. */
  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** What the work gives, or a rejection with the reason of the signal, which is this waiter's own. */
  async join(signal: AbortSignal): Promise<T> {
    this.#waiting += 1;
    try {
      return await unlessAborted(this.#result, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#abort.abort(signal.reason);
    }
  }
}
