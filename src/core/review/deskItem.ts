import type { Phase } from '../../shared/desk.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import type { McpError } from '../errors.ts';
import type { AskingServer, CallLeg, Cause, Kept } from '../sampling/ask.ts';
import type { Event } from '../util/emitter.ts';
import type { Review } from './review.ts';
import type { ClosedHow, Ending } from './steps.ts';
import type { Taken } from './taken.ts';

/** The place of an ask among those of its round. */
export interface RoundPlace {
  readonly id: string;
  readonly key: string;
  readonly index: number;
  readonly size: number;
}

/**
 * What of a review has changed. `content`: what is asked. `status`: everything else. `findings`: their list. `inspected`: an inspection
 * began or ended, and what is shown is the same but for saying so.
 */
export type ReviewPart = 'content' | 'status' | 'findings' | 'inspected';

/** What a person decides about, whichever kind it is. Told apart by `kind`: a bundle may have a copy of these classes. */
export type OnDesk = Review | Elicitation;

/** What the desk keeps of anything that a server asks: the review of a sampling request, or an elicitation. */
export interface DeskItem {
  readonly kind: 'sampling' | 'elicitation';
  readonly id: string;
  readonly ask: {
    readonly server: AskingServer;
    readonly cause: Cause;
    readonly key?: string;
    readonly leg?: CallLeg;
    readonly expiresAt?: number;
    readonly parked?: () => Kept;
    readonly signal: AbortSignal;
    readonly keepAlive?: (message: string) => void;
  };
  readonly receivedAt: number;
  readonly round: RoundPlace | undefined;
  readonly phase: Phase;
  readonly closed: boolean;
  readonly ending: Ending | undefined;
  /** True when the last try failed. */
  readonly failed: boolean;
  /** What a guarded decision is bound to; undefined while there is nothing to decide. */
  readonly shownHash: string | undefined;
  /** Changes only with what is shown of the ask itself. */
  readonly revision: number;
  readonly onDidChange: Event<ReviewPart>;
  /** Once. */
  readonly onDidClose: Event<Ending>;
  /** Says no, in the way of its kind. */
  deny(reason?: string): Taken;
  /** Ends it from outside. False when it has ended already. */
  close(how: Exclude<ClosedHow, 'returned'>, message: string, error?: McpError): boolean;
  /** The server has its answer. */
  returned(): boolean;
}
