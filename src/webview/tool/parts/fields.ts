import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import type {
  BooleanField,
  ChoiceField,
  Field,
  JsonField,
  ListField,
  MultiChoiceField,
  NumberField,
  ObjectField,
  StringField,
} from '../../../core/forms/fields.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { initial } from '../../ui/initial.ts';
import { errorAt, idOf } from '../arguments.ts';
import type { FormUi } from '../panel.ts';
import { combobox } from './combobox.ts';
import { formatHint, inputType, listHint, numberHint, stringHint } from './hints.ts';
import { t } from '../../../core/text/l10n.ts';

type Scalar = StringField | NumberField | BooleanField;

/** What a number input holds when the browser cannot read it: the form must not take it for empty. */
const unreadable = t('What is typed');

function typed(input: HTMLInputElement | HTMLTextAreaElement): string {
  return input.validity.badInput ? unreadable : input.value;
}

function list(values: FormUi['filled']['values'], path: string): readonly string[] {
  const value = values[path];
  return typeof value === 'object' ? value : [];
}

interface Described {
  id: string;
  error: string | undefined;
  describedBy: string | undefined;
}

function describe(ui: FormUi, field: Field, hint: string | undefined): Described {
  const id = idOf(field.path);
  const error = errorAt(ui.errors, field);
  const ids = [
    field.description === undefined ? undefined : `${id}-about`,
    hint === undefined ? undefined : `${id}-hint`,
    error === undefined ? undefined : `${id}-error`,
  ].filter((each) => each !== undefined);
  return { id, error, describedBy: ids.length === 0 ? undefined : ids.join(' ') };
}

function required(field: Field): TemplateResult | typeof nothing {
  return field.required ? html`<span class="required">${t('required')}</span>` : nothing;
}

function about(field: Field, id: string): TemplateResult | typeof nothing {
  return field.description === undefined ? nothing : html`<p class="about" id="${id}-about">${field.description}</p>`;
}

function below(id: string, hint: string | undefined, error: string | undefined): TemplateResult {
  return html`${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
  ${error === undefined ? nothing : html`<p class="field-error" id="${id}-error">${icon('error', 'error')} <span>${error}</span></p>`}`;
}

function labelled(
  ui: FormUi,
  field: Field,
  hint: string | undefined,
  control: (d: Described) => TemplateResult,
): TemplateResult {
  const d = describe(ui, field, hint);
  return html`<div class="field">
    <div class="label"><label for=${d.id}>${field.label}</label> ${required(field)}</div>
    ${about(field, d.id)} ${control(d)} ${below(d.id, hint, d.error)}
  </div>`;
}

function group(ui: FormUi, field: Field, hint: string | undefined, inner: TemplateResult): TemplateResult {
  const d = describe(ui, field, hint);
  return html`<fieldset class="field" id=${d.id} tabindex="-1" aria-describedby=${ifDefined(d.describedBy)}>
    <legend>${field.label} ${required(field)}</legend>
    ${about(field, d.id)} ${inner} ${below(d.id, hint, d.error)}
  </fieldset>`;
}

function textInput(ui: FormUi, field: StringField): TemplateResult {
  const value = ui.filled.values[field.path];
  const text = typeof value === 'string' ? value : '';
  const take = (event: Event): void => ui.change(field.path, typed(event.currentTarget as HTMLInputElement));
  const type = inputType(field.format);
  const { suggest } = ui;
  if (suggest !== undefined && type === undefined)
    return labelled(ui, field, stringHint(field), (described) => combobox(ui, suggest, field, described));
  return labelled(ui, field, stringHint(field), ({ id, error, describedBy }) =>
    type === undefined
      ? html`<textarea
          id=${id}
          class="growing"
          rows="1"
          aria-required=${String(field.required)}
          aria-invalid=${String(error !== undefined)}
          aria-describedby=${ifDefined(describedBy)}
          ${initial(text)}
          @input=${take}
        ></textarea>`
      : html`<input
          id=${id}
          type=${type}
          placeholder=${ifDefined(formatHint(field.format))}
          aria-required=${String(field.required)}
          aria-invalid=${String(error !== undefined)}
          aria-describedby=${ifDefined(describedBy)}
          ${initial(text)}
          @input=${take}
        />`,
  );
}

function numberInput(ui: FormUi, field: NumberField): TemplateResult {
  const value = ui.filled.values[field.path];
  return labelled(
    ui,
    field,
    numberHint(field),
    ({ id, error, describedBy }) => html`<input
      id=${id}
      type="number"
      min=${ifDefined(field.minimum)}
      max=${ifDefined(field.maximum)}
      step=${field.multipleOf ?? (field.kind === 'integer' ? 1 : 'any')}
      aria-required=${String(field.required)}
      aria-invalid=${String(error !== undefined)}
      aria-describedby=${ifDefined(describedBy)}
      ${initial(typeof value === 'string' ? value : '')}
      @input=${(event: Event) => ui.change(field.path, typed(event.currentTarget as HTMLInputElement))}
    />`,
  );
}

/** A tick box where the value is always given; a choice of three where it may also be left out. */
function booleanInput(ui: FormUi, field: BooleanField): TemplateResult {
  const value = ui.filled.values[field.path];
  if (!field.required && field.default === undefined) {
    const options = [
      { value: '', label: t('Not given') },
      { value: 'true', label: 'true' },
      { value: 'false', label: 'false' },
    ];
    return select(ui, field, options, typeof value === 'boolean' ? String(value) : '', (chosen) =>
      ui.change(field.path, chosen === '' ? undefined : chosen === 'true'),
    );
  }
  const d = describe(ui, field, undefined);
  return html`<div class="field">
    <div class="tick">
      <input
        type="checkbox"
        id=${d.id}
        ?checked=${value === true}
        aria-invalid=${String(d.error !== undefined)}
        aria-describedby=${ifDefined(d.describedBy)}
        @change=${(event: Event) => ui.change(field.path, (event.currentTarget as HTMLInputElement).checked)}
      />
      <label for=${d.id}>${field.label}</label>
    </div>
    ${about(field, d.id)} ${below(d.id, undefined, d.error)}
  </div>`;
}

function select(
  ui: FormUi,
  field: Field,
  options: readonly { value: string; label: string }[],
  chosen: string,
  take: (value: string) => void,
): TemplateResult {
  return labelled(
    ui,
    field,
    undefined,
    ({ id, error, describedBy }) => html`<select
      id=${id}
      aria-required=${String(field.required)}
      aria-invalid=${String(error !== undefined)}
      aria-describedby=${ifDefined(describedBy)}
      @change=${(event: Event) => take((event.currentTarget as HTMLSelectElement).value)}
    >
      ${options.map((one) => html`<option value=${one.value} ?selected=${one.value === chosen}>${one.label}</option>`)}
    </select>`,
  );
}

function choiceInput(ui: FormUi, field: ChoiceField): TemplateResult {
  const value = ui.filled.values[field.path];
  const options = [
    { value: '', label: field.required ? t('Choose…') : t('Not given') },
    ...field.options.map((option, index) => ({ value: String(index), label: option.label })),
  ];
  return select(ui, field, options, typeof value === 'string' ? value : '', (chosen) =>
    ui.change(field.path, chosen === '' ? undefined : chosen),
  );
}

function multiChoice(ui: FormUi, field: MultiChoiceField): TemplateResult {
  const ticked = list(ui.filled.values, field.path);
  const take = (index: string, on: boolean): void => {
    const others = list(ui.filled.values, field.path).filter((each) => each !== index);
    ui.change(field.path, on ? [...others, index] : others);
  };
  return group(
    ui,
    field,
    listHint(field),
    html`<div class="ticks">
      ${field.options.map((option, index) => {
        const id = `${idOf(field.path)}-${index}`;
        return html`<div class="tick">
          <input
            type="checkbox"
            id=${id}
            ?checked=${ticked.includes(String(index))}
            @change=${(event: Event) => take(String(index), (event.currentTarget as HTMLInputElement).checked)}
          />
          <label for=${id}>${option.label}</label>
        </div>`;
      })}
    </div>`,
  );
}

function entryInput(ui: FormUi, field: ListField, index: number): TemplateResult {
  const { kind } = field.item;
  const path = `${field.path}/${index}`;
  const label = t('{0}, entry {1}', field.label, index + 1);
  const error = ui.errors.find((each) => each.path === path)?.message;
  const take = (text: string): void => {
    ui.change(
      field.path,
      list(ui.filled.values, field.path).map((old, at) => (at === index ? text : old)),
    );
  };
  const value = list(ui.filled.values, field.path)[index] ?? '';
  const control =
    kind === 'boolean'
      ? html`<select
          id=${idOf(path)}
          aria-label=${label}
          @change=${(event: Event) => take((event.currentTarget as HTMLSelectElement).value)}
        >
          <option value="true" ?selected=${value === 'true'}>${t('true')}</option>
          <option value="false" ?selected=${value !== 'true'}>${t('false')}</option>
        </select>`
      : html`<input
          id=${idOf(path)}
          type=${kind === 'string' ? (inputType(field.item.format) ?? 'text') : 'number'}
          step="any"
          aria-label=${label}
          aria-invalid=${String(error !== undefined)}
          aria-describedby=${ifDefined(error === undefined ? undefined : `${idOf(path)}-error`)}
          ${initial(value)}
          @input=${(event: Event) => take(typed(event.currentTarget as HTMLInputElement))}
        />`;
  return html`<div class="entry-row">
      ${control}
      ${button({
        label: t('Remove'),
        about: label,
        icon: 'trash',
        onClick: () => removeEntry(ui, field, index),
      })}
    </div>
    ${below(idOf(path), undefined, error)}`;
}

/** Keys that go with the entries of a list, so that removing one in the middle takes its own input away. */
const keys = new WeakMap<object, number[]>();
let lastKey = 0;

function entryKeys(field: ListField, length: number): number[] {
  const known = keys.get(field) ?? [];
  while (known.length < length) {
    known.push(++lastKey);
  }
  known.length = length;
  keys.set(field, known);
  return known;
}

function removeEntry(ui: FormUi, field: ListField, index: number): void {
  const before = list(ui.filled.values, field.path);
  entryKeys(field, before.length).splice(index, 1);
  ui.change(
    field.path,
    before.filter((_, at) => at !== index),
  );
  ui.redraw(() => document.getElementById(`${idOf(field.path)}-add`)?.focus());
}

function listInput(ui: FormUi, field: ListField): TemplateResult {
  const entries = list(ui.filled.values, field.path);
  const full = field.maxItems !== undefined && entries.length >= field.maxItems;
  const add = (): void => {
    ui.change(field.path, [...entries, field.item.kind === 'boolean' ? 'false' : '']);
    ui.redraw(() => document.getElementById(idOf(`${field.path}/${entries.length}`))?.focus());
  };
  const rows = entryKeys(field, entries.length);
  return group(
    ui,
    field,
    listHint(field),
    html`<div class="entries">
      ${entries.length === 0 ? html`<p class="quiet">${t('No entries.')}</p>` : nothing}
      ${repeat(
        rows,
        (key) => key,
        (_, index) => entryInput(ui, field, index),
      )}
      ${
        full
          ? nothing
          : button({
              id: `${idOf(field.path)}-add`,
              label: t('Add entry'),
              about: t('to {0}', field.label),
              icon: 'add',
              onClick: add,
            })
      }
    </div>`,
  );
}

function jsonInput(ui: FormUi, field: JsonField): TemplateResult {
  const value = ui.filled.values[field.path];
  return labelled(
    ui,
    field,
    t('JSON: {0}.', field.reason),
    ({ id, error, describedBy }) => html`<textarea
      id=${id}
      class="text-editor"
      spellcheck="false"
      aria-required=${String(field.required)}
      aria-invalid=${String(error !== undefined)}
      aria-describedby=${ifDefined(describedBy)}
      ${initial(typeof value === 'string' ? value : '')}
      @input=${(event: Event) => ui.change(field.path, (event.currentTarget as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

function objectGroup(ui: FormUi, field: ObjectField): TemplateResult {
  return group(
    ui,
    field,
    undefined,
    html`<div class="nested">${field.fields.map((inner) => fieldView(ui, inner))}</div>`,
  );
}

function scalarInput(ui: FormUi, field: Scalar): TemplateResult {
  return field.kind === 'string'
    ? textInput(ui, field)
    : field.kind === 'boolean'
      ? booleanInput(ui, field)
      : numberInput(ui, field);
}

/** The control of a field, with its label, its description and what is wrong with it. */
export function fieldView(ui: FormUi, field: Field): TemplateResult {
  switch (field.kind) {
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return scalarInput(ui, field);
    case 'choice':
      return choiceInput(ui, field);
    case 'multiChoice':
      return multiChoice(ui, field);
    case 'list':
      return listInput(ui, field);
    case 'object':
      return objectGroup(ui, field);
    case 'json':
      return jsonInput(ui, field);
  }
}
