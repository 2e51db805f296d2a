import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { plural, t } from '../../../core/text/l10n.ts';
import type { BatchContent } from '../../../shared/desk.ts';
import '../../ui/textView.ts';
import type { WholeBatch } from '../store.ts';
import { otherBlock } from './prompt.ts';
import { roleWords } from '../../ui/roles.ts';

type Block = BatchContent['messages'][number]['blocks'][number];

function placed(text: string): TemplateResult | typeof nothing {
  return text === '' ? nothing : html`<text-view .content=${{ text }}></text-view>`;
}

function block(one: Block, where: string, key: string, place: string): TemplateResult {
  if (one.kind === 'same')
    return one.block.type === 'text'
      ? html`<text-view .content=${one.block}></text-view>`
      : otherBlock(one.block, where, key);
  return html`${placed(one.before)}
    <p class="varies-here"><span>${place}</span></p>
    ${placed(one.after)}`;
}

function messages({ content, rows }: WholeBatch): TemplateResult {
  let place = 0;
  const places = content.values[0]?.length ?? 0;
  const nameOf = (): string => {
    place += 1;
    return places > 1 ? t('Here they vary: place {0}', place) : t('Here they vary');
  };
  return html`<section class="part" aria-labelledby="messages">
    <div class="part-head">
      <h2 id="messages">${t('Messages')}</h2>
      <span class="tools quiet">${plural(rows.length, 'the same in {0} request', 'the same in all {0} requests')}</span>
    </div>
    <ol class="messages">
      ${content.messages.map(
        ({ role, blocks }, m) => html`<li class="message ${role}">
          <div class="message-head">
            <h3><span class="role">${roleWords(role)}</span> <span class="quiet">${m + 1}</span></h3>
          </div>
          ${blocks.map(
            (one, b) => html`<div class="block">
              ${block(one, t('message {0}', m + 1), `m${m}b${b}`, one.kind === 'varies' ? nameOf() : '')}
            </div>`,
          )}
        </li>`,
      )}
    </ol>
  </section>`;
}

/** What all requests of a batch say: once. */
export function batchSame(batch: WholeBatch): unknown {
  const { content } = batch;
  return guard(
    [content, batch.rows.length],
    () => html`<section class="part" aria-labelledby="system-prompt">
        <div class="part-head"><h2 id="system-prompt">${t('System prompt')}</h2></div>
        ${
          content.systemPrompt === undefined
            ? html`<p class="quiet">${t('The server gave none.')}</p>`
            : html`<text-view .content=${{ text: content.systemPrompt }}></text-view>`
        }
      </section>
      ${messages(batch)}`,
  );
}
