import type { Phase } from '../../shared/desk.ts';
import type { Ending } from './steps.ts';
import { notTaken, type Taken } from './taken.ts';

/** Why something that a person did comes too late, or too early, for a review. */
export function tooLate(phase: Phase, ending: Ending | undefined): Taken {
  if (ending !== undefined) return notTaken(`This request is closed. ${ending.message}`);
  if (phase === 'running') return notTaken('A model is answering this request.');
  if (phase === 'decided') return notTaken('This request has been decided already.');
  return notTaken(phase === 'answered' ? 'This request has an answer already.' : 'There is no answer yet.');
}
