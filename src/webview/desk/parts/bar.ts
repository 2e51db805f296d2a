import { html, nothing, type TemplateResult } from 'lit';
import { rich } from '../../ui/l10n.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { clock } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import type { DeskUi } from '../ui.ts';
import { shortcut } from '../keys.ts';
import { nextReview, type ShownReview } from '../store.ts';
import { openHighWords } from '../findingWords.ts';
import { approvalWords } from '../words.ts';
import { compareButton, planBar, runningWords, untakenBar } from './compareBar.ts';
import { form } from './forms.ts';
import { bringTo } from '../../ui/scroll.ts';

/** The line above the buttons. It takes the focus when a button goes away, and does nothing with it. */
export function phaseLine(content: unknown): TemplateResult {
  return html`<p id="phase" class="phase" tabindex="-1">${content}</p>`;
}

/** Why the last decision was not taken. */
export function notice(ui: DeskUi): TemplateResult | typeof nothing {
  const { notice } = ui.local;
  return notice === undefined
    ? nothing
    : html`<p class="notice">${icon('warning', 'warning')} <span>${notice}</span></p>`;
}

/** Why a guarded button takes no press now, for its tooltip. */
function inertReason(ui: DeskUi): string {
  if (ui.local.sent) {
    return t('On its way');
  }
  if (ui.local.inputs.size > 0) {
    return t('Apply or cancel your edit of the arguments first');
  }
  if (inspecting(ui)) return t('Still being inspected');
  return ui.saving ? t('Your edit is being taken in') : t('What is shown has just changed');
}

/** Whether something of what is decided about has not been inspected yet. */
function inspecting(
  ui: DeskUi,
  side: 'request' | 'answer' = ui.view.status?.phase === 'answered' ? 'answer' : 'request',
): boolean {
  return ui.view.findings?.[side].running ?? false;
}

function highFindings(ui: DeskUi, side: 'request' | 'answer'): TemplateResult | typeof nothing {
  const open = ui.view.findings?.[side].open;
  const words = open && openHighWords(open);
  if (words === undefined) return nothing;
  const heading = side === 'request' ? '#findings' : '#answer-findings';
  return html`<span class="high">
    <strong>${icon('error', 'error')} ${words}</strong>
    ${button({
      kind: 'link',
      label: t('Show findings'),
      onClick: () => {
        const part = document.querySelector<HTMLElement>(heading);
        bringTo(part, 'start');
        // The keyboard goes on from there.
        part?.focus({ preventScroll: true });
      },
    })}
  </span>`;
}

function pending(ui: DeskUi, { status }: ShownReview): TemplateResult {
  const { outgoing } = status;
  const paused = ui.view.state?.paused === true;
  const inert = outgoing === undefined || paused || !ui.guard.armed || ui.saving || ui.local.sent || inspecting(ui);
  const wait = outgoing === undefined || paused || ui.guard.armed ? undefined : ui.guard.wait;
  return html`${phaseLine(
    html`${highFindings(ui, 'request')}<span id="approval">${approvalWords(status, paused)}</span>`,
  )}
    <div class="buttons">
      ${button({
        label: t('Approve and send'),
        kind: 'primary',
        icon: ui.local.sent ? 'loading' : 'send',
        inert,
        ...(wait === undefined ? {} : { wait }),
        ...(outgoing === undefined
          ? { title: t('No model is chosen') }
          : inert
            ? { title: inertReason(ui) }
            : { title: t('Send this request to the model') }),
        shortcut: shortcut('approve', ui.mac),
        describedBy: 'approval',
        onClick: (event) => ui.approve(event),
      })}
      ${button({
        id: 'open-hand',
        label: t('Answer by hand'),
        icon: 'account',
        title: t('Write the answer yourself; nothing is sent to a model'),
        shortcut: shortcut('answerByHand', ui.mac),
        onClick: () => ui.open('hand'),
      })}
      ${compareButton(ui, status)}
      ${button({
        id: 'open-deny',
        label: t('Deny'),
        icon: 'deny',
        title: t('Refuse the request; nothing is sent to a model'),
        shortcut: shortcut('deny', ui.mac),
        onClick: () => ui.open('deny'),
      })}
      ${
        status.beside?.mayBegin === true && outgoing !== undefined && !paused
          ? button({
              id: 'open-rest',
              label: t('Approve the rest of this call…'),
              title: t('Also let further requests of this call pass, up to a number and a size'),
              onClick: () => ui.open('rest'),
            })
          : nothing
      }
    </div>`;
}

function running(ui: DeskUi, { content, status }: ShownReview): TemplateResult {
  const started = status.answer?.startedAt;
  return html`${phaseLine(
    html`${icon('loading')} ${runningWords(status) ?? rich('{0} is answering', html`<strong>${status.answer?.model ?? status.outgoing?.model ?? t('The model')}</strong>`)}${
      started === undefined ? nothing : html`, ${ticking(() => clock(ui.now() - started))}`
    }`,
  )}
    <div class="buttons">
      ${button({
        label: t('Stop'),
        icon: 'stop',
        title: t('Stop the model; what has arrived stays here for you to decide on'),
        shortcut: shortcut('stop', ui.mac),
        onClick: () => ui.post({ type: 'stop', id: content.id }),
      })}
    </div>`;
}

/** An answer to a request of the person's own: it is theirs already. */
function answeredToYou(ui: DeskUi, { status }: ShownReview): TemplateResult {
  const inert = !ui.guard.armed || ui.local.sent || inspecting(ui);
  const wait = ui.guard.armed ? undefined : ui.guard.wait;
  return html`${phaseLine(html`<span id="release">${t('The answer is yours. No server gets it.')}</span>`)}
    <div class="buttons">
      ${button({
        label: t('Keep answer'),
        kind: 'primary',
        icon: 'check',
        inert,
        ...(wait === undefined ? {} : { wait }),
        title: inert ? inertReason(ui) : t('End this review; the answer stays here and in the ledger'),
        shortcut: shortcut('release', ui.mac),
        describedBy: 'release',
        onClick: (event) => ui.release(event),
      })}
      ${regenerate(ui, status, inert)} ${compareButton(ui, status)}
      ${button({
        id: 'open-reject',
        label: t('Discard answer'),
        icon: 'deny',
        shortcut: shortcut('reject', ui.mac),
        onClick: () => ui.open('reject'),
      })}
    </div>`;
}

function regenerate(ui: DeskUi, { outgoing }: ShownReview['status'], inert: boolean): TemplateResult | typeof nothing {
  if (outgoing === undefined) return nothing;
  return button({
    label: t('Regenerate'),
    icon: 'refresh',
    inert,
    title: t('Send the request once more, as it is on screen, to {0}', outgoing.model),
    onClick: (event) => ui.regenerate(event),
  });
}

function answered(ui: DeskUi, { status }: ShownReview): TemplateResult {
  const inert = !ui.guard.armed || ui.local.sent || ui.local.inputs.size > 0 || inspecting(ui);
  const wait = ui.guard.armed ? undefined : ui.guard.wait;
  return html`${phaseLine(html`${highFindings(ui, 'answer')}<span id="release">${t('{0} gets nothing until you return it.', status.server.name)}</span>`)}
    <div class="buttons">
      ${button({
        label: t('Return to server'),
        kind: 'primary',
        icon: 'reply',
        inert,
        ...(wait === undefined ? {} : { wait }),
        title: inert ? inertReason(ui) : t('Give the answer to the server as it is'),
        shortcut: shortcut('release', ui.mac),
        describedBy: 'release',
        onClick: (event) => ui.release(event),
      })}
      ${button({
        id: 'open-editAnswer',
        label: t('Edit answer'),
        icon: 'edit',
        shortcut: shortcut('editAnswer', ui.mac),
        onClick: () => ui.open('editAnswer', { answer: ui.local.answer ?? status.answer?.text ?? '' }),
      })}
      ${regenerate(ui, status, inert)} ${compareButton(ui, status)}
      ${button({
        id: 'open-reject',
        label: t('Reject answer'),
        icon: 'deny',
        title: t('Refuse: the server gets an error instead of this answer'),
        shortcut: shortcut('reject', ui.mac),
        onClick: () => ui.open('reject'),
      })}
    </div>`;
}

/** The way to the next request that waits. */
export function onward(ui: DeskUi): TemplateResult | typeof nothing {
  const next = nextReview(ui.view.state?.reviews ?? [], ui.view.state?.selected, ui.view.state?.batches);
  return next === undefined
    ? nothing
    : html`<div class="buttons">
        ${button({
          label: t('Review next request'),
          kind: 'primary',
          icon: 'arrow-right',
          title: `${next.server}: ${next.label}`,
          shortcut: shortcut('next', ui.mac),
          onClick: () => ui.selectNext(),
        })}
      </div>`;
}

function decidedWords({ verdict, round, answer }: ReviewStatus): string {
  if (answer?.complete) return t('Released. The round is sent back when all its answers are.');
  const what = verdict === 'answerByHand' ? t('Your answer is kept.') : t('Approved; nothing is sent yet.');
  const open = round === undefined ? 0 : round.size - round.decided;
  return open > 0
    ? plural(
        open,
        '{1} {0} more request of this round needs a verdict first.',
        '{1} {0} more requests of this round need a verdict first.',
        what,
      )
    : t('{0} The round goes on by itself.', what);
}

function decided(ui: DeskUi, { status }: ShownReview): TemplateResult {
  return html`${phaseLine(html`${icon('check', 'good')} ${decidedWords(status)}`)}${onward(ui)}`;
}

function closed(ui: DeskUi): TemplateResult {
  const next = nextReview(ui.view.state?.reviews ?? [], ui.view.state?.selected);
  return html`${phaseLine(
    next === undefined ? t('This review is over. No other request is waiting.') : t('This review is over.'),
  )}${onward(ui)}`;
}

function decisions(ui: DeskUi, review: ShownReview): TemplateResult {
  const { compare, phase, answer } = review.status;
  if (compare?.plan !== undefined) {
    const held = !ui.guard.armed || ui.saving || ui.local.sent || inspecting(ui, 'request');
    const line = (content: unknown): TemplateResult => phaseLine(html`${highFindings(ui, 'request')}${content}`);
    return planBar(ui, compare.plan, { held, why: inertReason(ui), line });
  }
  if (phase === 'answered' && answer === undefined) return untakenBar(ui, review.status, phaseLine);
  switch (review.status.phase) {
    case 'pending':
      return pending(ui, review);
    case 'decided':
      return decided(ui, review);
    case 'running':
      return running(ui, review);
    case 'answered':
      return review.status.server.own ? answeredToYou(ui, review) : answered(ui, review);
    case 'closed':
      return closed(ui);
  }
}

/** What can be decided now. Always in view. */
export function bar(ui: DeskUi, review: ShownReview): TemplateResult {
  const open = form(ui, review);
  return html`<section class="bar" aria-label=${t('Decision')}>${notice(ui)} ${open ?? decisions(ui, review)}</section>`;
}
