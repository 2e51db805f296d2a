import { html, type TemplateResult } from 'lit';

/** The address of an endpoint, which breaks after its slashes rather than within a word. The text is as it was. */
export function address(url: string): TemplateResult {
  return html`<code class="url">${url.split(/(?<=\/)(?!\/)/).map((part, at) => html`${at === 0 ? '' : html`<wbr />`}${part}`)}</code>`;
}
