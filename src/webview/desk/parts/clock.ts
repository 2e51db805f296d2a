import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import { clockSentences, leftWords, NEAR_MS } from '../clockWords.ts';
import type { DeskUi } from '../ui.ts';

/** How long there is to decide: a countdown where there is one, and what is done about it. */
export function clock(
  ui: DeskUi,
  { clock: known, server, phase }: Pick<ReviewStatus, 'clock' | 'server' | 'phase'>,
): TemplateResult | typeof nothing {
  if (known === undefined || phase === 'closed') return nothing;
  const modern = server.era === 'modern';
  const { deadline } = known;
  const near = deadline !== undefined && deadline.at - ui.now() <= NEAR_MS;
  const sentences = clockSentences(known, modern);
  return html`<p class="clock ${near ? 'near' : ''}">
    ${icon(near ? 'warning' : 'clock', near ? 'warning' : undefined)}
    <span
      >${
        deadline === undefined
          ? nothing
          : html`<strong class="left">${ticking(() => leftWords(deadline, ui.now(), modern))}</strong> `
      }<span class="quiet">${sentences.join(' ')}</span></span
    >
  </p>`;
}
