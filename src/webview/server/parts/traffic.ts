import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { findHidden } from '../../../core/text/hidden.ts';
import type { TrafficRow } from '../../../shared/server.ts';
import { button } from '../../ui/button.ts';
import { bytes, count, duration, number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/textView.ts';
import type { ServerApp } from '../app.ts';
import { directionWords, kindWords, methodOf, timeOf } from '../words.ts';

/** The messages of a server, and the one that is looked at. */
export function trafficPage(app: ServerApp): TemplateResult {
  const { shown } = app.store;
  return html`<div class="traffic">
    <header class="head">
      <h1 tabindex="-1">Traffic of ${app.server}</h1>
      <p class="quiet">
        The last 1,000 messages of this server. Secrets are taken out before a message is kept; nothing of it is written to disk
        unless you save it.
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
  return html`<div class="filters" role="group" aria-label="Which messages">
    ${choice('direction', 'Direction', 'Both', [
      ['sent', 'To the server'],
      ['received', 'From the server'],
    ])}
    ${choice(
      'method',
      'Method',
      'All',
      methods.map((method) => [method, method]),
    )}
    ${choice(
      'call',
      'Call',
      'All',
      callsOfRows.map((call) => [call, calls[call] ?? call]),
    )}
    <label class="search"
      >Text
      <input
        type="search"
        .value=${filter.text}
        placeholder="Anywhere in a message"
        @input=${(event: Event) => app.choose({ text: (event.target as HTMLInputElement).value })}
    /></label>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${filter.errors}
        @change=${(event: Event) => app.choose({ errors: (event.target as HTMLInputElement).checked })}
      />
      Only errors</label
    >
  </div>`;
}

function tools(app: ServerApp, shown: readonly TrafficRow[]): TemplateResult {
  const { paused, waiting, rows } = app.store;
  const seqs = () => shown.map(({ seq }) => seq);
  const none = shown.length === 0;
  return html`<div class="buttons">
    ${button({
      label: paused ? `Follow${waiting === 0 ? '' : ` (${number(waiting)} new)`}` : 'Pause',
      icon: paused ? 'resume' : 'pause',
      onClick: () => app.pause(!paused),
    })}
    ${button({
      label: 'Copy shown',
      icon: 'copy',
      inert: none,
      onClick: () => none || app.post({ type: 'copy', seqs: seqs() }),
    })}
    ${button({
      label: 'Save as JSONL…',
      icon: 'file',
      inert: none,
      onClick: () => none || app.post({ type: 'save', seqs: seqs() }),
    })}
    ${button({ label: 'Clear', icon: 'trash', inert: rows.length === 0, onClick: () => app.post({ type: 'clear' }) })}
    <span class="quiet">${count(shown.length, 'message')} of ${number(rows.length)}</span>
    <span class="said">${app.said}</span>
  </div>`;
}

function empty(app: ServerApp): TemplateResult {
  const { rows, searching } = app.store;
  if (searching) return html`<p class="none quiet">Looking…</p>`;
  return html`<p class="none quiet">
    ${rows.length === 0 ? 'No message yet.' : 'No message fits what you chose above.'}
  </p>`;
}

function list(app: ServerApp, shown: readonly TrafficRow[]): TemplateResult {
  const { looked } = app;
  const reached = shown.find(({ seq }) => seq === looked?.seq) ?? shown.at(-1);
  return html`<div role="table" aria-label="Messages" aria-rowcount=${shown.length + 1} @keydown=${walk}>
    <div role="row" class="row heads">
      <span role="columnheader">Time</span>
      <span role="columnheader"><span class="visually-hidden">Direction</span></span>
      <span role="columnheader">Method</span>
      <span role="columnheader" class="figure">Size</span>
      <span role="columnheader" class="figure">Took</span>
      <span role="columnheader">Call</span>
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
    return html`<section class="detail" aria-label="Message"><p class="none quiet">Choose a message to read it.</p></section>`;
  }
  const { text, note } = looked;
  const id = row.id === undefined ? '' : `, id ${row.id}`;
  return html`<section class="detail" aria-labelledby="looked">
    <div class="part-head">
      <h2 id="looked">${methodOf(row)}</h2>
      <div class="tools">
        ${button({ label: 'Copy', icon: 'copy', kind: 'link', onClick: () => app.post({ type: 'copy', seqs: [row.seq] }) })}
        ${
          row.call === undefined || store.filter.call === row.call
            ? nothing
            : button({ label: 'Only this call', kind: 'link', onClick: () => app.choose({ call: row.call ?? '' }) })
        }
      </div>
    </div>
    <p class="quiet">
      ${kindWords(row)} ${directionWords(row)}${id}, ${bytes(row.size)}${
        row.duration === undefined ? nothing : `, ${duration(row.duration)} after its request`
      }, ${timeOf(row.time)}
    </p>
    ${note === undefined ? nothing : html`<p class="notice">${icon('info', 'info')} <span>${note}</span></p>`}
    ${text === undefined ? nothing : html`<text-view .content=${{ text, hidden: findHidden(text) }}></text-view>`}
  </section>`;
}
