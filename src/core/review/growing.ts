import type { Answer, SentRequest } from './steps.ts';

/** An answer of which nothing has come. `startedAt`: milliseconds since the Unix epoch. */
export function emptyAnswer(sent: SentRequest, startedAt: number): Answer {
  const completion = { content: [], model: sent.outgoing.model.name, durationMs: 0, stopped: false };
  return { completion, complete: false, byHand: false, startedAt, sent };
}

/** The answer with a piece more, and where that begins. */
export function grownAnswer(answer: Answer, text: string): { readonly answer: Answer; readonly offset: number } {
  const [block] = answer.completion.content;
  const before = block?.type === 'text' ? block.text : '';
  const completion = { ...answer.completion, content: [{ type: 'text' as const, text: before + text }] };
  return { answer: { ...answer, completion }, offset: before.length };
}
