import { McpError, rejectedError } from '../errors.ts';
import type { Completion, OutgoingRequest, Remedy } from '../models/provider.ts';

export type ClosedHow = 'returned' | 'denied' | 'rejected' | 'cancelled' | 'failed';

/** How a review ended. There is one ending, the first. */
export interface Ending {
  readonly how: ClosedHow;
  /** One sentence for the desk. */
  readonly message: string;
  /** What the server gets instead of an answer; absent when it got one. */
  readonly error?: McpError;
  /** The reason that the person gave. */
  readonly reason?: string;
  /** True when the person ended this very review by *Deny* or *Reject answer*. */
  readonly byPerson: boolean;
}

/** What the walk has to do next for a review. */
export type Step =
  | { readonly kind: 'approve'; readonly outgoing: OutgoingRequest; readonly edited: boolean }
  | { readonly kind: 'answerByHand'; readonly completion: Completion; readonly edited: boolean }
  | { readonly kind: 'return'; readonly completion: Completion; readonly edited: boolean }
  | { readonly kind: 'closed'; readonly ending: Ending };

/** Why the last try gave no answer. */
export interface Failure {
  readonly message: string;
  readonly remedies: readonly Remedy[];
  readonly endpoint?: string;
  readonly partial?: string;
}

/** The answer so far, or whole. */
export interface Answer {
  readonly completion: Completion;
  readonly complete: boolean;
  readonly byHand: boolean;
  /** When the model was asked, in milliseconds since the Unix epoch; absent for an answer by hand. */
  readonly startedAt?: number;
}

export const RETURNED: Ending = { how: 'returned', message: 'The answer was returned to the server.', byPerson: false };

/** *Deny*. After a failure that is giving up: the server is told what failed, in words for its log. */
export function denial(failure: Failure | undefined, reason: string | undefined): Ending {
  const said = reason?.trim() ?? '';
  const base = said === '' ? { byPerson: true } : { byPerson: true, reason: said };
  if (failure === undefined) {
    const message = said === '' ? 'You denied this request.' : `You denied this request: ${said}`;
    return { ...base, how: 'denied', message, error: rejectedError(said) };
  }
  const error = new McpError('failed', `No answer: ${failure.message}${said === '' ? '' : ` (${said})`}`);
  return { ...base, how: 'failed', message: 'You gave up on this request, and the server was told why.', error };
}

/** *Reject answer*: nothing of the answer reaches the server. */
export function rejection(reason: string | undefined): Ending {
  const said = reason?.trim() ?? '';
  if (said === '') {
    const error = rejectedError('the answer was not released');
    return { byPerson: true, how: 'rejected', message: 'You rejected the answer.', error };
  }
  return {
    byPerson: true,
    reason: said,
    how: 'rejected',
    message: `You rejected the answer: ${said}`,
    error: rejectedError(said),
  };
}
