import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import type { CompareView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import { shortcut } from '../keys.ts';
import type { ShownReview } from '../store.ts';
import { totalWords } from './compare.ts';

/** The way into a comparison, where there are models enough. */
export function compareButton(ui: DeskUi, { model }: ShownReview['status']): TemplateResult | typeof nothing {
  const able = model.candidates.filter(({ excluded }) => excluded === undefined).length;
  if (able < 2) return nothing;
  return button({
    id: 'open-compare',
    label: t('Compare…'),
    icon: 'columns',
    title: t('Send the same request to several models, and return one of their answers'),
    onClick: () => ui.answers.openComparison(),
  });
}

/** While a comparison is put together: the one press for all of them, and the way back. */
export function planBar(
  ui: DeskUi,
  plan: NonNullable<CompareView['plan']>,
  {
    held,
    why,
    line,
  }: { readonly held: boolean; readonly why: string; readonly line: (content: unknown) => TemplateResult },
): TemplateResult {
  const paused = ui.view.state?.paused === true;
  const inert = plan.hash === undefined || paused || held;
  const wait = plan.hash === undefined || paused || ui.guard.armed ? undefined : ui.guard.wait;
  return html`${line(
    html`<span id="approval">${
      paused
        ? t('Sampling is paused: no model is called until you resume it. You can answer by hand or deny.')
        : (plan.problem ??
          html`${plural(plan.models.length, 'Sends the request to {0} model.', 'Sends the request to {0} models, once each.')} ${totalWords(plan)}`)
    }</span>`,
  )}
    <div class="buttons">
      ${button({
        label: plural(plan.models.length, 'Approve and send to {0} model', 'Approve and send to {0} models'),
        kind: 'primary',
        icon: ui.local.sent ? 'loading' : 'send',
        inert,
        ...(wait === undefined ? {} : { wait }),
        title: plan.problem ?? (inert ? why : t('Send this request to each of these models')),
        shortcut: shortcut('approve', ui.mac),
        describedBy: 'approval',
        onClick: (event) => ui.answers.approveComparison(event),
      })}
      ${button({ label: t('Leave the comparison'), icon: 'discard', onClick: () => ui.answers.closeComparison() })}
    </div>`;
}

/** With the answers of a comparison, as long as none of them is taken. */
export function untakenBar(
  ui: DeskUi,
  status: ShownReview['status'],
  line: (content: unknown) => TemplateResult,
): TemplateResult {
  return html`${line(html`${icon('info', 'info')} ${t('Use one of the answers above; then you can edit it and return it.')}`)}
    <div class="buttons">
      ${compareButton(ui, status)}
      ${button({
        id: 'open-reject',
        label: status.server.own ? t('Discard answer') : t('Reject answer'),
        icon: 'deny',
        title: status.server.own
          ? t('None of them is kept on the desk')
          : t('Refuse: the server gets an error instead of this answer'),
        shortcut: shortcut('reject', ui.mac),
        onClick: () => ui.open('reject'),
      })}
    </div>`;
}

/** How many models still answer. */
export function runningWords({ compare }: ShownReview['status']): string | undefined {
  const running = compare?.columns.filter(({ state }) => state === 'running' || state === 'waiting').length ?? 0;
  return running === 0 ? undefined : plural(running, '{0} model is answering', '{0} models are answering');
}
