import { html, nothing, type TemplateResult } from 'lit';
import { numberText, t } from '../../../core/text/l10n.ts';
import type { CandidateView, ModelView } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';

type Hint = NonNullable<CandidateView['hint']>;
type Needs = ModelView['needs'];

/** How a hint leads to a model, in few words. */
function howWords({ how }: Hint): string | undefined {
  switch (how) {
    case 'name':
      return undefined;
    case 'alias':
      return t('your alias');
    case 'inside':
      return t('inside a word');
    case 'provider':
      return t('without its provider');
    case 'date':
      return t('without its date');
    case 'both':
      return t('without provider and date');
    case 'tier':
      return t('same tier (ours)');
  }
}

/** Which hint leads to a model; or that the hints lead to others. */
export function hintCell({ hint, running, excluded }: CandidateView, hints: readonly string[]): TemplateResult {
  if (hint === undefined) {
    return html`<span class="quiet">${running || excluded !== undefined || hints.length === 0 ? '–' : t('not in the running')}</span>`;
  }
  const how = howWords(hint);
  return html`<span>${hint.index + 1}. <code>${hints[hint.index] ?? ''}</code></span>
    ${how === undefined ? nothing : html`<span class="quiet">${how}</span>`}
    ${running || excluded !== undefined ? nothing : html`<span class="quiet">${t('not in the running')}</span>`}`;
}

/** The same as a sentence. */
export function hintSentence({ hint, running, excluded }: CandidateView, hints: readonly string[]): string {
  const out =
    running || excluded !== undefined ? '' : ` ${t('It is not in the running: the hints lead to others first.')}`;
  if (hint === undefined) return `${t('No hint of the server leads to it.')}${out}`;
  const text = hints[hint.index] ?? '';
  const how = howWords(hint);
  const found =
    how === undefined
      ? t('Hint {0}, “{1}”, stands in its name.', numberText(hint.index + 1), text)
      : t('Hint {0}, “{1}”, leads to it: {2}.', numberText(hint.index + 1), text, how);
  return `${found}${out}`;
}

/** What a model takes, and what is not known of what the request needs. */
function abilities(row: CandidateView, needs: Needs): string[] {
  const kinds = [
    [row.image, needs?.image, t('images'), t('no images'), t('images not known')],
    [row.audio, needs?.audio, t('audio'), t('no audio'), t('audio not known')],
    [row.tools, needs?.tools, t('tools'), t('no tools'), t('tools not known')],
  ] as const;
  return kinds.flatMap(([has, needed, yes, no, unknown]) => {
    if (has !== undefined) return [has ? yes : no];
    return needed === true ? [unknown] : [];
  });
}

/** Whether the request fits: the reason why not, or its context and what it takes. */
export function fitCell(row: CandidateView, needs: Needs): TemplateResult {
  const able = abilities(row, needs);
  const context =
    row.contextTokens === undefined ? t('context not known') : t('{0} tokens', numberText(row.contextTokens));
  return html`${
    row.excluded === undefined
      ? nothing
      : html`<span class="reason">${icon('warning', 'warning')} <span>${row.excluded}</span></span>`
  }
    <span>${context}</span>
    ${able.length === 0 ? nothing : html`<span class="quiet">${able.join(', ')}</span>`}`;
}

/** The same in sentences. */
export function fitSentence(row: CandidateView, needs: Needs): string {
  const reason = row.excluded === undefined ? [] : [row.excluded];
  const context =
    row.contextTokens === undefined
      ? t('How much it holds is not known.')
      : needs === undefined
        ? t('It holds {0} tokens.', numberText(row.contextTokens))
        : t(
            'It holds {0} tokens; the prompt and the longest answer need about {1}.',
            numberText(row.contextTokens),
            numberText(Math.round(row.neededTokens ?? needs.contextTokens)),
          );
  const able = abilities(row, needs);
  return [...reason, context, ...(able.length === 0 ? [] : [t('Takes: {0}.', able.join(', '))])].join(' ');
}
