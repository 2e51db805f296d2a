import { plural, t } from '../../core/text/l10n.ts';
import type { ReviewStatus } from '../../shared/desk.ts';

type Part = NonNullable<NonNullable<ReviewStatus['outgoing']>['parts']>[number];

/** A part of what leaves, in words. Roles are words of the format, so they stay as they are. */
export function partWords({ part, number = 0, role = '' }: Part): string {
  switch (part) {
    case 'system':
      return t('System prompt');
    case 'message':
      return t('Message {0} ({1})', number, role);
    case 'messages':
      return plural(number, '{0} more message', '{0} more messages');
    case 'tools':
      return plural(number, '{0} tool', '{0} tools');
    case 'media':
      return plural(number, '{0} image or sound', '{0} images and sounds');
    case 'rest':
      return t('Parameters and the frame around it');
  }
}
