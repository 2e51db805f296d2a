import type { CreateMessageRequestParams, SamplingMessage, SamplingMessageContentBlock } from '../mcp.ts';
import { blockKey } from '../sampling/inspection.ts';
import { blocksOf } from '../sampling/blocks.ts';

/** One change that a person makes to a request before it is sent. */
export type Edit =
  | { readonly part: 'system'; readonly text: string }
  | { readonly part: 'text'; readonly message: number; readonly block: number; readonly text: string }
  | { readonly part: 'maxTokens'; readonly value: number };

/** All changes to one request. What equals the server's own value is not in here. */
export interface Edits {
  readonly system?: string;
  readonly maxTokens?: number;
  /** By `message.block` (see `blockKey`). */
  readonly texts: ReadonlyMap<string, string>;
}

/** A request as the server sent it. */
export const NO_EDITS: Edits = { texts: new Map() };

/** True when anything differs from what the server sent. */
export function isEdited(edits: Edits): boolean {
  return edits.system !== undefined || edits.maxTokens !== undefined || edits.texts.size > 0;
}

/** The edits with one more, or the sentence that says why it cannot be. */
export function withEdit(params: CreateMessageRequestParams, edits: Edits, edit: Edit): Edits | string {
  if (edit.part === 'system') {
    const { system: _, ...rest } = edits;
    return edit.text === (params.systemPrompt ?? '') ? rest : { ...rest, system: edit.text };
  }
  if (edit.part === 'maxTokens') return withMaxTokens(params, edits, edit.value);
  const message = params.messages[edit.message];
  const block = message && blocksOf(message)[edit.block];
  if (block?.type !== 'text') return 'There is no text at this place of the request.';
  const texts = new Map(edits.texts);
  if (edit.text === block.text) texts.delete(blockKey(edit.message, edit.block));
  else texts.set(blockKey(edit.message, edit.block), edit.text);
  return { ...edits, texts };
}

/** The specification lets a host sample fewer tokens than the server allows, never more (client/sampling, `maxTokens`). */
function withMaxTokens(params: CreateMessageRequestParams, edits: Edits, value: number): Edits | string {
  const { maxTokens: _, ...rest } = edits;
  if (value === params.maxTokens) return rest;
  if (!Number.isSafeInteger(value) || value < 1) return 'Max tokens must be a whole number of at least 1.';
  if (value > params.maxTokens) return `The server allows at most ${params.maxTokens} tokens.`;
  return { ...rest, maxTokens: value };
}

/** The request as edited. Everything that was not edited is the very same value, including fields that this version does not know. */
export function applyEdits(params: CreateMessageRequestParams, edits: Edits): CreateMessageRequestParams {
  if (!isEdited(edits)) return params;
  const result = { ...params };
  if (edits.system === '') delete result.systemPrompt;
  else if (edits.system !== undefined) result.systemPrompt = edits.system;
  if (edits.maxTokens !== undefined) result.maxTokens = edits.maxTokens;
  if (edits.texts.size > 0) result.messages = params.messages.map((message, m) => editMessage(message, m, edits));
  return result;
}

function editMessage(message: SamplingMessage, m: number, edits: Edits): SamplingMessage {
  const blocks = blocksOf(message).map((block, b) => editBlock(block, edits.texts.get(blockKey(m, b))));
  if (blocks.every((block, b) => block === blocksOf(message)[b])) return message;
  const [first] = blocks;
  return { ...message, content: Array.isArray(message.content) || first === undefined ? blocks : first };
}

function editBlock(block: SamplingMessageContentBlock, text: string | undefined): SamplingMessageContentBlock {
  return text === undefined || block.type !== 'text' ? block : { ...block, text };
}
