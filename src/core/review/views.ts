import type { ReviewStatus, ReviewSummary } from '../../shared/desk.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import type { CallRef, Cause } from '../sampling/ask.ts';
import { callsOf } from '../sampling/attribution.ts';
import { blocksOf, textOf } from '../sampling/blocks.ts';
import { redactedInAnswer } from '../findings/acts.ts';
import { leavingParts } from '../models/leaving.ts';
import { displayText } from '../text/display.ts';
import { prettyJson } from '../util/json.ts';
import { answerView } from './answerView.ts';
import { compareView } from './compareView.ts';
import type { OnDesk } from './deskItem.ts';
import { modelView } from './modelView.ts';
import type { Review } from './review.ts';
import { wayView } from './wayView.ts';
import { t } from '../text/l10n.ts';

const METHODS = { 'tools/call': t('Tool'), 'prompts/get': t('Prompt'), 'resources/read': t('Resource') } as const;

/** A call in words, such as *Tool summarize_document*. */
export function callTitle(call: Pick<CallRef, 'method' | 'name'> & { readonly title?: string | undefined }): string {
  return displayText(`${METHODS[call.method]} ${call.title ?? call.name}`);
}

/** What led to an ask, in few words. */
export function causeLabel(cause: Cause): string {
  if (cause.certainty === 'certain') return callTitle(cause.call);
  return cause.certainty === 'oneOf' ? t('one of {0} running calls', cause.calls.length) : t('no call of yours');
}

const labels = new WeakMap<CreateMessageRequestParams, string>();

/** The first line of the last user message with text, for lists. Of the request as it came, so it is made once. */
export function reviewLabel(review: OnDesk): string {
  if (review.kind === 'elicitation')
    return displayText(firstLine(review.question.message), 80) || t('A request without text');
  const known = labels.get(review.ask.params);
  if (known !== undefined) return known;
  const label = makeLabel(review.ask.params);
  labels.set(review.ask.params, label);
  return label;
}

function makeLabel({ messages, systemPrompt }: CreateMessageRequestParams): string {
  const user = messages.findLast((message) => message.role === 'user' && textOf(blocksOf(message)).trim() !== '');
  const text = user === undefined ? (systemPrompt ?? '') : textOf(blocksOf(user));
  return displayText(firstLine(text), 80) || t('A request without text');
}

function firstLine(text: string): string {
  return text.slice(0, 4000).trimStart().split('\n', 1)[0] ?? '';
}

/** The line of the list. */
export function summaryView(review: OnDesk): ReviewSummary {
  return {
    kind: review.kind === 'sampling' ? 'sampling' : review.question.mode,
    id: review.id,
    server: displayText(review.ask.server.name),
    cause: causeLabel(review.ask.cause),
    label: reviewLabel(review),
    phase: review.phase,
    failed: review.failed,
    ...(review.ending === undefined ? {} : { how: review.ending.how }),
    receivedAt: review.receivedAt,
    ...(review.round && review.round.size > 1
      ? { round: t('{0} of {1}', review.round.index + 1, review.round.size) }
      : {}),
  };
}

/** The light half: where it stands, who asks, where it would go, what came back. `decided` counts the round's verdicts. */
export function statusView(review: Review, decided: number): ReviewStatus {
  const failure = failureView(review);
  const outgoing = outgoingView(review);
  const compare = compareView(review);
  return {
    id: review.id,
    phase: review.phase,
    ...askerView(review.ask),
    ...roundView(review, decided),
    receivedAt: review.receivedAt,
    ...tabsView(review),
    canUndo: review.draft.canUndo,
    canRedo: review.draft.canRedo,
    ...(review.phase === 'answered' && review.draft.editedSince ? { editedSince: true } : {}),
    ...(outgoing === undefined ? {} : { outgoing }),
    model: modelView(review.draft),
    ...(failure === undefined ? {} : { failure }),
    ...(review.verdict === undefined ? {} : { verdict: review.verdict }),
    ...(review.answer === undefined ? {} : { answer: answerView(review.answer) }),
    ...(review.placeholders.used ? { redactedInAnswer: redactedInAnswer(review) } : {}),
    ...(compare === undefined ? {} : { compare }),
    ...(review.ending === undefined ? {} : { closed: { how: review.ending.how, message: review.ending.message } }),
  };
}

/** Who asks, and in which call. */
export function askerView({ server, cause }: OnDesk['ask']): Pick<ReviewStatus, 'server' | 'cause'> {
  return {
    server: { name: server.name, reach: server.reach, era: server.era, ...(server.own ? { own: true } : {}) },
    cause: { certainty: cause.certainty, calls: callsOf(cause).map(callView) },
  };
}

function tabsView({ tabs: { saved, unsaved } }: Review): Pick<ReviewStatus, 'tabs'> {
  return saved.length + unsaved.length === 0 ? {} : { tabs: { saved: [...saved], unsaved: [...unsaved] } };
}

/** The place in the round, when the round has several asks. */
export function roundView({ round }: Pick<OnDesk, 'round'>, decided: number): Pick<ReviewStatus, 'round'> {
  if (!round || round.size === 1) return {};
  return { round: { key: round.key, index: round.index + 1, size: round.size, decided } };
}

/** A call as the desk shows it. */
function callView(call: CallRef): ReviewStatus['cause']['calls'][number] {
  return {
    id: call.id,
    method: call.method,
    title: callTitle(call),
    arguments: prettyJson(call.arguments),
    startedAt: call.startedAt,
    ...(call.origin === undefined ? {} : { origin: call.origin }),
    ...(call.resumedAt === undefined ? {} : { resumedAt: call.resumedAt }),
  };
}

/** What would leave, and where to. */
export function outgoingView(review: Review): ReviewStatus['outgoing'] {
  const { outgoing } = review;
  const { tokens, match } = review.draft;
  if (outgoing === undefined || tokens === undefined) return undefined;
  const price = match?.candidates.find((candidate) => candidate.model.ref === outgoing.model.ref)?.price;
  return {
    ...wayView(outgoing, price),
    model: outgoing.model.ref,
    tokens: {
      total: tokens.total,
      system: tokens.system,
      messages: tokens.messages,
      tools: tokens.tools,
      source: tokens.source,
    },
    parts: leavingParts(outgoing, tokens, (review.params.systemPrompt ?? '') !== '').map((part) => ({ ...part })),
    notes: outgoing.notes.map((note) => ({ ...note })),
  };
}

function failureView(review: Review): ReviewStatus['failure'] {
  const { failure } = review;
  if (failure === undefined) return undefined;
  const { message, remedies, endpoint, partial } = failure;
  return {
    message,
    remedies: [...remedies],
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(partial === undefined ? {} : { partial }),
  };
}
