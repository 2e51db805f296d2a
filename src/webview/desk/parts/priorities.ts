import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { numberText, t } from '../../../core/text/l10n.ts';
import type { PrioritiesView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { chosenBy, serverWeights } from '../modelsLocal.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { mayChoose } from './modelChoice.ts';

type Name = keyof PrioritiesView;

const labels = (): Readonly<Record<Name, string>> => ({
  cost: t('Cost'),
  speed: t('Speed'),
  intelligence: t('Intelligence'),
});
const names: readonly Name[] = ['cost', 'speed', 'intelligence'];

const same = (a: PrioritiesView, b: PrioritiesView) => names.every((name) => a[name] === b[name]);
const figure = (value: number) => String(Number(value.toFixed(2)));

/** What the sliders stand at: where the person has put them, else what decides now. */
export function weightsOf(ui: DeskUi, { content, status }: ShownReview): PrioritiesView {
  return ui.local.models.weights ?? status.model.yours ?? serverWeights(content);
}

function slider(ui: DeskUi, review: ShownReview, name: Name): TemplateResult {
  const weights = weightsOf(ui, review);
  const asked = review.content.preferences[`${name}Priority`];
  const label = labels()[name];
  const move = (event: Event): void => {
    const value = Number((event.currentTarget as HTMLInputElement).value);
    const weight = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
    ui.update({ models: { ...ui.local.models, weights: { ...weights, [name]: weight } } });
  };
  const fixed = !mayChoose(review.status);
  return html`<div class="weight">
    <label for="weight-${name}">${label}</label>
    <input
      id="weight-${name}"
      type="range"
      min="0"
      max="1"
      step="0.05"
      aria-describedby="asked-${name}"
      .value=${live(figure(weights[name]))}
      ?disabled=${fixed}
      @input=${move}
    />
    <input
      type="number"
      min="0"
      max="1"
      step="0.05"
      aria-label=${t('{0}, as a number', label)}
      .value=${live(figure(weights[name]))}
      ?disabled=${fixed}
      @change=${move}
    />
    <span id="asked-${name}" class="quiet">
      ${asked === undefined ? t('the server gave none') : t('the server gave {0}', numberText(Number(figure(asked))))}
    </span>
  </div>`;
}

/** What these weights would change. */
function effect({ status }: ShownReview, weights: PrioritiesView): string {
  const { model } = status;
  const first = chosenBy(model, weights);
  if (first === undefined) return t('No model can serve this request, whatever its priorities.');
  const provider = first.providerLabel;
  if (first.ref === model.chosen) return t('With these, {0} ({1}) comes first, as chosen now.', first.name, provider);
  return model.byPerson
    ? t('With these, {0} ({1}) would come first; the model that you chose stays.', first.name, provider)
    : t('With these, {0} ({1}) would be chosen instead.', first.name, provider);
}

/** The three sliders: what would change, keeping them, and the way back. */
export function priorities(ui: DeskUi, review: ShownReview): TemplateResult {
  const { content, status } = review;
  const { yours } = status.model;
  const weights = weightsOf(ui, review);
  const asked = serverWeights(content);
  const moved = !same(weights, yours ?? asked);
  const post = (next: PrioritiesView | undefined): void => {
    ui.update({ models: { ...ui.local.models, weights: undefined } });
    ui.post({ type: 'weigh', id: content.id, ...(next === undefined ? {} : { priorities: next }) });
  };
  const own = yours !== undefined || moved;
  return html`<fieldset class="weights">
    <legend>
      ${t('Priorities')}
      ${
        yours !== undefined && !moved
          ? html`<span class="badge accent">${t('yours')}</span>`
          : moved
            ? html`<span class="badge">${t('not kept yet')}</span>`
            : nothing
      }
    </legend>
    ${names.map((name) => slider(ui, review, name))}
    <p class="effect" role="status">${moved || yours !== undefined ? effect(review, weights) : nothing}</p>
    <p class="quiet">
      ${t('They only change which model is matched for this request. No priority is ever sent to a model.')}
    </p>
    ${
      mayChoose(status) && own
        ? html`<div class="buttons">
            ${
              moved
                ? button({
                    label: t('Keep mine'),
                    icon: 'check',
                    title: t('Match this request by your priorities'),
                    onClick: () => post(same(weights, asked) ? undefined : weights),
                  })
                : nothing
            }
            ${button({
              label: t('Back to the server’s'),
              icon: 'discard',
              onClick: () =>
                yours === undefined
                  ? ui.update({ models: { ...ui.local.models, weights: undefined } })
                  : post(undefined),
            })}
          </div>`
        : nothing
    }
  </fieldset>`;
}
