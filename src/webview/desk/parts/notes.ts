import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import type { ReviewStatus } from '../../../shared/desk.ts';
import { icon } from '../../ui/icons.ts';

type Note = NonNullable<ReviewStatus['answer']>['notes'][number];

/** What becomes of a field, in a word. */
function effectWords(effect: Note['effect']): string {
  switch (effect) {
    case 'ignored':
      return t('ignored');
    case 'clamped':
      return t('clamped');
    case 'changed':
      return t('changed');
  }
}

/** What is not kept as it was asked or answered: the field, what happens to it, and why. */
export function notes(list: readonly Note[]): TemplateResult {
  return html`<table class="notes" role="table">
    <thead class="visually-hidden" role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${t('Field')}</th>
        <th role="columnheader" scope="col">${t('What becomes of it')}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${list.map(
        (note) =>
          html`<tr role="row">
            <th role="rowheader" scope="row"><code>${note.field}</code></th>
            <td role="cell"><strong>${effectWords(note.effect)}:</strong> ${note.note}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Whether a note is about a field or a part of it. */
const isAbout = (note: Note, field: string): boolean =>
  note.field === field || note.field.startsWith(`${field}.`) || note.field.startsWith(`${field}[`);

/** What the chosen model will not keep of one field, beside that field. `only`: not of its parts, which have a place of their own. */
export function fieldNotes(
  { outgoing }: Pick<ReviewStatus, 'outgoing'>,
  field: string,
  only = false,
): TemplateResult | typeof nothing {
  const found = (outgoing?.notes ?? []).filter((note) => (only ? note.field === field : isAbout(note, field)));
  if (found.length === 0) return nothing;
  return html`<ul class="field-notes">
    ${found.map(
      (note) => html`<li>
        ${icon('warning', 'warning')}
        <span
          >${note.field === field ? nothing : html`<code>${note.field.slice(field.length).replace(/^\./, '')}</code> `}<strong
            >${effectWords(note.effect)}:</strong
          >
          ${note.note}</span
        >
      </li>`,
    )}
  </ul>`;
}

/** Changes when the notes do: for what is drawn anew only when it has to be. */
export function notesKey({ outgoing }: Pick<ReviewStatus, 'outgoing'>): string {
  return JSON.stringify(outgoing?.notes ?? []);
}
