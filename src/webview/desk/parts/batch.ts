import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import { address } from '../../ui/address.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { foundWords, sumOf } from '../batchWords.ts';
import { batchPhase, type WholeBatch } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { destinationWords } from '../words.ts';
import { batchBar } from './batchBar.ts';
import { batchParameters } from './batchParameters.ts';
import { batchSame } from './batchSame.ts';
import { batchTable } from './batchTable.ts';
import { header } from './header.ts';
import { notes } from './notes.ts';
import { preferences } from './preferences.ts';
import { provenance } from './provenance.ts';

function leaves(batch: WholeBatch): TemplateResult {
  const { outgoing, rows } = batch;
  const to = outgoing && destinationWords(outgoing.destination);
  const sum = sumOf(rows);
  const found = foundWords(batch);
  return html`<section class="card leaves" aria-labelledby="leaves">
    <h2 id="leaves">${t('What leaves this machine')}</h2>
    ${
      outgoing === undefined || to === undefined
        ? html`<p class="problem">${icon('info', 'info')} <span>${t('Nothing yet: no model is chosen.')}</span></p>`
        : html`<dl class="facts-list">
            <dt>${t('To')}</dt>
            <dd>
              <strong class="place">${to.place}</strong>
              ${outgoing.destination.kind === 'http' ? html`<span class="quiet">${outgoing.destination.providerLabel}</span>` : nothing}
              ${outgoing.destination.url === undefined ? nothing : address(outgoing.destination.url)}
              ${to.note === undefined ? nothing : html`<span class="quiet">${to.note}</span>`}
            </dd>
            <dt>${t('Model')}</dt>
            <dd>${outgoing.model}</dd>
            <dt>${t('In all')}</dt>
            <dd>
              ${plural(rows.length, '{0} request', '{0} requests')}${[sum.bytes, sum.tokens, sum.cost].filter((part) => part !== undefined).map((part) => html`, ${part}`)}
              ${batch.sources.map((source) => html`<span class="quiet">${source}</span>`)}
            </dd>
            ${found === undefined ? nothing : html`<dt>${t('Findings')}</dt><dd>${found}</dd>`}
            ${
              batch.notes.length === 0
                ? nothing
                : html`<dt>${t('Not kept as asked')}</dt>
                    <dd>${notes(batch.notes)}</dd>`
            }
          </dl>`
    }
  </section>`;
}

/** Requests that look like those of the batch, and are decided by themselves. */
function apart(ui: DeskUi, { outliers }: WholeBatch): TemplateResult | typeof nothing {
  if (outliers.length === 0) return nothing;
  return html`<section class="card apart" aria-labelledby="apart">
    <h2 id="apart">${t('Stand apart')}</h2>
    <p class="quiet">${t('They come from the same call. Each is decided on its own page.')}</p>
    <ul>
      ${outliers.map(
        ({ id, label, why }) => html`<li>
          ${icon('warning', 'warning')}
          <span><strong>${label}</strong><span class="quiet">${why}</span></span>
          ${button({ kind: 'link', label: t('Open'), about: label, onClick: () => ui.post({ type: 'select', id }) })}
        </li>`,
      )}
    </ul>
  </section>`;
}

function over({ rows }: WholeBatch): TemplateResult | typeof nothing {
  if (rows.some(({ phase }) => phase !== 'closed')) return nothing;
  const returned = rows.filter(({ closed }) => closed?.how === 'returned').length;
  return html`<div class="banner info">
    ${icon(returned === rows.length ? 'pass' : 'info', returned === rows.length ? 'good' : 'info')}
    <p>
      <strong>${t('This batch is over.')}</strong>
      ${t('{0} of {1} answers were returned to the server.', returned, rows.length)}
    </p>
  </div>`;
}

/** Requests of one call that are read and decided together: what is the same once, and what varies as a table. */
export function batchDetail(ui: DeskUi, batch: WholeBatch): TemplateResult {
  const wants = plural(batch.rows.length, 'asks for {0} similar completion', 'asks for {0} similar completions');
  return html`<div class="scroller">
      <article class="review batch" aria-labelledby="title">
        ${header(ui, { ...batch, phase: batchPhase(batch), round: undefined }, wants)} ${over(batch)}
        <div class="columns">
          <div class="side first">${provenance(batch)} ${leaves(batch)} ${apart(ui, batch)}</div>
          <div class="content">${batchSame(batch)}</div>
        </div>
        ${batchTable(ui, batch)}
        <div class="batch-more">${batchParameters(batch.content)} ${preferences(batch.content)}</div>
      </article>
    </div>
    ${batchBar(ui, batch)}`;
}
