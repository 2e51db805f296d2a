import type { CreateMessageRequestParams, JsonObject, SamplingMessage, SamplingMessageContentBlock } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { type AddedMessage, askedId, type Edits, isBlank, isEdited, textKey } from './edits.ts';

type Messages = CreateMessageRequestParams['messages'];
type Tools = NonNullable<CreateMessageRequestParams['tools']>;

/** A message at its place on the desk. */
export interface PlacedMessage {
  readonly id: string;
  readonly message: SamplingMessage;
  /** Its place in what the server sent; absent for one that was added. */
  readonly asked?: number;
  /** `removed`: taken out. `blank`: the person's own, without text yet. */
  readonly unsent?: 'removed' | 'blank';
}

/** The request as edited. Everything that was not edited is the very same value, including fields that this version does not know. */
export function applyEdits(params: CreateMessageRequestParams, edits: Edits): CreateMessageRequestParams {
  if (!isEdited(edits)) return params;
  const result = { ...params };
  if (edits.system === '') delete result.systemPrompt;
  else if (edits.system !== undefined) result.systemPrompt = edits.system;
  if (edits.maxTokens !== undefined) result.maxTokens = edits.maxTokens;
  if (edits.temperature === null) delete result.temperature;
  else if (edits.temperature !== undefined) result.temperature = edits.temperature;
  if (edits.stopSequences?.length === 0) delete result.stopSequences;
  else if (edits.stopSequences !== undefined) result.stopSequences = [...edits.stopSequences];
  if (edits.toolChoice === null) delete result.toolChoice;
  else if (edits.toolChoice !== undefined) result.toolChoice = { ...params.toolChoice, mode: edits.toolChoice };
  applyTools(result, edits);
  if (changesBlocks(edits) || edits.removed || edits.added) result.messages = sentMessages(params, edits);
  return result;
}

function changesBlocks({ texts, toolInputs, resultParts, structured }: Edits): boolean {
  return [texts, toolInputs, resultParts, structured].some((changes) => changes !== undefined);
}

function applyTools(result: CreateMessageRequestParams, edits: Edits): void {
  const { droppedTools = [], toolDescriptions = {}, toolSchemas = {} } = edits;
  const asked = result.tools;
  if (asked === undefined || !(edits.droppedTools ?? edits.toolDescriptions ?? edits.toolSchemas)) return;
  const dropped = new Set(droppedTools);
  const kept = asked
    .map((tool, index) => withSchema(withDescription(tool, toolDescriptions[index]), toolSchemas[index]))
    .filter((_, index) => !dropped.has(index));
  if (kept.length === 0) delete result.tools;
  else result.tools = kept;
}

function withDescription(tool: Tools[number], description: string | undefined): Tools[number] {
  if (description === undefined) return tool;
  if (description !== '') return { ...tool, description };
  const { description: _, ...rest } = tool;
  return rest;
}

function withSchema(tool: Tools[number], schema: JsonObject | undefined): Tools[number] {
  // What was redacted in it keeps its shape.
  return schema === undefined ? tool : { ...tool, inputSchema: schema as Tools[number]['inputSchema'] };
}

function sentMessages(params: CreateMessageRequestParams, edits: Edits): Messages {
  return placedMessages(params, edits)
    .filter(({ unsent }) => unsent === undefined)
    .map(({ message }) => message);
}

/** Every message of the desk in order, as edited, with those that are not sent. */
export function placedMessages(params: CreateMessageRequestParams, edits: Edits): readonly PlacedMessage[] {
  const below = new Map<string | undefined, AddedMessage[]>();
  for (const added of edits.added ?? []) {
    const siblings = below.get(added.after);
    // What was added last stands nearest to the message that it was added below.
    if (siblings) siblings.unshift(added);
    else below.set(added.after, [added]);
  }
  const removed = new Set(edits.removed);
  const placed: PlacedMessage[] = [];
  const putBelow = (id: string | undefined): void => {
    for (const added of below.get(id) ?? []) {
      placed.push({ id: added.id, message: ownMessage(added), ...(isBlank(added) ? { unsent: 'blank' } : {}) });
      putBelow(added.id);
    }
  };
  putBelow(undefined);
  params.messages.forEach((asked, index) => {
    const id = askedId(index);
    const message = editMessage(asked, id, edits);
    placed.push({ id, asked: index, message, ...(removed.has(id) ? { unsent: 'removed' } : {}) });
    putBelow(id);
  });
  return placed;
}

function ownMessage({ role, text }: AddedMessage): SamplingMessage {
  return { role, content: { type: 'text', text } };
}

function editMessage(message: SamplingMessage, id: string, edits: Edits): SamplingMessage {
  if (!changesBlocks(edits)) return message;
  const asked = blocksOf(message);
  const blocks = asked.map((block, index) => editBlock(block, id, index, edits));
  if (blocks.every((block, index) => block === asked[index])) return message;
  const [first] = blocks;
  return { ...message, content: Array.isArray(message.content) || first === undefined ? blocks : first };
}

function editBlock(
  block: SamplingMessageContentBlock,
  id: string,
  index: number,
  { texts = {}, toolInputs = {}, resultParts = {}, structured = {} }: Edits,
): SamplingMessageContentBlock {
  if (block.type === 'text') {
    const text = texts[textKey(id, index)];
    return text === undefined ? block : { ...block, text };
  }
  if (block.type === 'tool_use') {
    const input = toolInputs[textKey(id, index)];
    return input === undefined ? block : { ...block, input };
  }
  if (block.type !== 'tool_result') return block;
  const content = block.content.map((part, inner) => {
    const key = textKey(id, index, inner);
    if (part.type !== 'text') return (resultParts[key] as typeof part | undefined) ?? part;
    const text = texts[key];
    return text === undefined ? part : { ...part, text };
  });
  const structuredContent = structured[textKey(id, index)];
  const changed = structuredContent !== undefined || content.some((part, inner) => part !== block.content[inner]);
  if (!changed) return block;
  return { ...block, content, ...(structuredContent === undefined ? {} : { structuredContent }) };
}
