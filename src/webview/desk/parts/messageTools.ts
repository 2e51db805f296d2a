import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { ReviewContent } from '../../../shared/desk.ts';
import { button, type ButtonOptions } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';

type Message = ReviewContent['messages'][number];
type Removed = NonNullable<ReviewContent['removed']>[number];

/** Closes the disclosure that a pressed button stands in, and acts. */
function chosen(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    (event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
    act();
  };
}

/** Messages that are sent whichever way this one goes. */
function othersSent(content: ReviewContent, ids: readonly string[]): boolean {
  return content.messages.some(({ id, blank }) => blank !== true && !ids.includes(id));
}

function usesTools({ blocks }: Message): boolean {
  return blocks.some(({ type }) => type === 'toolUse');
}

function remove(ui: DeskUi, content: ReviewContent, message: Message, where: string): TemplateResult {
  const ids = message.pair === undefined ? [message.id] : [message.id, message.pair];
  if (!othersSent(content, ids)) return html`<p class="quiet">${t('At least one message has to stay.')}</p>`;
  const label =
    message.pair === undefined
      ? t('Take out')
      : usesTools(message)
        ? t('Take out with the results')
        : t('Take out with the use of the tool');
  return button({
    kind: 'link',
    label,
    about: where,
    icon: 'trash',
    onClick: chosen(() => ui.editing.make({ part: 'removeMessages', messages: ids })),
  });
}

function addBelow(ui: DeskUi, message: Message, where: string): TemplateResult {
  if (message.pair !== undefined && usesTools(message))
    return html`<p class="quiet">${t('Nothing can stand between the use of a tool and its result.')}</p>`;
  const add = (role: 'user' | 'assistant', label: string): TemplateResult =>
    button({
      kind: 'link',
      label,
      about: where,
      icon: 'add',
      onClick: chosen(() => ui.editing.addMessage(role, message.id)),
    });
  return html`${add('user', t('Add a user message below'))} ${add('assistant', t('Add an assistant message below'))}`;
}

/** The menu closes when the keyboard goes elsewhere, and on Escape. */
function left(event: FocusEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (!(event.relatedTarget instanceof Node && details.contains(event.relatedTarget))) details.open = false;
}

function escaped(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !details.open) return;
  details.open = false;
  details.querySelector('summary')?.focus();
}

/** What can be done with a whole message, folded. `more` stands first. */
export function messageMenu(
  ui: DeskUi,
  content: ReviewContent,
  message: Message,
  where: string,
  more: unknown,
): TemplateResult {
  return html`<details class="more" @focusout=${left} @keydown=${escaped}>
    <summary>${icon('chevron')}<span>${t('More')}<span class="visually-hidden"> ${where}</span></span></summary>
    <div class="more-body">${more} ${addBelow(ui, message, where)} ${remove(ui, content, message, where)}</div>
  </details>`;
}

/** Where messages were taken out: said, with the way back. */
export function removedRow(ui: DeskUi, { ids, roles }: Removed, pending: boolean): TemplateResult {
  const words =
    ids.length > 1
      ? t('The use of a tool and its result were taken out here. They are not sent.')
      : roles[0] === 'user'
        ? t('A user message was taken out here. It is not sent.')
        : t('An assistant message was taken out here. It is not sent.');
  return html`<li class="removed">
    <span>${icon('trash')} <span class="quiet">${words}</span></span>
    ${
      pending
        ? button({
            kind: 'link',
            label: t('Put back'),
            about: roles.join(', '),
            icon: 'discard',
            onClick: () => ui.editing.make({ part: 'restoreMessages', messages: ids }),
          })
        : nothing
    }
  </li>`;
}

/** The buttons below all messages. */
export function addMessages(ui: DeskUi, content: ReviewContent): TemplateResult {
  const after = content.messages.at(-1)?.id;
  const add = (options: Pick<ButtonOptions, 'label'>, role: 'user' | 'assistant'): TemplateResult =>
    button({ ...options, kind: 'link', icon: 'add', onClick: () => ui.editing.addMessage(role, after) });
  return html`<div class="buttons">
    ${add({ label: t('Add user message') }, 'user')} ${add({ label: t('Add assistant message') }, 'assistant')}
  </div>`;
}
