import { html, nothing, type TemplateResult } from 'lit';
import { asTextBox, mergeTyped } from '../../../core/review/textPlaces.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import type { BlockView, Edit, TextPlace } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { bytes } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { synced } from '../../ui/initial.ts';
import { measure } from '../../ui/textModel.ts';
import type { DeskUi } from '../ui.ts';

type TextBlock = Extract<BlockView, { type: 'text' }>;

/** A text of the request that can be edited. */
export interface TextPart {
  key: string;
  /** Such as *message 2*. */
  about: string;
  block: Pick<TextBlock, 'text' | 'original' | 'hidden'>;
  place: Exclude<TextPlace, { part: 'toolInput' }>;
}

function editor(ui: DeskUi, { key, about, block, place }: TextPart): TemplateResult {
  const send = (event: Event, now: boolean): void => {
    const { value } = event.currentTarget as HTMLTextAreaElement;
    const text = mergeTyped(ui.editing.typed(key) ?? block.text, value);
    const edit: Edit = { ...place, text };
    ui.edit(key, edit, text !== block.text, now);
  };
  return html`<textarea
      id="edit-${key}"
      class="text-editor"
      data-edits=${key}
      aria-label=${t('Text of {0}', about)}
      spellcheck="false"
      ${synced(asTextBox(ui.editing.typed(key) ?? block.text), () => ui.editing.typing(key))}
      @input=${(event: Event) => send(event, false)}
      @blur=${(event: Event) => send(event, true)}
    ></textarea>
    ${
      block.hidden.length === 0
        ? nothing
        : html`<p class="quiet">${icon('info', 'info')} ${t('Hidden characters do not show while you edit.')}</p>`
    }`;
}

function editToggle(ui: DeskUi, { key, about }: TextPart): TemplateResult {
  const editing = ui.local.editing.has(key);
  return button({
    id: `toggle-${key}`,
    kind: 'link',
    label: editing ? t('Done') : t('Edit'),
    about,
    icon: editing ? 'check' : 'edit',
    onClick: () => ui.toggleEdit(key),
  });
}

/** The button that opens a text in an editor tab. */
export function inTab(ui: DeskUi, place: TextPlace, about: string): TemplateResult {
  return button({
    kind: 'link',
    label: t('Open in editor'),
    about,
    icon: 'file',
    title: t('Edit it in an editor tab; saving there changes this request'),
    onClick: () => ui.editing.openInTab(place),
  });
}

/** What stands above a text: its size, whether it was edited, the switch to edit it, and `more`. */
export function textTools(ui: DeskUi, part: TextPart, pending: boolean, more: unknown = nothing): TemplateResult {
  const { lines, bytes: size } = measure(part.block.text);
  return html`<span class="tools">
    ${part.block.original === undefined ? nothing : html`<span class="badge accent">${t('edited')}</span>`}
    <span class="quiet size">${plural(lines, '{0} line, {1}', '{0} lines, {1}', bytes(size))}</span>
    ${pending ? html`${editToggle(ui, part)} ${more}` : nothing}
  </span>`;
}

/** The text, or its editor. */
export function textBody(ui: DeskUi, part: TextPart, pending: boolean): TemplateResult {
  return pending && ui.local.editing.has(part.key)
    ? editor(ui, part)
    : html`<text-view id="text-of-${part.key}" .content=${part.block}></text-view>`;
}
