import type { Completion } from './provider.ts';

/** What a server is told as the model's name when a person answered. Servers log it, and the specification asks for one. */
export const humanModel = 'human';

/** *Answer by hand*: a completion that needs no model. `durationMs`: from the moment in which the person began to the end. */
export function humanCompletion(text: string, durationMs: number): Completion {
  return {
    content: [{ type: 'text', text }],
    model: humanModel,
    stopReason: 'endTurn',
    durationMs,
    stopped: false,
  };
}
