import type { CreateMessageRequestParams, JsonObject, SamplingMessageContentBlock } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { checkToolOrder, INTAKE_LIMITS } from '../sampling/intake.ts';
import { numberText, t } from '../text/l10n.ts';
import { isObject } from '../util/json.ts';
import { placedMessages } from './applyEdits.ts';
import { askedIndex, type BlockPlace, type Edit, type Edits, textKey } from './edits.ts';

type Params = CreateMessageRequestParams;
type Of<P extends Edit['part']> = Extract<Edit, { part: P }>;

const NO_TEXT = t('There is no text at this place of the request.');
const NO_TOOL = t('The request offers no such tool.');
const NO_MESSAGE = t('There is no such message in the request.');

/** The edits with one more, or the sentence that says why it cannot be. */
export function withEdit(params: Params, edits: Edits, edit: Edit): Edits | string {
  switch (edit.part) {
    case 'system':
      return member(edits, 'system', edit.text === (params.systemPrompt ?? '') ? undefined : edit.text);
    case 'text':
      return withText(params, edits, edit);
    case 'toolInput':
      return withToolInput(params, edits, edit);
    case 'toolDescription':
      return withToolDescription(params, edits, edit);
    case 'dropTool':
    case 'keepTool':
      return withTool(params, edits, edit);
    case 'toolChoice':
      return withToolChoice(params, edits, edit.mode);
    case 'maxTokens':
      return withMaxTokens(params, edits, edit.value);
    case 'temperature':
      return withTemperature(params, edits, edit.value);
    case 'stopSequences':
      return withStopSequences(params, edits, edit.value);
    case 'addMessage':
      return withAdded(params, edits, edit);
    case 'removeMessages':
      return withoutMessages(params, edits, edit.messages);
    case 'restoreMessages':
      return withRestored(params, edits, edit.messages);
    case 'redact':
      return withRedactions(edits, edit);
  }
}

/** All of them, or the sentence that says why one cannot be: then none is made. */
export function withEdits(params: Params, edits: Edits, list: readonly Edit[]): Edits | string {
  let all: Edits | string = edits;
  for (const edit of list) {
    all = withEdit(params, all, edit);
    if (typeof all === 'string') return all;
  }
  return all;
}

/** The edits with this member, or without it where its value is undefined. */
function member<K extends keyof Edits>(edits: Edits, key: K, value: Edits[K] | undefined): Edits {
  const { [key]: before, ...rest } = edits;
  if (value === undefined) return before === undefined ? edits : rest;
  return { ...edits, [key]: value };
}

function withRedactions(edits: Edits, edit: Of<'redact'>): Edits {
  const { redactions, resultParts, structured, toolSchemas } = edit;
  const before = new Set(edits.redactions?.map(({ placeholder }) => placeholder));
  const added = redactions.filter(({ placeholder }) => !before.has(placeholder));
  return {
    ...edits,
    ...(added.length === 0 ? {} : { redactions: [...(edits.redactions ?? []), ...added] }),
    ...(resultParts && { resultParts: { ...edits.resultParts, ...resultParts } }),
    ...(structured && { structured: { ...edits.structured, ...structured } }),
    ...(toolSchemas && { toolSchemas: { ...edits.toolSchemas, ...toolSchemas } }),
  };
}

type Entries<T> = Readonly<Record<string, T>> | undefined;

function entry<T>(record: Entries<T>, key: string, value: T | undefined): Entries<T> {
  const { [key]: _, ...rest } = record ?? {};
  if (value !== undefined) return { ...rest, [key]: value };
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function list<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}

function blockAt(params: Params, { message, block }: BlockPlace): SamplingMessageContentBlock | undefined {
  const index = askedIndex(params, message);
  const asked = index === undefined ? undefined : params.messages[index];
  return asked && blocksOf(asked)[block];
}

/** The text that the server sent at a place. */
function askedText(params: Params, place: BlockPlace & { readonly inner?: number | undefined }): string | undefined {
  const block = blockAt(params, place);
  const text = block?.type === 'tool_result' ? block.content[place.inner ?? -1] : block;
  return text?.type === 'text' && (block === text) === (place.inner === undefined) ? text.text : undefined;
}

function withText(params: Params, edits: Edits, edit: Of<'text'>): Edits | string {
  const { message, block, inner, text } = edit;
  const own = edits.added?.find(({ id }) => id === message);
  if (own !== undefined) {
    if (block !== 0 || inner !== undefined) return NO_TEXT;
    return member(
      edits,
      'added',
      edits.added?.map((other) => (other === own ? { ...own, text } : other)),
    );
  }
  const asked = askedText(params, edit);
  if (asked === undefined) return NO_TEXT;
  return member(edits, 'texts', entry(edits.texts, textKey(message, block, inner), text === asked ? undefined : text));
}

function withToolInput(params: Params, edits: Edits, edit: Of<'toolInput'>): Edits | string {
  const block = blockAt(params, edit);
  if (block?.type !== 'tool_use') return t('There is no use of a tool at this place of the request.');
  const input = jsonObject(edit.json);
  if (input === undefined) return t('The input of a tool has to be a JSON object.');
  const same = JSON.stringify(input) === JSON.stringify(block.input);
  const key = textKey(edit.message, edit.block);
  return member(edits, 'toolInputs', entry(edits.toolInputs, key, same ? undefined : input));
}

function jsonObject(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function withToolDescription(params: Params, edits: Edits, { tool, text }: Of<'toolDescription'>): Edits | string {
  const asked = params.tools?.[tool];
  if (asked === undefined) return NO_TOOL;
  const same = text === (asked.description ?? '');
  return member(edits, 'toolDescriptions', entry(edits.toolDescriptions, String(tool), same ? undefined : text));
}

function withTool(params: Params, edits: Edits, { part, tool }: Of<'dropTool' | 'keepTool'>): Edits | string {
  if (params.tools?.[tool] === undefined) return NO_TOOL;
  const dropped = new Set(edits.droppedTools);
  if (part === 'dropTool') dropped.add(tool);
  else dropped.delete(tool);
  const next = member(edits, 'droppedTools', list([...dropped].sort((a, b) => a - b)));
  return toolProblem(params, next) ?? next;
}

function withToolChoice(params: Params, edits: Edits, mode: Of<'toolChoice'>['mode']): Edits | string {
  const asked = params.toolChoice === undefined ? null : params.toolChoice.mode;
  const next = member(edits, 'toolChoice', mode === asked ? undefined : mode);
  return toolProblem(params, next) ?? next;
}

/** Why a tool cannot be dropped, or a choice not be made: the model would have to use a tool that it is not offered. */
function toolProblem(params: Params, edits: Edits): string | undefined {
  const mode = edits.toolChoice === undefined ? params.toolChoice?.mode : edits.toolChoice;
  const dropped = new Set(edits.droppedTools);
  const kept = (params.tools ?? []).filter((_, index) => !dropped.has(index));
  if (mode === 'required' && kept.length === 0)
    return t('The tool choice is “required”, so at least one tool has to stay. Change the tool choice first.');
  if (edits.toolChoice === null) return undefined;
  // No field of the specification, but some servers send the name that their own API has.
  const named: unknown = (params.toolChoice as { readonly name?: unknown } | undefined)?.name;
  const gone = typeof named === 'string' && params.tools?.some((tool) => tool.name === named);
  if (!gone || kept.some((tool) => tool.name === named)) return undefined;
  return t('The tool choice names this tool, so it has to stay. Take the tool choice out first.');
}

/** The specification lets a host sample fewer tokens than the server allows, never more (client/sampling, `maxTokens`). */
function withMaxTokens(params: Params, edits: Edits, value: number): Edits | string {
  if (value === params.maxTokens) return member(edits, 'maxTokens', undefined);
  if (!Number.isSafeInteger(value) || value < 1) return t('Max tokens must be a whole number of at least 1.');
  if (value > params.maxTokens) return t('The server allows at most {0} tokens.', numberText(params.maxTokens));
  return member(edits, 'maxTokens', value);
}

function withTemperature(params: Params, edits: Edits, value: number | null): Edits | string {
  if (value === (params.temperature ?? null)) return member(edits, 'temperature', undefined);
  if (value !== null && !(Number.isFinite(value) && value >= 0))
    return t('Temperature must be a number of at least 0.');
  return member(edits, 'temperature', value);
}

function withStopSequences(params: Params, edits: Edits, value: readonly string[]): Edits | string {
  const asked = params.stopSequences ?? [];
  if (value.length === asked.length && value.every((one, index) => one === asked[index]))
    return member(edits, 'stopSequences', undefined);
  if (value.length > INTAKE_LIMITS.stopSequences)
    return t('There can be {0} stop sequences.', numberText(INTAKE_LIMITS.stopSequences));
  // What the server itself sent empty or twice may stay so.
  if (value.includes('') && !asked.includes('')) return t('A stop sequence cannot be empty.');
  if (repeats(value) > repeats(asked)) return t('This stop sequence is there already.');
  return member(edits, 'stopSequences', [...value]);
}

function repeats(values: readonly string[]): number {
  return values.length - new Set(values).size;
}

function withAdded(params: Params, edits: Edits, edit: Of<'addMessage'>): Edits | string {
  const { id, role, after, text = '' } = edit;
  const { added = [] } = edits;
  const taken = (other: string): boolean => added.some((message) => message.id === other);
  if (!/^a[1-9]\d{0,5}$/.test(id) || taken(id)) return t('This message is there already.');
  if (after !== undefined && askedIndex(params, after) === undefined && !taken(after)) return NO_MESSAGE;
  if (params.messages.length + added.length >= INTAKE_LIMITS.messages)
    return t('A request can have {0} messages.', numberText(INTAKE_LIMITS.messages));
  const message = { id, role, text, ...(after === undefined ? {} : { after }) };
  const next = { ...edits, added: [...added, message] };
  return inOrder(params, next) ? next : t('Nothing can stand between the use of a tool and its result.');
}

function withoutMessages(params: Params, edits: Edits, ids: readonly string[]): Edits | string {
  let { added = [] } = edits;
  const removed = new Set(edits.removed);
  for (const id of ids) {
    const own = added.find((message) => message.id === id);
    if (own === undefined && askedIndex(params, id) === undefined) return NO_MESSAGE;
    if (own === undefined) removed.add(id);
    else added = withoutOwn(added, own);
  }
  const next = member(member(edits, 'removed', list([...removed])), 'added', list(added));
  if (!inOrder(params, next)) return t('The use of a tool and its result belong together: both go, or both stay.');
  return placedMessages(params, next).some(({ unsent }) => unsent === undefined)
    ? next
    : t('At least one message has to stay.');
}

/** What stood below the one that goes stands in its place. */
function withoutOwn(added: NonNullable<Edits['added']>, gone: NonNullable<Edits['added']>[number]): typeof added {
  return added
    .filter((message) => message !== gone)
    .map((message) => {
      if (message.after !== gone.id) return message;
      const { after: _, ...rest } = message;
      return gone.after === undefined ? rest : { ...rest, after: gone.after };
    });
}

function withRestored(params: Params, edits: Edits, ids: readonly string[]): Edits | string {
  const { removed = [] } = edits;
  if (!ids.every((id) => removed.includes(id))) return NO_MESSAGE;
  const next = member(edits, 'removed', list(removed.filter((id) => !ids.includes(id))));
  return inOrder(params, next)
    ? next
    : t('The use of a tool and its result belong together, and nothing can stand between them.');
}

/** Whether uses of tools and their results still belong together, counting messages that have no text yet. */
function inOrder(params: Params, edits: Edits): boolean {
  const messages = placedMessages(params, edits).filter(({ unsent }) => unsent !== 'removed');
  try {
    checkToolOrder(messages.map(({ message }) => message));
    return true;
  } catch {
    return false;
  }
}
