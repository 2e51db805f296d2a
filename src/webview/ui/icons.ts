import { html, type TemplateResult } from 'lit';

/** Icons of VS Code's own font that `styles/icons.css` declares. */
export type IconName =
  | 'add'
  | 'account'
  | 'arrow-right'
  | 'check'
  | 'chevron'
  | 'clock'
  | 'columns'
  | 'copy'
  | 'deny'
  | 'diff'
  | 'discard'
  | 'edit'
  | 'error'
  | 'eye'
  | 'file'
  | 'form'
  | 'globe'
  | 'info'
  | 'json'
  | 'keyboard'
  | 'layers'
  | 'link'
  | 'loading'
  | 'machine'
  | 'pass'
  | 'pause'
  | 'play'
  | 'refresh'
  | 'reply'
  | 'resume'
  | 'send'
  | 'server'
  | 'stop'
  | 'tools'
  | 'trash'
  | 'warning';

/** An icon beside a word that says the same; never alone, so it is hidden from assistive technology. */
export function icon(name: IconName, tone?: 'warning' | 'error' | 'info' | 'good'): TemplateResult {
  return html`<span class="icon icon-${name} ${tone === undefined ? '' : `tone-${tone}`}" aria-hidden="true"></span>`;
}
