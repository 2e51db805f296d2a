import { html, type TemplateResult } from 'lit';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';

type Note = NonNullable<ReviewStatus['answer']>['notes'][number];

/** What is not kept as it was asked or answered: the field, what happens to it, and why. */
export function notes(list: readonly Note[]): TemplateResult {
  return html`<ul class="notes">
    ${list.map(
      (note) =>
        html`<li>${icon('warning', 'warning')}<span><strong>${note.field}</strong> ${note.effect}: ${note.note}</span></li>`,
    )}
  </ul>`;
}
