import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { button, type ButtonOptions } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { shortcut } from '../keys.ts';
import type { ShownReview } from '../store.ts';
import type { DeskUi } from '../ui.ts';
import { mayChoose } from './modelChoice.ts';

/** What editor tabs have to do with the request. */
function tabs({ content, status }: ShownReview): TemplateResult | typeof nothing {
  const { unsaved = [] } = status.tabs ?? {};
  const saved = content.edited ? (status.tabs?.saved ?? []) : [];
  return html`${
    saved.length === 0 ? nothing : html`<p class="quiet">${t('Changed in an editor tab: {0}.', saved.join(', '))}</p>`
  }
  ${
    unsaved.length === 0
      ? nothing
      : html`<p class="problem">
          ${icon('warning', 'warning')}
          <span>${t('Typed in an editor tab and not saved, so not in this request: {0}.', unsaved.join(', '))}</span>
        </p>`
  }`;
}

function words(edited: boolean, { phase, server, editedSince, answer }: ReviewStatus): TemplateResult {
  if (!edited) return html`<p>${t('This is the request as it came.')}</p>`;
  const { own } = server;
  return html`<p>
    <strong>${t('You changed this request.')}</strong>
    ${
      phase === 'answered'
        ? editedSince
          ? t('Regenerate sends what you see; the answer that is here belongs to the request before.')
          : answer?.byHand
            ? nothing
            : t('The answer that is here is to the request as you see it.')
        : own
          ? t('What you approve is what you see, not what the prompt says.')
          : t('What you approve is what you see, not what the server asked.')
    }
  </p>`;
}

/** Said while the request is not what the server sent, or was not a step ago: with the ways back and forth. */
export function editedBanner(ui: DeskUi, review: ShownReview): TemplateResult | typeof nothing {
  const { content, status } = review;
  const pending = mayChoose(status);
  const steps = pending && (status.canUndo === true || status.canRedo === true);
  if (!content.edited && !steps && status.tabs === undefined) return nothing;
  const step = (type: 'undo' | 'redo', label: string, can: boolean | undefined): TemplateResult => {
    const options: ButtonOptions = {
      label,
      inert: can !== true,
      shortcut: shortcut(type, ui.mac),
      onClick: () => {
        if (can === true) ui.editing.revise(type);
      },
    };
    return button(options);
  };
  return html`<section class="banner info" aria-label=${t('Your changes')}>
    ${icon('edit')}
    <div>
      ${words(content.edited, status)} ${tabs(review)}
      <div class="buttons">
        ${
          content.edited
            ? button({
                label: t('Show changes'),
                icon: 'diff',
                onClick: () => ui.post({ type: 'diff', id: content.id }),
              })
            : nothing
        }
        ${steps ? html`${step('undo', t('Undo'), status.canUndo)} ${step('redo', t('Redo'), status.canRedo)}` : nothing}
        ${
          pending && (content.edited || status.model.byPerson)
            ? button({ label: t('Reset'), icon: 'discard', onClick: () => ui.reset() })
            : nothing
        }
      </div>
    </div>
  </section>`;
}
