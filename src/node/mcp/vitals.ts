import type { Client, JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Clock } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { askAlive } from './alive.ts';
import { Buffering } from './buffering.ts';
import { Health, type HealthTimings } from './health.ts';
import type { Troubles } from './troubles.ts';

export interface VitalsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly troubles: Troubles;
  readonly where?: string;
  readonly health?: Partial<HealthTimings> | undefined;
  awaited(): number;
  onGone(reason: string): void;
}

/** Everything that is watched of a connection over the network. */
export class Vitals implements Disposable {
  readonly #health: Health;
  readonly #buffering: Buffering;

  constructor(options: VitalsOptions) {
    const { client, clock, where, troubles } = options;
    this.#health = new Health({
      clock,
      timings: options.health,
      ask: (ms) => askAlive(client, where, ms),
      awaited: () => options.awaited(),
      onTrouble: (sentence) => troubles.set('silence', sentence),
      onGone: (reason) => options.onGone(reason),
    });
    this.#buffering = new Buffering(clock, (sentence) => troubles.set('buffering', sentence));
  }

  /** From when the connection stands. */
  start(): void {
    this.#health.start();
  }

  passed(direction: 'sent' | 'received', message: JSONRPCMessage): void {
    if (direction === 'sent') {
      this.#buffering.sent(message);
      return;
    }
    this.#health.heard();
    this.#buffering.received(message);
  }

  /** Nobody waits for the answer to this request any more. */
  forget(id: string | number): void {
    this.#buffering.forget(id);
  }

  suspect(): void {
    this.#health.suspect();
  }

  dispose(): void {
    this.#health.dispose();
  }
}
