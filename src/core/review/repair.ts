import type { Replace } from '../findings/redactions.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import { textOf } from '../sampling/blocks.ts';
import { t } from '../text/l10n.ts';
import { lineJson } from '../util/json.ts';
import type { AnswerProblem } from './answerChecks.ts';
import { toolUsesOf } from './answerEdits.ts';
import { placedMessages } from './applyEdits.ts';
import type { Edit, Edits } from './edits.ts';
import type { Answer } from './steps.ts';

function lines(problems: readonly AnswerProblem[]): string {
  return problems
    .map(({ message, path, line, column }) => {
      const place = line === undefined || column === undefined ? undefined : `line ${line}, column ${column}`;
      const where = [path, place].filter((part) => part !== undefined).join(', ');
      return where === '' ? `- ${message}` : `- ${where}: ${message}`;
    })
    .join('\n');
}

/** What is wrong with an answer, told to the model; undefined when nothing is. */
export function complaint({ completion, checks }: Answer): string | undefined {
  const parts: string[] = [];
  if (checks?.json && checks.json.problems.length > 0) {
    parts.push(
      `Your last answer is not the JSON that was asked for:\n${lines(checks.json.problems)}\n\nAnswer again with the corrected JSON and nothing else.`,
    );
  }
  toolUsesOf(completion).forEach(({ name, input }, index) => {
    const problems = checks?.tools[index]?.problems ?? [];
    if (problems.length === 0) return;
    parts.push(
      `You wanted to use the tool ${JSON.stringify(name)} with the arguments ${lineJson(input)}, which is not possible:\n${lines(problems)}\n\nUse a tool again, with arguments that fit its schema.`,
    );
  });
  for (const problem of checks?.problems ?? []) parts.push(`Your last answer cannot be used. ${problem}`);
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/**
 * A repair by asking again: the request ends with the answer and with what is wrong in it. It is an edit like any other, seen, signed
 * and taken back as such. A sentence when there is nothing to repair. `redact`: what was put back into the answer is for the server alone,
 * so the model gets its placeholders again.
 */
export function repairEdits(
  asked: CreateMessageRequestParams,
  edits: Edits,
  answer: Answer,
  redact: Replace = (text) => text,
): readonly Edit[] | string {
  const wrong = complaint(answer);
  if (wrong === undefined) return t('Nothing is known to be wrong with this answer.');
  const after = placedMessages(asked, edits).at(-1)?.id;
  const next = Math.max(0, ...(edits.added ?? []).map(({ id }) => Number(id.slice(1)))) + 1;
  const text = redact(wrong);
  const said = redact(textOf(answer.completion.content));
  // A use of a tool cannot stand in a text message, so the complaint repeats it.
  if (said.trim() === '' || toolUsesOf(answer.completion).length > 0)
    return [{ part: 'addMessage', id: `a${next}`, role: 'user', text, ...(after === undefined ? {} : { after }) }];
  const first = `a${next}`;
  return [
    { part: 'addMessage', id: first, role: 'assistant', text: said, ...(after === undefined ? {} : { after }) },
    { part: 'addMessage', id: `a${next + 1}`, role: 'user', text, after: first },
  ];
}
