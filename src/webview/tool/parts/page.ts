import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ToolPanelState } from '../../../shared/tool.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { initial } from '../../ui/initial.ts';
import '../../ui/textView.ts';
import { labelAt, parseArguments } from '../arguments.ts';
import type { PanelUi } from '../panel.ts';
import { kindWords, runWords } from '../words.ts';
import { callSection, resultSection } from './call.ts';
import { fieldView } from './fields.ts';
import { plural, t } from '../../../core/text/l10n.ts';

function header(state: ToolPanelState): TemplateResult {
  return html`<header class="head">
    <h1 tabindex="-1">${state.title}</h1>
    <p class="facts">
      <span>${kindWords(state.kind)} <code>${state.name}</code></span>
      <span>${icon('server')} ${state.server}</span>
      ${state.annotations.map((word) => html`<span class="badge">${word}</span>`)}
      ${state.annotations.length === 0 ? nothing : html`<span>${t('according to the server')}</span>`}
    </p>
    ${
      state.description === ''
        ? nothing
        : html`<text-view class="plain" .content=${{ text: state.description }}></text-view>`
    }
  </header>`;
}

function problems(ui: PanelUi): TemplateResult | typeof nothing {
  const { errors, notice } = ui;
  if (errors.length === 0 && notice === undefined) {
    return nothing;
  }
  return html`<div class="banner error" id="problems" tabindex="-1" role="group" aria-label=${t('Problems of the arguments')}>
    ${icon('error', 'error')}
    <div>
      ${notice === undefined ? nothing : html`<p>${notice}</p>`}
      ${
        errors.length === 0
          ? nothing
          : html`<p><strong>${plural(errors.length, 'One problem to solve first', '{0} problems to solve first')}</strong></p>
              <ul>
                ${errors.map(
                  ({ path, message }) => html`<li>
                    <button type="button" class="link" @click=${() => ui.goTo(path)}>
                      ${labelAt(ui.model.fields, path)?.label ?? (path === '' ? t('Arguments') : path)}
                    </button>
                    ${message}
                  </li>`,
                )}
              </ul>`
      }
    </div>
  </div>`;
}

function jsonEditor(ui: PanelUi): TemplateResult {
  const read = parseArguments(ui.filled.json);
  const problem = 'problem' in read ? read.problem : undefined;
  return html`<div class="field">
    <label for="json">${t('Arguments as JSON')}</label>
    <textarea
      id="json"
      class="text-editor"
      spellcheck="false"
      aria-invalid=${String(problem !== undefined)}
      aria-describedby="json-problem"
      ${initial(ui.filled.json)}
      @input=${(event: Event) => ui.changeJson((event.currentTarget as HTMLTextAreaElement).value)}
    ></textarea>
    <p id="json-problem" class="field-error">
      ${problem === undefined ? nothing : html`${icon('error', 'error')} <span>${problem}</span>`}
    </p>
  </div>`;
}

function argumentsSection(ui: PanelUi): TemplateResult {
  const { model, filled } = ui;
  const none = model.fields.length === 0;
  const asJson = filled.mode === 'json' && !model.whole;
  return html`<section class="arguments" aria-labelledby="arguments">
    <div class="part-head">
      <h2 id="arguments">${t('Arguments')}</h2>
      <span class="tools">
        ${none ? nothing : button({ label: t('Start over'), kind: 'link', icon: 'discard', onClick: () => ui.startOver() })}
        ${
          model.whole || (none && !asJson)
            ? nothing
            : button({
                id: 'mode',
                label: asJson ? t('Use the form') : t('Edit as JSON'),
                kind: 'link',
                icon: 'json',
                onClick: () => ui.switchMode(),
              })
        }
      </span>
    </div>
    ${problems(ui)}
    ${keyed(
      ui.generation,
      asJson
        ? jsonEditor(ui)
        : none
          ? html`<p class="quiet">${t('None are needed.')}</p>`
          : html`<div class="fields">${model.fields.map((field) => fieldView(ui, field))}</div>`,
    )}
  </section>`;
}

function runBar(ui: PanelUi, state: ToolPanelState): TemplateResult {
  const running = state.call?.status === 'running';
  return html`<section class="bar" aria-label=${t('Start of the call')}>
    ${state.ready ? nothing : html`<p class="notice">${icon('warning', 'warning')} <span>${t('{0} is not running. Start it to make this call.', state.server)}</span></p>`}
    <div class="buttons">
      ${button({
        label: runWords(state.kind),
        kind: 'primary',
        icon: running ? 'loading' : 'play',
        inert: running || !state.ready,
        shortcut: ui.mac ? { label: '⌘Enter', aria: 'Meta+Enter' } : { label: 'Ctrl+Enter', aria: 'Control+Enter' },
        onClick: () => ui.run(),
      })}
      ${running ? html`${button({ label: t('Cancel'), icon: 'stop', title: t('Cancel the call'), onClick: () => ui.post({ type: 'cancel' }) })}` : nothing}
    </div>
  </section>`;
}

/** The whole panel. */
export function page(ui: PanelUi): TemplateResult {
  const { state } = ui;
  if (state === undefined) {
    return html`<div class="empty" aria-busy="true"><h1 tabindex="-1" class="loading">${icon('loading')} ${t('Loading…')}</h1></div>`;
  }
  return html`<div class="scroller">
      <div class="panel">
        ${header(state)}
        <div class="columns ${state.call === undefined ? '' : 'with-call'}">
          ${argumentsSection(ui)}
          ${state.call === undefined ? nothing : html`<div class="course" id="call-section">${callSection(ui, state.call)} ${resultSection(ui, state.call)}</div>`}
        </div>
      </div>
    </div>
    ${runBar(ui, state)}`;
}
