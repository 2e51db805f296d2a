import type { JsonObject, SamplingMessageContentBlock } from '../mcp.ts';
import type { Completion } from '../models/provider.ts';
import { textOf } from '../sampling/blocks.ts';
import { t } from '../text/l10n.ts';
import { jsonProblem } from '../text/jsonProblem.ts';
import { isObject } from '../util/json.ts';

/** One change that a person makes to an answer before it is returned. `use` counts the uses of tools from 0. */
export type AnswerEdit =
  | { readonly part: 'text'; readonly text: string }
  /** `input` is the JSON text of an object. */
  | { readonly part: 'toolInput'; readonly use: number; readonly input: string }
  | { readonly part: 'dropTool'; readonly use: number; readonly drop: boolean };

/** All changes to one answer. What equals the model's own is not in here. */
export interface AnswerEdits {
  readonly text?: string;
  /** By the number of the use. */
  readonly inputs: ReadonlyMap<number, JsonObject>;
  readonly dropped: ReadonlySet<number>;
}

/** An answer as it came. */
export const NO_ANSWER_EDITS: AnswerEdits = { inputs: new Map(), dropped: new Set() };

export type ToolUse = Extract<SamplingMessageContentBlock, { type: 'tool_use' }>;

/** The uses of tools in an answer, in their order. */
export function toolUsesOf({ content }: Pick<Completion, 'content'>): readonly ToolUse[] {
  return content.filter((block) => block.type === 'tool_use');
}

/** True when the person changed anything of the answer. */
export function isAnswerEdited({ text, inputs, dropped }: AnswerEdits): boolean {
  return text !== undefined || inputs.size > 0 || dropped.size > 0;
}

/** The edits with one more, or the sentence that says why it cannot be. */
export function withAnswerEdit(said: Completion, edits: AnswerEdits, edit: AnswerEdit): AnswerEdits | string {
  if (edit.part === 'text') {
    const { text: _, ...rest } = edits;
    return edit.text === textOf(said.content) ? rest : { ...rest, text: edit.text };
  }
  const use = toolUsesOf(said)[edit.use];
  if (use === undefined) return t('The answer has no such use of a tool.');
  if (edit.part === 'dropTool') {
    const dropped = new Set(edits.dropped);
    if (edit.drop) dropped.add(edit.use);
    else dropped.delete(edit.use);
    return { ...edits, dropped };
  }
  const input = inputOf(edit.input);
  if (typeof input === 'string') return input;
  const inputs = new Map(edits.inputs);
  if (JSON.stringify(input) === JSON.stringify(use.input)) inputs.delete(edit.use);
  else inputs.set(edit.use, input);
  return { ...edits, inputs };
}

/** The arguments that a JSON text holds, or the sentence that says why it holds none. */
export function inputOf(text: string): JsonObject | string {
  const problem = jsonProblem(text);
  if (problem !== undefined) return t('Line {0}, column {1}: {2}.', problem.line, problem.column, problem.message);
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : t('The arguments of a tool must be a JSON object, in braces.');
}

/** The answer as it would be returned. What was not changed is the very same value. */
export function applyAnswerEdits(said: Completion, edits: AnswerEdits): Completion {
  if (!isAnswerEdited(edits)) return said;
  let use = -1;
  const content = said.content.flatMap((block): SamplingMessageContentBlock[] => {
    if (block.type !== 'tool_use') return [block];
    use++;
    if (edits.dropped.has(use)) return [];
    const input = edits.inputs.get(use);
    return [input === undefined ? block : { ...block, input }];
  });
  const completion = withTruth({ ...said, content });
  return edits.text === undefined ? completion : withText(completion, edits.text);
}

/** A completion that says `toolUse` has a use of a tool: servers look for one. */
export function withTruth(completion: Completion): Completion {
  return completion.stopReason === 'toolUse' && toolUsesOf(completion).length === 0
    ? { ...completion, stopReason: 'endTurn' }
    : completion;
}

/** The answer with its text replaced: one text block where the first one stood, uses of tools kept as they are. */
export function withText(completion: Completion, text: string): Completion {
  if (text === textOf(completion.content)) return completion;
  const first = completion.content.findIndex((block) => block.type === 'text');
  const others = completion.content.filter((block) => block.type !== 'text');
  if (text === '' && others.length > 0) return { ...completion, content: others };
  const before = completion.content.slice(0, Math.max(0, first)).filter((block) => block.type !== 'text');
  const content: SamplingMessageContentBlock[] = [...before, { type: 'text', text }, ...others.slice(before.length)];
  return { ...completion, content };
}
