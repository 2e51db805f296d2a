import type { CreateMessageRequestParams, Json, SamplingMessage, SamplingMessageContentBlock } from '../core/mcp.ts';
import type { FidelityNote } from '../core/models/provider.ts';
import { blocksOf } from '../core/sampling/blocks.ts';

/** Collects fidelity notes while a request is mapped; the same note is taken once. */
export class Notes {
  readonly #notes = new Map<string, FidelityNote>();

  add(field: string, effect: FidelityNote['effect'], note: string): void {
    this.#notes.set(`${field}\n${effect}\n${note}`, { field, effect, note });
  }

  get list(): FidelityNote[] {
    return [...this.#notes.values()];
  }
}

/** The blocks of a message, each with the field that notes name it by; `at` is that of the message. */
export function fieldsOf(
  message: SamplingMessage,
  at: string,
): readonly { readonly block: SamplingMessageContentBlock; readonly field: string }[] {
  const { content } = message;
  if (!Array.isArray(content)) return [{ block: content, field: `${at}.content` }];
  return content.map((block, index) => ({ block, field: `${at}.content[${index}]` }));
}

/** The fields of a sampling request that a mapping knows; whatever else stands in one is said to be ignored. */
const knownFields = new Set([
  'messages',
  'maxTokens',
  'systemPrompt',
  'modelPreferences',
  'includeContext',
  'temperature',
  'stopSequences',
  'metadata',
  'tools',
  'toolChoice',
  // Of the protocol, not of the request: a progress token, for example.
  '_meta',
]);

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

function noteExtras(params: CreateMessageRequestParams, notes: Notes): void {
  for (const [index, message] of params.messages.entries()) {
    const blocks = blocksOf(message);
    const extra = [
      message,
      ...blocks,
      ...blocks.flatMap((block) => (block.type === 'tool_result' ? block.content : [])),
    ];
    if (extra.some((part) => !isEmpty(part._meta) || !isEmpty('annotations' in part ? part.annotations : undefined))) {
      notes.add(`messages[${index}]`, 'ignored', 'Its annotations and _meta stay here: a model has no place for them.');
    }
  }
  const kept = new Set(['name', 'description', 'inputSchema']);
  for (const [index, tool] of (params.tools ?? []).entries()) {
    const left = Object.entries(tool).filter(([key, value]) => !kept.has(key) && !isEmpty(value));
    if (left.length > 0) {
      const names = left.map(([key]) => key).join(', ');
      notes.add(
        `tools[${index}]`,
        'ignored',
        `A model gets a tool's name, description and input schema; not: ${names}.`,
      );
    }
  }
}

/** Notes on what no provider of ours passes on, the same for all of them. */
export function noteCommon(params: CreateMessageRequestParams, notes: Notes): void {
  if (params.includeContext !== undefined && params.includeContext !== 'none') {
    notes.add(
      'includeContext',
      'ignored',
      `The server asked for context (${params.includeContext}); Countersign sends what you see here and nothing more.`,
    );
  }
  if (!isEmpty(params.metadata)) {
    notes.add('metadata', 'ignored', 'Metadata of the server is not passed on to the model’s provider.');
  }
  for (const [field, value] of Object.entries(params)) {
    if (!knownFields.has(field) && value !== undefined) {
      notes.add(field, 'ignored', 'This field is not part of a sampling request that a model understands.');
    }
  }
  noteExtras(params, notes);
}

/**
 * The same JSON with every half of a surrogate pair replaced by U+FFFD. Such a half has no UTF-8 form, so it cannot be sent
 * as it is, and RFC 8785 refuses to sign it. Returns the very same value where nothing has to change.
 */
export function wellFormed(value: Json | undefined, changed: () => void): Json | undefined {
  if (typeof value === 'string') {
    if (value.isWellFormed()) return value;
    changed();
    return value.toWellFormed();
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const next = items.map((item) => wellFormed(item, changed) ?? null);
    return next.some((item, index) => item !== items[index]) ? next : items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const next = entries.map(([key, item]) => [wellFormed(key, changed) as string, wellFormed(item, changed)] as const);
    const same = next.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1]);
    return same ? value : (Object.fromEntries(next) as Json);
  }
  return value;
}

/** The note for what `wellFormed` changed. */
export const surrogateNote = 'A broken character (half of a pair) cannot be sent; � stands in its place.';
