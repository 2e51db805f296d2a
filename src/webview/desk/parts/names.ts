import { html, nothing, type TemplateResult } from 'lit';
import { findHidden } from '../../../core/text/hidden.ts';

/** A name or an id once more, with its hidden characters marked, where it has any. The findings lead here by `key`. */
export function marked(text: string, key: string): TemplateResult | typeof nothing {
  return findHidden(text).length === 0
    ? nothing
    : html`<text-view id="text-of-${key}" .content=${{ text }}></text-view>`;
}
