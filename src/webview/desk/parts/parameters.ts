import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewContent } from '../../../shared/desk.ts';
import { number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { settled } from '../../ui/initial.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { marked } from './names.ts';

/** A whole number of tokens, or nothing when what is typed is none. */
export function parseMaxTokens(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

function maxTokens(ui: DeskUi, { content, status }: ShownReview): TemplateResult {
  const { maxTokens: value, maxTokensOriginal: original } = content.parameters;
  const take = (event: Event, now: boolean): void => {
    const input = event.currentTarget as HTMLInputElement;
    const typed = parseMaxTokens(input.value);
    input.setAttribute('aria-invalid', String(typed === undefined));
    if (typed !== undefined) {
      ui.edit('maxTokens', { part: 'maxTokens', value: typed }, typed !== value, now);
    } else if (now) {
      input.value = String(content.parameters.maxTokens);
      input.setAttribute('aria-invalid', 'false');
    }
  };
  return html`${
    status.phase === 'pending'
      ? html`<input
          id="max-tokens"
          type="number"
          min="1"
          step="1"
          inputmode="numeric"
          aria-label="Max tokens"
          aria-describedby="max-tokens-note"
          ${settled(String(value))}
          @input=${(event: Event) => take(event, false)}
          @change=${(event: Event) => take(event, true)}
        />`
      : number(value)
  }
  <span id="max-tokens-note" class="quiet">${original === undefined ? nothing : `the server asked for ${number(original)}`}</span>`;
}

function tool(one: ReviewContent['tools'][number], t: number): TemplateResult {
  return html`<li>
    <details>
      <summary>
        ${icon('chevron')}<strong>${one.name}</strong>
        ${one.title === undefined ? nothing : html`<span class="quiet">${one.title}</span>`}
      </summary>
      ${marked(one.name, `t${t}n`)}
      ${one.description === undefined ? nothing : html`<text-view id="text-of-t${t}d" .content=${{ text: one.description }}></text-view>`}
      <p class="quiet">Input schema</p>
      <text-view id="text-of-t${t}s" .content=${{ text: one.inputSchema }}></text-view>
    </details>
  </li>`;
}

function row(name: string, value: unknown): TemplateResult | typeof nothing {
  return value === undefined
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;
}

function absent({ parameters: p, tools }: ReviewContent): string[] {
  const named: [string, boolean][] = [
    ['temperature', p.temperature === undefined],
    ['stop sequences', p.stopSequences === undefined],
    ['include context', p.includeContext === undefined],
    ['tool choice', p.toolChoice === undefined],
    ['metadata', p.metadata === undefined],
    ['tools', tools.length === 0],
  ];
  return named.filter(([, missing]) => missing).map(([name]) => name);
}

/** Everything of the request that is neither prompt nor preference. */
export function parameters(ui: DeskUi, review: ShownReview): TemplateResult {
  const { parameters: p, tools } = review.content;
  const missing = absent(review.content);
  return html`<section class="card" aria-labelledby="parameters">
    <h2 id="parameters">Parameters</h2>
    <dl class="facts-list">
      <dt>Max tokens</dt>
      <dd>${maxTokens(ui, review)}</dd>
      ${row('Temperature', p.temperature)}
      ${row(
        'Stop sequences',
        p.stopSequences &&
          html`<ul class="codes">${p.stopSequences.map((one, s) => html`<li><code>${JSON.stringify(one)}</code>${marked(one, `stop${s}`)}</li>`)}</ul>`,
      )}
      ${row('Include context', p.includeContext && html`<code>${p.includeContext}</code>`)}
      ${row('Tool choice', p.toolChoice && html`<code>${p.toolChoice}</code>`)}
      ${row('Metadata', p.metadata && html`<text-view .content=${{ text: p.metadata }}></text-view>`)}
      ${row('Tools', tools.length === 0 ? undefined : html`<ul class="tool-list">${tools.map(tool)}</ul>`)}
    </dl>
    ${missing.length === 0 ? nothing : html`<p class="quiet">Not given: ${missing.join(', ')}.</p>`}
  </section>`;
}
