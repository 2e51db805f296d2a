import type { ElicitAnswer } from '../elicitation/ask.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import { McpError } from '../errors.ts';
import { mapJson, redactor } from '../findings/redactions.ts';
import type { Dismissal, Side } from '../findings/reviewFindings.ts';
import type { LedgerRecord } from '../ledger/entry.ts';
import type { Json } from '../mcp.ts';
import type { Completion, FidelityNote, OutgoingRequest } from '../models/provider.ts';
import type { DeskItem } from '../review/deskItem.ts';
import type { Joint } from '../review/joint.ts';
import type { Review } from '../review/review.ts';
import type { Answer, Ending } from '../review/steps.ts';
import type { AskingServer } from './ask.ts';
import type { ReleasedBy } from './unasked.ts';
import { callsOf } from './attribution.ts';

// What the steps of the way leave in the ledger.

/** Who asks, as every entry has it. */
export function serverRecord(server: AskingServer): LedgerRecord['server'] {
  const { name, definition, era, own } = server;
  return { name, definition, era, ...(own === undefined ? {} : { own }) };
}

function reviewed(review: DeskItem): { readonly server: LedgerRecord['server']; readonly review: string } {
  return { server: serverRecord(review.ask.server), review: review.id };
}

/** A request that comes to the desk, as the server sent it; of a page's URL only what is no value. */
export function requestRecord(item: Review | Elicitation): LedgerRecord {
  const { cause, key } = item.ask;
  const from = {
    ...reviewed(item),
    cause: { certainty: cause.certainty, calls: callsOf(cause).map((call) => call.id) },
    ...(key === undefined || item.round === undefined ? {} : { key, round: item.round.id }),
  };
  if (item.kind === 'sampling') return { ...from, kind: 'request', params: item.ask.params };
  const { question } = item;
  const { mode, message } = question;
  if (question.mode === 'form') return { ...from, kind: 'elicitation', mode, message, schema: question.schema };
  const url = question.page && bareUrl(question.page.href);
  return { ...from, kind: 'elicitation', mode, message, ...(url === undefined ? {} : { url }) };
}

/** The names of a query without their values, which may let somebody in. */
function bareUrl(href: string): string {
  const { origin, pathname, searchParams, hash } = new URL(href);
  const names = [...new Set(searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${origin}${pathname}${names.length === 0 ? '' : `?${names.join('&')}`}${hash === '' ? '' : '#…'}`;
}

/** The person consented to a page; it is opened after this. */
export function openedRecord(item: Elicitation): LedgerRecord {
  return { ...reviewed(item), kind: 'elicited', action: 'open' };
}

/** What the server is about to get. What was entered may be personal: its names stand here, never its values. */
export function elicitedRecord(item: Elicitation, answer: ElicitAnswer): LedgerRecord {
  const fields = answer.action === 'accept' && answer.content ? Object.keys(answer.content) : undefined;
  return { ...reviewed(item), kind: 'elicited', action: answer.action, ...(fields === undefined ? {} : { fields }) };
}

/** For the server, so without the reason: what a file system says names a path of this machine. */
export function noLedger(): McpError {
  return new McpError(
    'noLedger',
    'Refused: the request could not be written to the user’s ledger, so no model may be asked.',
  );
}

/** What the person decided about the request. */
export function verdictRecord(
  review: Review,
  verdict: 'approve' | 'answerByHand' | 'deny',
  details: {
    readonly hash?: string;
    readonly hashes?: readonly string[];
    readonly edited: boolean;
    readonly reason?: string | undefined;
    readonly joint?: Joint | undefined;
  },
): LedgerRecord {
  const { hash, hashes, edited, reason, joint } = details;
  return {
    ...reviewed(review),
    kind: 'verdict',
    verdict,
    edited,
    ...(hash === undefined ? {} : { hash }),
    ...(hashes === undefined ? {} : { hashes: [...hashes] }),
    ...(reason === undefined ? {} : { reason }),
    ...dismissedIn(review, 'request'),
    ...joint,
  };
}

/** Fields and effects alone: the sentences are for the person, in their language. */
function notesOf({ notes = [] }: { readonly notes?: readonly FidelityNote[] }): {
  readonly notes?: { field: string; effect: string }[];
} {
  return notes.length === 0 ? {} : { notes: notes.map(({ field, effect }) => ({ field, effect })) };
}

/** What the server asked of a model, what was matched and by what, and whether the person chose. */
function choiceOf({ ask, draft }: Review, ref: string): NonNullable<(LedgerRecord & { kind: 'outgoing' })['choice']> {
  const { matched, model, modelByPerson } = draft;
  const { modelPreferences: asked } = ask.params;
  const first = matched?.candidates.find((candidate) => candidate.model.ref === matched.chosen);
  return {
    ...(asked === undefined ? {} : { asked }),
    ...(matched?.yours === undefined ? {} : { priorities: { ...matched.yours } }),
    ...(matched === undefined || first === undefined
      ? {}
      : {
          matched: {
            ref: first.model.ref,
            ...(first.hint === undefined || !first.running ? {} : { hint: first.hint }),
            ...(first.how === undefined ? {} : { how: first.how }),
            ...(matched.by === undefined ? {} : { by: matched.by }),
          },
        }),
    byPerson: modelByPerson || ref !== model,
  };
}

function dismissedIn({ findings }: Review, side: Side): { dismissed?: Omit<Dismissal, 'side'>[] } {
  const dismissed = findings.dismissals.filter((one) => one.side === side);
  if (dismissed.length === 0) return {};
  return { dismissed: dismissed.map(({ kind, severity, reason }) => ({ kind, severity, reason })) };
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
    choice: choiceOf(review, model.ref),
    ...notesOf(outgoing),
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
    ...notesOf(completion),
    byHand: outgoing === undefined,
  };
}

/** A try that gave no answer. `code` is that of the `ProviderError`, `message` its English words. */
export function failureRecord(review: Review, outgoing: OutgoingRequest, code: string, message: string): LedgerRecord {
  return { ...reviewed(review), kind: 'failure', hash: outgoing.hash, code, message };
}

/** The answer that the server is about to get. */
export function releaseRecord(
  review: Review,
  { answer, by, joint }: { readonly answer: Answer; readonly by: ReleasedBy; readonly joint?: Joint },
  result: unknown,
): LedgerRecord {
  const { edited, sent } = answer;
  const action = edited === undefined ? 'return' : 'returnEdited';
  // What was put back is for the server alone.
  const kept = mapJson(result as Json, redactor(review.placeholders.all), false);
  return {
    ...reviewed(review),
    kind: 'release',
    action,
    ...(sent && { hash: sent.outgoing.hash }),
    result: kept,
    by,
    ...(joint?.batch && { batch: joint.batch }),
    ...dismissedIn(review, 'answer'),
  };
}

/** How a review ended without an answer: by the person's *Deny* or *Reject answer*, or from outside. */
export function endingRecord(review: Review | Elicitation, ending: Ending): LedgerRecord {
  const { reason } = ending;
  if (!ending.byPerson || review.kind === 'elicitation') {
    const kind = ending.error?.kind ?? 'cancelled';
    return { ...reviewed(review), kind: 'refusal', reason: kind, message: ending.error?.message ?? ending.message };
  }
  if (ending.how === 'rejected') {
    return { ...reviewed(review), kind: 'release', action: 'reject', ...(reason === undefined ? {} : { reason }) };
  }
  return verdictRecord(review, 'deny', { edited: review.draft.edited, reason });
}

/** Refused before it came to the desk. */
export function refusalRecord(ask: { readonly server: AskingServer }, reason: string, message: string): LedgerRecord {
  return { kind: 'refusal', server: serverRecord(ask.server), reason, message };
}
