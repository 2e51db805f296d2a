import type { CreateMessageRequestParams, SamplingMessage, SamplingMessageContentBlock } from '../mcp.ts';
import { numberText, t } from '../text/l10n.ts';
import { LONGEST_HINT, MOST_HINTS } from './hints.ts';
import type { FidelityNote } from './provider.ts';

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
  'task',
  '_meta',
]);
/** What of a block reaches a model; the rest of it has no place there. */
const knownInBlock: Readonly<Record<string, readonly string[]>> = {
  text: ['type', 'text'],
  image: ['type', 'data', 'mimeType'],
  audio: ['type', 'data', 'mimeType'],
  tool_use: ['type', 'id', 'name', 'input'],
  tool_result: ['type', 'toolUseId', 'content', 'structuredContent', 'isError'],
};
const knownInMessage = ['role', 'content'];
const knownInTool = ['name', 'description', 'inputSchema'];
const knownInPreferences = ['hints', 'costPriority', 'speedPriority', 'intelligencePriority'];

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** The names of what an object has beside the known. */
function beside(value: object, known: readonly string[]): string[] {
  return Object.entries(value)
    .filter(([key, member]) => !known.includes(key) && !isEmpty(member))
    .map(([key]) => key);
}

/** Says of an object that some of it stays here. */
function noteBeside(value: object, known: readonly string[], field: string, notes: Notes): void {
  const left = beside(value, known);
  if (left.length > 0) notes.add(field, 'ignored', t('Not for a model, so it stays here: {0}.', left.join(', ')));
}

function noteMessages(params: CreateMessageRequestParams, notes: Notes): void {
  for (const [index, message] of params.messages.entries()) {
    noteBeside(message, knownInMessage, `messages[${index}]`, notes);
    for (const { block, field } of fieldsOf(message, `messages[${index}]`)) {
      noteBeside(block, knownInBlock[block.type] ?? [], field, notes);
      if (block.type !== 'tool_result') continue;
      for (const [place, inner] of (block.content ?? []).entries()) {
        // A resource, and a link to one, is sent whole or named by the mapping.
        const known = knownInBlock[inner.type];
        if (known) noteBeside(inner, known, `${field}.content[${place}]`, notes);
      }
    }
  }
}

function noteTools(params: CreateMessageRequestParams, notes: Notes): void {
  for (const [index, tool] of (params.tools ?? []).entries()) {
    const left = beside(tool, knownInTool);
    if (left.length > 0) {
      const text = t('A model gets a tool’s name, description and input schema; not: {0}.', left.join(', '));
      notes.add(`tools[${index}]`, 'ignored', text);
    }
  }
  if (params.toolChoice) noteBeside(params.toolChoice, ['mode'], 'toolChoice', notes);
}

function notePreferences({ modelPreferences }: CreateMessageRequestParams, notes: Notes): void {
  if (!modelPreferences) return;
  const unread = (names: readonly string[]) => t('Matching does not know and does not heed: {0}.', names.join(', '));
  const left = beside(modelPreferences, knownInPreferences);
  if (left.length > 0) notes.add('modelPreferences', 'ignored', unread(left));
  const hints = modelPreferences.hints ?? [];
  if (hints.length > MOST_HINTS) {
    const text = t('Only the first {0} of {1} hints are looked at.', numberText(MOST_HINTS), numberText(hints.length));
    notes.add('modelPreferences.hints', 'ignored', text);
  }
  for (const [index, hint] of hints.entries()) {
    const names = beside(hint, ['name']);
    const field = `modelPreferences.hints[${index}]`;
    if (names.length > 0) notes.add(field, 'ignored', unread(names));
    if ((hint.name ?? '').trim().length > LONGEST_HINT && index < MOST_HINTS)
      notes.add(field, 'ignored', t('No model has a name of more than {0} characters.', numberText(LONGEST_HINT)));
  }
}

/** What belongs to the protocol and is kept by this host; of `_meta` the progress token is used. */
function noteProtocol(params: CreateMessageRequestParams, notes: Notes): void {
  const { task } = params as { readonly task?: unknown };
  if (!isEmpty(params._meta)) noteBeside(params._meta ?? {}, ['progressToken'], '_meta', notes);
  if (task !== undefined)
    notes.add('task', 'ignored', t('Countersign keeps the task itself; a model hears nothing of it.'));
}

/** Notes on what no provider of ours passes on, the same for all of them. */
export function noteCommon(params: CreateMessageRequestParams, notes: Notes): void {
  if (params.includeContext !== undefined && params.includeContext !== 'none') {
    const asked = params.includeContext;
    const text = t('The server asked for context ({0}); Countersign sends what you see here and nothing more.', asked);
    notes.add('includeContext', 'ignored', text);
  }
  if (!isEmpty(params.metadata)) {
    notes.add('metadata', 'ignored', t('Metadata of the server is not passed on to the model’s provider.'));
  }
  for (const [field, value] of Object.entries(params)) {
    if (!knownFields.has(field) && value !== undefined) {
      const text = t('This field is not part of a sampling request that a model understands.');
      notes.add(field, 'ignored', text);
    }
  }
  noteProtocol(params, notes);
  notePreferences(params, notes);
  noteMessages(params, notes);
  noteTools(params, notes);
}
