import type { CreateMessageRequestParams, CreateMessageResult, CreateMessageResultWithTools } from '../mcp.ts';
import type { SamplingMessageContentBlock } from '../mcp.ts';
import type { Completion } from '../models/provider.ts';
import { offersTools, textOf } from '../sampling/blocks.ts';

/** *Answer by hand*: a completion that needs no model. The specification wants a `model` all the same, and servers log it: `human`. */
export function completionByHand(text: string): Completion {
  return {
    content: [{ type: 'text', text }],
    model: 'human',
    stopReason: 'endTurn',
    durationMs: 0,
    stopped: false,
  };
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

/**
 * The result as the specification wants it: `role` assistant, `model` set, and a single block unless tools were offered, since
 * servers of both eras refuse a list otherwise. Uses of tools always travel as a list.
 */
export function resultOf(
  params: CreateMessageRequestParams,
  completion: Completion,
): CreateMessageResult | CreateMessageResultWithTools {
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
