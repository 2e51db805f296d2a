import { Emitter } from '../util/emitter.ts';
import type { PinnedServer } from './pins.ts';
import type { PinChange, PinnedConnection, PinsDeps } from './change.ts';
import { ServerPins } from './serverPins.ts';

/** Makes the pins of each connection, and says when one of them asks a person. */
export class PinBook {
  readonly #deps: PinsDeps;
  readonly #ask = new Emitter<PinChange>();

  /** A call waits for a decision on this change. */
  readonly onDidAsk = this.#ask.event;

  constructor(deps: PinsDeps) {
    this.#deps = deps;
  }

  open(connection: PinnedConnection): ServerPins {
    return new ServerPins(connection, this.#deps, (change) => this.#ask.fire(change));
  }

  /** Forgets what is remembered of one server, or of all: the next list of it is a first one. */
  async forget(server?: PinnedServer): Promise<void> {
    await this.#deps.store.forget(server);
  }
}
