import { McpError } from '../errors.ts';
import type { JsonObject, SamplingMessage, SamplingMessageContentBlock } from '../mcp.ts';
import { prettyJson } from '../util/json.ts';

/**
 * The messages of `prompts/get` as those of a sampling request. A model takes text, images and audio: a resource becomes its text under
 * a line that names it, and what no model takes becomes a line that says so, so that nothing goes away unseen.
 * @throws McpError when there is no message
 */
export function samplingMessages(result: JsonObject): readonly SamplingMessage[] {
  const list: unknown = result['messages'];
  const messages = (Array.isArray(list) ? list : []).map(messageOf);
  if (messages.length === 0)
    throw new McpError('invalidRequest', 'The prompt has no messages, so there is nothing to send.');
  return messages;
}

function messageOf(value: unknown): SamplingMessage {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown };
  const blocks = (Array.isArray(content) ? (content as readonly unknown[]) : [content]).flatMap(blocksOf);
  const [only] = blocks;
  return {
    role: role === 'assistant' ? 'assistant' : 'user',
    content: blocks.length === 1 && only !== undefined ? only : [...blocks],
  };
}

const text = (words: string): SamplingMessageContentBlock => ({ type: 'text', text: words });

function blocksOf(value: unknown): readonly SamplingMessageContentBlock[] {
  const block = (value ?? {}) as Record<string, unknown>;
  const { type, data, mimeType, resource, uri } = block;
  if (type === 'text' && typeof block['text'] === 'string') return [text(block['text'])];
  if ((type === 'image' || type === 'audio') && typeof data === 'string' && typeof mimeType === 'string')
    return [{ type, data, mimeType }];
  if (type === 'resource_link' && typeof uri === 'string') return [text(linkText(block, uri))];
  if (type === 'resource' && typeof resource === 'object' && resource !== null)
    return resourceBlocks(resource as Record<string, unknown>);
  return [text(prettyJson(value))];
}

function linkText(link: Record<string, unknown>, uri: string): string {
  const about = [link['title'] ?? link['name'], link['description']].filter((part) => typeof part === 'string');
  return [`Link to the resource ${uri}`, ...about].join('\n');
}

function resourceBlocks(resource: Record<string, unknown>): readonly SamplingMessageContentBlock[] {
  const { uri, mimeType, blob } = resource;
  const type = typeof mimeType === 'string' ? mimeType : undefined;
  const name = `Resource ${typeof uri === 'string' ? uri : 'without a URI'}${type === undefined ? '' : ` (${type})`}`;
  if (typeof resource['text'] === 'string') return [text(`${name}:\n\n${resource['text']}`)];
  if (typeof blob !== 'string') return [text(prettyJson(resource))];
  const media = type === undefined ? undefined : /^(image|audio)\//.exec(type.toLowerCase())?.[1];
  if (type !== undefined && (media === 'image' || media === 'audio'))
    return [text(`${name}:`), { type: media, data: blob, mimeType: type }];
  return [text(`${name}: its bytes are left out, since no model takes them.`)];
}
