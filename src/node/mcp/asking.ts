import type { Requests } from './requests.ts';

/**
 * Who rests while a person is asked for something that requests wait for, such as a sign-in: the requests of a session, and calls,
 * which have a time limit of their own.
 */
export class Asking {
  readonly #requests: Requests;
  readonly #calls = new Set<(waiting: boolean) => void>();
  #open = 0;

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  /** A person is being asked, or is done. */
  readonly change = (asking: boolean): void => {
    this.#open += asking ? 1 : -1;
    if (asking) this.#requests.pushStarted();
    else this.#requests.pushEnded();
    if (this.#open === (asking ? 1 : 0)) for (const tell of this.#calls) tell(asking);
  };

  /** Tells a call, for as long as its work lasts. */
  async during<T>(tell: ((waiting: boolean) => void) | undefined, work: () => Promise<T>): Promise<T> {
    if (tell === undefined) return work();
    this.#calls.add(tell);
    if (this.#open > 0) tell(true);
    try {
      return await work();
    } finally {
      this.#calls.delete(tell);
      if (this.#open > 0) tell(false);
    }
  }
}
