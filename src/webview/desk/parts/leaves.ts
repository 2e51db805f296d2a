import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { bytes } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { costWords, destinationWords, tokenWords } from '../words.ts';
import { remedyButton } from './banners.ts';
import { notes } from './notes.ts';

type Candidate = ReviewStatus['model']['candidates'][number];

function option(candidate: Candidate, chosen: string | undefined): TemplateResult {
  const excluded = candidate.excluded !== undefined && candidate.ref !== chosen;
  return html`<option value=${candidate.ref} ?disabled=${excluded} ?selected=${candidate.ref === chosen}>
    ${candidate.name}${candidate.excluded === undefined ? '' : ` (not possible: ${candidate.excluded})`}
  </option>`;
}

function byProvider(candidates: readonly Candidate[]): [string, Candidate[]][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    groups.set(candidate.providerLabel, [...(groups.get(candidate.providerLabel) ?? []), candidate]);
  }
  return [...groups];
}

function modelChoice(ui: DeskUi, { status }: ShownReview): TemplateResult {
  const { chosen, candidates } = status.model;
  const fixed = status.phase !== 'pending';
  const choose = (event: Event): void => {
    const model = (event.currentTarget as HTMLSelectElement).value;
    if (model !== '') {
      ui.selectModel(model);
    }
  };
  return html`<div class="field">
    <label for="model">Model</label>
    <select id="model" .value=${live(chosen ?? '')} ?disabled=${fixed} aria-describedby="model-why" @change=${choose}>
      ${chosen === undefined ? html`<option value="" selected disabled>No model chosen</option>` : nothing}
      ${byProvider(candidates).map(
        ([provider, group]) => html`<optgroup label=${provider}>${group.map((one) => option(one, chosen))}</optgroup>`,
      )}
    </select>
    <p id="model-why" class="quiet">${status.model.why}</p>
  </div>`;
}

function comparison(candidates: readonly Candidate[]): TemplateResult | typeof nothing {
  if (candidates.length < 2) {
    return nothing;
  }
  return html`<details>
    <summary>${icon('chevron')}<span>Compare ${candidates.length} models</span></summary>
    <div class="table-box" tabindex="0" role="group" aria-label="Models compared">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${candidates.map(
            (one) => html`<tr>
              <th scope="row">${one.name}<span class="provider quiet">${one.providerLabel}</span></th>
              <td>${one.excluded === undefined ? nothing : html`<strong>Not possible:</strong> ${one.excluded}. `}${one.detail}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

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
    ${modelChoice(ui, review)} ${comparison(model.candidates)}
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
