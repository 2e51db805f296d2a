import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../../core/mcp.ts';
import { blocksOf } from '../../core/sampling/blocks.ts';
import { prettyJson } from '../../core/util/json.ts';

/**
 * A sampling request as text for VS Code's diff: what the server asked on one side, the same as edited on the other. Everything that
 * can be edited stands there whole; media is named with its size, since it cannot be edited.
 */
export function requestText(params: CreateMessageRequestParams): string {
  const { temperature, stopSequences } = params;
  const parts = [
    section('Max tokens', String(params.maxTokens)),
    ...(temperature === undefined ? [] : [section('Temperature', String(temperature))]),
    ...(stopSequences === undefined ? [] : [section('Stop sequences', JSON.stringify(stopSequences))]),
    ...(params.systemPrompt === undefined ? [] : [section('System prompt', params.systemPrompt)]),
    ...params.messages.map((message, index) =>
      section(`Message ${index + 1}, ${message.role}`, blocksOf(message).map(blockText).join('\n\n')),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, text: string): string {
  return `──── ${title} ────\n${text}`;
}

function blockText(block: SamplingMessageContentBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'image' || block.type === 'audio')
    return `[${block.type}, ${block.mimeType}, ${block.data.length} characters of base64]`;
  return prettyJson(block);
}
