import { redactedInAnswer } from '../findings/acts.ts';
import type { Review } from '../review/review.ts';
import { needsOwnVerdict } from './attribution.ts';

/** `countersign.review.release`: whether an answer waits for the person's second decision. */
export type ReleaseMode = 'always' | 'whenFlagged' | 'never';

/** How an answer was released, for the ledger. `unflagged` and `never` are by the setting. */
export type ReleasedBy = 'person' | 'unflagged' | 'never';

/** Returns an answer without a second decision where the setting allows that; otherwise it waits for the person. */
export function releaseUnasked(review: Review, mode: ReleaseMode): void {
  if (mode === 'always' || review.phase !== 'answered' || waitsAnyhow(review)) return;
  if (mode === 'never') {
    review.release(undefined, 'never');
    return;
  }
  const look = (): void => {
    const { answer, phase, findings } = review;
    if (phase !== 'answered' || answer === undefined || isFlagged(review)) follow.dispose();
    else if (!findings.of('answer').running && answer.checks !== undefined) {
      follow.dispose();
      review.release(undefined, 'unflagged');
    }
  };
  // Findings and checks come after the answer; whatever the person does first ends the wait.
  const follow = review.onDidChange(look);
  look();
}

/**
 * The person's own answer is theirs to read, and one that they stopped is theirs to judge. What a server asks outside of every call passes
 * by nothing but the person.
 */
function waitsAnyhow({ ask, answer }: Review): boolean {
  return ask.server.own === true || needsOwnVerdict(ask) || answer === undefined || answer.completion.stopped;
}

/** Anything that a person should see before the server gets the answer. */
function isFlagged(review: Review): boolean {
  const { answer, findings, draft } = review;
  if (answer === undefined) return true;
  const { completion, checks, edited } = answer;
  return (
    draft.edited ||
    edited !== undefined ||
    redactedInAnswer(review) > 0 ||
    completion.stopReason === 'maxTokens' ||
    // Nothing but text is inspected.
    completion.content.some((block) => block.type !== 'text') ||
    (checks !== undefined && checks.problems.length + (checks.json?.problems.length ?? 0) > 0) ||
    findings.of('answer').list.some(({ severity }) => severity === 'high' || severity === 'medium')
  );
}
