import type { Phase, ReviewStatus, ReviewSummary } from '../../shared/desk.ts';
import { bytes, clock, cost, tokens } from '../ui/format.ts';

/** Why the request is here, as far as that is known. */
export function causeWords(cause: ReviewStatus['cause']): string {
  if (cause.certainty === 'none' || cause.calls.length === 0) {
    return 'No call of yours led to this.';
  }
  return cause.certainty === 'certain'
    ? 'Because of your call'
    : 'Because of one of these calls (the server does not say which)';
}

/** `2 of 3 in this round. The round is sent back when each has a verdict; 1 has one.` */
export function roundWords(round: NonNullable<ReviewStatus['round']>): string {
  const have = round.decided === 1 ? '1 has one' : `${round.decided} have one`;
  return `${round.index} of ${round.size} in this round. The round is sent back when each has a verdict; ${have} so far.`;
}

/** `Asked 12 s ago`. Times are the extension's. */
export function ageWords(receivedAt: number, now: number): string {
  return now - receivedAt < 1000 ? 'Asked just now' : `Asked ${clock(now - receivedAt)} ago`;
}

/** The badge of a protocol era, and what it means. */
export function eraWords(era: 'legacy' | 'modern'): { badge: string; title: string } {
  return era === 'legacy'
    ? { badge: 'legacy', title: 'Protocol up to 2025-11-25: the server pushed this request and waits for the answer' }
    : { badge: 'modern', title: 'Protocol 2026-07-28: the call is repeated with the answer' };
}

type Outgoing = NonNullable<ReviewStatus['outgoing']>;

/** Where it goes, in words that promise nothing. */
export function destinationWords(destination: Outgoing['destination']): { place: string; note?: string } {
  if (destination.kind === 'vscode.lm') {
    return {
      place: `VS Code’s language models: ${destination.providerLabel}`,
      note: 'Where it goes from there is up to the extension that provides the model.',
    };
  }
  return destination.loopback
    ? {
        place: destination.host,
        note: 'Stays on this machine’s loopback; what listens there may forward it.',
      }
    : { place: destination.host };
}

/** `≈ 2,430 tokens (system prompt 120, messages 2,200, tools 110)`; parts of zero are left out. */
export function tokenWords(parts: Outgoing['tokens']): { total: string; parts: string; source: string } {
  const named: [string, number][] = [
    ['system prompt', parts.system],
    ['messages', parts.messages],
    ['tools', parts.tools],
  ];
  return {
    total: tokens(parts.total),
    parts: named
      .filter(([, value]) => value > 0)
      .map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`)
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
    return 'Sampling is paused: no model is called until you resume it. You can answer by hand or deny.';
  }
  if (outgoing === undefined) {
    return 'No model can take this request yet. Choose one, or answer by hand.';
  }
  const to =
    outgoing.destination.kind === 'vscode.lm'
      ? `${outgoing.destination.providerLabel} through VS Code`
      : `${outgoing.destination.providerLabel} at ${outgoing.destination.host}`;
  return `Sends ${bytes(outgoing.bytes)} (${tokens(outgoing.tokens.total)}) to ${outgoing.model}, ${to}.`;
}

/** The state of a review in one or two words, for the list. */
export function phaseWords(review: ReviewSummary): string {
  if (review.kind === 'form' && review.phase === 'pending') return 'Form, waiting for you';
  if (review.kind === 'url' && review.phase === 'pending') return 'Web page, waiting for you';
  if (review.kind === 'url' && review.phase === 'answered') return 'Page opened, waiting for you';
  switch (review.phase) {
    case 'pending':
      return review.failed ? 'Failed, waiting for you' : 'Waiting for you';
    case 'decided':
      return 'Decided, waiting for the round';
    case 'running':
      return 'Model is answering';
    case 'answered':
      return 'Answered, waiting for your release';
    case 'closed':
      return 'Closed';
  }
}

/** What a change of phase is announced as. */
export function phaseSentence(phase: Phase, status: Pick<ReviewStatus, 'failure' | 'closed' | 'answer'>): string {
  switch (phase) {
    case 'pending':
      return status.failure === undefined ? 'Waiting for your decision' : `That failed: ${status.failure.message}`;
    case 'decided':
      return 'Decided. Waiting for the other requests of the round';
    case 'running':
      return 'The model is answering';
    case 'answered':
      return status.answer?.stopped === true ? 'Stopped. The answer so far waits for you' : 'The answer waits for you';
    case 'closed':
      return status.closed?.message ?? 'Closed';
  }
}

/** What a stop reason means, and whether it deserves a warning. */
export function stopReasonWords(reason: string): { text: string; warning: boolean } {
  switch (reason) {
    case 'endTurn':
      return { text: 'finished (endTurn)', warning: false };
    case 'stopSequence':
      return { text: 'reached a stop sequence (stopSequence)', warning: false };
    case 'toolUse':
      return { text: 'wants to use a tool (toolUse)', warning: false };
    case 'maxTokens':
      return { text: 'cut by length (maxTokens)', warning: true };
    default:
      return { text: reason, warning: false };
  }
}

/** The names of the ways out of a failure. */
export const remedyWords = {
  setApiKey: 'Set API Key…',
  otherModel: 'Choose another model',
  retry: 'Retry',
  answerByHand: 'Answer by hand',
  openSettings: 'Open Settings',
  detectLocalModels: 'Detect Local Model Servers',
} as const;
