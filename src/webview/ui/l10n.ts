import type { TemplateResult } from 'lit';
import { pieces, useLanguage, type Values } from '../../core/text/l10n.ts';

/**
 * Must be imported before anything that makes texts: the extension writes the texts of the display language into the page.
 */
const texts = document.getElementById('texts')?.textContent;
useLanguage(
  texts === undefined || texts === null || texts === ''
    ? undefined
    : { tag: document.documentElement.lang, bundle: JSON.parse(texts) as Record<string, string> },
);

/** `rich('Read {0} first.', html`<a …>this</a>`)`: a text with parts of the page in it. */
export function rich<const T extends string>(
  text: T,
  ...values: Values<T, TemplateResult | string>
): readonly (TemplateResult | string)[] {
  return pieces<TemplateResult | string>(text, values);
}
