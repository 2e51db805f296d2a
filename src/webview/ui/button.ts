import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon, type IconName } from './icons.ts';

/**
 * Buttons, inputs and selects are the browser's own, in VS Code's colours. Those of @vscode-elements keep the real control
 * in a shadow root, where `aria-describedby` and `aria-errormessage` cannot point to a hint, an error or "what this sends"
 * outside of it; its button also acts on every repeat of a held key and raises events that the browser does not vouch for,
 * which is not good enough for a signature. Progress bars, which need neither, are its.
 */
export interface ButtonOptions {
  label: string;
  /** Said after the label to assistive technology alone: `Edit` + ` message 2`. */
  about?: string;
  kind?: 'primary' | 'secondary' | 'link';
  icon?: IconName;
  /** Takes no press now, keeps the focus, and says so. */
  inert?: boolean;
  /** A thin line that fills while it is inert, in milliseconds. */
  wait?: number;
  title?: string;
  shortcut?: { label: string; aria: string };
  /** The id of an element that says what pressing it does. */
  describedBy?: string;
  id?: string;
  onClick: (event: MouseEvent) => void;
}

/** A button. A held key presses it once. Whether the browser vouches for a press is for the handler to ask (`event.isTrusted`). */
export function button(options: ButtonOptions): TemplateResult {
  const { kind = 'secondary', inert = false, shortcut } = options;
  const title = [options.title, shortcut === undefined ? undefined : `(${shortcut.label})`].filter(Boolean).join(' ');
  return html`<button
    type="button"
    class="button ${kind} ${inert ? 'inert' : ''} ${options.wait === undefined ? '' : 'waiting'}"
    id=${ifDefined(options.id)}
    title=${ifDefined(title === '' ? undefined : title)}
    aria-disabled=${ifDefined(inert ? 'true' : undefined)}
    aria-describedby=${ifDefined(options.describedBy)}
    aria-keyshortcuts=${ifDefined(shortcut?.aria)}
    @keydown=${swallowRepeat}
    @click=${options.onClick}
  >${options.icon === undefined ? nothing : icon(options.icon)}<span>${options.label}${
    options.about === undefined ? nothing : html`<span class="visually-hidden"> ${options.about}</span>`
  }</span></button>`;
}

function swallowRepeat(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
  }
}
