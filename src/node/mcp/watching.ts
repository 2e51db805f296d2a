import type { Client } from '@modelcontextprotocol/client';
import { McpError } from '../../core/errors.ts';
import { type Clock, delay } from '../../core/util/clock.ts';
import { keepListening } from './changes.ts';
import type { Requests } from './requests.ts';
import { t } from '../../core/text/l10n.ts';

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
  /** The server has stopped telling of a resource that it told of before. */
  onEnded(uri: string): void;
  /** Why changes are not told of at the moment, in a sentence; undefined when they are again. */
  readonly onTrouble?: (sentence: string | undefined) => void;
}

/**
 * Has the server tell of changes to resources. Legacy: `resources/subscribe` and `resources/unsubscribe`, one request each. Modern: one
 * `subscriptions/listen` stream for all of them, opened anew when one is added or goes. It may tell of some of them only: those that it
 * leaves out are refused, and no other is lost with them.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#subscriptions
 */
export class Watching {
  readonly #options: WatchingOptions;
  readonly #watched = new Set<string>();
  /** What the stream that is open now tells of. */
  #told: ReadonlySet<string> = new Set();
  #stream: AbortController | undefined;
  #opening: Promise<unknown> = Promise.resolve();
  /** The opening that has not begun: what is watched until then is part of it. */
  #next: Promise<ReadonlySet<string>> | undefined;

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  async watch(uri: string): Promise<void> {
    if (this.#watched.has(uri)) return;
    this.#watched.add(uri);
    try {
      if (this.#modern) {
        if (!(await this.#listen()).has(uri)) throw refusal();
        return;
      }
      await this.#request((options) => this.#options.client.subscribeResource({ uri }, options));
    } catch (error) {
      this.#watched.delete(uri);
      throw error;
    }
  }

  async unwatch(uri: string): Promise<void> {
    if (!this.#watched.delete(uri)) return;
    if (this.#modern) {
      await this.#listen();
      return;
    }
    await this.#request((options) => this.#options.client.unsubscribeResource({ uri }, options));
  }

  get #modern(): boolean {
    return this.#options.client.getProtocolEra() === 'modern';
  }

  async #request(send: Parameters<Requests['run']>[1]): Promise<void> {
    await this.#options.requests.run(undefined, send);
  }

  /** Resolves to what the server tells of from now on. */
  #listen(): Promise<ReadonlySet<string>> {
    this.#next ??= this.#opening.then(
      () => this.#replace(),
      () => this.#replace(),
    );
    this.#opening = this.#next;
    return this.#next;
  }

  async #replace(): Promise<ReadonlySet<string>> {
    this.#next = undefined;
    try {
      await this.#replaceWith([...this.#watched]);
    } catch (error) {
      const added = [...this.#watched].filter((uri) => !this.#told.has(uri));
      if (added.length < 2) throw error;
      // A server that refuses all of them because of one is asked for each.
      for (const uri of added) {
        if (this.#watched.has(uri)) await this.#replaceWith([...this.#told, uri]).catch(() => undefined);
      }
    }
    return this.#told;
  }

  /** The new stream is there before the old one goes, so that nothing is missed between them. One that is refused leaves the old one. */
  async #replaceWith(uris: readonly string[]): Promise<void> {
    const stream = new AbortController();
    let told: readonly string[];
    try {
      told = uris.length === 0 ? [] : await this.#open(uris, stream);
    } catch (error) {
      stream.abort();
      throw error;
    }
    this.#stream?.abort();
    this.#stream = stream;
    const before = this.#told;
    this.#told = new Set(told);
    this.#options.onTrouble?.(undefined);
    this.#ended(uris.filter((uri) => before.has(uri) && !this.#told.has(uri)));
  }

  /** Resolves to those of the resources that the server tells of; rejects when there are none. */
  #open(uris: readonly string[], stream: AbortController): Promise<readonly string[]> {
    const { client, clock, over, onTrouble } = this.#options;
    const signal = AbortSignal.any([over, stream.signal]);
    return new Promise((resolve, reject) => {
      let asked = uris;
      const listening = keepListening(
        client,
        { resourceSubscriptions: [...uris] },
        {
          clock,
          signal,
          ...(onTrouble && { onTrouble }),
          onOpened: ({ resourceSubscriptions: honored = [] }) => {
            const told = asked.filter((uri) => honored.includes(uri));
            const left = asked.filter((uri) => !honored.includes(uri));
            asked = told;
            if (told.length === 0) reject(refusal());
            else resolve(told);
            if (this.#stream === stream) this.#ended(left);
          },
          onReopened: () => asked.filter((uri) => this.#watched.has(uri)).forEach((uri) => this.#options.onMissed(uri)),
        },
      );
      void listening.then(() => {
        reject(refusal());
        if (this.#stream === stream && !signal.aborted) void this.#lost();
      });
      // It goes on trying; nobody has to wait for that.
      void delay(clock, PATIENCE, signal).then(
        () => resolve(uris),
        () => undefined,
      );
    });
  }

  /** The stream is refused where it was taken before: perhaps because of one of its resources only. */
  async #lost(): Promise<void> {
    const before = [...this.#told];
    this.#told = new Set();
    const told = before.length > 1 ? await this.#listen().catch(() => this.#told) : this.#told;
    this.#ended(before.filter((uri) => !told.has(uri)));
  }

  #ended(uris: readonly string[]): void {
    if (uris.length === 0) return;
    this.#told = new Set([...this.#told].filter((uri) => !uris.includes(uri)));
    for (const uri of uris) if (this.#watched.delete(uri)) this.#options.onEnded(uri);
    if (this.#watched.size === 0) this.#options.onTrouble?.(undefined);
  }
}

function refusal(): McpError {
  return new McpError('server', t('The server does not tell of changes to this resource.'));
}
