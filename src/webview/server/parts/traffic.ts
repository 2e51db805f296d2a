import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { findHidden } from '../../../core/text/hidden.ts';
import type { TrafficRow } from '../../../shared/server.ts';
import { button } from '../../ui/button.ts';
import { bytes, duration, number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/textView.ts';
import type { ServerApp } from '../app.ts';
import { directionWords, kindWords, methodOf, timeOf } from '../words.ts';
import { plural, t } from '../../../core/text/l10n.ts';

/** The messages of a server, and the one that is looked at. */
export function trafficPage(app: ServerApp): TemplateResult {
  const { shown } = app.store;
  return html`<div class="traffic">
    <header class="head">
      <h1 tabindex="-1">${t('Traffic of {0}', app.server)}</h1>
      <p class="quiet">
        ${t('The last 1,000 messages of this server. Secrets are taken out before a message is kept; nothing of it is written to disk unless you save it.')}
      </p>
      ${filters(app)} ${tools(app, shown)}
    </header>
    <div class="split">
      <div class="messages" id="messages" @scroll=${(event: Event) => app.scrolled(event.currentTarget as HTMLElement)}>
        ${shown.length === 0 ? empty(app) : list(app, shown)}
      </div>
      ${detail(app)}
    </div>
  </div>`;
}

function filters(app: ServerApp): TemplateResult {
  const { filter, methods, callsOfRows, calls } = app.store;
  const choice = (
    key: 'direction' | 'method' | 'call',
    label: string,
    all: string,
    options: readonly (readonly [string, string])[],
  ) =>
    html`<label
      >${label}
      <select
        @change=${(event: Event) => app.choose({ [key]: (event.target as HTMLSelectElement).value })}
      >
        <option value="" ?selected=${filter[key] === ''}>${all}</option>
        ${options.map(([value, name]) => html`<option value=${value} ?selected=${filter[key] === value}>${name}</option>`)}
      </select></label
    >`;
  return html`<div class="filters" role="group" aria-label=${t('Which messages')}>
    ${choice('direction', t('Direction'), t('Both'), [
      ['sent', t('To the server')],
      ['received', t('From the server')],
    ])}
    ${choice(
      'method',
      t('Method'),
      t('All'),
      methods.map((method) => [method, method]),
    )}
    ${choice(
      'call',
      t('Call'),
      t('All'),
      callsOfRows.map((call) => [call, calls[call] ?? call]),
    )}
    <label class="search"
      >${t('Text')}
      <input
        type="search"
        .value=${filter.text}
        placeholder=${t('Anywhere in a message')}
        @input=${(event: Event) => app.choose({ text: (event.target as HTMLInputElement).value })}
    /></label>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${filter.errors}
        @change=${(event: Event) => app.choose({ errors: (event.target as HTMLInputElement).checked })}
      />
      ${t('Only errors')}</label
    >
  </div>`;
}

function tools(app: ServerApp, shown: readonly TrafficRow[]): TemplateResult {
  const { paused, waiting, rows } = app.store;
  const seqs = () => shown.map(({ seq }) => seq);
  const none = shown.length === 0;
  return html`<div class="buttons">
    ${button({
      label: paused ? (waiting === 0 ? t('Follow') : t('Follow ({0} new)', number(waiting))) : t('Pause'),
      icon: paused ? 'resume' : 'pause',
      onClick: () => app.pause(!paused),
    })}
    ${button({
      label: t('Copy shown'),
      icon: 'copy',
      inert: none,
      onClick: () => none || app.post({ type: 'copy', seqs: seqs() }),
    })}
    ${button({
      label: t('Save as JSONL…'),
      icon: 'file',
      inert: none,
      onClick: () => none || app.post({ type: 'save', seqs: seqs() }),
    })}
    ${button({ label: t('Clear'), icon: 'trash', inert: rows.length === 0, onClick: () => app.post({ type: 'clear' }) })}
    <span class="quiet">${plural(shown.length, '{0} message of {1}', '{0} messages of {1}', number(rows.length))}</span>
    <span class="said">${app.said}</span>
  </div>`;
}

function empty(app: ServerApp): TemplateResult {
  const { rows, searching } = app.store;
  if (searching) return html`<p class="none quiet">${t('Looking…')}</p>`;
  return html`<p class="none quiet">
    ${rows.length === 0 ? t('No message yet.') : t('No message fits what you chose above.')}
  </p>`;
}

function list(app: ServerApp, shown: readonly TrafficRow[]): TemplateResult {
  const { looked } = app;
  const reached = shown.find(({ seq }) => seq === looked?.seq) ?? shown.at(-1);
  return html`<div role="table" aria-label=${t('Messages')} aria-rowcount=${shown.length + 1} @keydown=${walk}>
    <div role="row" class="row heads">
      <span role="columnheader">${t('Time')}</span>
      <span role="columnheader"><span class="visually-hidden">${t('Direction')}</span></span>
      <span role="columnheader">${t('Method')}</span>
      <span role="columnheader" class="figure">${t('Size')}</span>
      <span role="columnheader" class="figure">${t('Took')}</span>
      <span role="columnheader">${t('Call')}</span>
    </div>
    ${repeat(
      shown,
      ({ seq }) => seq,
      (row) => line(app, row, row.seq === looked?.seq, row === reached),
    )}
  </div>`;
}

function line(app: ServerApp, row: TrafficRow, selected: boolean, reached: boolean): TemplateResult {
  return html`<div role="row" class="row ${row.failed ? 'failed' : ''}" @click=${() => app.look(row)}>
    <span role="cell" class="time">${timeOf(row.time)}</span>
    <span role="cell" class="way ${row.direction}"
      ><span aria-hidden="true">${row.direction === 'sent' ? '→' : '←'}</span
      ><span class="visually-hidden">${directionWords(row)}</span></span
    >
    <span role="cell" class="what"
      ><button type="button" class="entry" tabindex=${reached ? 0 : -1} aria-current=${selected ? 'true' : 'false'}>
        <code>${methodOf(row)}</code> <span class="kind">${row.failed ? icon('error', 'error') : nothing}${kindWords(row)}</span>
      </button></span
    >
    <span role="cell" class="figure">${bytes(row.size)}</span>
    <span role="cell" class="figure">${row.duration === undefined ? nothing : duration(row.duration)}</span>
    <span role="cell" class="call">${row.call === undefined ? nothing : (app.store.calls[row.call] ?? row.call)}</span>
  </div>`;
}

/** Up, Down, Page keys, Home and End walk through the list; the message that is reached is shown. */
function walk(event: KeyboardEvent): void {
  const entries = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.entry')];
  const at = entries.findIndex((element) => element === document.activeElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: Math.min(at + 20, entries.length - 1),
    PageUp: Math.max(at - 20, 0),
    Home: 0,
    End: entries.length - 1,
  };
  const entry = entries[steps[event.key] ?? -1];
  if (!entry) return;
  event.preventDefault();
  entry.focus();
  entry.click();
}

function detail(app: ServerApp): TemplateResult {
  const { looked, store } = app;
  const row = store.rows.find(({ seq }) => seq === looked?.seq);
  if (!looked || !row) {
    return html`<section class="detail" aria-label=${t('Message')}><p class="none quiet">${t('Choose a message to read it.')}</p></section>`;
  }
  const { text, note } = looked;
  const id = row.id === undefined ? '' : `, ${t('id {0}', row.id)}`;
  return html`<section class="detail" aria-labelledby="looked">
    <div class="part-head">
      <h2 id="looked">${methodOf(row)}</h2>
      <div class="tools">
        ${button({ label: t('Copy'), icon: 'copy', kind: 'link', onClick: () => app.post({ type: 'copy', seqs: [row.seq] }) })}
        ${
          row.call === undefined || store.filter.call === row.call
            ? nothing
            : button({ label: t('Only this call'), kind: 'link', onClick: () => app.choose({ call: row.call ?? '' }) })
        }
      </div>
    </div>
    <p class="quiet">
      ${kindWords(row)} ${directionWords(row)}${id}, ${bytes(row.size)}${
        row.duration === undefined ? nothing : `, ${t('{0} after its request', duration(row.duration))}`
      }, ${timeOf(row.time)}
    </p>
    ${note === undefined ? nothing : html`<p class="notice">${icon('info', 'info')} <span>${note}</span></p>`}
    ${text === undefined ? nothing : html`<text-view .content=${{ text, hidden: findHidden(text) }}></text-view>`}
  </section>`;
}
