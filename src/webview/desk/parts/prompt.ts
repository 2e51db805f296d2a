import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { numberText, plural, t } from '../../../core/text/l10n.ts';
import type { BlockView, ReviewContent } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { rich } from '../../ui/l10n.ts';
import { audioView, imageView } from '../../ui/media.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { nameAndId, viewKey as blockKey } from '../../../core/findings/places.ts';
import { addMessages, messageMenu, removedRow } from './messageTools.ts';
import { fieldNotes, notesKey } from './notes.ts';
import { marked } from './names.ts';
import { inTab, textBody, type TextPart, textTools } from './textPart.ts';
import { roleWords } from '../../ui/roles.ts';

type Message = ReviewContent['messages'][number];
type TextBlock = Extract<BlockView, { type: 'text' }>;

/** The system prompt, or that there is none and how to write one. */
export function systemPrompt(ui: DeskUi, { content, status }: ShownReview): unknown {
  const pending = status.phase === 'pending';
  return guard([content, pending, ui.local.editing, notesKey(status)], () => {
    const { systemPrompt: given } = content;
    const writing = pending && ui.local.editing.has('system');
    const place = { part: 'system' } as const;
    const part: TextPart = {
      key: 'system',
      about: t('system prompt'),
      block: given ?? { text: '', hidden: [] },
      place,
    };
    return html`<section class="part" aria-labelledby="system-prompt">
      <div class="part-head">
        <h2 id="system-prompt">${t('System prompt')}</h2>
        ${given === undefined && !writing ? nothing : textTools(ui, part, pending, inTab(ui, place, part.about))}
      </div>
      ${fieldNotes(status, 'systemPrompt')}
      ${given === undefined && !writing ? noSystemPrompt(ui, status, pending) : textBody(ui, part, pending)}
    </section>`;
  });
}

function noSystemPrompt(ui: DeskUi, { server }: ShownReview['status'], pending: boolean): TemplateResult {
  return html`<div class="buttons">
    <p class="quiet">${server.own ? t('There is none.') : t('The server gave none.')}</p>
    ${
      pending
        ? button({
            id: 'toggle-system',
            kind: 'link',
            label: t('Write one'),
            about: t('system prompt'),
            icon: 'add',
            onClick: () => ui.toggleEdit('system'),
          })
        : nothing
    }
  </div>`;
}

function toolUse(block: Extract<BlockView, { type: 'toolUse' }>, key: string): TemplateResult {
  return html`<div class="tool-block">
    <p>${icon('tools')} <span>${rich('Uses tool {0}', html`<strong>${block.name}</strong>`)}</span> <code class="quiet">${block.id}</code></p>
    ${marked(nameAndId(block), `${key}n`)}
    <text-view id="text-of-${key}" .content=${{ text: block.input }}></text-view>
  </div>`;
}

function toolResult(block: Extract<BlockView, { type: 'toolResult' }>, where: string, key: string): TemplateResult {
  return html`<div class="tool-block">
    <p>
      ${icon(block.isError ? 'error' : 'reply', block.isError ? 'error' : undefined)}
      <span>${block.isError ? t('Error result of tool use') : t('Result of tool use')}</span> <code class="quiet">${block.toolUseId}</code>
    </p>
    ${marked(block.toolUseId, `${key}n`)}
    <text-view id="text-of-${key}" .content=${{ text: block.text }}></text-view>
    ${block.media?.map((one) => otherBlock(one, t('the tool result of {0}', where), key))}
  </div>`;
}

/** A block that is no text: media, the use of a tool, its result. */
export function otherBlock(block: Exclude<BlockView, TextBlock>, where: string, key: string): TemplateResult {
  switch (block.type) {
    case 'image':
      return imageView(block, t('Image in {0}', where));
    case 'audio':
      return audioView(block, t('Audio in {0}', where));
    case 'toolUse':
      return toolUse(block, key);
    case 'toolResult':
      return toolResult(block, where, key);
  }
}

/** A text within a message: its text blocks, and the results of tools that are one text. */
function partOf({ id, blocks }: Message, b: number, where: string): TextPart | undefined {
  const block = blocks[b];
  const key = blockKey(id, b);
  const about = blocks.length === 1 ? where : t('{0}, block {1}', where, b + 1);
  if (block?.type === 'text') return { key, about, block, place: { part: 'text', message: id, block: b } };
  if (block?.type !== 'toolResult' || block.inner === undefined) return undefined;
  const { text, original, inner } = block;
  const shown = { text, hidden: [], ...(original === undefined ? {} : { original }) };
  return { key, about, block: shown, place: { part: 'text', message: id, block: b, inner } };
}

function blockOf(
  ui: DeskUi,
  { id, blocks }: Message,
  b: number,
  at: { readonly part: TextPart | undefined; readonly where: string; readonly pending: boolean },
): unknown {
  const { part, where, pending } = at;
  const block = blocks[b];
  if (block === undefined) return nothing;
  const tools =
    part === undefined || b === 0 ? nothing : textTools(ui, part, pending, inTab(ui, part.place, part.about));
  const head = tools === nothing ? nothing : html`<div class="block-head">${tools}</div>`;
  if (block.type === 'text' && part !== undefined)
    return html`<div class="block">${head} ${textBody(ui, part, pending)}</div>`;
  if (block.type === 'text') return nothing;
  const editing = part !== undefined && pending && ui.local.editing.has(part.key);
  return html`<div class="block">
    ${head} ${editing ? textBody(ui, part, pending) : otherBlock(block, where, blockKey(id, b))}
  </div>`;
}

/** Which texts of a message can be opened in an editor from its menu. */
function openers(ui: DeskUi, message: Message, parts: readonly (TextPart | undefined)[]): unknown {
  const [first] = parts;
  return html`${first === undefined ? nothing : inTab(ui, first.place, first.about)}
  ${message.blocks.map((block, b) =>
    block.type === 'toolUse'
      ? inTab(ui, { part: 'toolInput', message: message.id, block: b }, t('the input of {0}', block.name))
      : nothing,
  )}`;
}

/** A message without text is not sent, so the places of those after it are others in what is sent. */
function placeSent({ messages }: ReviewContent, m: number): number {
  return messages.slice(0, m).filter(({ blank }) => blank !== true).length;
}

function message(
  ui: DeskUi,
  content: ReviewContent,
  one: Message,
  m: number,
  pending: boolean,
  noted: unknown,
): TemplateResult {
  const { role, blocks, added, blank } = one;
  const where = t('message {0}', m + 1);
  const parts = blocks.map((_, b) => partOf(one, b, where));
  const [first] = parts;
  const menu = pending ? messageMenu(ui, content, one, where, openers(ui, one, parts)) : nothing;
  return html`<li class="message ${role}">
    <div class="message-head">
      <h3>
        <span class="role">${roleWords(role)}</span> <span class="quiet">${numberText(m + 1)}</span>
        ${added ? html`<span class="badge accent">${t('added by you')}</span>` : nothing}
      </h3>
      ${first === undefined ? html`<span class="tools">${menu}</span>` : textTools(ui, first, pending, menu)}
    </div>
    ${blank === true ? nothing : noted}
    ${blocks.length === 0 ? html`<p class="quiet">${t('No content.')}</p>` : nothing}
    ${blocks.map((_, b) => blockOf(ui, one, b, { part: parts[b], where, pending }))}
    ${blank ? html`<p class="quiet">${icon('info', 'info')} ${t('Without text it is not sent.')}</p>` : nothing}
  </li>`;
}

/** Every message in order, whole, and where messages were taken out. */
export function messages(ui: DeskUi, { content, status }: ShownReview): unknown {
  const pending = status.phase === 'pending';
  return guard([content, pending, ui.local.editing, notesKey(status)], () => {
    const sent = content.messages.filter(({ blank }) => blank !== true).length;
    const removedAt = (at: number): unknown =>
      content.removed?.filter(({ before }) => before === at).map((removed) => removedRow(ui, removed, pending));
    return html`<section class="part" aria-labelledby="messages">
      <div class="part-head">
        <h2 id="messages">${t('Messages')}</h2>
        <span class="tools quiet">${plural(sent, '{0} message', '{0} messages')}</span>
      </div>
      ${fieldNotes(status, 'messages', true)}
      <ol class="messages">
        ${repeat(
          content.messages,
          ({ id }) => id,
          (one, m) =>
            html`${removedAt(m)} ${message(ui, content, one, m, pending, fieldNotes(status, `messages[${placeSent(content, m)}]`))}`,
        )}
        ${removedAt(content.messages.length)}
      </ol>
      ${pending ? addMessages(ui, content) : nothing}
    </section>`;
  });
}
