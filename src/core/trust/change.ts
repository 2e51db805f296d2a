import type { Ledger } from '../ledger/entry.ts';
import type { Json } from '../mcp.ts';
import type { AskingServer } from '../sampling/ask.ts';
import type { Clock } from '../util/clock.ts';
import type { Sha256 } from '../util/system.ts';
import type { Pin, PinnedKind, PinnedServer, PinStore } from './pins.ts';

/** How something stands to what is remembered of it. */
export type PinState =
  | 'same'
  /** It came after the first list, and was not run or marked as seen yet. */
  | 'new'
  | 'changed'
  /** What it was is not known: the store could not be read, or it has no form that can be remembered. */
  | 'unverified';

/** Something that asks before it runs again. */
export interface PinChange {
  /** Of this very change: another change is another id. */
  readonly id: string;
  readonly server: string;
  readonly kind: PinnedKind;
  /** Of the tool or prompt; empty for instructions. */
  readonly name: string;
  readonly state: 'changed' | 'unverified';
  /** What is remembered. */
  readonly pin: Pin | undefined;
  /** What the server lists now, secrets redacted. */
  readonly now: Json;
}

/** What the pins of servers are kept with. */
export interface PinsDeps {
  readonly store: PinStore;
  readonly ledger: Ledger;
  readonly sha256: Sha256;
  readonly clock: Clock;
}

/** A connection whose lists are compared. */
export interface PinnedConnection extends PinnedServer {
  readonly asking: AskingServer;
  readonly instructions: string | undefined;
  /** Takes the secrets of its launch out. */
  redact(json: Json): Json;
  /** Resolves when a list that has changed was asked for again. */
  refreshed(kind: 'tools' | 'prompts', signal: AbortSignal): Promise<void>;
}
