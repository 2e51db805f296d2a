import type { CreateMessageRequestParams, Json, JsonObject, SamplingMessage } from '../core/mcp.ts';
import { fieldsOf, type Notes } from '../core/models/notes.ts';
import { t } from '../core/text/l10n.ts';
import { type AudioBlock, type ImageBlock, readToolResult, type ToolUseBlock } from './toolResults.ts';

/** The formats that `input_audio` takes, by MIME type. */
const audioFormats: Readonly<Record<string, 'wav' | 'mp3'>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};

const textPart = (text: string): JsonObject => ({ type: 'text', text });

function mediaPart(block: ImageBlock | AudioBlock, field: string, notes: Notes): JsonObject | undefined {
  if (block.type === 'image') {
    return { type: 'image_url', image_url: { url: `data:${block.mimeType};base64,${block.data}` } };
  }
  const format = audioFormats[block.mimeType.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined) {
    notes.add(
      field,
      'ignored',
      t('Audio goes out as WAV or MP3 only; this is {0}, and it is left out.', block.mimeType),
    );
    return undefined;
  }
  return { type: 'input_audio', input_audio: { data: block.data, format } };
}

/** One text is a plain string, which every server takes; anything else is a list of parts. */
function contentOf(parts: readonly JsonObject[]): Json {
  const [only] = parts;
  if (!only) return '';
  return parts.length === 1 && only.type === 'text' ? (only.text ?? '') : parts;
}

function toolCall(block: ToolUseBlock): JsonObject {
  return {
    id: block.id,
    type: 'function',
    function: { name: block.name, arguments: JSON.stringify(block.input) },
  };
}

/** What an assistant said and which tools it called. The format has the text first, then the calls. */
function assistantMessage(message: SamplingMessage, at: string, notes: Notes): JsonObject[] {
  const texts: JsonObject[] = [];
  const calls: JsonObject[] = [];
  for (const { block, field } of fieldsOf(message, at)) {
    switch (block.type) {
      case 'text':
        if (calls.length > 0) notes.add(field, 'changed', t('Text after a tool call is sent before it.'));
        texts.push(textPart(block.text));
        break;
      case 'tool_use':
        calls.push(toolCall(block));
        break;
      case 'tool_result':
        notes.add(field, 'ignored', t('A tool’s result cannot come from the assistant; it is left out.'));
        break;
      default:
        notes.add(field, 'ignored', t('There is no {0} in the assistant’s part; it is left out.', block.type));
    }
  }
  if (calls.length === 0) return [{ role: 'assistant', content: contentOf(texts) }];
  return [{ role: 'assistant', content: texts.length === 0 ? null : contentOf(texts), tool_calls: calls }];
}

/** What a user said, after the results of tools. Pictures and sounds of a result follow as a user's, since a `tool` message has text only. */
function userMessages(message: SamplingMessage, at: string, notes: Notes): JsonObject[] {
  const results: JsonObject[] = [];
  const shown: JsonObject[] = [];
  const said: JsonObject[] = [];
  for (const { block, field } of fieldsOf(message, at)) {
    switch (block.type) {
      case 'text':
        said.push(textPart(block.text));
        break;
      case 'image':
      case 'audio': {
        const part = mediaPart(block, field, notes);
        if (part) said.push(part);
        break;
      }
      case 'tool_result': {
        if (said.length > 0)
          notes.add(field, 'changed', t('The tool’s result is sent before the rest of its message.'));
        const { texts, media } = readToolResult(block, field, notes);
        results.push({ role: 'tool', tool_call_id: block.toolUseId, content: contentOf(texts.map(textPart)) });
        for (const entry of media) {
          const part = mediaPart(entry.block, entry.field, notes);
          if (!part) continue;
          shown.push(part);
          notes.add(
            entry.field,
            'changed',
            t('A tool’s result has text only; its {0} follows as a user’s message.', entry.block.type),
          );
        }
        break;
      }
      default:
        notes.add(field, 'ignored', t('A tool call cannot come from the user; it is left out.'));
    }
  }
  const rest = [...shown, ...said];
  if (results.length > 0 && rest.length === 0) return results;
  return [...results, { role: 'user', content: contentOf(rest) }];
}

/** The messages of a chat completion: the system prompt first, then every message in order. */
export function chatMessages(params: CreateMessageRequestParams, notes: Notes): JsonObject[] {
  const system =
    params.systemPrompt === undefined || params.systemPrompt === ''
      ? []
      : [{ role: 'system', content: params.systemPrompt }];
  return [
    ...system,
    ...params.messages.flatMap((message, index) =>
      message.role === 'assistant'
        ? assistantMessage(message, `messages[${index}]`, notes)
        : userMessages(message, `messages[${index}]`, notes),
    ),
  ];
}
