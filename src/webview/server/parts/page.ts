import { html, nothing, type TemplateResult } from 'lit';
import { findHidden } from '../../../core/text/hidden.ts';
import type { ServerAction, ServerPage } from '../../../shared/server.ts';
import { button } from '../../ui/button.ts';
import { clock, duration, number } from '../../ui/format.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { ticking } from '../../ui/ticking.ts';
import '../../ui/textView.ts';
import type { ServerApp } from '../app.ts';
import { timeOf } from '../words.ts';
import { t } from '../../../core/text/l10n.ts';

const buttons: Record<ServerAction, { readonly label: string; readonly icon?: IconName }> = {
  start: { label: t('Start'), icon: 'play' },
  confirm: { label: t('Look and Confirm…'), icon: 'check' },
  signIn: { label: t('Sign In'), icon: 'check' },
  stop: { label: t('Stop'), icon: 'stop' },
  restart: { label: t('Restart'), icon: 'refresh' },
  showLog: { label: t('Show Log'), icon: 'file' },
  openTraffic: { label: t('Open Traffic'), icon: 'json' },
  setLogLevel: { label: t('Set Log Level…') },
  openSettings: { label: t('Open Settings') },
};

const tones = {
  good: { name: 'pass', tone: 'good' },
  busy: { name: 'loading' },
  quiet: { name: 'server' },
  warning: { name: 'warning', tone: 'warning' },
  error: { name: 'error', tone: 'error' },
} as const;

/** What is known of a server. */
export function serverPage(app: ServerApp, page: ServerPage): TemplateResult {
  return html`<div class="scroller">
    <div class="page">
      ${head(app, page)} ${problems(page)}
      <section class="card" aria-labelledby="about">
        <h2 id="about">${t('About')}</h2>
        <dl class="facts-list">
          ${page.facts.map(
            ({ label, value, code }) =>
              html`<dt>${label}</dt>
                <dd>${code === true ? html`<code>${value}</code>` : value}</dd>`,
          )}
          ${page.since === undefined ? nothing : uptime(page.since)}
        </dl>
      </section>
      ${offers(page)} ${instructions(page)} ${timings(page)} ${logs(page)}
    </div>
  </div>`;
}

function head(app: ServerApp, { name, icon: picture, state, reason, actions }: ServerPage): TemplateResult {
  const look: { readonly name: IconName; readonly tone?: 'good' | 'warning' | 'error' } = tones[state.tone];
  return html`<header class="head">
    <div class="title">
      ${picture === undefined ? nothing : html`<img class="picture" src=${picture} alt="" width="32" height="32" />`}
      <h1 tabindex="-1">${name}</h1>
    </div>
    <p class="state">${icon(look.name, look.tone)} <span>${state.words}</span></p>
    ${reason === undefined ? nothing : html`<p class="reason">${reason}</p>`}
    <div class="buttons">
      ${actions.map((action, index) =>
        button({
          ...buttons[action],
          kind: index === 0 && ['start', 'confirm', 'signIn'].includes(action) ? 'primary' : 'secondary',
          onClick: () => app.post({ type: 'action', action }),
        }),
      )}
    </div>
  </header>`;
}

function uptime(since: number): TemplateResult {
  return html`<dt>${t('Runs for')}</dt>
    <dd>${ticking(() => clock(Date.now() - since))}</dd>`;
}

function problems({ problems: all }: ServerPage): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="problems">
    <h2 id="problems">${t('Problems')}</h2>
    <ul class="lines">
      ${all.map((problem) => html`<li>${icon('warning', 'warning')} <span>${problem}</span></li>`)}
    </ul>
  </section>`;
}

function offers({ counts, capabilities }: ServerPage): TemplateResult | typeof nothing {
  if (counts.length === 0 && capabilities.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="offers">
    <h2 id="offers">${t('What it offers')}</h2>
    <ul class="figures">
      ${counts.map(({ label, count }) => html`<li><strong>${number(count)}</strong> ${label}</li>`)}
    </ul>
    ${
      capabilities.length === 0
        ? nothing
        : html`<h3>${t('What it says it can do')}</h3>
          <ul class="bullets">
            ${capabilities.map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
  </section>`;
}

function instructions({ instructions: text }: ServerPage): TemplateResult | typeof nothing {
  if (text === undefined) return nothing;
  return html`<section class="card" aria-labelledby="instructions">
    <h2 id="instructions">${t('Instructions')}</h2>
    <p class="quiet">${t('What the server would have a model know of it. Nothing here sends it to one.')}</p>
    <text-view .content=${{ text, hidden: findHidden(text) }}></text-view>
  </section>`;
}

function timings({ timings: all }: ServerPage): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="timings">
    <h2 id="timings">${t('How long it took')}</h2>
    <div class="wide">
      <table aria-labelledby="timings">
        <thead>
          <tr>
            <th scope="col">${t('Request')}</th>
            <th scope="col" class="figure">${t('Answers')}</th>
            <th scope="col" class="figure">${t('Errors')}</th>
            <th scope="col" class="figure">${t('Last')}</th>
            <th scope="col" class="figure">${t('Median')}</th>
            <th scope="col" class="figure">${t('Longest')}</th>
            <th scope="col">${t('Last answer at')}</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            ({ method, count, failed, last, median, max, at }) =>
              html`<tr>
                <th scope="row"><code>${method}</code></th>
                <td class="figure">${number(count)}</td>
                <td class="figure">${number(failed)}</td>
                <td class="figure">${duration(last)}</td>
                <td class="figure">${duration(median)}</td>
                <td class="figure">${duration(max)}</td>
                <td>${timeOf(at)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function logs({ logs: all }: ServerPage): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="logs">
    <h2 id="logs">${t('Last log messages')}</h2>
    <ul class="log">
      ${all.toReversed().map(
        ({ time, level, logger, text }) =>
          html`<li>
              <span class="quiet">${timeOf(time)} ${level}${logger === undefined ? nothing : `, ${logger}`}</span>
              <code>${text}</code>
            </li>`,
      )}
    </ul>
  </section>`;
}
