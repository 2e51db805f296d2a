import { html, nothing, type TemplateResult } from 'lit';
import type { ProvenanceView, ReviewStatus } from '../../../shared/desk.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import { timeOfDay } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { beforeWords, definitionLines, earlierWords, whyNow } from '../provenanceWords.ts';
import { causeWords } from '../words.ts';

type About = Pick<ReviewStatus, 'server' | 'cause' | 'provenance'>;
type Call = About['cause']['calls'][number];

function callOf(call: Call): TemplateResult {
  return html`<details>
    <summary>
      ${icon('chevron')}<span class="call-title">${call.title}</span> <span class="quiet">${t('arguments')}</span>
    </summary>
    <text-view .content=${{ text: call.arguments }}></text-view>
  </details>`;
}

function callRows({ cause }: About): TemplateResult {
  const [only] = cause.calls;
  if (only === undefined) return html`<dt>${t('Call')}</dt><dd>${causeWords(cause)}</dd>`;
  if (cause.calls.length === 1) {
    return html`<dt>${t('Why now')}</dt><dd>${whyNow(only)}</dd><dt>${t('Call')}</dt><dd>${callOf(only)}</dd>`;
  }
  return html`<dt>${t('Call')}</dt>
    <dd>
      <p>${icon('info', 'info')} ${causeWords(cause)}:</p>
      <ul class="calls">
        ${cause.calls.map((call) => html`<li>${callOf(call)}<p class="quiet">${whyNow(call)}</p></li>`)}
      </ul>
    </dd>`;
}

function earlierRow({ earlier, more }: ProvenanceView, { calls }: About['cause']): TemplateResult | typeof nothing {
  if (earlier.length === 0) return nothing;
  const all = earlier.length + more;
  return html`<dt>${t('Before')}</dt>
    <dd>
      <details>
        <summary>
          ${icon('chevron')}<span>${beforeWords(all, calls.length)}</span>
        </summary>
        <ol class="earlier">
          ${more === 0 ? nothing : html`<li class="quiet">${plural(more, '{0} earlier one, not listed', '{0} earlier ones, not listed')}</li>`}
          ${earlier.map(
            (one) => html`<li>
              <span class="entry-label">${one.label}</span>
              <span class="quiet">${timeOfDay(one.at)}, ${earlierWords(one)}</span>
            </li>`,
          )}
        </ol>
      </details>
    </dd>`;
}

function serverRow(status: About & { readonly provenance: ProvenanceView }): TemplateResult {
  const { server, provenance } = status;
  return html`<dt>${t('Server')}</dt>
    <dd>
      <details>
        <summary>${icon('chevron')}<span>${server.name}</span> <span class="quiet">${t('definition')}</span></summary>
        <dl class="facts-list definition">
          ${definitionLines(provenance, server).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}
        </dl>
      </details>
    </dd>`;
}

/** Said of a request that no call of the person's led to, in words and with a sign beside the colour. */
export function unpromptedBanner({ provenance, server }: About): TemplateResult | typeof nothing {
  return provenance?.unprompted !== true
    ? nothing
    : html`<div class="banner warning" role="group" aria-label=${t('No call of yours led to this')}>
        ${icon('warning', 'warning')}
        <p>
          <strong>${t('No call of yours led to this.')}</strong>
          ${t(
            'A server may ask only while it serves a call of yours (SEP-2260), and none of {0} is running. So no rule lets this pass, and it is never approved together with others: only you decide.',
            server.name,
          )}
        </p>
      </div>`;
}

/** What led to the request, what the same call asked before, and who the server is. */
export function provenance(status: About): TemplateResult | typeof nothing {
  const { provenance: from, cause, server } = status;
  if (from === undefined) return nothing;
  return html`<section class="card provenance" aria-labelledby="provenance">
    <h2 id="provenance">${t('Where this comes from')}</h2>
    <dl class="facts-list">
      ${callRows(status)} ${from.leg === undefined ? nothing : html`<dt>${t('Round')}</dt><dd>${t('{0} of at most {1}', from.leg.number, from.leg.most)}</dd>`}
      ${earlierRow(from, cause)} ${server.own ? nothing : serverRow({ ...status, provenance: from })}
    </dl>
  </section>`;
}
