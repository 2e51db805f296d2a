import type { ReviewDesk } from '../../core/review/desk.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';
import { schemes } from '../manifest.ts';
import { requestText } from './requestText.ts';
import { TwoSides } from './twoSides.ts';

/** The two sides of an edited request: what the server asked on the left, what would be sent on the right. */
export class DiffDocuments extends TwoSides<'asked' | 'goes'> {
  constructor(desk: ReviewDesk) {
    super(desk, {
      scheme: schemes.difference,
      file: 'request.txt',
      sides: ['asked', 'goes'],
      changedBy: (part) => (part === 'content' ? ['goes'] : []),
      title: ({ ask }) => t('{0}: asked ↔ as you edited it', displayText(ask.server.name, 40)),
      text: (side, review) =>
        review === undefined
          ? `${t('This request is not on the desk any more.')}\n`
          : requestText(side === 'asked' ? review.ask.params : review.params),
    });
  }
}
