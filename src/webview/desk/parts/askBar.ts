import { html, nothing, type TemplateResult } from 'lit';
import type { ElicitationView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { actWords, decidedWords } from '../askWords.ts';
import type { DeskUi } from '../ui.ts';
import { shortcut } from '../keys.ts';
import { notice, onward, phaseLine } from './bar.ts';
import { t } from '../../../core/text/l10n.ts';

function mainButton(ui: DeskUi, view: ElicitationView): TemplateResult {
  const common = { kind: 'primary', shortcut: shortcut('approve', ui.mac), describedBy: 'act' } as const;
  if (view.problem !== undefined) {
    return button({
      label: t('Refuse as invalid'),
      icon: 'deny',
      title: t('The server is told that its request breaks the specification'),
      onClick: (event) => ui.ask.answer(event, 'refuse'),
    });
  }
  if (view.phase === 'answered') {
    return button({
      ...common,
      label: t('Retry the call'),
      icon: 'refresh',
      title: t('Make the call again, now that you have been to the page'),
      onClick: (event) => ui.ask.answer(event, 'retry'),
    });
  }
  const inert = !ui.guard.armed || ui.local.sent || view.busy !== undefined;
  const wait = ui.guard.armed ? undefined : ui.guard.wait;
  const waiting = { inert, ...(wait === undefined ? {} : { wait }) };
  return view.mode === 'form'
    ? button({
        ...common,
        ...waiting,
        label: t('Submit'),
        icon: view.busy === undefined ? 'send' : 'loading',
        title: t('Check what you entered and give it to the server'),
        onClick: (event) => ui.ask.submit(event),
      })
    : button({
        ...common,
        ...waiting,
        label: t('Open in browser'),
        icon: view.busy === undefined ? 'globe' : 'loading',
        title: t('Open this page in your own browser'),
        onClick: (event) => ui.ask.openPage(event),
      });
}

/** For a page that was closed too early, or whose session has run out. */
function openAgain(ui: DeskUi, view: ElicitationView): TemplateResult {
  return button({
    label: t('Open again'),
    icon: view.busy === undefined ? 'globe' : 'loading',
    inert: !ui.guard.armed || ui.local.sent || view.busy !== undefined,
    title: t('Open this page in your own browser once more'),
    onClick: (event) => ui.ask.openPage(event),
  });
}

function open(ui: DeskUi, view: ElicitationView): TemplateResult {
  return html`${phaseLine(html`<span id="act">${actWords(view)}</span>`)}
    ${view.notice === undefined ? nothing : html`<p class="notice">${icon('warning', 'warning')} <span>${view.notice}</span></p>`}
    <div class="buttons">
      ${mainButton(ui, view)}
      ${view.phase === 'answered' ? openAgain(ui, view) : nothing}
      ${button({
        label: t('Decline'),
        icon: 'deny',
        title: t('Say no: the server is told that you declined'),
        shortcut: shortcut('deny', ui.mac),
        onClick: (event) => ui.ask.answer(event, 'decline'),
      })}
      ${button({
        label: t('Cancel'),
        icon: 'discard',
        title: t('Decide nothing: the server is told that you dismissed it, and may ask again later'),
        shortcut: shortcut('cancel', ui.mac),
        onClick: (event) => ui.ask.answer(event, 'cancel'),
      })}
    </div>`;
}

function over(ui: DeskUi, view: ElicitationView): TemplateResult {
  const words = view.phase === 'closed' ? t('This request is over.') : decidedWords(view);
  return html`${phaseLine(html`${view.phase === 'closed' ? nothing : icon('check', 'good')} ${words}`)}${onward(ui)}`;
}

/** What can be decided about an elicitation now. Always in view. */
export function askBar(ui: DeskUi, view: ElicitationView): TemplateResult {
  const waits = view.phase === 'pending' || view.phase === 'answered';
  return html`<section class="bar" aria-label=${t('Decision')}>
    ${notice(ui)} ${waits ? open(ui, view) : over(ui, view)}
  </section>`;
}
