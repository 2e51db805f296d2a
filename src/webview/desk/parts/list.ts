import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { plural, t } from '../../../core/text/l10n.ts';
import type { BatchSummary, DeskState, ReviewSummary } from '../../../shared/desk.ts';
import { clock } from '../../ui/format.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import { phaseWords } from '../words.ts';
import { closedIcons } from './banners.ts';

const phaseIcons: Record<ReviewSummary['phase'], { name: IconName; tone?: 'warning' | 'error' | 'info' | 'good' }> = {
  pending: { name: 'clock', tone: 'info' },
  decided: { name: 'check' },
  running: { name: 'loading' },
  answered: { name: 'reply', tone: 'info' },
  closed: { name: 'pass' },
};

function iconOf({ failed, how, kind, phase }: ReviewSummary): {
  name: IconName;
  tone?: 'warning' | 'error' | 'info' | 'good';
} {
  if (how !== undefined) {
    const [name, tone] = closedIcons[how];
    return { name, tone };
  }
  if (failed) return { name: 'error', tone: 'error' };
  if (phase !== 'pending' || kind === undefined || kind === 'sampling') return phaseIcons[phase];
  return { name: kind === 'form' ? 'form' : 'globe', tone: 'info' };
}

function entry(ui: DeskUi, review: ReviewSummary, selected: boolean): TemplateResult {
  const { name, tone } = iconOf(review);
  return html`<li>
    <button
      type="button"
      class="entry"
      aria-current=${selected ? 'true' : 'false'}
      @click=${() => ui.post({ type: 'select', id: review.id })}
    >
      ${icon(name, tone)}
      <span class="entry-text">
        <span class="entry-label">${review.label === '' ? t('No text') : review.label}</span>
        <span class="entry-line">${review.server}, ${review.cause}</span>
        <span class="entry-line entry-state">
          <span>${phaseWords(review)}${review.round === undefined ? nothing : `, ${review.round}`}</span>
          <span class="entry-age">${ticking(() => clock(ui.now() - review.receivedAt))}</span>
        </span>
      </span>
    </button>
  </li>`;
}

/** Many requests of one call, as one line. */
function batchEntry(
  ui: DeskUi,
  batch: BatchSummary,
  rows: readonly ReviewSummary[],
  selected: boolean,
): TemplateResult {
  const [first] = rows;
  const waiting = rows.filter(({ phase }) => phase === 'pending').length;
  const answered = rows.filter(({ phase }) => phase === 'answered').length;
  const parts = [
    waiting === 0 ? undefined : plural(waiting, '{0} waits for you', '{0} wait for you'),
    answered === 0 ? undefined : plural(answered, '{0} answer waits for you', '{0} answers wait for you'),
  ].filter((part) => part !== undefined);
  const running = rows.filter(({ phase }) => phase === 'running' || phase === 'decided').length;
  const other = running > 0 ? plural(running, '{0} under way', '{0} under way') : t('Closed');
  return html`<li>
    <button
      type="button"
      class="entry batch-entry"
      aria-current=${selected ? 'true' : 'false'}
      @click=${() => ui.post({ type: 'select', id: batch.id })}
    >
      ${icon('layers', waiting + answered > 0 ? 'info' : undefined)}
      <span class="entry-text">
        <span class="entry-label">${plural(rows.length, '{0} similar request', '{0} similar requests')}</span>
        <span class="entry-line">${first?.server}, ${first?.cause}</span>
        <span class="entry-line entry-state">
          <span>${parts.length === 0 ? other : parts.join(', ')}</span>
          <span class="entry-age">${ticking(() => clock(ui.now() - (first?.receivedAt ?? ui.now())))}</span>
        </span>
      </span>
    </button>
  </li>`;
}

/** One line for each batch, where its first request stands, and one for each request that is in none. */
function entries(ui: DeskUi, { reviews, batches = [], selected }: DeskState): unknown {
  const lines: { id: string; line: () => TemplateResult }[] = [];
  for (const review of reviews) {
    const batch = batches.find(({ rows }) => rows.includes(review.id));
    if (batch === undefined) {
      lines.push({ id: review.id, line: () => entry(ui, review, review.id === selected) });
    } else if (!lines.some(({ id }) => id === batch.id)) {
      const rows = reviews.filter(({ id }) => batch.rows.includes(id));
      const here = batch.id === selected || rows.some(({ id }) => id === selected);
      lines.push({ id: batch.id, line: () => batchEntry(ui, batch, rows, here) });
    }
  }
  return repeat(
    lines,
    ({ id }) => id,
    ({ line }) => line(),
  );
}

/** Up, Down, Home and End walk through the list, as in a tree of VS Code. */
function walk(event: KeyboardEvent): void {
  const entries = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.entry')];
  const at = entries.findIndex((element) => element === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to !== undefined && entries[to] !== undefined) {
    event.preventDefault();
    entries[to].focus();
  }
}

/** The pending reviews, in a column beside the detail, or above it where the desk is narrow. */
export function list(ui: DeskUi, state: DeskState): TemplateResult {
  const waiting = state.reviews.filter(({ phase }) => phase === 'pending' || phase === 'answered').length;
  return html`<nav class="list" aria-label=${t('Pending reviews')}>
    <details open>
      <summary>
        ${icon('chevron')}<span>${t('Pending reviews')}</span>
        <span class="quiet">${t('{0} of {1} waiting for you', waiting, state.reviews.length)}</span>
      </summary>
      <ul @keydown=${walk}>
        ${entries(ui, state)}
      </ul>
    </details>
  </nav>`;
}
