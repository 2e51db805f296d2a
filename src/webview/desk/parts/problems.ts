import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { AnswerProblemView } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';

function place({ line, column, path }: AnswerProblemView): string | undefined {
  if (line !== undefined && column !== undefined) {
    return path === undefined
      ? t('line {0}, column {1}', line, column)
      : t('{0} (line {1}, column {2})', path, line, column);
  }
  return path;
}

/** What is wrong with an answer, one a line, each with its place. */
export function problemList(problems: readonly AnswerProblemView[]): TemplateResult | typeof nothing {
  if (problems.length === 0) {
    return nothing;
  }
  return html`<ul class="check-problems">
    ${problems.map((problem) => {
      const where = place(problem);
      return html`<li>
        ${icon('warning', 'warning')}
        <span>${where === undefined ? nothing : html`<code>${where}</code> `}${problem.message}</span>
      </li>`;
    })}
  </ul>`;
}
