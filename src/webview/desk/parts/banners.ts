import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewStatus, remedySchema } from '../../../shared/desk.ts';
import type * as z from 'zod/mini';
import { button } from '../../ui/button.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import { remedyWords } from '../words.ts';
import { t } from '../../../core/text/l10n.ts';

type Remedy = z.infer<typeof remedySchema>;

/** A way out of a failure, as a button. What happens on the desk itself happens at once; the rest is asked of the extension. */
export function remedyButton(ui: DeskUi, id: string, remedy: Remedy): TemplateResult {
  const label = remedyWords[remedy];
  switch (remedy) {
    case 'retry':
      return button({ label, icon: 'refresh', inert: !ui.guard.armed, onClick: (event) => ui.approve(event) });
    case 'otherModel':
      return button({ label, onClick: () => ui.focusModel() });
    case 'answerByHand':
      // The bar has the button of this name; here it would be a second one.
      return html``;
    case 'setApiKey':
    case 'openSettings':
    case 'detectLocalModels':
      return button({ label, onClick: () => ui.post({ type: 'remedy', id, remedy }) });
  }
}

/** What went wrong with the last try, and what helps. */
export function failureBanner(ui: DeskUi, status: ReviewStatus): TemplateResult | typeof nothing {
  const { failure } = status;
  // After a regeneration that failed, the answer of before is still there to be returned, and *Regenerate* is the other try.
  const remains = status.phase === 'answered';
  if (failure === undefined || (status.phase !== 'pending' && !remains)) {
    return nothing;
  }
  const remedies = remains ? failure.remedies.filter((remedy) => remedy !== 'retry') : failure.remedies;
  return html`<section class="banner error" aria-label=${t('Failure')}>
    ${icon('error', 'error')}
    <div>
      <p><strong>${failure.message}</strong></p>
      ${failure.endpoint === undefined ? nothing : html`<p class="quiet">${t('Endpoint: {0}', failure.endpoint)}</p>`}
      ${
        failure.partial === undefined || failure.partial === ''
          ? nothing
          : html`<details>
              <summary>${icon('chevron')}<span>${t('What had arrived before it broke off; it is not returned')}</span></summary>
              <text-view .content=${{ text: failure.partial }}></text-view>
            </details>`
      }
      <div class="buttons">${remedies.map((remedy) => remedyButton(ui, status.id, remedy))}</div>
    </div>
  </section>`;
}

/** The sign of each end. */
export const closedIcons: Record<
  NonNullable<ReviewStatus['closed']>['how'],
  [IconName, 'good' | 'info' | 'warning' | 'error']
> = {
  returned: ['pass', 'good'],
  denied: ['deny', 'info'],
  rejected: ['deny', 'info'],
  cancelled: ['warning', 'warning'],
  expired: ['clock', 'warning'],
  failed: ['error', 'error'],
};

const closedTitles: Record<NonNullable<ReviewStatus['closed']>['how'], string> = {
  returned: t('Done.'),
  denied: t('Denied.'),
  rejected: t('Answer rejected.'),
  cancelled: t('Cancelled.'),
  expired: t('Expired.'),
  failed: t('Failed.'),
};

/** How a review ended. */
export function closedBanner({ closed, server }: ReviewStatus): TemplateResult | typeof nothing {
  if (closed === undefined) {
    return nothing;
  }
  const [name, tone] = closedIcons[closed.how];
  return html`<div class="banner closed ${tone === 'good' || tone === 'info' ? 'info' : tone}">
    ${icon(name, tone)}
    <p>${closed.how === 'returned' && !server.own ? html`<strong>${closed.message}</strong>` : html`<strong>${closedTitles[closed.how]}</strong> ${closed.message}`}</p>
  </div>`;
}
