import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';

/** How the shown request stands to others of its call, and the way to them. */
export function besideBanner(ui: DeskUi, { status }: ShownReview): TemplateResult | typeof nothing {
  const { batch, apart, waits } = status.beside ?? {};
  if (batch === undefined && waits === undefined) return nothing;
  return html`<div class="banner info beside">
    ${icon('info', 'info')}
    <p>
      ${
        batch === undefined
          ? nothing
          : apart === undefined
            ? html`<strong>${plural(batch.size, 'One of {0} similar request of this call.', 'One of {0} similar requests of this call.')}</strong>`
            : html`<strong>${plural(batch.size, 'Stands apart from {0} similar request of this call.', 'Stands apart from {0} similar requests of this call.')}</strong> ${apart}`
      }
      ${waits === undefined ? nothing : html`${t('You approved the rest of this call, and this request waits all the same.')} ${waits}`}
    </p>
    ${
      batch === undefined
        ? nothing
        : button({
            label: apart === undefined ? t('Back to all {0}', batch.size) : t('Go to those {0}', batch.size),
            onClick: () => ui.post({ type: 'select', id: batch.id }),
          })
    }
  </div>`;
}
