import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { bytes } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { costWords, destinationWords, tokenWords } from '../words.ts';
import { remedyButton } from './banners.ts';
import { modelChoice } from './modelChoice.ts';
import { notes } from './notes.ts';
import { t } from '../../../core/text/l10n.ts';

function outgoingFacts(outgoing: NonNullable<ReviewStatus['outgoing']>): TemplateResult {
  const { place, note } = destinationWords(outgoing.destination);
  const estimate = tokenWords(outgoing.tokens);
  return html`<dl class="facts-list">
    <dt>${t('To')}</dt>
    <dd>
      <strong class="place">${place}</strong>
      ${outgoing.destination.kind === 'http' ? html`<span class="quiet">${outgoing.destination.providerLabel}</span>` : nothing}
      ${outgoing.destination.url === undefined ? nothing : html`<code class="url">${outgoing.destination.url}</code>`}
      ${note === undefined ? nothing : html`<span class="quiet">${note}</span>`}
    </dd>
    <dt>${t('Size')}</dt>
    <dd>${bytes(outgoing.bytes)}</dd>
    <dt>${t('Tokens')}</dt>
    <dd>
      ${estimate.total}
      <span class="quiet">${estimate.parts === '' ? nothing : html`${estimate.parts}. `}${estimate.source}</span>
    </dd>
    ${
      outgoing.cost === undefined
        ? nothing
        : html`<dt>${t('Cost')}</dt>
            <dd>${costWords(outgoing.cost)} <span class="quiet">${outgoing.cost.source}</span></dd>`
    }
    ${
      outgoing.notes.length === 0
        ? nothing
        : html`<dt>${t('Not kept as asked')}</dt>
            <dd>${notes(outgoing.notes)}</dd>`
    }
    <dt>${t('Hash')}</dt>
    <dd><code class="hash">${outgoing.hash}</code></dd>
  </dl>`;
}

/** The card that says what would be sent, where, and how much of it. */
export function leaves(ui: DeskUi, review: ShownReview): TemplateResult {
  const { outgoing, model, phase, id, failure } = review.status;
  return html`<section class="card leaves" aria-labelledby="leaves">
    <h2 id="leaves">${t('What leaves this machine')}</h2>
    ${modelChoice(ui, review)}
    ${model.problems.map((problem) => html`<p class="problem">${icon('warning', 'warning')} <span>${problem}</span></p>`)}
    ${
      outgoing !== undefined
        ? outgoingFacts(outgoing)
        : html`<p class="problem">${icon('info', 'info')} <span>${t('Nothing yet: no model is chosen.')}</span></p>
            ${
              phase === 'pending' && failure === undefined
                ? html`<div class="buttons">
                    ${remedyButton(ui, id, 'detectLocalModels')} ${remedyButton(ui, id, 'openSettings')}
                  </div>`
                : nothing
            }`
    }
  </section>`;
}
