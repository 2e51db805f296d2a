import { t } from '../../core/text/l10n.ts';

/** Who says a message, for a person. */
export function roleWords(role: string): string {
  switch (role) {
    case 'user':
      return t('user');
    case 'assistant':
      return t('assistant');
    default:
      return role;
  }
}
