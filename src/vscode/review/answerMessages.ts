import type { Sight } from '../../core/review/approvalGuard.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { redactor } from '../../core/findings/redactions.ts';
import { repairEdits } from '../../core/review/repair.ts';
import type { Review } from '../../core/review/review.ts';
import { notTaken, type Taken } from '../../core/review/taken.ts';
import { t } from '../../core/text/l10n.ts';
import type { FromDesk } from '../../shared/desk.ts';

/** What a person does with answers, beside returning one. */
export type AnswerMessage = Extract<
  FromDesk,
  { type: 'editAnswer' | 'repair' | 'compare' | 'approveComparison' | 'takeAnswer' | 'stop' }
>;

/** Hands it to its review. */
export function answerAct(desk: ReviewDesk, message: AnswerMessage, sight: Sight): Taken {
  if (message.type === 'approveComparison') return desk.approveComparison(message.id, message.hashes, sight);
  const review = desk.get(message.id);
  if (review === undefined) return notTaken(t('This request is not on the desk any more.'));
  switch (message.type) {
    case 'editAnswer':
      return review.editAnswer(message.edit);
    case 'repair':
      return repair(review);
    case 'compare':
      return review.comparison.choose(message.models);
    case 'takeAnswer':
      return review.comparison.take(message.column);
    case 'stop':
      return message.column === undefined ? review.stop() : review.comparison.stop(message.column);
  }
}

function repair(review: Review): Taken {
  const { answer, phase } = review;
  if (phase !== 'answered' || answer === undefined) return notTaken(t('There is no answer to be repaired.'));
  const edits = repairEdits(review.ask.params, review.draft.edits, answer, redactor(review.placeholders.all));
  return typeof edits === 'string' ? notTaken(edits) : review.edit(edits);
}
