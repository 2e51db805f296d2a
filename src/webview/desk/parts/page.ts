import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/textView.ts';
import type { DeskUi } from '../ui.ts';
import { shownReview, type ShownReview } from '../store.ts';
import { answer } from './answer.ts';
import { askDetail } from './ask.ts';
import { bar } from './bar.ts';
import { batchDetail } from './batch.ts';
import { besideBanner } from './beside.ts';
import { compare } from './compare.ts';
import { answerFindings, findings } from './findings.ts';
import { closedBanner, failureBanner } from './banners.ts';
import { editedBanner } from './edited.ts';
import { header } from './header.ts';
import { leaves } from './leaves.ts';
import { list } from './list.ts';
import { models } from './models.ts';
import { parked } from './parked.ts';
import { parameters } from './parameters.ts';
import { preferences } from './preferences.ts';
import { tools } from './tools.ts';
import { messages, systemPrompt } from './prompt.ts';
import { provenance, unpromptedBanner } from './provenance.ts';
import { overview, overviewButton } from './shortcuts.ts';
import { listEdge } from './splitter.ts';
import { strips } from './rest.ts';
import { rich } from '../../ui/l10n.ts';
import { t } from '../../../core/text/l10n.ts';

function paused(ui: DeskUi): TemplateResult {
  return html`<div class="banner warning paused" role="group" aria-label=${t('Sampling is paused')}>
    ${icon('pause', 'warning')}
    <p><strong>${t('Sampling is paused.')}</strong> ${t('Every new request is refused until you resume.')}</p>
    ${button({ label: t('Resume sampling'), icon: 'resume', onClick: () => ui.post({ type: 'resumeSampling' }) })}
  </div>`;
}

function empty(): TemplateResult {
  return html`<div class="empty">
    <div class="title-row">
      <h1 tabindex="-1">${t('No request is waiting')}</h1>
      ${overviewButton()}
    </div>
    <p>
      ${t('When a server asks for a completion, its request appears here: who asks and why, every word that would leave this machine, and the model that it would go to. A form that it wants filled in, or a page that it wants opened, appears here too. Nothing is sent before you say so.')}
    </p>
    <p class="quiet">${rich('Run a tool of a server in the {0} view to see one.', html`<em>Countersign</em>`)}</p>
  </div>`;
}

function loading(): TemplateResult {
  return html`<div class="empty" aria-busy="true">
    <h1 tabindex="-1" class="loading">${icon('loading')} ${t('Loading the request…')}</h1>
  </div>`;
}

function detail(ui: DeskUi, review: ShownReview): TemplateResult {
  return html`<div class="scroller">
      <article class="review" aria-labelledby="title">
        ${header(ui, review.status, t('asks for a completion'))} ${besideBanner(ui, review)} ${unpromptedBanner(review.status)}
        ${closedBanner(review.status)} ${failureBanner(ui, review.status)} ${editedBanner(ui, review)} ${compare(ui, review)} ${answer(ui, review)}
        ${answerFindings(ui, review)}
        <div class="columns">
          <div class="side first">${provenance(review.status)} ${leaves(ui, review)}</div>
          <div class="content">
            ${systemPrompt(ui, review)} ${messages(ui, review)} ${findings(ui, review)}
          </div>
          <div class="side second">${tools(ui, review)} ${parameters(ui, review)} ${preferences(review.content, review.status)}</div>
        </div>
        ${models(ui, review)}
      </article>
    </div>
    ${bar(ui, review)}`;
}

/** The whole desk. */
export function page(ui: DeskUi): TemplateResult {
  const { state } = ui.view;
  if (state === undefined) {
    return loading();
  }
  const review = shownReview(ui.view);
  const { elicitation: asked, batch } = ui.view;
  const several = state.reviews.length > 1 || (state.reviews.length === 1 && state.selected === undefined);
  return html`${state.paused ? paused(ui) : nothing} ${parked(ui, state)} ${strips(ui)}
    <div class="desk ${several ? 'with-list' : ''}">
      ${several ? html`${list(ui, state)} ${listEdge(ui)}` : nothing}
      <div class="detail">
        ${keyed(
          asked?.id ?? batch?.id ?? review?.content.id,
          asked !== undefined
            ? askDetail(ui, asked)
            : batch !== undefined
              ? batchDetail(ui, batch)
              : review !== undefined
                ? detail(ui, review)
                : state.selected === undefined
                  ? empty()
                  : loading(),
        )}
      </div>
    </div>
    ${overview(ui.mac)}`;
}
