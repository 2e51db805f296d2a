import { isMcpError, isWithdrawn } from '../errors.ts';
import type { DeskItem } from './deskItem.ts';

/**
 * How long servers commonly wait for an answer, in milliseconds: the default of the official SDKs for what a server asks.
 * @see https://github.com/modelcontextprotocol/typescript-sdk/blob/main/src/shared/protocol.ts (DEFAULT_REQUEST_TIMEOUT_MSEC)
 */
export const TYPICAL_MS = 60_000;
/** A server that has waited this much longer than is typical has another limit, or none. Milliseconds. */
const GRACE_MS = 5_000;
/** One that takes its request back sooner has changed its mind. Milliseconds. */
const SHORTEST_MS = 2_000;
/** Servers that are remembered; the oldest go first. */
const MAX_SERVERS = 200;

/** When a server gives up on a request, and how sure that is. Milliseconds. */
export interface Deadline {
  /** Since the Unix epoch. */
  readonly at: number;
  /** From the moment the request came. */
  readonly lasts: number;
  /** `stated`: by the server. `remembered`: what a server of this name did before, in this window. `typical`: what many do. */
  readonly certainty: 'stated' | 'remembered' | 'typical';
}

/** What is known of how long a server waits. */
interface Patience {
  /** After how many milliseconds it gave up last time. */
  readonly gaveUp?: number;
  /** The longest that it is known to have waited, in milliseconds. */
  readonly waited: number;
}

type Waits = Pick<DeskItem, 'ask' | 'receivedAt'>;

/** What this window has seen of how long servers wait. A server that is told that somebody is still there may wait longer. */
export class Deadlines {
  readonly #known = new Map<string, Patience>();

  /** Undefined where nothing says that the server gives up. */
  of({ ask, receivedAt }: Waits): Deadline | undefined {
    if (ask.server.own) return undefined;
    if (ask.expiresAt !== undefined)
      return { at: ask.expiresAt, lasts: Math.max(0, ask.expiresAt - receivedAt), certainty: 'stated' };
    const known = this.#known.get(keyOf(ask));
    const lasts = known?.gaveUp;
    if (lasts !== undefined) return { at: receivedAt + lasts, lasts, certainty: 'remembered' };
    // A modern call waits for nobody: it is made again with the answer.
    if (ask.server.era === 'modern' || (known?.waited ?? 0) > TYPICAL_MS + GRACE_MS) return undefined;
    return { at: receivedAt + TYPICAL_MS, lasts: TYPICAL_MS, certainty: 'typical' };
  }

  /** How long the server is known to have waited, where that is longer than is typical. Milliseconds. */
  waited({ ask }: Pick<DeskItem, 'ask'>): number | undefined {
    const waited = this.#known.get(keyOf(ask))?.waited ?? 0;
    return waited > TYPICAL_MS + GRACE_MS ? waited : undefined;
  }

  /** A request has ended at `now`: whether the server gave up, or has waited all that time. */
  ended(item: Waits, now: number): void {
    const { ask, receivedAt } = item;
    const after = now - receivedAt;
    if (ask.server.own || after < 0) return;
    const reason: unknown = ask.signal.reason;
    // What ended for another reason, such as a lost connection, says nothing about its patience.
    if (ask.signal.aborted && !isWithdrawn(reason)) return;
    if (ask.signal.aborted && gaveUp(reason, after)) this.#learn(keyOf(ask), { gaveUp: after });
    else if (!ask.signal.aborted && ask.server.era === 'legacy') this.#learn(keyOf(ask), { waited: after });
  }

  /** A server did not take the state of its call any more that it gave `after` milliseconds ago. */
  stateRefused(ask: Pick<DeskItem['ask'], 'server'>, after: number): void {
    this.#learn(keyOf({ server: ask.server }), { gaveUp: after });
  }

  #learn(key: string, given: Partial<Patience>): void {
    const known = this.#known.get(key);
    const longest = Math.max(known?.waited ?? 0, given.waited ?? 0);
    // One that waited longer than it gave up after has no such limit.
    const outlived = known?.gaveUp !== undefined && longest > known.gaveUp + GRACE_MS;
    const limit = given.gaveUp ?? (outlived ? undefined : known?.gaveUp);
    this.#known.delete(key);
    this.#known.set(key, { waited: longest, ...(limit === undefined ? {} : { gaveUp: limit }) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_SERVERS && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Whether a server took its request back since it ran out of patience, and not at once for another reason. */
function gaveUp(reason: unknown, after: number): boolean {
  return isWithdrawn(reason) && after >= SHORTEST_MS;
}

/** Whether that was a matter of time: the server says so, or it had waited about as long as was to be expected. */
export function isExpiry(reason: unknown, after: number, deadline: Deadline | undefined): boolean {
  if (!gaveUp(reason, after)) return false;
  if (isMcpError(reason) && /time[d\s-]*out|-32001|deadline|too long/i.test(reason.message)) return true;
  return deadline !== undefined && after >= deadline.lasts * 0.9;
}

function keyOf({ server, keepAlive }: Pick<DeskItem['ask'], 'server' | 'keepAlive'>): string {
  return JSON.stringify([server.name, server.era, keepAlive !== undefined]);
}
