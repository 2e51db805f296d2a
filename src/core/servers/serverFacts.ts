import type { Disposable } from '../util/disposable.ts';
import { type LogChoice, passes } from './logLevel.ts';
import type { ServerLogMessage } from './session.ts';
import { Traffic } from './traffic.ts';

/** Log messages that are kept for the server's page. */
const MOST_LOGS = 50;
/** What is kept of each, in UTF-16 units. */
const LONGEST_LOG = 2_000;

/** A log message of a server, as its page lists it. */
export interface KeptLog {
  readonly time: number;
  readonly level: ServerLogMessage['level'];
  readonly logger?: string;
  readonly text: string;
}

/** What is known of a server's runs since VS Code started: figures, its last log messages, its traffic. */
export class ServerFacts implements Disposable {
  readonly traffic: Traffic;
  readonly #now: () => number;
  #launchedAt: number | undefined;
  #connectMs: number | undefined;
  #starts = 0;
  #losses = 0;
  #logs: readonly KeptLog[] = [];

  constructor(now: () => number) {
    this.#now = now;
    this.traffic = new Traffic(now);
  }

  /** From the launch to the connection being ready, in milliseconds; of the last time. */
  get connectMs(): number | undefined {
    return this.#connectMs;
  }

  /** How often it was launched. */
  get starts(): number {
    return this.#starts;
  }

  /** How often it ended without being asked to. */
  get losses(): number {
    return this.#losses;
  }

  /** The oldest first. */
  get logs(): readonly KeptLog[] {
    return this.#logs;
  }

  launching(): void {
    this.#launchedAt = this.#now();
    this.#connectMs = undefined;
    this.#starts += 1;
    this.traffic.connecting();
  }

  connected(): void {
    if (this.#launchedAt !== undefined) this.#connectMs = this.#now() - this.#launchedAt;
  }

  lost(): void {
    this.#losses += 1;
  }

  /** Keeps a message, redacted before; tells whether it is one that the person wants to see. */
  logged(message: ServerLogMessage, choice: LogChoice): boolean {
    if (!passes(message.level, choice)) return false;
    const { level, logger, data } = message;
    const text = (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, LONGEST_LOG);
    const entry: KeptLog = { time: this.#now(), level, text, ...(logger !== undefined && { logger }) };
    this.#logs = [...this.#logs.slice(1 - MOST_LOGS), entry];
    return true;
  }

  dispose(): void {
    this.traffic.dispose();
  }
}
