import type { LedgerRecord } from '../ledger/entry.ts';
import type { Completion, OutgoingRequest } from '../models/provider.ts';
import type { Review } from '../review/review.ts';
import type { Ending } from '../review/steps.ts';
import type { AskingServer, SamplingAsk } from './ask.ts';
import { callsOf } from './attribution.ts';

// What the steps of the way leave in the ledger.

/** Who asks, as every entry has it. */
export function serverRecord(server: AskingServer): LedgerRecord['server'] {
  return { name: server.name, definition: server.definition, era: server.era };
}

function reviewed(review: Review): { readonly server: LedgerRecord['server']; readonly review: string } {
  return { server: serverRecord(review.ask.server), review: review.id };
}

/** A request that comes to the desk, as the server sent it. */
export function requestRecord(review: Review): LedgerRecord {
  const { cause, key, params } = review.ask;
  return {
    ...reviewed(review),
    kind: 'request',
    cause: { certainty: cause.certainty, calls: callsOf(cause).map((call) => call.id) },
    ...(key === undefined || review.round === undefined ? {} : { key, round: review.round.id }),
    params,
  };
}

/** What the person decided about the request. */
export function verdictRecord(
  review: Review,
  verdict: 'approve' | 'answerByHand' | 'deny',
  details: { readonly hash?: string; readonly edited: boolean; readonly reason?: string | undefined },
): LedgerRecord {
  const { hash, edited, reason } = details;
  return {
    ...reviewed(review),
    kind: 'verdict',
    verdict,
    edited,
    ...(hash === undefined ? {} : { hash }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What is about to leave, whole, with its hash. */
export function outgoingRecord(review: Review, outgoing: OutgoingRequest): LedgerRecord {
  const { hash, model, destination, body } = outgoing;
  return {
    ...reviewed(review),
    kind: 'outgoing',
    hash,
    model: { ref: model.ref, host: destination.host },
    ...(destination.url === undefined ? {} : { url: destination.url }),
    body,
  };
}

/** What a model answered, or without `outgoing` what the person wrote. */
export function completionRecord(
  review: Review,
  completion: Completion,
  outgoing: OutgoingRequest | undefined,
): LedgerRecord {
  const { content, model, stopReason, usage, durationMs, stopped } = completion;
  return {
    ...reviewed(review),
    kind: 'completion',
    ...(outgoing === undefined ? {} : { hash: outgoing.hash }),
    model,
    content,
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(usage === undefined ? {} : { usage: { ...usage } }),
    durationMs,
    stopped,
    byHand: outgoing === undefined,
  };
}

/** A try that gave no answer. `code` is that of the `ProviderError`. */
export function failureRecord(review: Review, outgoing: OutgoingRequest, code: string, message: string): LedgerRecord {
  return { ...reviewed(review), kind: 'failure', hash: outgoing.hash, code, message };
}

/** The answer that the server is about to get. */
export function releaseRecord(review: Review, edited: boolean, result: unknown): LedgerRecord {
  return { ...reviewed(review), kind: 'release', action: edited ? 'returnEdited' : 'return', result };
}

/** How a review ended without an answer: by the person's *Deny* or *Reject answer*, or from outside. */
export function endingRecord(review: Review, ending: Ending): LedgerRecord {
  const { reason } = ending;
  if (!ending.byPerson) {
    const kind = ending.error?.kind ?? 'cancelled';
    return { ...reviewed(review), kind: 'refusal', reason: kind, message: ending.error?.message ?? ending.message };
  }
  if (ending.how === 'rejected') {
    return { ...reviewed(review), kind: 'release', action: 'reject', ...(reason === undefined ? {} : { reason }) };
  }
  return verdictRecord(review, 'deny', { edited: review.draft.edited, reason });
}

/** Refused before it came to the desk. */
export function refusalRecord(ask: SamplingAsk, reason: string, message: string): LedgerRecord {
  return { kind: 'refusal', server: serverRecord(ask.server), reason, message };
}
