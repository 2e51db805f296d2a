import { answerText } from '../../core/review/answerText.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';
import { schemes } from '../manifest.ts';
import { TwoSides } from './twoSides.ts';

/** What the model said on the left, what would be returned on the right. */
export class AnswerDiff extends TwoSides<'said' | 'returns'> {
  constructor(desk: ReviewDesk) {
    super(desk, {
      scheme: schemes.answer,
      file: 'answer.txt',
      sides: ['said', 'returns'],
      changedBy: (part) => (part === 'status' ? ['said', 'returns'] : []),
      title: ({ answer, ask }) =>
        answer && t('{0}: the model’s answer ↔ as you edited it', displayText(ask.server.name, 40)),
      text: (side, review) =>
        review?.answer === undefined
          ? t('This answer is not on the desk any more.')
          : answerText(
              side === 'said' ? (review.answer.edited?.said ?? review.answer.completion) : review.answer.completion,
            ),
    });
  }
}
