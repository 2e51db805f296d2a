import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { plural, t } from '../../../core/text/l10n.ts';
import type { CandidateView, ColumnView, CompareView, PlannedView } from '../../../shared/desk.ts';
import { address } from '../../ui/address.ts';
import { button } from '../../ui/button.ts';
import { bytes, cost } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { destinationWords } from '../words.ts';
import { facts, progressWords } from './answer.ts';
import { jsonWords } from './jsonCheck.ts';
import { notes } from './notes.ts';
import { toolUses } from './toolUses.ts';

type Plan = NonNullable<CompareView['plan']>;

/** What would leave for one model, whole. */
function planned(one: PlannedView): TemplateResult {
  if (one.problem !== undefined || one.destination === undefined) {
    return html`<p class="problem">${icon('warning', 'warning')} <span>${one.problem ?? ''}</span></p>`;
  }
  const { place, note } = destinationWords(one.destination);
  return html`<p>
      <strong class="place">${place}</strong>
      ${one.destination.url === undefined ? nothing : address(one.destination.url)}
      ${note === undefined ? nothing : html`<span class="quiet">${note}</span>`}
    </p>
    <p class="facts">
      ${one.bytes === undefined ? nothing : html`<span>${bytes(one.bytes)}</span>`}
      ${
        one.cost === undefined
          ? html`<span class="quiet">${t('No price is known')}</span>`
          : html`<span title=${one.cost.source}>${cost(one.cost.min, one.cost.max)}</span>`
      }
    </p>
    ${one.notes.length === 0 ? nothing : notes(one.notes)}
    <p class="quiet">${t('Hash')} <code class="hash">${one.hash ?? ''}</code></p>`;
}

function choice(ui: DeskUi, candidate: CandidateView, plan: Plan): TemplateResult {
  const one = plan.models.find(({ ref }) => ref === candidate.ref);
  const full = plan.models.length >= plan.most;
  const closed = one === undefined && (full || candidate.excluded !== undefined);
  return html`<li class=${one === undefined ? '' : 'chosen'}>
    <label>
      <input
        type="checkbox"
        .checked=${live(one !== undefined)}
        ?disabled=${closed}
        @change=${() => ui.answers.toggle(candidate.ref)}
      />
      <span><strong>${candidate.name}</strong> <span class="quiet">${candidate.providerLabel}</span></span>
    </label>
    ${candidate.excluded === undefined ? nothing : html`<p class="quiet">${t('Not possible: {0}', candidate.excluded)}</p>`}
    ${one === undefined ? nothing : planned(one)}
  </li>`;
}

/** What all of them cost together, as far as prices are known. */
export function totalWords({ total, models }: Plan): string {
  if (total === undefined) return t('No price is known for any of them.');
  const sum = cost(total.min, total.max);
  return total.without === 0
    ? t('{0} in all.', sum)
    : plural(
        total.without,
        '{1} in all, and one of {2} whose price is not known.',
        '{1} in all, and {0} of {2} whose price is not known.',
        sum,
        models.length,
      );
}

function planning(ui: DeskUi, review: ShownReview, plan: Plan): TemplateResult {
  const { candidates } = review.status.model;
  // A model that went away stays on screen as long as it is chosen.
  const gone = plan.models.filter(({ ref }) => !candidates.some((candidate) => candidate.ref === ref));
  return html`<section class="card compare-plan" aria-labelledby="compare">
    <h2 id="compare" tabindex="-1">${t('Compare models')}</h2>
    <p class="quiet">
      ${t('The same request goes to each model that you choose, up to {0}. Each is called once, and you return one of the answers.', plan.most)}
    </p>
    <ul class="compare-choice">
      ${candidates.map((candidate) => choice(ui, candidate, plan))}
      ${gone.map(
        (one) => html`<li class="chosen">
          ${button({ kind: 'link', label: t('Leave out'), about: one.name, icon: 'trash', onClick: () => ui.answers.toggle(one.ref) })}
          <strong>${one.name}</strong> ${planned(one)}
        </li>`,
      )}
    </ul>
    <p>${plural(plan.models.length, '{0} model chosen.', '{0} models chosen.')} ${plan.models.length === 0 ? nothing : totalWords(plan)}</p>
  </section>`;
}

function columnHead(ui: DeskUi, column: ColumnView, index: number): TemplateResult {
  const { answer, state } = column;
  return html`<div class="column-head">
    <h3 id="column-${index}">${column.name}</h3>
    <span class="quiet">${column.providerLabel}</span>
    ${column.earlier ? html`<span class="badge">${t('earlier answer')}</span>` : nothing}
    ${column.taken ? html`<span class="badge accent">${t('to be returned')}</span>` : nothing}
    ${
      state === 'running' || state === 'waiting'
        ? html`<p class="quiet">
            ${icon('loading')}
            ${
              state === 'waiting'
                ? t('Not asked yet')
                : ticking(() => progressWords(ui, textOf(ui, index), answer?.startedAt, index))
            }
          </p>`
        : nothing
    }
  </div>`;
}

/** The text as it is now: the clock ticks without a draw of what is around it. */
function textOf(ui: DeskUi, index: number): string {
  return ui.view.status?.compare?.columns[index]?.answer?.text ?? '';
}

function columnBody(ui: DeskUi, { answer, state, failure }: ColumnView, index: number): TemplateResult {
  if (failure !== undefined) {
    return html`<p class="problem">${icon('error', 'error')} <span>${failure.message}</span></p>
      ${
        failure.partial === undefined || failure.partial === ''
          ? nothing
          : html`<details>
              <summary>${icon('chevron')}<span>${t('What had arrived before it broke off; it is not returned')}</span></summary>
              <text-view .content=${{ text: failure.partial }}></text-view>
            </details>`
      }`;
  }
  if (answer === undefined) {
    return html`<p class="quiet">${t('Nothing has arrived yet.')}</p>`;
  }
  if (state === 'running') {
    return html`<stream-view tabindex="0" role="group" aria-labelledby="column-${index}" .text=${answer.text}></stream-view>`;
  }
  const { json } = answer;
  return html`${
    answer.stopped
      ? html`<p class="problem">${icon('warning', 'warning')} <span>${t('You stopped this answer: it is incomplete.')}</span></p>`
      : nothing
  }
    ${
      json === undefined
        ? nothing
        : html`<p class="check-ok">
            ${icon(json.problems.length === 0 ? 'pass' : 'warning', json.problems.length === 0 ? 'good' : 'warning')}
            <span>${jsonWords(json)}</span>
          </p>`
    }
    ${answer.text === '' && (answer.toolUses ?? []).length > 0 ? nothing : html`<text-view .content=${{ text: answer.text }}></text-view>`}
    ${toolUses(ui, answer.toolUses ?? [], false)} ${facts(ui, answer, index)}`;
}

function columnActions(ui: DeskUi, column: ColumnView, index: number, phase: string): TemplateResult | typeof nothing {
  if (column.state === 'running') {
    return button({
      label: t('Stop'),
      about: column.name,
      icon: 'stop',
      title: t('Stop this model; what has arrived stays'),
      onClick: () => ui.answers.stop(index),
    });
  }
  if (column.state !== 'done' || phase !== 'answered') {
    return nothing;
  }
  return column.taken
    ? html`<p class="check-ok">${icon('check', 'good')} <span>${t('This is the answer below.')}</span></p>`
    : button({
        label: t('Use this answer'),
        about: t('of {0}', column.name),
        icon: 'check',
        title: t('Look at it as the answer to be returned; nothing is returned yet'),
        onClick: () => ui.answers.takeAnswer(index),
      });
}

function answers(ui: DeskUi, columns: readonly ColumnView[], phase: string): TemplateResult {
  return html`<section class="part" aria-labelledby="compared">
    <h2 id="compared">${t('Answers compared')}</h2>
    <div class="compared">
      ${columns.map(
        (
          column,
          index,
        ) => html`<section class="card column ${column.taken ? 'taken' : ''}" aria-labelledby="column-${index}">
          ${columnHead(ui, column, index)} ${columnBody(ui, column, index)}
          <div class="buttons">${columnActions(ui, column, index, phase)}</div>
        </section>`,
      )}
    </div>
  </section>`;
}

/** Several models side by side: which, what that costs, what they answered. */
export function compare(ui: DeskUi, review: ShownReview): TemplateResult | typeof nothing {
  const { compare: view, phase } = review.status;
  if (view === undefined) {
    return nothing;
  }
  return html`${view.plan === undefined ? nothing : planning(ui, review, view.plan)}
  ${view.columns.length === 0 ? nothing : answers(ui, view.columns, phase)}`;
}
