import type { ReviewDesk } from '../../core/review/desk.ts';
import { notTaken, type Taken } from '../../core/review/taken.ts';
import { t } from '../../core/text/l10n.ts';
import type { FromDesk } from '../../shared/desk.ts';

/** What a person does with an answer, beside returning it. */
export type AnswerMessage = Extract<FromDesk, { type: 'editAnswer' }>;

/** Hands it to its review. */
export function answerAct(desk: ReviewDesk, message: AnswerMessage): Taken {
  const review = desk.get(message.id);
  if (review === undefined) return notTaken(t('This request is not on the desk any more.'));
  return review.editAnswer(message.edit);
}
