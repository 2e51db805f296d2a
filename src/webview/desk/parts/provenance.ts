import { html, nothing, type TemplateResult } from 'lit';
import type { ProvenanceView, ReviewStatus } from '../../../shared/desk.ts';
import { count, timeOfDay } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { definitionLines, earlierWords, legWords, whyNow } from '../provenanceWords.ts';
import { causeWords } from '../words.ts';

type About = Pick<ReviewStatus, 'server' | 'cause' | 'provenance'>;
type Call = About['cause']['calls'][number];

function callOf(call: Call): TemplateResult {
  return html`<details>
    <summary>
      ${icon('chevron')}<span class="call-title">${call.title}</span> <span class="quiet">arguments</span>
    </summary>
    <text-view .content=${{ text: call.arguments }}></text-view>
  </details>`;
}

function callRows({ cause }: About): TemplateResult {
  const [only] = cause.calls;
  if (only === undefined) return html`<dt>Call</dt><dd>${causeWords(cause)}</dd>`;
  if (cause.calls.length === 1) {
    return html`<dt>Why now</dt><dd>${whyNow(only)}</dd><dt>Call</dt><dd>${callOf(only)}</dd>`;
  }
  return html`<dt>Call</dt>
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
  return html`<dt>Before</dt>
    <dd>
      <details>
        <summary>
          ${icon('chevron')}<span>${count(all, 'request')} of ${calls.length === 1 ? 'this call' : 'these calls'}</span>
        </summary>
        <ol class="earlier">
          ${more === 0 ? nothing : html`<li class="quiet">${count(more, 'earlier one')}, not listed</li>`}
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
  return html`<dt>Server</dt>
    <dd>
      <details>
        <summary>${icon('chevron')}<span>${server.name}</span> <span class="quiet">definition</span></summary>
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
    : html`<div class="banner warning" role="group" aria-label="No call of yours led to this">
        ${icon('warning', 'warning')}
        <p>
          <strong>No call of yours led to this.</strong> A server may ask only while it serves a call (SEP-2260), and none of
          ${server.name} is running. So no rule lets it pass, and it is never approved together with others: only you decide.
        </p>
      </div>`;
}

/** What led to the request, what the same call asked before, and who the server is. */
export function provenance(status: About): TemplateResult | typeof nothing {
  const { provenance: from, cause, server } = status;
  if (from === undefined) return nothing;
  return html`<section class="card provenance" aria-labelledby="provenance">
    <h2 id="provenance">Where this comes from</h2>
    <dl class="facts-list">
      ${callRows(status)} ${from.leg === undefined ? nothing : html`<dt>Round</dt><dd>${legWords(from.leg)}</dd>`}
      ${earlierRow(from, cause)} ${server.own ? nothing : serverRow({ ...status, provenance: from })}
    </dl>
  </section>`;
}
