import type { Joint } from './joint.ts';
import { McpError, rejectedError } from '../errors.ts';
import type { ReleasedBy } from '../sampling/unasked.ts';
import type { Completion, CostEstimate, OutgoingRequest, ProviderErrorCode, Remedy } from '../models/provider.ts';
import type { AnswerChecks } from './answerChecks.ts';
import type { AnswerEdits } from './answerEdits.ts';
import type { ComparedColumn } from './comparedColumn.ts';
import { t } from '../text/l10n.ts';

/** In what way a review ended; `returned` alone is with an answer. */
export type ClosedHow = 'returned' | 'denied' | 'rejected' | 'cancelled' | 'expired' | 'failed';

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
  | {
      readonly kind: 'approve';
      readonly outgoing: OutgoingRequest;
      readonly edited: boolean;
      readonly joint?: Joint;
    }
  | { readonly kind: 'answerByHand'; readonly completion: Completion; readonly edited: boolean }
  /** The same request to several models, each with its own hash. */
  | { readonly kind: 'compare'; readonly columns: readonly ComparedColumn[]; readonly edited: boolean }
  | { readonly kind: 'return'; readonly answer: Answer; readonly by: ReleasedBy; readonly joint?: Joint }
  | { readonly kind: 'closed'; readonly ending: Ending };

/** Why the last try gave no answer. */
export interface Failure {
  /** For the person, in their language: it may quote the provider. */
  readonly message: string;
  /** What the server is told when the person gives up depends on this alone. */
  readonly code?: ProviderErrorCode | 'paused';
  readonly remedies: readonly Remedy[];
  readonly endpoint?: string;
  readonly partial?: string;
}

/** A request that went to a model, with what is known of its price: from no output up to the longest allowed. */
export interface SentRequest {
  readonly outgoing: OutgoingRequest;
  readonly maxTokens: number;
  readonly price?: CostEstimate;
}

/** The answer so far, or whole. */
export interface Answer {
  /** As it would be returned. */
  readonly completion: Completion;
  /** As it came, and what the person changed of it; absent while nothing is changed. */
  readonly edited?: { readonly said: Completion; readonly edits: AnswerEdits };
  /** What was found out about `completion`; absent until it is. */
  readonly checks?: AnswerChecks;
  /** What it answers; absent for an answer by hand. */
  readonly sent?: SentRequest;
  readonly complete: boolean;
  readonly byHand: boolean;
  /** When the model was asked, in milliseconds since the Unix epoch; absent for an answer by hand. */
  readonly startedAt?: number;
}

/** The ending of a review whose answer the server has. */
export const RETURNED: Ending = {
  how: 'returned',
  message: t('The answer was returned to the server.'),
  byPerson: false,
};

/** The ending of a review of the person's own. */
export const KEPT: Ending = {
  how: 'returned',
  message: t('The answer is yours: it is in the ledger, and no server got it.'),
  byPerson: false,
};

/** What a server learns of a failure. Words of our own: a provider's may name hosts, accounts or paths of the person's. */
const forServer: Readonly<Record<NonNullable<Failure['code']>, string>> = {
  noKey: 'the user has no API key for the model.',
  wrongKey: 'the model’s provider did not accept the user’s API key.',
  keyNotAllowedHere: 'the user’s API key may not be sent to that endpoint.',
  unknownModel: 'the model is not available.',
  rateLimit: 'the model’s provider limits the rate of requests.',
  overloaded: 'the model’s provider failed or is overloaded.',
  quota: 'the user’s quota for the model is used up.',
  timeout: 'the model did not answer in time.',
  connection: 'the model’s endpoint could not be reached.',
  redirect: 'the model’s endpoint redirects, which is not followed.',
  contentFilter: 'the model’s provider filtered the answer.',
  empty: 'the model gave an empty answer.',
  brokenStream: 'the model’s answer broke off.',
  parameter: 'the model’s endpoint did not accept a parameter.',
  badRequest: 'the model’s endpoint did not accept the request.',
  consent: 'the user’s editor did not allow the use of the model.',
  changed: 'the request had changed since it was approved.',
  paused: 'the user has paused all sampling.',
  unknown: 'the model could not answer.',
};

/** *Deny*. After a failure that is giving up: the server is told what failed, in words for its log. */
export function denial(failure: Failure | undefined, reason: string | undefined): Ending {
  const said = reason?.trim() ?? '';
  const base = said === '' ? { byPerson: true } : { byPerson: true, reason: said };
  if (failure === undefined) {
    const message = said === '' ? t('You denied this request.') : t('You denied this request: {0}', said);
    return { ...base, how: 'denied', message, error: rejectedError(said) };
  }
  const error = new McpError(
    'failed',
    `No answer: ${forServer[failure.code ?? 'unknown']}${said === '' ? '' : ` (${said})`}`,
  );
  return { ...base, how: 'failed', message: t('You gave up on this request, and the server was told why.'), error };
}

/** *Reject answer*: nothing of the answer reaches the server. */
export function rejection(reason: string | undefined): Ending {
  const said = reason?.trim() ?? '';
  if (said === '') {
    const error = rejectedError('the answer was not released');
    return { byPerson: true, how: 'rejected', message: t('You rejected the answer.'), error };
  }
  return {
    byPerson: true,
    reason: said,
    how: 'rejected',
    message: t('You rejected the answer: {0}', said),
    error: rejectedError(said),
  };
}
