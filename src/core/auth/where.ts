import { displayText } from '../text/display.ts';

/** Where a person signs in: the host of the page, and whose sign-in it is where that is another one. Both are text of the server's. */
export function whereWords(page: string, issuer: string): string {
  const at = displayText(page, 100);
  return page === issuer ? at : `${at}, on behalf of ${displayText(issuer, 100)}`;
}
