import type { Language } from '../../../src/core/text/l10n.ts';

const inBrackets = (text: string | symbol): string => `⟦${String(text)}⟧`;

/** A language in which every text is in brackets: what is not has no translation. */
export const brackets: Language = {
  tag: 'xx',
  bundle: new Proxy<Record<string, string>>(
    {},
    {
      get: (_, text) => inBrackets(text),
      getOwnPropertyDescriptor: (_, text) => ({ value: inBrackets(text), configurable: true, enumerable: true }),
    },
  ),
};

/** What of a text stands outside of all brackets. */
export function outside(text: string): string {
  const inner = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  return inner === text ? text.trim() : outside(inner);
}
