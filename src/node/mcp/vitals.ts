import type { Client, JSONRPCMessage } from '@modelcontextprotocol/client';
import type { SessionHooks } from '../../core/servers/session.ts';
import type { Clock } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { askAlive } from './alive.ts';
import { Buffering } from './buffering.ts';
import { Health, type HealthTimings } from './health.ts';

export interface VitalsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly hooks: Pick<SessionHooks, 'onTrouble'>;
  readonly where?: string;
  readonly health?: Partial<HealthTimings> | undefined;
  awaited(): number;
  onGone(reason: string): void;
}

/** What can hinder a connection over the network, the worst first. */
const kinds = ['silence', 'stream', 'buffering'] as const;
type Kind = (typeof kinds)[number];

/** Everything that is watched of a connection over the network; what hinders it is told one sentence at a time. */
export class Vitals implements Disposable {
  readonly #options: VitalsOptions;
  readonly #health: Health;
  readonly #buffering: Buffering;
  readonly #troubles = new Map<Kind, string>();

  constructor(options: VitalsOptions) {
    this.#options = options;
    const { client, clock, where } = options;
    this.#health = new Health({
      clock,
      timings: options.health,
      ask: (ms) => askAlive(client, where, ms),
      awaited: () => options.awaited(),
      onTrouble: (sentence) => this.trouble('silence', sentence),
      onGone: (reason) => options.onGone(reason),
    });
    this.#buffering = new Buffering(clock, (sentence) => this.trouble('buffering', sentence));
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

  suspect(): void {
    this.#health.suspect();
  }

  trouble(kind: Kind, sentence: string | undefined): void {
    if (this.#troubles.get(kind) === sentence) return;
    if (sentence === undefined) this.#troubles.delete(kind);
    else this.#troubles.set(kind, sentence);
    const worst = kinds.find((one) => this.#troubles.has(one));
    this.#options.hooks.onTrouble?.(worst === undefined ? undefined : this.#troubles.get(worst));
  }

  dispose(): void {
    this.#health.dispose();
  }
}
