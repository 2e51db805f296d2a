import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { asTextBox, mergeTyped } from '../../../core/review/textPlaces.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import type { FromDesk } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import { shortcut } from '../keys.ts';
import { readLimits } from '../restLimits.ts';
import type { ShownReview } from '../store.ts';
import { restForm } from './rest.ts';
import { notes } from './notes.ts';

export interface FormParts {
  field: TemplateResult;
  submit: string;
  icon: IconName;
  hint: string;
  message: () => FromDesk;
  shortcut?: boolean;
  /** Further buttons. */
  more?: TemplateResult;
}

/** A form in the decision bar: what is filled in, what sending it does, and the way back. */
export function frame(ui: DeskUi, parts: FormParts): TemplateResult {
  const send = (event: Event): void => {
    event.preventDefault();
    ui.decide(event, parts.message());
  };
  return html`<form @submit=${send}>
    ${parts.field}
    <p class="quiet" id="form-hint">${parts.hint}</p>
    <div class="buttons">
      <button
        type="submit"
        class="button primary"
        aria-describedby="form-hint"
        title=${parts.shortcut ? `(${shortcut('approve', ui.mac).label})` : '(Enter)'}
      >
        ${icon(parts.icon)}<span>${parts.submit}</span>
      </button>
      ${parts.more ?? nothing} ${button({ label: t('Cancel'), title: '(Escape)', onClick: () => ui.closeForm() })}
    </div>
  </form>`;
}

function textField(label: string, value: string, take: (text: string) => void): TemplateResult {
  return html`<label for="form-text">${label}</label>
    <textarea
      id="form-text"
      class="text-editor"
      data-first
      rows="4"
      .value=${live(asTextBox(value))}
      @input=${(event: Event) => take(mergeTyped(value, (event.currentTarget as HTMLTextAreaElement).value))}
    ></textarea>`;
}

/** What of the request a written answer does not heed. */
function handNotes({ model }: ShownReview['status']): TemplateResult | typeof nothing {
  const list = model.byHand ?? [];
  return list.length === 0
    ? nothing
    : html`<details>
        <summary>${icon('chevron')}<span>${plural(list.length, '{0} field of the request is not heeded by hand', '{0} fields of the request are not heeded by hand')}</span></summary>
        ${notes(list)}
      </details>`;
}

export function reasonField(ui: DeskUi): TemplateResult {
  return html`<label for="form-reason">${t('Reason for the server (optional)')}</label>
    <input
      id="form-reason"
      type="text"
      data-first
      autocomplete="off"
      .value=${live(ui.local.reason)}
      @input=${(event: Event) => ui.update({ reason: (event.currentTarget as HTMLInputElement).value })}
    />`;
}

export function reasonOf(ui: DeskUi): { reason?: string } {
  const reason = ui.local.reason.trim();
  return reason === '' ? {} : { reason };
}

/** The edit of an answer can stay on the desk, and be looked at beside what the model said, before it is returned. */
function keepEdit(ui: DeskUi, text: () => string): TemplateResult {
  const keep = (): void => {
    ui.answers.keepText(text());
    ui.closeForm();
  };
  return html`${button({ label: t('Keep edit'), icon: 'check', title: t('Take it into the answer and look at it again; nothing is returned'), onClick: keep })}
  ${button({ label: t('Show changes of the answer'), icon: 'diff', onClick: () => ui.answers.showChanges(text()) })}`;
}

/** The open form of the decision bar, when there is one that fits the phase. */
export function form(ui: DeskUi, { status }: ShownReview): TemplateResult | undefined {
  const { id, phase, server } = status;
  const { form: kind, hand } = ui.local;
  if (phase === 'pending' && kind === 'hand') {
    return frame(ui, {
      field: html`${textField(t('Your answer'), hand, (text) => ui.update({ hand: text }))}${handNotes(status)}`,
      submit: t('Use this answer'),
      icon: 'account',
      hint: t('Your text is the answer. Nothing is sent to a model.'),
      message: () => ({ type: 'answerByHand', id, text: ui.local.hand }),
      shortcut: true,
    });
  }
  if (phase === 'pending' && kind === 'deny') {
    return frame(ui, {
      field: server.own ? html`` : reasonField(ui),
      submit: t('Deny request'),
      icon: 'deny',
      hint: server.own
        ? t('No model is called.')
        : status.round === undefined
          ? t('No model is called. {0} is told that you denied it.', server.name)
          : t('No model is called. {0} is told that you denied it, and the whole round ends.', server.name),
      message: () => ({ type: 'deny', id, ...reasonOf(ui) }),
    });
  }
  if (phase === 'answered' && kind === 'reject') {
    return frame(ui, {
      field: server.own ? html`` : reasonField(ui),
      submit: server.own ? t('Discard this answer') : t('Reject this answer'),
      icon: 'deny',
      hint: server.own
        ? t('It stays in the ledger.')
        : t('{0} does not get the answer; it is told that you rejected it.', server.name),
      message: () => ({ type: 'rejectAnswer', id, ...reasonOf(ui) }),
    });
  }
  if (phase === 'answered' && kind === 'editAnswer' && !server.own && status.answer !== undefined) {
    return frame(ui, {
      field: textField(t('Answer'), ui.local.answer ?? status.answer?.text ?? '', (text) =>
        ui.update({ answer: text }),
      ),
      submit: t('Return edited answer'),
      icon: 'reply',
      hint: t('{0} gets your text in place of the model’s.', server.name),
      message: () => ({ type: 'release', id, text: ui.local.answer ?? status.answer?.text ?? '' }),
      shortcut: true,
      more: keepEdit(ui, () => ui.local.answer ?? status.answer?.text ?? ''),
    });
  }
  if (phase === 'pending' && kind === 'rest' && status.beside?.mayBegin === true && status.outgoing !== undefined) {
    return restForm(ui, { already: 1, send: (event) => ui.approve(event, readLimits(ui.local.rest)) });
  }
  return undefined;
}
