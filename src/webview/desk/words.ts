import type { Phase, ReviewStatus, ReviewSummary } from '../../shared/desk.ts';
import { bytes, clock, cost, tokens } from '../ui/format.ts';
import { numberText, plural, t } from '../../core/text/l10n.ts';

/** Why the request is here, as far as that is known. */
export function causeWords(cause: ReviewStatus['cause']): string {
  if (cause.certainty === 'none' || cause.calls.length === 0) {
    return t('No call of yours led to this.');
  }
  return cause.certainty === 'certain'
    ? t('Because of your call')
    : t('Because of one of these calls (the server does not say which)');
}

/** `2 of 3 in this round. The round is sent back when each has a verdict; 1 has one.` */
export function roundWords(round: NonNullable<ReviewStatus['round']>): string {
  return plural(
    round.decided,
    '{1} of {2} in this round. The round is sent back when each has a verdict; {0} has one so far.',
    '{1} of {2} in this round. The round is sent back when each has a verdict; {0} have one so far.',
    round.index,
    round.size,
  );
}

/** `Asked 12 s ago`. Times are the extension's. */
export function ageWords(receivedAt: number, now: number): string {
  return now - receivedAt < 1000 ? t('Asked just now') : t('Asked {0} ago', clock(now - receivedAt));
}

/** The badge of a protocol era, and what it means. */
export function eraWords(era: 'legacy' | 'modern'): { badge: string; title: string } {
  return era === 'legacy'
    ? {
        badge: t('legacy'),
        title: t('Protocol up to 2025-11-25: the server pushed this request and waits for the answer'),
      }
    : { badge: t('modern'), title: t('Protocol 2026-07-28: the call is repeated with the answer') };
}

type Outgoing = NonNullable<ReviewStatus['outgoing']>;

/** Where it goes, in words that promise nothing. */
export function destinationWords(destination: Outgoing['destination']): { place: string; note?: string } {
  if (destination.kind === 'vscode.lm') {
    return {
      place: t('VS Code’s language models: {0}', destination.providerLabel),
      note: t('Where it goes from there is up to the extension that provides the model.'),
    };
  }
  return destination.loopback
    ? {
        place: destination.host,
        note: t('Stays on this machine’s loopback; what listens there may forward it.'),
      }
    : { place: destination.host };
}

/** `≈ 2,430 tokens (system prompt 120, messages 2,200, tools 110)`; parts of zero are left out. */
export function tokenWords(parts: Outgoing['tokens']): { total: string; parts: string; source: string } {
  const named: [string, number][] = [
    [t('system prompt'), parts.system],
    [t('messages'), parts.messages],
    [t('tools'), parts.tools],
  ];
  return {
    total: tokens(parts.total),
    parts: named
      .filter(([, value]) => value > 0)
      .map(([name, value]) => `${name} ${numberText(value)}`)
      .join(', '),
    source: parts.source,
  };
}

/** `≈ $0.0012 to $0.0045`. */
export function costWords(range: NonNullable<Outgoing['cost']>): string {
  return cost(range.min, range.max);
}

/** What *Approve and send* does, in one line beside it. */
export function approvalWords(status: ReviewStatus, paused: boolean): string {
  const { outgoing } = status;
  if (paused) {
    return t('Sampling is paused: no model is called until you resume it. You can answer by hand or deny.');
  }
  if (outgoing === undefined) {
    return t('No model can take this request yet. Choose one, or answer by hand.');
  }
  const to =
    outgoing.destination.kind === 'vscode.lm'
      ? t('{0} through VS Code', outgoing.destination.providerLabel)
      : t('{0} at {1}', outgoing.destination.providerLabel, outgoing.destination.host);
  return t('Sends {0} ({1}) to {2}, {3}.', bytes(outgoing.bytes), tokens(outgoing.tokens.total), outgoing.model, to);
}

/** The state of a review in one or two words, for the list. */
export function phaseWords(review: ReviewSummary): string {
  if (review.kind === 'form' && review.phase === 'pending') return t('Form, waiting for you');
  if (review.kind === 'url' && review.phase === 'pending') return t('Web page, waiting for you');
  if (review.kind === 'url' && review.phase === 'answered') return t('Page opened, waiting for you');
  switch (review.phase) {
    case 'pending':
      return review.failed ? t('Failed, waiting for you') : t('Waiting for you');
    case 'decided':
      return t('Decided, waiting for the round');
    case 'running':
      return t('Model is answering');
    case 'answered':
      return t('Answered, waiting for your release');
    case 'closed':
      return closedWords(review);
  }
}

/** How it ended, in the list. What an elicitation was answered with stands on its page. */
function closedWords({ how, kind }: ReviewSummary): string {
  const sampling = kind === undefined || kind === 'sampling';
  switch (how) {
    case 'returned':
      return sampling ? t('Answer returned') : t('Closed');
    case 'denied':
      return sampling ? t('You denied it') : t('Closed');
    case 'rejected':
      return t('Answer was rejected');
    case 'cancelled':
      return t('Was cancelled');
    case 'expired':
      return t('Has expired');
    case 'failed':
      return t('Has failed');
    case undefined:
      return t('Closed');
  }
}

/** What a change of phase is announced as. */
export function phaseSentence(phase: Phase, status: Pick<ReviewStatus, 'failure' | 'closed' | 'answer'>): string {
  switch (phase) {
    case 'pending':
      return status.failure === undefined
        ? t('Waiting for your decision')
        : t('That failed: {0}', status.failure.message);
    case 'decided':
      return t('Decided. Waiting for the other requests of the round');
    case 'running':
      return t('The model is answering');
    case 'answered':
      return status.answer?.stopped === true
        ? t('Stopped. The answer so far waits for you')
        : t('The answer waits for you');
    case 'closed':
      return status.closed?.message ?? t('Closed');
  }
}

/** What a stop reason means, and whether it deserves a warning. */
export function stopReasonWords(reason: string): { text: string; warning: boolean } {
  switch (reason) {
    case 'endTurn':
      return { text: t('finished (endTurn)'), warning: false };
    case 'stopSequence':
      return { text: t('reached a stop sequence (stopSequence)'), warning: false };
    case 'toolUse':
      return { text: t('wants to use a tool (toolUse)'), warning: false };
    case 'maxTokens':
      return { text: t('cut by length (maxTokens)'), warning: true };
    default:
      return { text: reason, warning: false };
  }
}

/** The names of the ways out of a failure. */
export const remedyWords = {
  setApiKey: t('Set API Key…'),
  otherModel: t('Choose another model'),
  retry: t('Retry'),
  answerByHand: t('Answer by hand'),
  openSettings: t('Open Settings'),
  detectLocalModels: t('Detect Local Model Servers'),
} as const;
