import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { plural, t } from '../../../core/text/l10n.ts';
import type { CandidateView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { bringTo } from '../../ui/scroll.ts';

/** Whether another model can still be taken. */
export function mayChoose({ phase }: ShownReview['status']): boolean {
  return phase === 'pending' || phase === 'answered';
}

function option({ ref, name, excluded }: CandidateView, chosen: string | undefined): TemplateResult {
  return html`<option value=${ref} ?disabled=${excluded !== undefined && ref !== chosen} ?selected=${ref === chosen}>
    ${excluded === undefined ? name : t('{0} (not possible: {1})', name, excluded)}
  </option>`;
}

function byProvider(candidates: readonly CandidateView[]): [string, CandidateView[]][] {
  const groups = new Map<string, CandidateView[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.providerLabel);
    if (group) group.push(candidate);
    else groups.set(candidate.providerLabel, [candidate]);
  }
  return [...groups];
}

/** *Model*, the sentence that says why it is this one, and the way to the table. */
export function modelChoice(ui: DeskUi, { status }: ShownReview): TemplateResult {
  const { chosen, candidates, why } = status.model;
  const choose = (event: Event): void => {
    const model = (event.currentTarget as HTMLSelectElement).value;
    if (model !== '') ui.selectModel(model);
  };
  const look = (): void => {
    const table = document.querySelector<HTMLElement>('#why-model');
    bringTo(table, 'start');
    table?.focus({ preventScroll: true });
  };
  return html`<div class="field">
    <label for="model">${t('Model')}</label>
    <select
      id="model"
      .value=${live(chosen ?? '')}
      ?disabled=${!mayChoose(status)}
      aria-describedby="model-why"
      @change=${choose}
    >
      ${chosen === undefined ? html`<option value="" selected disabled>${t('No model chosen')}</option>` : nothing}
      ${byProvider(candidates).map(
        ([provider, group]) => html`<optgroup label=${provider}>${group.map((one) => option(one, chosen))}</optgroup>`,
      )}
    </select>
    <p id="model-why" class="quiet">${why}</p>
    ${
      candidates.length < 2
        ? nothing
        : html`<p>
            ${button({
              kind: 'link',
              icon: 'arrow-right',
              label: plural(candidates.length, 'Why this model: {0} model', 'Why this model: compare {0} models'),
              onClick: look,
            })}
          </p>`
    }
  </div>`;
}
