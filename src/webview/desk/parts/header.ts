import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import { ageWords, causeWords, eraWords, roundWords } from '../words.ts';

/** What is said of any ask. */
type About = Pick<ReviewStatus, 'server' | 'round' | 'phase' | 'receivedAt' | 'cause'>;

function cause(ui: DeskUi, { cause }: About): TemplateResult {
  const sentence = causeWords(cause);
  if (cause.certainty === 'none' || cause.calls.length === 0) {
    return html`<p class="cause">${icon('info', 'info')} <span>${sentence}</span></p>`;
  }
  return html`<div class="cause">
    <p>${icon('arrow-right')} <span>${sentence}:</span></p>
    <ul>
      ${cause.calls.map(
        (call) => html`<li>
          <details>
            <summary>
              ${icon('chevron')}<span class="call-title">${call.title}</span>
              <span class="quiet">${ticking(() => ageWords(call.startedAt, ui.now()).replace('Asked', 'started'))}, arguments</span>
            </summary>
            <text-view .content=${{ text: call.arguments }}></text-view>
          </details>
        </li>`,
      )}
    </ul>
  </div>`;
}

/** Who asks, how it is reached, since when and why. */
export function header(ui: DeskUi, status: About, wants: string): TemplateResult {
  const { server, round } = status;
  const era = eraWords(server.era);
  return html`<header class="head">
    <h1 id="title" tabindex="-1">${server.own ? 'You ask for a completion' : `${server.name} ${wants}`}</h1>
    <p class="facts">
      <span>${icon(server.own ? 'account' : 'server')} ${server.reach}</span>
      ${server.own ? nothing : html`<span class="badge" title=${era.title}>${era.badge}</span>`}
      ${
        status.phase === 'closed'
          ? nothing
          : html`<span>${icon('clock')} ${ticking(() => ageWords(status.receivedAt, ui.now()))}</span>`
      }
    </p>
    ${round === undefined ? nothing : html`<p class="round">${roundWords(round)}</p>`} ${cause(ui, status)}
  </header>`;
}
