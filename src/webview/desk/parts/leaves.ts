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

function outgoingFacts(outgoing: NonNullable<ReviewStatus['outgoing']>): TemplateResult {
  const { place, note } = destinationWords(outgoing.destination);
  const estimate = tokenWords(outgoing.tokens);
  return html`<dl class="facts-list">
    <dt>To</dt>
    <dd>
      <strong class="place">${place}</strong>
      ${outgoing.destination.kind === 'http' ? html`<span class="quiet">${outgoing.destination.providerLabel}</span>` : nothing}
      ${outgoing.destination.url === undefined ? nothing : html`<code class="url">${outgoing.destination.url}</code>`}
      ${note === undefined ? nothing : html`<span class="quiet">${note}</span>`}
    </dd>
    <dt>Size</dt>
    <dd>${bytes(outgoing.bytes)}</dd>
    <dt>Tokens</dt>
    <dd>
      ${estimate.total}
      <span class="quiet">${estimate.parts === '' ? nothing : html`${estimate.parts}. `}${estimate.source}</span>
    </dd>
    ${
      outgoing.cost === undefined
        ? nothing
        : html`<dt>Cost</dt>
            <dd>${costWords(outgoing.cost)} <span class="quiet">${outgoing.cost.source}</span></dd>`
    }
    ${
      outgoing.notes.length === 0
        ? nothing
        : html`<dt>Not kept as asked</dt>
            <dd>${notes(outgoing.notes)}</dd>`
    }
    <dt>Hash</dt>
    <dd><code class="hash">${outgoing.hash}</code></dd>
  </dl>`;
}

/** The card that says what would be sent, where, and how much of it. */
export function leaves(ui: DeskUi, review: ShownReview): TemplateResult {
  const { outgoing, model, phase, id, failure } = review.status;
  return html`<section class="card leaves" aria-labelledby="leaves">
    <h2 id="leaves">What leaves this machine</h2>
    ${modelChoice(ui, review)}
    ${model.problems.map((problem) => html`<p class="problem">${icon('warning', 'warning')} <span>${problem}</span></p>`)}
    ${
      outgoing !== undefined
        ? outgoingFacts(outgoing)
        : html`<p class="problem">${icon('info', 'info')} <span>Nothing yet: no model is chosen.</span></p>
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
