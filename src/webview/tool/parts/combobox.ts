import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { StringField } from '../../../core/forms/fields.ts';
import { initial } from '../../ui/initial.ts';
import type { FormUi } from '../panel.ts';
import { moreWords, type Suggest } from '../suggest.ts';
import { t } from '../../../core/text/l10n.ts';

interface Described {
  readonly id: string;
  readonly error: string | undefined;
  readonly describedBy: string | undefined;
}

/** A text box that lists what the server suggests. Any text can be given: the list is closed by Escape, and nothing has to be chosen. */
export function combobox(ui: FormUi, suggest: Suggest, field: StringField, described: Described): TemplateResult {
  const { id, error, describedBy } = described;
  const value = ui.filled.values[field.path];
  const shown = suggest.shown?.path === field.path ? suggest.shown : undefined;
  const active = shown && shown.active >= 0 ? `${id}-option-${shown.active}` : undefined;
  const choose = (text: string): void => {
    const input = document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`);
    if (input) input.value = text;
    ui.change(field.path, text);
    suggest.close();
  };
  return html`<div class="combo">
    <input
      id=${id}
      type="text"
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-expanded=${String(shown !== undefined)}
      aria-controls="${id}-list"
      aria-activedescendant=${ifDefined(active)}
      aria-required=${String(field.required)}
      aria-invalid=${String(error !== undefined)}
      aria-describedby=${ifDefined(describedBy)}
      ${initial(typeof value === 'string' ? value : '')}
      @focus=${(event: Event) => suggest.ask(field, textIn(event))}
      @blur=${() => suggest.close()}
      @input=${(event: Event) => {
        ui.change(field.path, textIn(event));
        suggest.ask(field, textIn(event));
      }}
      @keydown=${(event: KeyboardEvent) => keyDown(event, suggest, field, choose)}
    />
    <div class="suggestions" ?hidden=${shown === undefined}>
      <ul id="${id}-list" role="listbox" aria-label=${t('Suggestions for {0}', field.label)}>
        ${(shown?.values ?? []).map((text, index) => option(`${id}-option-${index}`, text, index === shown?.active, choose))}
      </ul>
      ${shown === undefined || moreWords(shown) === undefined ? nothing : html`<p class="hint">${moreWords(shown)}</p>`}
    </div>
  </div>`;
}

function option(id: string, text: string, active: boolean, choose: (text: string) => void): TemplateResult {
  return html`<li
    id=${id}
    role="option"
    aria-selected=${String(active)}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${() => choose(text)}
  >
    ${text}
  </li>`;
}

function keyDown(event: KeyboardEvent, suggest: Suggest, field: StringField, choose: (text: string) => void): void {
  if (event.isComposing) return;
  if (event.key === 'ArrowDown' && suggest.shown === undefined) {
    suggest.ask(field, textIn(event));
    return;
  }
  const done = suggest.key(event);
  if (done === false) return;
  event.preventDefault();
  event.stopPropagation();
  if (typeof done === 'string') choose(done);
  const list = document.querySelector(`#${CSS.escape(`${(event.currentTarget as HTMLElement).id}-list`)}`);
  requestAnimationFrame(() => list?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
}

function textIn(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}
