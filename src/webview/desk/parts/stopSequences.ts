import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import { button } from '../../ui/button.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { marked } from './names.ts';

/** What is typed, with `\n` and its like read as JSON has them; anything else stays as it is. */
export function parseStopSequence(typed: string): string {
  try {
    const value: unknown = JSON.parse(`"${typed.replace(/(?<!\\)"/g, '\\"')}"`);
    return typeof value === 'string' ? value : typed;
  } catch {
    return typed;
  }
}

/** The stop sequences: each can be taken out, others put in. Nothing where there are none and none can be put in. */
export function stopSequences(ui: DeskUi, { content, status }: ShownReview): TemplateResult | undefined {
  const { stopSequences: given, stopSequencesOriginal: original } = content.parameters;
  const pending = status.phase === 'pending';
  const all = given ?? [];
  if (!pending && given === undefined) return undefined;
  const missing = original?.filter((one) => !all.includes(one)) ?? [];
  return html`${
    all.length === 0
      ? pending
        ? nothing
        : html`<span class="quiet">${t('none')}</span>`
      : html`<ul class="codes">
            ${all.map((one, s) => sequence(ui, all, one, s, pending))}
          </ul>`
  }
    ${pending ? adding(ui, all) : nothing}
    ${
      missing.length === 0
        ? nothing
        : html`<span class="quiet">${t('taken out: {0}', missing.map((one) => JSON.stringify(one)).join(' '))}</span>`
    }`;
}

function sequence(ui: DeskUi, all: readonly string[], one: string, s: number, pending: boolean): TemplateResult {
  return html`<li>
    <code>${JSON.stringify(one)}</code>${marked(one, `stop${s}`)}
    ${
      pending
        ? button({
            kind: 'link',
            label: t('Take out'),
            about: t('stop sequence {0}', JSON.stringify(one)),
            icon: 'trash',
            onClick: () => ui.editing.make({ part: 'stopSequences', value: all.filter((_, at) => at !== s) }),
          })
        : nothing
    }
  </li>`;
}

function adding(ui: DeskUi, all: readonly string[]): TemplateResult {
  const add = (event: Event): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).querySelector('input');
    const problem = (event.currentTarget as HTMLFormElement).querySelector('.field-problem');
    if (input === null) return;
    const one = parseStopSequence(input.value);
    const twice = all.includes(one);
    if (problem) problem.textContent = twice ? t('This stop sequence is there already.') : '';
    if (one === '' || twice) return;
    input.value = '';
    ui.editing.make({ part: 'stopSequences', value: [...all, one] });
  };
  return html`<form class="add-stop" @submit=${add}>
    <input type="text" autocomplete="off" spellcheck="false" aria-label=${t('New stop sequence')} placeholder=${t('New stop sequence')} title=${t('\\n stands for a line break')} />
    <button type="submit" class="button">${t('Add')}</button>
    <span class="field-problem" aria-live="polite"></span>
  </form>`;
}
