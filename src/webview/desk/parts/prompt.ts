import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { BlockView, Edit, ReviewContent } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { bytes, count } from '../../ui/format.ts';
import { initial } from '../../ui/initial.ts';
import { audioView, imageView } from '../../ui/media.ts';
import { icon } from '../../ui/icons.ts';
import { measure } from '../../ui/textModel.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { nameAndId, viewKey as blockKey } from '../../../core/findings/places.ts';
import { marked } from './names.ts';

type TextBlock = Extract<BlockView, { type: 'text' }>;

interface TextPart {
  key: string;
  /** Such as *message 2*. */
  about: string;
  block: Pick<TextBlock, 'text' | 'original' | 'hidden'>;
  edit: (text: string) => Edit;
}

function editor(ui: DeskUi, part: TextPart): TemplateResult {
  const send = (event: Event, now: boolean): void => {
    const { value } = event.currentTarget as HTMLTextAreaElement;
    ui.edit(part.key, part.edit(value), value !== part.block.text, now);
  };
  return html`<textarea
      id="edit-${part.key}"
      class="text-editor"
      data-edits=${part.key}
      aria-label="Text of ${part.about}"
      spellcheck="false"
      ${initial(part.block.text)}
      @input=${(event: Event) => send(event, false)}
      @blur=${(event: Event) => send(event, true)}
    ></textarea>
    ${
      part.block.hidden.length === 0
        ? nothing
        : html`<p class="quiet">${icon('info', 'info')} Hidden characters do not show while you edit.</p>`
    }`;
}

function editToggle(ui: DeskUi, part: TextPart): TemplateResult {
  const editing = ui.local.editing.has(part.key);
  return button({
    id: `toggle-${part.key}`,
    kind: 'link',
    label: editing ? 'Done' : 'Edit',
    about: part.about,
    icon: editing ? 'check' : 'edit',
    onClick: () => ui.toggleEdit(part.key),
  });
}

/** The line above a text: its size, whether it was edited, and the switch to edit it. */
function textTools(ui: DeskUi, part: TextPart, pending: boolean): TemplateResult {
  const { lines, bytes: size } = measure(part.block.text);
  return html`<span class="tools">
    ${part.block.original === undefined ? nothing : html`<span class="badge accent">edited</span>`}
    <span class="quiet size">${count(lines, 'line')}, ${bytes(size)}</span>
    ${pending ? editToggle(ui, part) : nothing}
  </span>`;
}

function textBody(ui: DeskUi, part: TextPart, pending: boolean): TemplateResult {
  return pending && ui.local.editing.has(part.key)
    ? editor(ui, part)
    : html`<text-view id="text-of-${part.key}" .content=${part.block}></text-view>`;
}

/** The system prompt, or that there is none. */
export function systemPrompt(ui: DeskUi, { content, status }: ShownReview): unknown {
  const pending = status.phase === 'pending';
  return guard([content, pending, ui.local.editing], () => {
    const { systemPrompt: block } = content;
    const part: TextPart | undefined = block && {
      key: 'system',
      about: 'system prompt',
      block,
      edit: (text) => ({ part: 'system', text }),
    };
    return html`<section class="part" aria-labelledby="system-prompt">
      <div class="part-head">
        <h2 id="system-prompt">System prompt</h2>
        ${part === undefined ? nothing : textTools(ui, part, pending)}
      </div>
      ${part === undefined ? html`<p class="quiet">${status.server.own ? 'There is none.' : 'The server gave none.'}</p>` : textBody(ui, part, pending)}
    </section>`;
  });
}

function toolUse(block: Extract<BlockView, { type: 'toolUse' }>, key: string): TemplateResult {
  return html`<div class="tool-block">
    <p>${icon('tools')} <span>Uses tool <strong>${block.name}</strong></span> <code class="quiet">${block.id}</code></p>
    ${marked(nameAndId(block), `${key}n`)}
    <text-view id="text-of-${key}" .content=${{ text: block.input }}></text-view>
  </div>`;
}

function toolResult(block: Extract<BlockView, { type: 'toolResult' }>, key: string): TemplateResult {
  return html`<div class="tool-block">
    <p>
      ${icon(block.isError ? 'error' : 'reply', block.isError ? 'error' : undefined)}
      <span>${block.isError ? 'Error result' : 'Result'} of tool use</span> <code class="quiet">${block.toolUseId}</code>
    </p>
    ${marked(block.toolUseId, `${key}n`)}
    <text-view id="text-of-${key}" .content=${{ text: block.text }}></text-view>
  </div>`;
}

/** A block that is no text: media, the use of a tool, its result. */
export function otherBlock(block: Exclude<BlockView, TextBlock>, where: string, key: string): TemplateResult {
  switch (block.type) {
    case 'image':
      return imageView(block, `Image in ${where}`);
    case 'audio':
      return audioView(block, `Audio in ${where}`);
    case 'toolUse':
      return toolUse(block, key);
    case 'toolResult':
      return toolResult(block, key);
  }
}

type Message = ReviewContent['messages'][number];

function textBlock(ui: DeskUi, part: TextPart, pending: boolean, first: boolean): TemplateResult {
  return html`<div class="block">
    ${first ? nothing : html`<div class="block-head">${textTools(ui, part, pending)}</div>`} ${textBody(ui, part, pending)}
  </div>`;
}

function message(ui: DeskUi, { id, role, blocks }: Message, m: number, pending: boolean): TemplateResult {
  const where = `message ${m + 1}`;
  const parts = blocks.map((block, b): TextPart | undefined =>
    block.type === 'text'
      ? {
          key: blockKey(id, b),
          about: blocks.length === 1 ? where : `${where}, block ${b + 1}`,
          block,
          edit: (text) => ({ part: 'text', message: id, block: b, text }),
        }
      : undefined,
  );
  return html`<li class="message ${role}">
    <div class="message-head">
      <h3><span class="role">${role}</span> <span class="quiet">${m + 1}</span></h3>
      ${parts[0] === undefined ? nothing : textTools(ui, parts[0], pending)}
    </div>
    ${blocks.length === 0 ? html`<p class="quiet">No content.</p>` : nothing}
    ${blocks.map((block, b) => {
      const part = parts[b];
      return part !== undefined
        ? textBlock(ui, part, pending, b === 0)
        : block.type === 'text'
          ? nothing
          : html`<div class="block">${otherBlock(block, where, blockKey(id, b))}</div>`;
    })}
  </li>`;
}

/** Every message in order, whole. */
export function messages(ui: DeskUi, { content, status }: ShownReview): unknown {
  const pending = status.phase === 'pending';
  return guard(
    [content, pending, ui.local.editing],
    () => html`<section class="part" aria-labelledby="messages">
      <div class="part-head">
        <h2 id="messages">Messages</h2>
        <span class="tools quiet">${count(content.messages.length, 'message')}</span>
      </div>
      <ol class="messages">
        ${content.messages.map((one, m) => message(ui, one, m, pending))}
      </ol>
    </section>`,
  );
}
