import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Clock } from '../../core/util/clock.ts';
import { t } from '../../core/text/l10n.ts';

/** Milliseconds before the first byte, below which nothing can be told. */
const SLOW = 2_000;
/** Milliseconds in which everything came, from the first message to the answer. */
const BURST = 100;

const SENTENCE = t(
  'Answers arrive only at their end: something between here and the server (a proxy) buffers the stream. Progress, and what it asks during a call, come too late.',
);

interface Awaited {
  readonly since: number;
  /** When the first message before the answer came. */
  first?: number;
  count: number;
}

/**
 * Notices that a call's messages come all at once with its answer, after a long silence: then a proxy keeps the stream back. A server
 * sends its progress while it works, so several such messages in the moment of the answer are no chance.
 */
export class Buffering {
  readonly #clock: Clock;
  readonly #onTrouble: (sentence: string | undefined) => void;
  readonly #awaited = new Map<string | number, Awaited>();

  constructor(clock: Clock, onTrouble: (sentence: string | undefined) => void) {
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  sent(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message) this.#awaited.set(message.id, { since: this.#clock.now(), count: 0 });
  }

  /** Nobody waits for it any more. */
  forget(id: string | number): void {
    this.#awaited.delete(id);
  }

  received(message: JSONRPCMessage): void {
    if (!('method' in message)) {
      if (message.id !== undefined) this.#answered(message.id);
      return;
    }
    // The SDK takes the id of a request as its progress token.
    const token = message.method === 'notifications/progress' ? message.params?.['progressToken'] : undefined;
    const awaited = typeof token === 'number' || typeof token === 'string' ? this.#awaited.get(token) : undefined;
    if (!awaited) return;
    awaited.first ??= this.#clock.now();
    awaited.count += 1;
    // Something came, and the answer did not with it: the stream flows.
    if (this.#clock.now() - awaited.first > BURST) this.#onTrouble(undefined);
  }

  #answered(id: string | number): void {
    const awaited = this.#awaited.get(id);
    this.#awaited.delete(id);
    if (awaited?.first === undefined || awaited.count < 2) return;
    const burst = this.#clock.now() - awaited.first <= BURST;
    if (burst && awaited.first - awaited.since >= SLOW) this.#onTrouble(SENTENCE);
  }
}
