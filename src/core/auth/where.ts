import { displayText } from '../text/display.ts';
import { t } from '../text/l10n.ts';

/** Where a person signs in: the host of the page, and whose sign-in it is where that is another one. Both are text of the server's. */
export function whereWords(page: string, issuer: string): string {
  const at = displayText(page, 100);
  return page === issuer ? at : t('{0}, on behalf of {1}', at, displayText(issuer, 100));
}
