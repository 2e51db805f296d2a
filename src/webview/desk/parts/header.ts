import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import { clock } from './clock.ts';
import { overviewButton } from './shortcuts.ts';
import { ageWords, eraWords, roundWords } from '../words.ts';
import { t } from '../../../core/text/l10n.ts';

/** What is said of any ask. */
type About = Pick<ReviewStatus, 'server' | 'round' | 'phase' | 'receivedAt' | 'clock'>;

/** Who asks, how it is reached, and since when. */
export function header(ui: DeskUi, status: About, wants: string): TemplateResult {
  const { server, round } = status;
  const era = eraWords(server.era);
  return html`<header class="head">
    <div class="title-row">
      <h1 id="title" tabindex="-1">${server.own ? t('You ask for a completion') : `${server.name} ${wants}`}</h1>
      ${overviewButton()}
    </div>
    <p class="facts">
      <span>${icon(server.own ? 'account' : 'server')} ${server.reach}</span>
      ${server.own ? nothing : html`<span class="badge" title=${era.title}>${era.badge}</span>`}
      ${
        status.phase === 'closed'
          ? nothing
          : html`<span>${icon('clock')} ${ticking(() => ageWords(status.receivedAt, ui.now()))}</span>`
      }
    </p>
    ${round === undefined ? nothing : html`<p class="round">${roundWords(round)}</p>`} ${clock(ui, status)}
  </header>`;
}
