import type { ElicitationView } from '../../shared/desk.ts';
import { askerView, roundView } from '../review/views.ts';
import { displayText } from '../text/display.ts';
import { findHidden } from '../text/hidden.ts';
import type { Elicitation } from './elicitation.ts';
import type { Question } from './question.ts';
import { secretFields } from './secretFields.ts';

/** An elicitation as the desk shows it. `decided` counts the round's verdicts. */
export function elicitationView(item: Elicitation, decided: number): ElicitationView {
  const { ask, question, shownHash, notice, busy, answer, ending } = item;
  return {
    id: item.id,
    ...(shownHash === undefined ? {} : { hash: shownHash }),
    phase: item.phase,
    ...askerView(ask),
    ...roundView(item, decided),
    receivedAt: item.receivedAt,
    message: { text: question.message, hidden: findHidden(question.message) },
    mode: question.mode,
    ...(question.mode === 'form' ? formPart(question, item) : pagePart(question)),
    ...(question.problem === undefined ? {} : { problem: question.problem }),
    ...(notice === undefined ? {} : { notice }),
    errors: item.errors.map((error) => ({ ...error })),
    ...(busy === undefined ? {} : { busy }),
    opened: item.opened,
    completed: item.completed,
    ...(answer === undefined ? {} : { action: answer.action }),
    ...(ending === undefined ? {} : { closed: { how: ending.how, message: ending.message } }),
  };
}

function formPart(
  { schema, form, problem }: Extract<Question, { mode: 'form' }>,
  { filled }: Elicitation,
): Pick<ElicitationView, 'form'> {
  if (problem !== undefined) return {};
  return {
    form: {
      schema: JSON.stringify(schema),
      secrets: secretFields(form.fields).map(({ label }) => displayText(label, 80)),
      ...(filled === undefined ? {} : { filled: copyOf(filled) }),
    },
  };
}

function copyOf(filled: NonNullable<Elicitation['filled']>): Record<string, string | boolean | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(filled).map(([path, value]) => [path, typeof value === 'object' ? [...value] : value]),
  );
}

function pagePart({ page }: Extract<Question, { mode: 'url' }>): Pick<ElicitationView, 'page'> {
  if (page === undefined) return {};
  const { before, host, after, unicode, warnings } = page;
  return { page: { before, host, after, ...(unicode === undefined ? {} : { unicode }), warnings: [...warnings] } };
}
