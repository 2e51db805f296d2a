import { html, nothing, type TemplateResult } from 'lit';
import { plural, t } from '../../../core/text/l10n.ts';
import type { AnswerView } from '../../../shared/desk.ts';
import { button } from '../../ui/button.ts';
import { icon } from '../../ui/icons.ts';
import type { DeskUi } from '../ui.ts';
import { problemList } from './problems.ts';

type JsonView = NonNullable<AnswerView['json']>;

/** What the check came to, in one line. */
export function jsonWords({ schema, problems }: JsonView): string {
  if (problems.length === 0) {
    return schema ? t('The answer is JSON and fits the schema.') : t('The answer is JSON. The server gave no schema.');
  }
  return plural(
    problems.length,
    'The answer is not the JSON that was asked for: {0} problem.',
    'The answer is not the JSON that was asked for: {0} problems.',
  );
}

/** Tells the model what is wrong, by another request that is looked at before it goes. */
export function repairButton(ui: DeskUi): TemplateResult {
  return button({
    label: t('Prepare a repair'),
    icon: 'tools',
    title: t('Adds the answer and what is wrong with it to the request. Nothing is sent until you press Regenerate.'),
    onClick: () => ui.answers.repair(),
  });
}

/** Whether the answer is the JSON that the server asked for, why it is looked at, and what can be done. */
export function jsonCheck(ui: DeskUi, { json }: AnswerView, changeable: boolean): TemplateResult | typeof nothing {
  if (json === undefined) {
    return nothing;
  }
  const good = json.problems.length === 0;
  const { alone } = json;
  return html`<div class="banner ${good ? 'info' : 'warning'} json-check" role="group" aria-label=${t('JSON check')}>
    ${icon(good ? 'pass' : 'warning', good ? 'good' : 'warning')}
    <div>
      <p><strong>${jsonWords(json)}</strong></p>
      ${problemList(json.problems)}
      <p class="quiet">${json.why}</p>
    </div>
    ${
      good || !changeable
        ? nothing
        : html`<div class="buttons">
            ${
              alone === undefined
                ? nothing
                : button({
                    label: t('Keep only the JSON'),
                    icon: 'json',
                    title: t('Take away what stands around it; you can take that back'),
                    onClick: () => ui.answers.keepText(alone),
                  })
            }
            ${repairButton(ui)}
          </div>`
    }
  </div>`;
}
