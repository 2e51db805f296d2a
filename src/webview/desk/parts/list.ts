import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskState, ReviewSummary } from '../../../shared/desk.ts';
import { clock } from '../../ui/format.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import { phaseWords } from '../words.ts';

const phaseIcons: Record<ReviewSummary['phase'], { name: IconName; tone?: 'warning' | 'error' | 'info' | 'good' }> = {
  pending: { name: 'clock', tone: 'info' },
  decided: { name: 'check' },
  running: { name: 'loading' },
  answered: { name: 'reply', tone: 'info' },
  closed: { name: 'pass' },
};

function iconOf({ failed, kind, phase }: ReviewSummary): {
  name: IconName;
  tone?: 'warning' | 'error' | 'info' | 'good';
} {
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
        <span class="entry-label">${review.label === '' ? 'No text' : review.label}</span>
        <span class="entry-line">${review.server}, ${review.cause}</span>
        <span class="entry-line entry-state">
          <span>${phaseWords(review)}${review.round === undefined ? nothing : `, ${review.round}`}</span>
          <span class="entry-age">${ticking(() => clock(ui.now() - review.receivedAt))}</span>
        </span>
      </span>
    </button>
  </li>`;
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
  return html`<nav class="list" aria-label="Pending reviews">
    <details open>
      <summary>
        ${icon('chevron')}<span>Pending reviews</span>
        <span class="quiet">${waiting} of ${state.reviews.length} waiting for you</span>
      </summary>
      <ul @keydown=${walk}>
        ${repeat(
          state.reviews,
          ({ id }) => id,
          (review) => entry(ui, review, review.id === state.selected),
        )}
      </ul>
    </details>
  </nav>`;
}
