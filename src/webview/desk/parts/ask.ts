import { html, nothing, type TemplateResult } from 'lit';
import type { ElicitationView } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';
import { labelAt } from '../../tool/arguments.ts';
import { fieldView } from '../../tool/parts/fields.ts';
import { closedTitle, completeWords, wantsWords } from '../askWords.ts';
import type { DeskUi } from '../ui.ts';
import { askBar } from './askBar.ts';
import { header } from './header.ts';
import { provenance, unpromptedBanner } from './provenance.ts';
import { rich } from '../../ui/l10n.ts';
import { plural, t } from '../../../core/text/l10n.ts';

function problems({ ask }: DeskUi): TemplateResult | typeof nothing {
  const { errors } = ask;
  if (errors.length === 0) {
    return nothing;
  }
  return html`<div class="banner error" id="problems" tabindex="-1" role="group" aria-label=${t('Problems of the form')}>
    ${icon('error', 'error')}
    <div>
      <p><strong>${plural(errors.length, 'One problem to solve first', '{0} problems to solve first')}</strong></p>
      <ul>
        ${errors.map(
          ({ path, message }) => html`<li>
            <button type="button" class="link" @click=${() => ask.goTo(path)}>
              ${labelAt(ask.model.fields, path)?.label ?? (path === '' ? t('The form') : path)}
            </button>
            ${message}
          </li>`,
        )}
      </ul>
    </div>
  </div>`;
}

function secretWarning(secrets: readonly string[], server: string): TemplateResult | typeof nothing {
  return secrets.length === 0
    ? nothing
    : html`<div class="banner warning" role="group" aria-label=${t('This form asks for a secret')}>
        ${icon('warning', 'warning')}
        <p>
          <strong>${t('This form seems to ask for a secret: {0}.', secrets.join(', '))}</strong>
          ${t('What you enter goes to {0} as it is. The protocol forbids servers to ask for passwords, keys, tokens or card numbers in a form; they have to use a page of their own for that.', server)}
        </p>
      </div>`;
}

function form(ui: DeskUi, view: ElicitationView): TemplateResult | typeof nothing {
  if (view.form === undefined || view.phase !== 'pending') {
    return nothing;
  }
  const { fields } = ui.ask.model;
  return html`<section class="part" aria-labelledby="form">
    <div class="part-head"><h2 id="form">${t('Form')}</h2></div>
    ${secretWarning(view.form.secrets, view.server.name)} ${problems(ui)}
    ${
      fields.length === 0
        ? html`<p class="quiet">${t('There is nothing to fill in: the server asks for a yes or a no.')}</p>`
        : html`<div class="fields">${fields.map((field) => fieldView(ui.ask, field))}</div>`
    }
  </section>`;
}

/** The whole URL. It is no link: only the button opens it. */
function page({ page: url, phase }: ElicitationView): TemplateResult | typeof nothing {
  if (url === undefined) {
    return nothing;
  }
  return html`<section class="part" aria-labelledby="page">
    <div class="part-head"><h2 id="page">${t('Web page')}</h2></div>
    <p class="page-url" dir="ltr"><span>${url.before}</span><strong>${url.host}</strong><span>${url.after}</span></p>
    ${
      url.unicode === undefined
        ? nothing
        : html`<p>${rich('In its own letters the host is {0}', html`<strong class="page-host"><bdi>${url.unicode}</bdi></strong>`)}</p>`
    }
    ${
      url.warnings.length === 0 || phase === 'closed'
        ? nothing
        : html`<ul class="notes" aria-label=${t('Warnings')}>
            ${url.warnings.map((warning) => html`<li>${icon('warning', 'warning')} <span>${warning}</span></li>`)}
          </ul>`
    }
  </section>`;
}

function problemBanner({ problem, phase }: ElicitationView): TemplateResult | typeof nothing {
  return problem === undefined || phase !== 'pending'
    ? nothing
    : html`<div class="banner error">
        ${icon('error', 'error')}
        <p>
          <strong>${problem}</strong> ${t('You can decline it, or refuse it as invalid: then the server is told what is wrong with it.')}
        </p>
      </div>`;
}

function ended(view: ElicitationView): TemplateResult | typeof nothing {
  const { closed, action } = view;
  if (closed === undefined) {
    return nothing;
  }
  const good = closed.how === 'returned' && action === 'accept';
  return html`<div class="banner info">
    ${good ? icon('pass', 'good') : icon('deny', 'info')}
    <p><strong>${closedTitle(view)}</strong> ${closed.message}</p>
  </div>`;
}

function completed({ completed: done }: ElicitationView): TemplateResult | typeof nothing {
  return done
    ? html`<div class="banner info">${icon('pass', 'good')}<p><strong>${completeWords}</strong></p></div>`
    : nothing;
}

/** An elicitation: who asks and why, what it says, the form or the page. */
export function askDetail(ui: DeskUi, view: ElicitationView): TemplateResult {
  return html`<div class="scroller">
      <article class="review ask" aria-labelledby="title">
        ${header(ui, view, wantsWords(view))} ${unpromptedBanner(view)} ${ended(view)} ${completed(view)} ${problemBanner(view)}
        <section class="part" aria-labelledby="message">
          <div class="part-head"><h2 id="message">${t('What it says')}</h2></div>
          <text-view id="text-of-message" .content=${view.message}></text-view>
        </section>
        ${form(ui, view)} ${page(view)} ${provenance(view)}
      </article>
    </div>
    ${askBar(ui, view)}`;
}
