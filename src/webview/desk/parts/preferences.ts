import { html, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { ReviewContent, ReviewStatus } from '../../../shared/desk.ts';
import { number } from '../../ui/format.ts';
import { fieldNotes } from './notes.ts';

function bar(name: string, id: string, value: number | undefined): TemplateResult {
  return html`<dt id=${id}>${name}</dt>
    <dd>
      ${
        value === undefined
          ? html`<span class="quiet">${t('not given')}</span>`
          : html`<meter min="0" max="1" value=${value} aria-labelledby=${id}>${value}</meter> <span class="figure">${number(value)}</span>`
      }
    </dd>`;
}

/** What the server would like of a model: its words and weights, for the person to weigh. */
export function preferences(
  { preferences: p }: Pick<ReviewContent, 'preferences'>,
  status: Pick<ReviewStatus, 'outgoing'> = {},
): TemplateResult {
  return html`<section class="card" aria-labelledby="preferences">
    <h2 id="preferences">${t('Model preferences')}</h2>
    <dl class="facts-list">
      <dt>${t('Hints, in order')}</dt>
      <dd>
        ${
          p.hints.length === 0
            ? html`<span class="quiet">${t('not given')}</span>`
            : html`<ol class="hints">${p.hints.map((hint) => html`<li><code>${hint}</code></li>`)}</ol>`
        }
      </dd>
      ${bar(t('Cost'), 'priority-cost', p.costPriority)} ${bar(t('Speed'), 'priority-speed', p.speedPriority)}
      ${bar(t('Intelligence'), 'priority-intelligence', p.intelligencePriority)}
    </dl>
    ${fieldNotes(status, 'modelPreferences')}
  </section>`;
}
