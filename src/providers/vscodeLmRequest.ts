import type { CreateMessageRequestParams, JsonObject, SamplingMessage } from '../core/mcp.ts';
import type { ModelInfo, PreparedRequest } from '../core/models/provider.ts';
import { t } from '../core/text/l10n.ts';
import { sendable } from './sendable.ts';
import { fieldsOf, noteCommon, Notes } from '../core/models/notes.ts';
import { readToolResult } from './toolResults.ts';

/** A part of a message, as JSON; the provider makes VS Code's objects of it. */
export type VsCodePart =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'image'; readonly mimeType: string; readonly data: string }
  | { readonly type: 'toolCall'; readonly callId: string; readonly name: string; readonly input: JsonObject }
  | { readonly type: 'toolResult'; readonly callId: string; readonly content: readonly VsCodePart[] };

/** A message as `sendRequest` takes it; VS Code has these two roles alone. */
export type VsCodeMessage = {
  readonly role: 'user' | 'assistant';
  readonly content: readonly VsCodePart[];
};

/**
 * The arguments of `LanguageModelChat.sendRequest`, as JSON: this is what gets signed, and what is passed. A type and no interface, so
 * that it counts as JSON.
 */
export type VsCodeArguments = {
  /** The model's id in VS Code. */
  readonly model: string;
  readonly messages: readonly VsCodeMessage[];
  readonly options: {
    readonly tools?: readonly {
      readonly name: string;
      readonly description: string;
      readonly inputSchema: JsonObject;
    }[];
    readonly toolMode?: 'auto' | 'required';
    /** Handed to the model's extension as they are; which ones it heeds is its own affair. */
    readonly modelOptions: {
      readonly max_tokens: number;
      readonly temperature?: number;
      readonly stop?: readonly string[];
    };
  };
};

/** The pictures that `LanguageModelDataPart.image` is made for. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);

function picture(
  block: { readonly mimeType: string; readonly data: string },
  field: string,
  notes: Notes,
): VsCodePart[] {
  if (pictures.has(block.mimeType.toLowerCase())) {
    return [{ type: 'image', mimeType: block.mimeType, data: block.data }];
  }
  notes.add(field, 'ignored', t('VS Code’s language models take no {0}; it is left out.', block.mimeType));
  return [];
}

const noAudio = () => t('VS Code’s language models take no audio; it is left out.');

function partsOf(message: SamplingMessage, at: string, notes: Notes): VsCodePart[] {
  const misplaced = (field: string) =>
    notes.add(field, 'ignored', t('This cannot come from the {0}; it is left out.', message.role));
  return fieldsOf(message, at).flatMap(({ block, field }): VsCodePart[] => {
    switch (block.type) {
      case 'text':
        return [{ type: 'text', value: block.text }];
      case 'audio':
        notes.add(field, 'ignored', noAudio());
        return [];
      case 'image':
        if (message.role === 'user') return picture(block, field, notes);
        misplaced(field);
        return [];
      case 'tool_use':
        if (message.role === 'assistant') {
          return [{ type: 'toolCall', callId: block.id, name: block.name, input: block.input as JsonObject }];
        }
        misplaced(field);
        return [];
      case 'tool_result': {
        if (message.role === 'assistant') {
          misplaced(field);
          return [];
        }
        const { texts, media } = readToolResult(block, field, notes);
        const content: VsCodePart[] = texts.map((value) => ({ type: 'text', value }));
        for (const entry of media) {
          if (entry.block.type === 'image') content.push(...picture(entry.block, entry.field, notes));
          else notes.add(entry.field, 'ignored', noAudio());
        }
        return [{ type: 'toolResult', callId: block.toolUseId, content }];
      }
      default:
        return [];
    }
  });
}

function messagesOf(params: CreateMessageRequestParams, notes: Notes): VsCodeMessage[] {
  const messages: VsCodeMessage[] = [];
  if (params.systemPrompt !== undefined && params.systemPrompt !== '') {
    messages.push({ role: 'user', content: [{ type: 'text', value: params.systemPrompt }] });
    notes.add(
      'systemPrompt',
      'changed',
      t('VS Code has no system role for extensions: it is sent as a first message of the user.'),
    );
  }
  for (const [index, message] of params.messages.entries()) {
    const content = partsOf(message, `messages[${index}]`, notes);
    // VS Code refuses a message without a part.
    messages.push({ role: message.role, content: content.length > 0 ? content : [{ type: 'text', value: '' }] });
  }
  return messages;
}

function toolsOf(
  params: CreateMessageRequestParams,
  notes: Notes,
): Pick<VsCodeArguments['options'], 'tools' | 'toolMode'> {
  const tools = params.tools ?? [];
  const mode = params.toolChoice?.mode;
  if (tools.length === 0) {
    if (mode !== undefined) notes.add('toolChoice', 'ignored', t('No tools are offered to choose from.'));
    return {};
  }
  if (mode === 'none') {
    notes.add('tools', 'ignored', t('VS Code cannot offer tools that must not be used, so they are left out.'));
    return {};
  }
  return {
    tools: tools.map((tool) => ({
      name: tool.name,
      description: tool.description ?? '',
      inputSchema: tool.inputSchema as JsonObject,
    })),
    ...(mode !== undefined && { toolMode: mode }),
  };
}

function modelOptionsOf(params: CreateMessageRequestParams, notes: Notes): VsCodeArguments['options']['modelOptions'] {
  const handed = t('VS Code hands this to the model’s extension, which need not heed it.');
  notes.add('maxTokens', 'ignored', handed);
  if (params.temperature !== undefined) notes.add('temperature', 'ignored', handed);
  const stop = params.stopSequences ?? [];
  if (stop.length > 0) notes.add('stopSequences', 'ignored', handed);
  return {
    max_tokens: params.maxTokens,
    ...(params.temperature !== undefined && { temperature: params.temperature }),
    ...(stop.length > 0 && { stop }),
  };
}

/**
 * A sampling request as the arguments for one of VS Code's language models. Pure. What that interface lacks is noted: a
 * system role, audio, guaranteed parameters, the reason why the model stopped, and counted tokens.
 */
export function prepareForVsCode(params: CreateMessageRequestParams, model: ModelInfo): PreparedRequest {
  const notes = new Notes();
  noteCommon(params, notes);
  const body: VsCodeArguments = {
    model: model.id,
    messages: messagesOf(params, notes),
    options: { ...toolsOf(params, notes), modelOptions: modelOptionsOf(params, notes) },
  };
  notes.add('stopReason', 'ignored', t('VS Code does not tell why a model stopped, nor how many tokens it counted.'));
  const sent = sendable(body, notes);
  return { destination: model.destination, body: sent, notes: notes.list };
}
