import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { BatchContent } from '../../../shared/desk.ts';
import { number } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { marked } from './names.ts';

type Tool = BatchContent['tools'][number];

function fact(name: string, value: unknown): TemplateResult | typeof nothing {
  return value === undefined
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;
}

function tool(one: Tool, at: number): TemplateResult {
  return html`<li>
    <details>
      <summary>
        ${icon('chevron')}<strong>${one.name}</strong>
        ${one.title === undefined ? nothing : html`<span class="quiet">${one.title}</span>`}
      </summary>
      ${marked(one.name, `t${at}n`)}
      ${one.description === undefined ? nothing : html`<text-view .content=${{ text: one.description }}></text-view>`}
      <p class="quiet">${t('Input schema')}</p>
      <text-view .content=${{ text: one.inputSchema }}></text-view>
    </details>
  </li>`;
}

/** The parameters of all requests of a batch. They are changed on the page of one request, which leaves the batch by that. */
export function batchParameters({ parameters: p, tools }: BatchContent): TemplateResult {
  const stops = p.stopSequences?.map(
    (one, s) => html`<li><code>${JSON.stringify(one)}</code>${marked(one, `stop${s}`)}</li>`,
  );
  return html`<section class="card" aria-labelledby="parameters">
    <h2 id="parameters">${t('Parameters')}</h2>
    <dl class="facts-list">
      ${fact(t('Max tokens'), number(p.maxTokens))} ${fact(t('Temperature'), p.temperature)}
      ${fact(t('Stop sequences'), stops && html`<ul class="codes">${stops}</ul>`)}
      ${fact(t('Include context'), p.includeContext && html`<code>${p.includeContext}</code>`)}
      ${fact(t('Tool choice'), p.toolChoice && html`<code>${p.toolChoice}</code>`)}
      ${fact(t('Metadata'), p.metadata && html`<text-view .content=${{ text: p.metadata }}></text-view>`)}
      ${fact(t('Tools'), tools.length === 0 ? undefined : html`<ul class="tool-list">${tools.map(tool)}</ul>`)}
    </dl>
  </section>`;
}
