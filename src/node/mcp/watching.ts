import type { Client } from '@modelcontextprotocol/client';
import { McpError } from '../../core/errors.ts';
import { type Clock, delay } from '../../core/util/clock.ts';
import { keepListening } from './changes.ts';
import type { Requests } from './requests.ts';

/** Milliseconds until a stream that does not open is left to itself. */
const PATIENCE = 10_000;

export interface WatchingOptions {
  readonly client: Client;
  readonly requests: Requests;
  readonly clock: Clock;
  /** Aborts when the session is over. */
  readonly over: AbortSignal;
  /** Something may have been missed while no stream was open. */
  onMissed(uri: string): void;
}

/**
 * Has the server tell of changes to resources. Legacy: `resources/subscribe` and `resources/unsubscribe`, one request each. Modern: one
 * `subscriptions/listen` stream for all of them, opened anew when one is added or goes.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#subscriptions
 */
export class Watching {
  readonly #options: WatchingOptions;
  readonly #watched = new Set<string>();
  #stream: AbortController | undefined;
  #opening: Promise<void> = Promise.resolve();

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  async watch(uri: string): Promise<void> {
    if (this.#watched.has(uri)) return;
    this.#watched.add(uri);
    try {
      if (this.#modern) return await this.#listen();
      await this.#request((options) => this.#options.client.subscribeResource({ uri }, options));
    } catch (error) {
      this.#watched.delete(uri);
      throw error;
    }
  }

  async unwatch(uri: string): Promise<void> {
    if (!this.#watched.delete(uri)) return;
    if (this.#modern) return this.#listen();
    await this.#request((options) => this.#options.client.unsubscribeResource({ uri }, options));
  }

  get #modern(): boolean {
    return this.#options.client.getProtocolEra() === 'modern';
  }

  async #request(send: Parameters<Requests['run']>[1]): Promise<void> {
    await this.#options.requests.run(undefined, send);
  }

  /** The new stream is there before the old one goes, so that nothing is missed between them. */
  #listen(): Promise<void> {
    this.#opening = this.#opening.catch(() => undefined).then(() => this.#replace());
    return this.#opening;
  }

  /** One that the server does not take leaves the old stream as it was. */
  async #replace(): Promise<void> {
    const uris = [...this.#watched];
    const stream = new AbortController();
    try {
      if (uris.length > 0) await this.#open(uris, AbortSignal.any([this.#options.over, stream.signal]));
    } catch (error) {
      stream.abort();
      throw error;
    }
    this.#stream?.abort();
    this.#stream = stream;
  }

  #open(uris: readonly string[], signal: AbortSignal): Promise<void> {
    const { client, clock } = this.#options;
    return new Promise((resolve, reject) => {
      const listening = keepListening(
        client,
        { resourceSubscriptions: [...uris] },
        {
          clock,
          signal,
          onOpened: ({ resourceSubscriptions: honored = [] }) => {
            if (uris.every((uri) => honored.includes(uri))) resolve();
            else reject(refusal());
          },
          onReopened: () => uris.forEach((uri) => this.#options.onMissed(uri)),
        },
      );
      void listening.then(() => reject(refusal()));
      // It goes on trying; nobody has to wait for that.
      void delay(clock, PATIENCE, signal).then(resolve, () => undefined);
    });
  }
}

function refusal(): McpError {
  return new McpError('server', 'The server does not tell of changes to this resource.');
}
