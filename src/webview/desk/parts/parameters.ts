import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../../../core/text/l10n.ts';
import type { Edit, ReviewContent } from '../../../shared/desk.ts';
import { number } from '../../ui/format.ts';
import { settled } from '../../ui/initial.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { fieldNotes } from './notes.ts';
import { stopSequences } from './stopSequences.ts';

/** A whole number of tokens, or nothing when what is typed is none. */
export function parseMaxTokens(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

/** A temperature, `null` for an empty text, nothing when what is typed is none. */
export function parseTemperature(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

interface NumberField {
  readonly id: string;
  readonly label: string;
  readonly shown: string;
  /** The edit for what is typed, or why there is none. */
  readonly read: (text: string) => Edit | string;
  readonly changed: (edit: Edit) => boolean;
  readonly note: unknown;
  readonly max?: number;
  readonly step: string;
  readonly min: number;
}

/** A number to type in. What cannot be taken is said beside it and is no part of the request; leaving puts the last good one back. */
function numberField(ui: DeskUi, field: NumberField): TemplateResult {
  const problemId = `${field.id}-problem`;
  const take = (event: Event, now: boolean): void => {
    const input = event.currentTarget as HTMLInputElement;
    const problem = input.parentElement?.querySelector(`#${problemId}`);
    // A text that is no number reads as empty.
    const edit = input.validity.badInput ? t('This is no number.') : field.read(input.value);
    const wrong = typeof edit === 'string';
    if (wrong && now) input.value = field.shown;
    else if (!wrong) ui.edit(field.id, edit, field.changed(edit), now);
    input.setAttribute('aria-invalid', String(wrong && !now));
    if (problem) problem.textContent = wrong && !now ? edit : '';
  };
  return html`<input
      id=${field.id}
      type="number"
      min=${field.min}
      max=${field.max ?? nothing}
      step=${field.step}
      inputmode="decimal"
      placeholder=${t('not given')}
      aria-label=${field.label}
      aria-describedby="${field.id}-note ${problemId}"
      ${settled(field.shown)}
      @input=${(event: Event) => take(event, false)}
      @change=${(event: Event) => take(event, true)}
    />
    <span id=${problemId} class="field-problem" aria-live="polite"></span>
    <span id="${field.id}-note" class="quiet">${field.note}</span>`;
}

function maxTokens(ui: DeskUi, { content, status }: ShownReview): unknown {
  const { maxTokens: value, maxTokensOriginal: original } = content.parameters;
  const most = original ?? value;
  const note = original === undefined ? nothing : t('the server asked for {0}', number(original));
  if (status.phase !== 'pending') return html`${number(value)} <span class="quiet">${note}</span>`;
  return numberField(ui, {
    id: 'max-tokens',
    label: t('Max tokens'),
    shown: String(value),
    min: 1,
    max: most,
    step: '1',
    read: (typed) => {
      const tokens = parseMaxTokens(typed);
      if (tokens === undefined) return t('A whole number of at least 1.');
      return tokens > most
        ? t('The server allows at most {0} tokens.', number(most))
        : { part: 'maxTokens', value: tokens };
    },
    changed: (edit) => edit.part !== 'maxTokens' || edit.value !== value,
    note,
  });
}

function temperature(ui: DeskUi, { content, status }: ShownReview): unknown {
  const { temperature: value, temperatureOriginal: original } = content.parameters;
  const note =
    original === undefined
      ? nothing
      : original === null
        ? t('the server gave none')
        : t('the server asked for {0}', original);
  if (status.phase !== 'pending')
    return value === undefined && original === undefined
      ? undefined
      : html`${value ?? t('not given')} <span class="quiet">${note}</span>`;
  return numberField(ui, {
    id: 'temperature',
    label: t('Temperature'),
    shown: value === undefined ? '' : String(value),
    min: 0,
    step: 'any',
    read: (typed) => {
      const parsed = parseTemperature(typed);
      return parsed === undefined ? t('A number of at least 0.') : { part: 'temperature', value: parsed };
    },
    changed: (edit) => edit.part !== 'temperature' || edit.value !== (value ?? null),
    note,
  });
}

type Mode = Extract<Edit, { part: 'toolChoice' }>['mode'];

function modeOf(value: string): Mode {
  return value === 'auto' || value === 'required' || value === 'none' ? value : null;
}

function toolChoice(ui: DeskUi, { content, status }: ShownReview): unknown {
  const { toolChoice: value, toolChoiceOriginal: original } = content.parameters;
  const offered = content.tools.length + (content.droppedTools?.length ?? 0) > 0;
  const note =
    original === undefined
      ? nothing
      : original === null
        ? t('the server gave none')
        : t('the server asked for {0}', original);
  const fixed = status.phase !== 'pending' || (!offered && value === undefined && original === undefined);
  if (fixed) return value && html`<code>${value}</code> <span class="quiet">${note}</span>`;
  const option = (mode: string, label: string): TemplateResult =>
    html`<option value=${mode} ?disabled=${mode === 'required' && content.tools.length === 0} ?selected=${mode === (value ?? '')}>
      ${label}
    </option>`;
  const choose = (event: Event): void =>
    ui.editing.make({ part: 'toolChoice', mode: modeOf((event.currentTarget as HTMLSelectElement).value) });
  return html`<select
      id="tool-choice"
      aria-label=${t('Tool choice')}
      aria-describedby="tool-choice-note"
      .value=${live(value ?? '')}
      @change=${choose}
    >
      ${option('', t('not given'))} ${option('auto', t('auto: the model decides'))}
      ${option('required', t('required: it has to use one'))} ${option('none', t('none: it may use none'))}
    </select>
    <span id="tool-choice-note" class="quiet">${note}</span>`;
}

/** `field`: what the notes call it. */
function row(
  status: ShownReview['status'],
  field: string,
  name: string,
  value: unknown,
): TemplateResult | typeof nothing {
  return value === undefined
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value} ${fieldNotes(status, field)}</dd>`;
}

function absent({ parameters: p, tools }: ReviewContent, pending: boolean): string[] {
  const named: [string, boolean][] = [
    [t('temperature'), !pending && p.temperature === undefined],
    [t('stop sequences'), !pending && p.stopSequences === undefined],
    [t('include context'), p.includeContext === undefined],
    [t('tool choice'), p.toolChoice === undefined && (!pending || tools.length === 0)],
    [t('metadata'), p.metadata === undefined],
    [t('tools'), tools.length === 0],
  ];
  return named.filter(([, missing]) => missing).map(([name]) => name);
}

/** Everything of the request that is neither prompt nor preference nor tool. */
export function parameters(ui: DeskUi, review: ShownReview): TemplateResult {
  const { status } = review;
  const { parameters: p } = review.content;
  const missing = absent(review.content, review.status.phase === 'pending');
  return html`<section class="card" aria-labelledby="parameters">
    <h2 id="parameters">${t('Parameters')}</h2>
    <dl class="facts-list">
      ${row(status, 'maxTokens', t('Max tokens'), maxTokens(ui, review))}
      ${row(status, 'temperature', t('Temperature'), temperature(ui, review))}
      ${row(status, 'stopSequences', t('Stop sequences'), stopSequences(ui, review))}
      ${row(status, 'includeContext', t('Include context'), p.includeContext && html`<code>${p.includeContext}</code>`)}
      ${row(status, 'toolChoice', t('Tool choice'), toolChoice(ui, review))}
      ${row(status, 'metadata', t('Metadata'), p.metadata && html`<text-view .content=${{ text: p.metadata }}></text-view>`)}
    </dl>
    ${missing.length === 0 ? nothing : html`<p class="quiet">${t('Not given: {0}.', missing.join(', '))}</p>`}
  </section>`;
}
