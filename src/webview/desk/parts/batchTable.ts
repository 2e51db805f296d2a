import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { t } from '../../../core/text/l10n.ts';
import type { BatchRow } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { bytes, cost, tokens } from '../../ui/format.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import '../../ui/textView.ts';
import { findingWords, rowWords, sumOf } from '../batchWords.ts';
import type { WholeBatch } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { closedIcons } from './banners.ts';

// A narrow desk shows a row as a block, which takes the meaning of a table away from its elements: the roles keep it.

type Sign = { name: IconName; tone?: 'good' | 'info' | 'warning' | 'error' };

const stateIcons: Record<BatchRow['phase'], Sign> = {
  pending: { name: 'clock', tone: 'info' },
  decided: { name: 'check' },
  running: { name: 'loading' },
  answered: { name: 'reply', tone: 'info' },
  closed: { name: 'pass' },
};

function signOf({ phase, failure, closed }: BatchRow): Sign {
  if (closed !== undefined) {
    const [name, tone] = closedIcons[closed.how];
    return { name, tone };
  }
  return phase === 'pending' && failure !== undefined ? { name: 'error', tone: 'error' } : stateIcons[phase];
}

function stateCell(ui: DeskUi, row: BatchRow, number: number): TemplateResult {
  const { name, tone } = signOf(row);
  return html`<td role="cell" class="row-state">
    <span>${icon(name, tone)} <span>${rowWords(row)}</span></span>
    ${button({
      kind: 'link',
      label: t('Open'),
      about: t('request {0}', number),
      title: t('Look at this request as a whole; its page leads back here'),
      onClick: () => ui.post({ type: 'select', id: row.id }),
    })}
  </td>`;
}

function markCell(ui: DeskUi, row: BatchRow, number: number): TemplateResult {
  const waits = row.phase === 'pending' || row.phase === 'answered';
  return html`<td role="cell" class="row-mark">
    ${
      waits
        ? html`<input
            type="checkbox"
            aria-label=${t('Leave out request {0}', number)}
            title=${t('Leave this request out: it stays as a review of its own')}
            .checked=${live(ui.local.marked.has(row.id))}
            @change=${(event: Event) => ui.batch.mark(row.id, (event.currentTarget as HTMLInputElement).checked)}
          />`
        : nothing
    }
  </td>`;
}

function figure(name: string, value: string | undefined, range = false): TemplateResult {
  return html`<td role="cell" class="row-figure ${range ? 'row-cost' : ''}" data-name=${name}>${value ?? '–'}</td>`;
}

/** Beside an answer or findings there is no room for a column each. */
function figures(one: Figures, together: boolean): TemplateResult {
  const { size, tokens: estimate, price } = one;
  return together
    ? html`<td role="cell" class="row-figure row-figures" data-name=${t('Size and cost')}>
        ${[size, estimate, price].filter((part) => part !== undefined).map((part) => html`<span>${part}</span>`)}
      </td>`
    : html`${figure(t('Size'), size)} ${figure(t('Tokens'), estimate)} ${figure(t('Cost'), price, true)}`;
}

interface Figures {
  readonly size: string | undefined;
  readonly tokens: string | undefined;
  readonly price: string | undefined;
}

function figuresOf(one: BatchRow): Figures {
  return {
    size: one.bytes === undefined ? undefined : bytes(one.bytes),
    tokens: one.tokens === undefined ? undefined : tokens(one.tokens),
    price: one.cost === undefined ? undefined : cost(one.cost.min, one.cost.max),
  };
}

function answerCell({ answer }: BatchRow): TemplateResult {
  if (answer === undefined) return html`<td role="cell" class="row-text" data-name=${t('Answer')}></td>`;
  return html`<td role="cell" class="row-text" data-name=${t('Answer')}>
    ${
      answer.complete
        ? html`<text-view .content=${{ text: answer.text }}></text-view>
            ${answer.others === 0 ? nothing : html`<p class="quiet">${t('Other parts: {0}. Open the request to see them.', answer.others)}</p>`}
            <p class="quiet">
              ${answer.byHand ? t('Written by you') : answer.model}${answer.stopReason === 'maxTokens' ? html` · <strong>${t('cut by length')}</strong>` : nothing}
            </p>`
        : html`<p class="quiet">${icon('loading')} ${t('Model answers')}</p>`
    }
  </td>`;
}

interface Columns {
  readonly findings: boolean;
  readonly answers: boolean;
}

const isFull = ({ findings, answers }: Columns): boolean => findings || answers;

function row(ui: DeskUi, batch: WholeBatch, one: BatchRow, at: number, columns: Columns): TemplateResult {
  const values = batch.content.values[at] ?? [];
  const { high, medium } = one.findings;
  return html`<tr role="row" class="${ui.local.marked.has(one.id) ? 'left-out' : ''}">
    ${markCell(ui, one, at + 1)}
    <th role="rowheader" scope="row" class="row-number">
      ${at + 1}${one.edited ? html` <span class="badge accent">${t('edited')}</span>` : nothing}
    </th>
    <td role="cell" class="row-text" data-name=${t('What varies')}>
      ${values.map(
        (text, v) => html`${values.length > 1 ? html`<p class="quiet">${t('Place {0}', v + 1)}</p>` : nothing}<text-view
            .content=${{ text }}
          ></text-view>`,
      )}
      ${values.length === 0 ? html`<p class="quiet">${t('The same as the others')}</p>` : nothing}
    </td>
    ${columns.answers ? answerCell(one) : nothing}
    ${
      columns.findings
        ? html`<td role="cell" class="row-figure" data-name=${t('Findings')}>
            ${high + medium > 0 ? icon('warning', high > 0 ? 'error' : 'warning') : nothing} ${findingWords(one.findings)}
          </td>`
        : nothing
    }
    ${figures(figuresOf(one), isFull(columns))}
    ${stateCell(ui, one, at + 1)}
  </tr>`;
}

function head(columns: Columns): TemplateResult {
  const names = [
    t('Leave out'),
    t('No.'),
    t('What varies'),
    ...(columns.answers ? [t('Answer')] : []),
    ...(columns.findings ? [t('Findings')] : []),
    ...(isFull(columns) ? [t('Size and cost')] : [t('Size'), t('Tokens'), t('Cost')]),
    t('State'),
  ];
  return html`<thead role="rowgroup">
    <tr role="row">
      ${names.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
    </tr>
  </thead>`;
}

function sums(rows: readonly BatchRow[], columns: Columns): TemplateResult {
  const sum = sumOf(rows);
  return html`<tfoot role="rowgroup">
    <tr role="row">
      <td role="cell" class="row-mark"></td>
      <td role="cell" class="row-number"></td>
      <th role="rowheader" scope="row" class="row-text">${t('In all')}</th>
      ${columns.answers ? html`<td role="cell" class="row-mark"></td>` : nothing}
      ${columns.findings ? html`<td role="cell" class="row-mark"></td>` : nothing}
      ${figures({ size: sum.bytes, tokens: sum.tokens, price: sum.cost }, isFull(columns))}
      <td role="cell" class="row-mark"></td>
    </tr>
  </tfoot>`;
}

/** What varies between the requests of a batch, a row each, with what each would cost and how it stands. */
export function batchTable(ui: DeskUi, batch: WholeBatch): TemplateResult {
  const { rows } = batch;
  const columns: Columns = {
    findings: rows.some(({ findings }) => findings.high + findings.medium + findings.low > 0),
    answers: rows.some(({ answer }) => answer !== undefined),
  };
  return html`<section class="part" aria-labelledby="varies">
    <div class="part-head"><h2 id="varies">${t('What varies')}</h2></div>
    <table class="batch-table" role="table" aria-labelledby="varies">
      ${head(columns)}
      <tbody role="rowgroup">
        ${repeat(
          rows,
          ({ id }) => id,
          (one, at) => row(ui, batch, one, at, columns),
        )}
      </tbody>
      ${sums(rows, columns)}
    </table>
  </section>`;
}
