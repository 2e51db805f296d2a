import { type McpError, messageOf } from '../errors.ts';
import type { Ledger } from '../ledger/entry.ts';
import type { Clock } from '../util/clock.ts';
import type { Log } from '../util/system.ts';
import type { AskingServer } from './ask.ts';
import { refusalRecord } from './records.ts';

/** After a refusal for its number, those that follow within this time are one entry. Milliseconds. */
const TOGETHER_MS = 250;

interface Asking {
  readonly server: AskingServer;
}

/**
 * Writes down what was refused before the desk. The refusal stands even when it cannot be written, since nothing left this machine. Of
 * requests that are refused for their number alone the first is written at once, and those that follow in the next moment are one
 * entry with their count: a server that asks a thousand times must not fill the disk, and has its answer without waiting for it.
 */
export class Refusals {
  readonly #options: { readonly ledger: Ledger; readonly clock: Pick<Clock, 'timeout'>; readonly log: Log };
  /** By server, how many more were refused since the last entry. */
  readonly #more = new Map<string, number>();

  constructor(options: { readonly ledger: Ledger; readonly clock: Pick<Clock, 'timeout'>; readonly log: Log }) {
    this.#options = options;
  }

  async write(asks: readonly Asking[], refusal: McpError): Promise<void> {
    const [first] = asks;
    if (refusal.kind === 'tooMany' && first) return this.#count(first, asks.length, refusal);
    await Promise.all(asks.map((ask) => this.#append(ask, refusal, 1)));
  }

  #count(ask: Asking, count: number, refusal: McpError): void {
    const { name, definition } = ask.server;
    const key = JSON.stringify([name, definition]);
    const more = this.#more.get(key);
    if (more !== undefined) {
      this.#more.set(key, more + count);
      return;
    }
    void this.#append(ask, refusal, count);
    this.#follow(key, ask, refusal);
  }

  #follow(key: string, ask: Asking, refusal: McpError): void {
    this.#more.set(key, 0);
    this.#options.clock.timeout(() => {
      const count = this.#more.get(key) ?? 0;
      this.#more.delete(key);
      if (count === 0) return;
      void this.#append(ask, refusal, count);
      this.#follow(key, ask, refusal);
    }, TOGETHER_MS);
  }

  async #append(ask: Asking, { kind, message }: McpError, count: number): Promise<void> {
    const { ledger, log } = this.#options;
    try {
      await ledger.append({ ...refusalRecord(ask, kind, message), ...(count > 1 && { count }) });
    } catch (error) {
      log.error(`Ledger: ${messageOf(error)}`);
    }
  }
}
