import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import type { ReviewContent } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import type { ShownReview } from '../store.ts';
import { marked } from './names.ts';
import { inTab } from './textPart.ts';
import { fieldNotes } from './notes.ts';

type Tool = ReviewContent['tools'][number];

function offered(
  ui: DeskUi,
  one: Tool,
  index: number,
  can: { readonly edit: boolean; readonly drop: boolean },
): TemplateResult {
  return html`<li>
    <details>
      <summary>
        ${icon('chevron')}<strong>${one.name}</strong>
        ${one.title === undefined ? nothing : html`<span class="quiet">${one.title}</span>`}
        ${one.descriptionOriginal === undefined ? nothing : html`<span class="badge accent">${t('edited')}</span>`}
      </summary>
      ${marked(one.name, `t${index}n`)}
      ${one.description === undefined ? nothing : html`<text-view id="text-of-t${index}d" .content=${{ text: one.description }}></text-view>`}
      <p class="quiet">${t('Input schema')}</p>
      <text-view id="text-of-t${index}s" .content=${{ text: one.inputSchema }}></text-view>
    </details>
    ${can.edit ? actions(ui, one, can.drop) : nothing}
  </li>`;
}

function actions(ui: DeskUi, one: Tool, drop: boolean): TemplateResult {
  const place = { part: 'toolDescription', tool: one.tool } as const;
  return html`<div class="buttons">
    ${
      drop
        ? button({
            kind: 'link',
            label: t('Drop'),
            about: one.name,
            icon: 'trash',
            title: t('The model is not told of this tool'),
            onClick: () => ui.editing.make({ part: 'dropTool', tool: one.tool }),
          })
        : nothing
    }
    ${inTab(ui, place, t('the description of {0}', one.name))}
  </div>`;
}

function dropped(
  ui: DeskUi,
  { tool, name }: { readonly tool: number; readonly name: string },
  edit: boolean,
): TemplateResult {
  return html`<li class="removed">
    <span>${icon('trash')} <s>${name}</s> <span class="quiet">${t('dropped: it is not sent')}</span></span>
    ${
      edit
        ? button({
            kind: 'link',
            label: t('Take back'),
            about: name,
            icon: 'discard',
            onClick: () => ui.editing.make({ part: 'keepTool', tool }),
          })
        : nothing
    }
  </li>`;
}

/** The tools that the model may ask for, and those that the person dropped. Nothing where the server offers none. */
export function tools(ui: DeskUi, { content, status }: ShownReview): TemplateResult | typeof nothing {
  const { droppedTools: gone = [], tools: all } = content;
  if (all.length + gone.length === 0) return nothing;
  const edit = status.phase === 'pending';
  const last = content.parameters.toolChoice === 'required' && all.length === 1;
  return html`<section class="card" aria-labelledby="tools">
    <h2 id="tools">${t('Tools')}</h2>
    <p class="quiet">${plural(all.length, '{0} tool is offered to the model. It can ask for it; the server runs it.', '{0} tools are offered to the model. It can ask for them; the server runs them.')}</p>
    ${fieldNotes(status, 'tools')}
    <ul class="tool-list">
      ${all.map((one, index) => offered(ui, one, index, { edit, drop: !last }))} ${gone.map((one) => dropped(ui, one, edit))}
    </ul>
    ${last && edit ? html`<p class="quiet">${icon('info', 'info')} ${t('The tool choice is “required”, so the last tool has to stay. Change the tool choice first.')}</p>` : nothing}
  </section>`;
}
