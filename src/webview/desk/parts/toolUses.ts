import { html, nothing, type TemplateResult } from 'lit';
import { inputOf } from '../../../core/review/answerEdits.ts';
import { plural, t } from '../../../core/text/l10n.ts';
import type { ToolUseView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import { initial } from '../../ui/initial.ts';
import type { DeskUi } from '../ui.ts';
import { nameAndId } from '../../../core/findings/places.ts';
import { marked } from './names.ts';
import { problemList } from './problems.ts';

/** The JSON editor of a tool's arguments, with what is wrong in it as one types. */
function editor(ui: DeskUi, one: ToolUseView, typed: string): TemplateResult {
  const read = inputOf(typed);
  const wrong = typeof read === 'string' ? read : undefined;
  return html`<textarea
      id="tool-input-${one.use}"
      class="text-editor"
      aria-label=${t('Arguments of {0}', one.name)}
      aria-invalid=${String(wrong !== undefined)}
      aria-describedby="tool-input-note-${one.use}"
      spellcheck="false"
      ${initial(typed)}
      @input=${(event: Event) => ui.answers.typeInput(one.use, (event.currentTarget as HTMLTextAreaElement).value)}
    ></textarea>
    <p id="tool-input-note-${one.use}" class=${wrong === undefined ? 'quiet' : 'notice'}>
      ${wrong === undefined ? t('This is a JSON object.') : html`${icon('warning', 'warning')} <span>${wrong}</span>`}
    </p>
    <div class="buttons">
      ${button({
        label: t('Apply'),
        about: t('arguments of {0}', one.name),
        icon: 'check',
        inert: wrong !== undefined,
        onClick: () => ui.answers.applyInput(one.use),
      })}
      ${button({ label: t('Cancel'), about: t('edit of the arguments of {0}', one.name), onClick: () => ui.answers.closeInput(one.use) })}
    </div>`;
}

function check(one: ToolUseView): TemplateResult | typeof nothing {
  if (one.dropped) {
    return html`<p class="quiet">${t('Dropped: it is not returned.')}</p>`;
  }
  if (one.problems === undefined) {
    return nothing;
  }
  return one.problems.length === 0
    ? html`<p class="check-ok">${icon('pass', 'good')} <span>${t('Fits the tool’s schema')}</span></p>`
    : problemList(one.problems);
}

function actions(ui: DeskUi, one: ToolUseView): TemplateResult {
  const about = t('{0} ({1})', one.name, one.id);
  return html`<div class="tool-actions">
    ${
      one.dropped
        ? nothing
        : button({
            id: `edit-tool-${one.use}`,
            kind: 'link',
            label: t('Edit arguments'),
            about,
            icon: 'edit',
            onClick: () => ui.answers.openInput(one.use, one.input),
          })
    }
    ${
      one.dropped
        ? button({
            kind: 'link',
            label: t('Put back'),
            about,
            icon: 'discard',
            onClick: () => ui.answers.dropTool(one.use, false),
          })
        : button({
            kind: 'link',
            label: t('Drop'),
            about,
            icon: 'trash',
            title: t('Return the answer without this use of a tool'),
            onClick: () => ui.answers.dropTool(one.use, true),
          })
    }
  </div>`;
}

function row(ui: DeskUi, one: ToolUseView, changeable: boolean): TemplateResult {
  const typed = changeable ? ui.local.inputs.get(one.use) : undefined;
  return html`<tr role="row" class=${one.dropped ? 'dropped' : ''}>
    <th scope="row" role="rowheader">
      ${one.name}<br /><code class="quiet">${one.id}</code> ${marked(nameAndId(one), `use${one.use}n`)}
      ${one.original === undefined || one.dropped ? nothing : html`<span class="badge accent">${t('edited')}</span>`}
      ${one.dropped ? html`<span class="badge">${t('dropped')}</span>` : nothing}
    </th>
    <td role="cell">
      ${
        typed === undefined
          ? html`<text-view id="text-of-use${one.use}" .content=${{ text: one.input }}></text-view>${check(one)}`
          : editor(ui, one, typed)
      }
      ${changeable && typed === undefined ? actions(ui, one) : nothing}
    </td>
  </tr>`;
}

/**
 * What the model wants to use, each with its arguments and whether they fit. `changeable` while the answer waits for the release.
 * The roles are written out: narrow, the cells stand one below the other, and a browser takes that for no table any more.
 */
export function toolUses(
  ui: DeskUi,
  uses: readonly ToolUseView[],
  changeable: boolean,
): TemplateResult | typeof nothing {
  if (uses.length === 0) {
    return nothing;
  }
  const kept = uses.filter((use) => !use.dropped).length;
  return html`<table class="tool-uses" role="table">
    <caption>
      ${plural(uses.length, 'The model wants to use a tool', 'The model wants to use {0} tools')}${
        kept === uses.length ? nothing : html` <span class="quiet">${t('({0} of them returned)', kept)}</span>`
      }
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">${t('Tool')}</th>
        <th scope="col" role="columnheader">${t('Arguments')}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${uses.map((one) => row(ui, one, changeable))}
    </tbody>
  </table>`;
}
