import { html, nothing, type TemplateResult } from 'lit';
import { findHidden } from '../../core/text/hidden.ts';
import type { ComparedLineView } from '../../shared/confirm.ts';
import { icon } from '../ui/icons.ts';
import '../ui/textView.ts';
import { t } from '../../core/text/l10n.ts';

/** What a mark says: in words, since a colour alone says nothing to many. */
const marks = { added: t('Added'), changed: t('Changed'), removed: t('Removed') } as const;
const markIcons = { added: 'add', changed: 'edit', removed: 'trash' } as const;

/** One line of what a person says yes to: its value whole, what became of it, and what it does. */
export function lineView(line: ComparedLineView): TemplateResult {
  const { mark } = line;
  return html`<dt class=${mark}>${line.label}</dt>
    <dd class=${mark}>
      ${mark === 'same' ? nothing : html`<p class="mark">${icon(markIcons[mark], 'warning')} <strong>${marks[mark]}</strong></p>`}
      ${mark === 'changed' ? beforeView(line) : nothing}
      ${mark === 'removed' ? removedView(line) : valueView(line)}
      ${line.warnings.map((warning) => html`<p class="warns">${icon('warning', 'warning')} <span>${warning}</span></p>`)}
    </dd>`;
}

function beforeView({ before, written }: ComparedLineView): TemplateResult {
  if (before === undefined)
    return html`<p class="quiet">${t('It was something else, which looked like a secret and was not kept. Now:')}</p>`;
  return html`<p class="quiet">${t('It was:')}</p>
    ${written ? textOf(before) : html`<p>${before}</p>`}
    <p class="quiet">${t('Now it is:')}</p>`;
}

function removedView({ value, written }: ComparedLineView): TemplateResult {
  if (!written && value === '') return html`<p class="quiet">${t('It looked like a secret and was not kept.')}</p>`;
  return html`<p class="quiet">${t('It was:')}</p>
    ${textOf(value)}`;
}

function valueView({ value, written, warnings }: ComparedLineView): TemplateResult {
  if (!written) return html`${value}`;
  if (value === '') return html`<span class="quiet">${warnings.length > 0 ? nothing : '(empty)'}</span>`;
  return textOf(value);
}

function textOf(text: string): TemplateResult {
  if (text === '') return html`<span class="quiet">(${t('empty')})</span>`;
  return html`<text-view .content=${{ text, hidden: findHidden(text) }}></text-view>`;
}
