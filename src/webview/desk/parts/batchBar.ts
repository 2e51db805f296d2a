import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { approveLabel, approveWords, denyLabel, rejectLabel, returnLabel } from '../batchWords.ts';
import { shortcut } from '../keys.ts';
import { batchPhase, type WholeBatch } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { notice, onward, phaseLine } from './bar.ts';
import { frame, reasonField, reasonOf } from './forms.ts';
import { restForm } from './rest.ts';

/** What a guarded button needs to look as ready as it is. */
function readiness(ui: DeskUi): { inert: boolean; wait?: number; title?: string } {
  const inert = !ui.guard.armed || ui.local.sent;
  const title = ui.local.sent ? t('On its way') : t('What is shown has just changed');
  return {
    inert,
    ...(ui.guard.armed || ui.guard.wait === undefined ? {} : { wait: ui.guard.wait }),
    ...(inert ? { title } : {}),
  };
}

function leftOut(ui: DeskUi, phase: 'pending' | 'answered'): TemplateResult | typeof nothing {
  const left = ui.batch.waiting(phase).length - ui.batch.chosen(phase).length;
  return left === 0
    ? nothing
    : html`<span class="quiet">${plural(left, '{0} is left out and waits by itself.', '{0} are left out and wait by themselves.')}</span>`;
}

function requests(ui: DeskUi, batch: WholeBatch): TemplateResult {
  const all = ui.batch.waiting('pending').length;
  const chosen = ui.batch.chosen('pending');
  const paused = ui.view.state?.paused === true;
  const cannot = paused || !ui.batch.sendable || batch.inspecting;
  const ready = readiness(ui);
  return html`${phaseLine(html`<span id="approval">${approveWords(batch, chosen, paused)}</span> ${leftOut(ui, 'pending')}`)}
    <div class="buttons">
      ${button({
        label: approveLabel(chosen.length, all),
        kind: 'primary',
        icon: ui.local.sent ? 'loading' : 'send',
        ...(cannot ? { inert: true } : ready),
        shortcut: shortcut('approve', ui.mac),
        describedBy: 'approval',
        onClick: (event) => ui.batch.approve(event),
      })}
      ${button({
        id: 'open-rest',
        label: t('Approve the rest of this call…'),
        title: t('Also let further requests of this call pass, up to a number and a size'),
        ...(cannot ? { inert: true } : {}),
        onClick: () => cannot || ui.open('rest'),
      })}
      ${button({
        id: 'open-deny',
        label: denyLabel(chosen.length, all),
        icon: 'deny',
        title: t('Refuse them; nothing is sent to a model'),
        shortcut: shortcut('deny', ui.mac),
        ...(chosen.length === 0 ? { inert: true } : {}),
        onClick: () => ui.open('deny'),
      })}
    </div>`;
}

function answers(ui: DeskUi, { server }: WholeBatch, alone: boolean): TemplateResult {
  const all = ui.batch.waiting('answered').length;
  const chosen = ui.batch.chosen('answered').length;
  const words = html`<span id="release"
      >${plural(all, '{0} answer waits for you. {1} gets nothing until you return it.', '{0} answers wait for you. {1} gets nothing until you return them.', server.name)}</span
    >
    ${leftOut(ui, 'answered')}`;
  return html`${alone ? phaseLine(words) : html`<p class="phase">${words}</p>`}
    <div class="buttons">
      ${button({
        label: returnLabel(chosen, all),
        kind: alone ? 'primary' : 'secondary',
        icon: 'reply',
        ...readiness(ui),
        ...(chosen === 0 ? { inert: true } : {}),
        ...(alone ? { shortcut: shortcut('release', ui.mac) } : {}),
        describedBy: 'release',
        onClick: (event) => ui.batch.release(event),
      })}
      ${button({
        id: 'open-reject',
        label: rejectLabel(chosen, all),
        icon: 'deny',
        title: t('Refuse: the server gets an error instead of these answers'),
        ...(alone ? { shortcut: shortcut('reject', ui.mac) } : {}),
        ...(chosen === 0 ? { inert: true } : {}),
        onClick: () => ui.open('reject'),
      })}
    </div>`;
}

function refusalForm(ui: DeskUi, batch: WholeBatch): TemplateResult | undefined {
  const { form } = ui.local;
  if (form !== 'deny' && form !== 'reject') return undefined;
  const phase = form === 'deny' ? 'pending' : 'answered';
  const all = ui.batch.waiting(phase).length;
  const chosen = ui.batch.chosen(phase).length;
  if (chosen === 0) return undefined;
  const ends = batch.round ? ` ${t('The whole round ends.')}` : '';
  const told =
    form === 'deny'
      ? t('No model is called. {0} is told that you denied them.', batch.server.name)
      : t('{0} does not get these answers; it is told that you rejected them.', batch.server.name);
  return frame(ui, {
    field: reasonField(ui),
    submit: form === 'deny' ? denyLabel(chosen, all) : rejectLabel(chosen, all),
    icon: 'deny',
    hint: `${told}${ends}`,
    message: () => ui.batch.refusal(form === 'deny' ? 'denyBatch' : 'rejectBatch', reasonOf(ui)),
  });
}

function waitingWords({ rows }: WholeBatch): string {
  const running = rows.filter(({ phase }) => phase === 'running').length;
  if (running > 0) return plural(running, 'A model answers {0} request.', 'Models answer {0} requests.');
  return t('All of them are decided. The round goes on when the rest of it is.');
}

function decisions(ui: DeskUi, batch: WholeBatch): TemplateResult {
  const pending = ui.batch.waiting('pending').length > 0;
  const answered = ui.batch.waiting('answered').length > 0;
  if (pending || answered)
    return html`${pending ? requests(ui, batch) : nothing} ${answered ? answers(ui, batch, !pending) : nothing}`;
  if (batchPhase(batch) === 'closed') return html`${phaseLine(t('This batch is over.'))} ${onward(ui)}`;
  return html`${phaseLine(html`${icon('loading')} ${waitingWords(batch)}`)} ${onward(ui)}`;
}

/** What can be decided about a batch now. Always in view. */
export function batchBar(ui: DeskUi, batch: WholeBatch): TemplateResult {
  const open =
    ui.local.form === 'rest' && ui.batch.sendable
      ? restForm(ui, {
          already: ui.batch.chosen('pending').length,
          send: (event) => ui.batch.approveWithRest(event),
        })
      : refusalForm(ui, batch);
  return html`<section class="bar" aria-label=${t('Decision')}>${notice(ui)} ${open ?? decisions(ui, batch)}</section>`;
}
