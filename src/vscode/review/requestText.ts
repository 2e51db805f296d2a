import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../../core/mcp.ts';
import { blocksOf } from '../../core/sampling/blocks.ts';
import { prettyJson } from '../../core/util/json.ts';
import { t } from '../../core/text/l10n.ts';

type Params = CreateMessageRequestParams;

/**
 * A sampling request as text for VS Code's diff: what the server asked on one side, the same as edited on the other. Everything stands
 * there whole, also what cannot be edited; media is named with its size.
 */
export function requestText(params: Params): string {
  const { systemPrompt, messages, tools, ...parameters } = params;
  const parts = [
    ...Object.entries(parameters).map(([name, value]) => section(named(name), parameterText(value))),
    ...(systemPrompt === undefined ? [] : [section(t('System prompt'), systemPrompt)]),
    ...messages.map((message, index) =>
      section(t('Message {0}, {1}', index + 1, message.role), blocksOf(message).map(blockText).join('\n\n')),
    ),
    ...(tools ?? []).map((tool) => section(t('Tool {0}', tool.name), toolText(tool))),
  ];
  return `${parts.join('\n\n')}\n`;
}

const rule = '────';

/** A line of a text that looks like the head of a section is moved in by a blank, so that no text can pass for several. */
function section(title: string, text: string): string {
  const body = text.replace(/^( *)────/gm, `$1 ${rule}`);
  return `${rule} ${title.replace(/[\r\n]+/g, ' ')} ${rule}\n${body}`;
}

/** `maxTokens` as *Max tokens*. */
function named(field: string): string {
  const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function parameterText(value: unknown): string {
  return typeof value === 'string' ? value : prettyJson(value);
}

/** The description is text that a person may have edited, so it stands there with its line breaks. */
function toolText(tool: NonNullable<Params['tools']>[number]): string {
  const { name: _, description, ...rest } = tool;
  return description === undefined ? prettyJson(rest) : `${description}\n\n${prettyJson(rest)}`;
}

function blockText(block: SamplingMessageContentBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'image' || block.type === 'audio')
    return t('[{0}, {1}, {2} characters of base64]', block.type, block.mimeType, block.data.length);
  if (block.type !== 'tool_result') return prettyJson(block);
  const { content, ...rest } = block;
  const texts = content.map((part) => (part.type === 'text' ? part.text : prettyJson(part)));
  return [prettyJson(rest), ...texts].join('\n\n');
}
