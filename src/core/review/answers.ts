import type { CreateMessageRequestParams, CreateMessageResult, CreateMessageResultWithTools } from '../mcp.ts';
import { notesOnText } from '../models/byHand.ts';
import type { Completion } from '../models/provider.ts';
import { offersTools, textOf } from '../sampling/blocks.ts';
import {
  type AnswerEdit,
  applyAnswerEdits,
  isAnswerEdited,
  NO_ANSWER_EDITS,
  withAnswerEdit,
  withTruth,
} from './answerEdits.ts';
import type { Answer } from './steps.ts';

/** *Answer by hand*: a completion that needs no model. The specification wants a `model` all the same, and servers log it: `human`. */
export function completionByHand(text: string, params: CreateMessageRequestParams): Completion {
  const notes = notesOnText(text, params);
  return {
    ...(notes.length > 0 && { notes }),
    content: [{ type: 'text', text }],
    model: 'human',
    stopReason: 'endTurn',
    durationMs: 0,
    stopped: false,
  };
}

/** The answer with one more change, or as it came (`undefined`); a sentence when that cannot be. */
export function changedAnswer(answer: Answer, edit: AnswerEdit | undefined): Answer | string {
  const said = answer.edited?.said ?? answer.completion;
  const before = answer.edited?.edits ?? NO_ANSWER_EDITS;
  const edits = edit === undefined ? NO_ANSWER_EDITS : withAnswerEdit(said, before, edit);
  if (typeof edits === 'string') return edits;
  const { edited: _edited, checks: _checks, ...rest } = answer;
  if (!isAnswerEdited(edits)) return { ...rest, completion: said };
  return { ...rest, completion: applyAnswerEdits(said, edits), edited: { said, edits } };
}

/**
 * The result as the specification wants it: `role` assistant, `model` set, and a single block unless tools were offered, since
 * servers of both eras refuse a list otherwise. Uses of tools always travel as a list.
 */
export function resultOf(
  params: CreateMessageRequestParams,
  answered: Completion,
): CreateMessageResult | CreateMessageResultWithTools {
  // Without tools a use of one does not travel, so the answer may not say that it stopped for one.
  const travels = offersTools(params) ? answered.content : answered.content.filter(({ type }) => type !== 'tool_use');
  const completion = withTruth({ ...answered, content: travels });
  const base = {
    role: 'assistant' as const,
    model: completion.model || 'unknown',
    ...(completion.stopReason === undefined ? {} : { stopReason: completion.stopReason }),
  };
  const plain = completion.content.filter(
    (block) => block.type === 'text' || block.type === 'image' || block.type === 'audio',
  );
  if (offersTools(params)) {
    if (completion.content.length === 0) return { ...base, content: { type: 'text', text: '' } };
    const [only] = plain;
    const single = completion.content.length === 1 && only !== undefined;
    return { ...base, content: single ? only : [...completion.content] };
  }
  const media = plain.find((block) => block.type !== 'text');
  const text = textOf(completion.content);
  return { ...base, content: media !== undefined && text === '' ? media : { type: 'text', text } };
}
