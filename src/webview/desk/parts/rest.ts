import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { plural, t } from '../../../core/text/l10n.ts';
import type { FloodingView, RestView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { floodWords, restWords } from '../batchWords.ts';
import { MOST, readLimits } from '../restLimits.ts';
import type { DeskUi } from '../ui.ts';

export interface RestFormOptions {
  /** How many requests the same press approves. */
  readonly already: number;
  readonly send: (event: Event) => void;
}

function field(ui: DeskUi, key: 'requests' | 'size', label: string, most: number): TemplateResult {
  const value = ui.local.rest[key];
  const wrong = readLimits({ requests: '1', size: '1', [key]: value }) === undefined;
  return html`<div class="field">
    <label for="rest-${key}">${label}</label>
    <input
      id="rest-${key}"
      type="number"
      min="1"
      max=${most}
      step="1"
      inputmode="numeric"
      ?data-first=${key === 'requests'}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby="form-hint"
      .value=${live(value)}
      @input=${(event: Event) => ui.update({ rest: { ...ui.local.rest, [key]: (event.currentTarget as HTMLInputElement).value } })}
    />
  </div>`;
}

/** *Approve the rest of this call*: how many requests, and of which size together, may pass without being asked for. */
export function restForm(ui: DeskUi, { already, send }: RestFormOptions): TemplateResult {
  const limits = readLimits(ui.local.rest);
  const inert = limits === undefined || !ui.guard.armed || ui.local.sent;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (limits !== undefined) send(event);
  };
  const label =
    limits === undefined
      ? t('Approve')
      : plural(already, 'Approve this one and up to {1} more', 'Approve these {0} and up to {1} more', limits.requests);
  return html`<form class="rest-form" @submit=${submit}>
    <div class="rest-fields">
      ${field(ui, 'requests', t('Further requests, at most'), MOST.requests)}
      ${field(ui, 'size', t('Together, at most (KB)'), MOST.kilobytes)}
    </div>
    <p class="quiet" id="form-hint">
      ${t('They pass without asking you when they come from this very call, with the same system prompt, tools, parameters, model and destination, without media and without findings of high or medium severity. Their answers are released as all others are. It ends with the call, when you pause sampling or change model settings, when the window is reloaded, and when one of these limits is reached.')}
    </p>
    <div class="buttons">
      <button type="submit" class="button primary ${inert ? 'inert' : ''}" aria-disabled=${inert ? 'true' : nothing} aria-describedby="form-hint">
        ${icon('send')}<span>${label}</span>
      </button>
      ${button({ label: t('Cancel'), title: t('(Escape)'), onClick: () => ui.closeForm() })}
    </div>
  </form>`;
}

function rest(ui: DeskUi, one: RestView): TemplateResult {
  const ended = one.ended !== undefined;
  return html`<div class="banner strip ${ended ? 'info' : 'warning'}" role="group" aria-label=${t('Approval of the rest of a call')}>
    ${icon(ended ? 'info' : 'send', ended ? 'info' : 'warning')}
    <p>
      <strong
        >${ended ? t('Requests of {0} ({1}) wait for you again.', one.cause, one.server) : t('Requests of {0} ({1}) pass without asking you.', one.cause, one.server)}</strong
      >
      ${ended ? one.ended : nothing} ${restWords(one)}
    </p>
    ${button({
      label: ended ? t('Dismiss') : t('Take it back'),
      about: one.cause,
      onClick: () => ui.post({ type: 'takeBack', id: one.id }),
    })}
  </div>`;
}

function flood(ui: DeskUi, one: FloodingView): TemplateResult {
  return html`<div class="banner strip warning" role="group" aria-label=${t('Refused requests')}>
    ${icon('warning', 'warning')}
    <p>${floodWords(one)}</p>
    ${button({ label: t('Dismiss'), about: one.server, onClick: () => ui.post({ type: 'floodSeen', server: one.server }) })}
  </div>`;
}

/** Above the desk, whatever it shows: what passes by itself, and what was refused for its number. */
export function strips(ui: DeskUi): TemplateResult | typeof nothing {
  const { rests = [], flooding = [] } = ui.view.state ?? {};
  if (rests.length + flooding.length === 0) return nothing;
  return html`<div class="strips">${rests.map((one) => rest(ui, one))}${flooding.map((one) => flood(ui, one))}</div>`;
}
