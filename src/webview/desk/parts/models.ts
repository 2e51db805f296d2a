import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { decimalText, numberText, plural, t } from '../../../core/text/l10n.ts';
import type { CandidateView, ModelView, PrioritiesView } from '../../../shared/desk.ts';
import { prioritiesFrom, weigh } from '../../../core/models/ranking.ts';
import { button } from '../../ui/button.ts';
import { cost } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { firstRows, type ModelsLocal, rankedBy, rowsOf, scoresOf } from '../modelsLocal.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { mayChoose } from './modelChoice.ts';
import { fitCell, fitSentence, hintCell, hintSentence } from './modelWords.ts';
import { priorities, weightsOf } from './priorities.ts';

type Score = CandidateView['cost'];

/** What every row of the table needs. */
interface Table {
  readonly ui: DeskUi;
  readonly model: ModelView;
  readonly hints: readonly string[];
  readonly weights: PrioritiesView;
  /** Whether a model can be chosen now. */
  readonly free: boolean;
}

/** Columns, by the class of their cells. */
const columns = () =>
  [
    ['name', t('Model')],
    ['by-hint', t('Hint')],
    ['cost', t('Cost')],
    ['speed', t('Speed')],
    ['intelligence', t('Intelligence')],
    ['total', t('Together')],
    ['fit', t('Fit')],
    ['price', t('This request')],
  ] as const;

const places = (value: number) => decimalText(value, 2);

function scoreCell({ model }: Table, name: string, label: string, score: Score): TemplateResult {
  const source = model.sources[score.source] ?? '';
  return html`<td role="cell" class="score ${name}" data-label=${label} title=${source}>
    ${
      score.value === undefined
        ? html`<span class="quiet">${t('not known')}</span>`
        : html`<span class="scored"
            ><meter aria-hidden="true" min="0" max="1" value=${score.value}></meter
            ><span class="figure">${places(score.value)}</span></span
          >`
    }
  </td>`;
}

function priceCell({ model }: Table, { price }: CandidateView): TemplateResult {
  return html`<td
    role="cell"
    class="price"
    data-label=${t('This request')}
    title=${price === undefined ? t('No price is known.') : (model.sources[price.source] ?? '')}
  >
    ${price === undefined ? html`<span class="quiet">${t('not known')}</span>` : cost(price.min, price.max)}
  </td>`;
}

function actions({ ui, model, free }: Table, row: CandidateView, open: boolean): TemplateResult {
  const chosen = row.ref === model.chosen;
  const about = t('{0} ({1})', row.name, row.providerLabel);
  const toggle = (): void => {
    const next = new Set(ui.local.models.open);
    if (!next.delete(row.ref)) next.add(row.ref);
    ui.update({ models: { ...ui.local.models, open: next } });
  };
  return html`<td role="cell" class="act">
    ${
      chosen
        ? html`<span class="badge accent">${icon('check')} ${t('chosen')}</span>`
        : row.excluded !== undefined || !free
          ? nothing
          : button({ kind: 'secondary', label: t('Use'), about, onClick: () => ui.selectModel(row.ref) })
    }
    <button type="button" class="link" aria-expanded=${String(open)} @click=${toggle}>
      ${t('Sources')}<span class="visually-hidden"> ${about}</span>
    </button>
  </td>`;
}

/** Where each figure of a row comes from, in sentences. */
function sourcesRow(table: Table, row: CandidateView): TemplateResult {
  const { model, hints } = table;
  const source = (place: number) => model.sources[place] ?? '';
  const lines: [string, string][] = [
    [t('Reference'), row.ref],
    [t('Hint'), hintSentence(row, hints)],
    [t('Cost'), source(row.cost.source)],
    [t('Speed'), source(row.speed.source)],
    [t('Intelligence'), source(row.intelligence.source)],
    [t('Fit'), fitSentence(row, model.needs)],
    [t('This request'), row.price === undefined ? t('No price is known.') : source(row.price.source)],
  ];
  return html`<tr role="row" class="sources">
    <td role="cell" colspan="9">
      <dl class="facts-list">
        ${lines.map(
          ([name, text]) =>
            html`<dt>${name}</dt>
              <dd>${text}</dd>`,
        )}
      </dl>
    </td>
  </tr>`;
}

function rowOf(table: Table, row: CandidateView): TemplateResult {
  const { model, hints, weights, ui } = table;
  const open = ui.local.models.open.has(row.ref);
  const state = `${row.ref === model.chosen ? 'chosen' : ''} ${row.excluded === undefined ? '' : 'excluded'}`;
  return html`<tr role="row" class="model-row ${state}" aria-current=${row.ref === model.chosen ? 'true' : 'false'}>
      <th role="rowheader" scope="row" class="name">
        ${row.name}<span class="provider quiet">${row.providerLabel}</span>
      </th>
      <td role="cell" class="by-hint" data-label=${t('Hint')}>${hintCell(row, hints)}</td>
      ${scoreCell(table, 'cost', t('Cost'), row.cost)} ${scoreCell(table, 'speed', t('Speed'), row.speed)}
      ${scoreCell(table, 'intelligence', t('Intelligence'), row.intelligence)}
      <td role="cell" class="total" data-label=${t('Together')}>
        <span class="figure">${places(weigh(scoresOf(row), prioritiesFrom(weights)))}</span>
      </td>
      <td role="cell" class="fit" data-label=${t('Fit')}>${fitCell(row, model.needs)}</td>
      ${priceCell(table, row)} ${actions(table, row, open)}
    </tr>
    ${open ? sourcesRow(table, row) : nothing}`;
}

function filterField(ui: DeskUi, models: ModelsLocal, total: number): TemplateResult | typeof nothing {
  if (total <= 12) return nothing;
  return html`<div class="model-filter">
    <label for="model-filter">${t('Show models with')}</label>
    <input
      id="model-filter"
      type="search"
      spellcheck="false"
      .value=${live(models.filter)}
      @input=${(event: Event) => {
        const filter = (event.currentTarget as HTMLInputElement).value;
        ui.update({ models: { ...ui.local.models, filter } });
      }}
    />
  </div>`;
}

function more(ui: DeskUi, shown: number, found: number): TemplateResult | typeof nothing {
  if (found === 0) return html`<p class="quiet" role="status">${t('No model has this in its name.')}</p>`;
  if (shown >= found) return nothing;
  return html`<p class="buttons">
    <span class="quiet">${t('The first {0} of {1} models are shown.', numberText(firstRows), numberText(found))}</span>
    ${button({
      kind: 'link',
      label: plural(found, 'Show {0} model', 'Show all {0} models'),
      onClick: () => ui.update({ models: { ...ui.local.models, all: true } }),
    })}
  </p>`;
}

function table(ui: DeskUi, review: ShownReview): TemplateResult {
  const { model } = review.status;
  const weights = weightsOf(ui, review);
  const order = rankedBy(model.candidates, weights);
  const { rows, found } = rowsOf(order, ui.local.models, model.chosen);
  const made: Table = {
    ui,
    model,
    weights,
    hints: review.content.preferences.hints,
    free: mayChoose(review.status),
  };
  return html`${filterField(ui, ui.local.models, model.candidates.length)}
    <div class="table-box models-box" tabindex="0" role="group" aria-label=${t('Models compared')}>
      <table class="models" role="table" aria-describedby="models-scale">
        <thead role="rowgroup">
          <tr role="row">
            ${columns().map(([name, label]) => html`<th role="columnheader" scope="col" class=${name}>${label}</th>`)}
            <th role="columnheader" scope="col" class="act"><span class="visually-hidden">${t('Choose')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(
            rows,
            ({ ref }) => ref,
            (row) => rowOf(made, row),
          )}
        </tbody>
      </table>
    </div>
    ${more(ui, rows.length, found)}
    <p id="models-scale" class="quiet">
      ${t('Scores go from 0 to 1 among the models in the running; what is not known counts as 0.5.')}
    </p>`;
}

/** Why this model: the sentence, the priorities, and every candidate with its reasons. */
export function models(ui: DeskUi, review: ShownReview): unknown {
  const { status, content } = review;
  const { model, phase } = status;
  return guard([model, phase, content.preferences, ui.local.models], () => {
    return html`<section class="card models-card" aria-labelledby="why-model">
      <h2 id="why-model" tabindex="-1">${t('Why this model')}</h2>
      <p class="why">${model.why}</p>
      ${
        model.matched === undefined
          ? nothing
          : html`<p class="quiet">
              ${t('Matching would choose {0}.', nameOf(model, model.matched.ref))} ${model.matched.why}
            </p>`
      }
      ${model.candidates.length === 0 ? html`<p class="quiet">${t('There is no model yet.')}</p>` : html`${priorities(ui, review)} ${table(ui, review)}`}
    </section>`;
  });
}

function nameOf({ candidates }: ModelView, ref: string): string {
  return candidates.find((one) => one.ref === ref)?.name ?? ref;
}
