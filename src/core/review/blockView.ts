import type { BlockView } from '../../shared/desk.ts';
import type { SamplingMessageContentBlock } from '../mcp.ts';
import { findHidden, type HiddenSpan } from '../text/hidden.ts';
import { prettyJson } from '../util/json.ts';

type Block = SamplingMessageContentBlock;
type Result = Extract<Block, { type: 'tool_result' }>;

/** One block as the desk shows it. `hidden`, where it is known already, is that of its text. */
export function blockView(block: Block, hidden?: readonly HiddenSpan[]): BlockView {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text, hidden: [...(hidden ?? findHidden(block.text))] };
    case 'tool_use':
      return { type: 'toolUse', id: block.id, name: block.name, input: prettyJson(block.input) };
    case 'tool_result':
      return resultView(block);
    case 'image':
    case 'audio':
      return mediaView(block.type, block);
  }
}

type Media = Extract<BlockView, { type: 'image' | 'audio' }>;

function mediaView(type: Media['type'], { data, mimeType }: Pick<Media, 'data' | 'mimeType'>): Media {
  return { type, data, mimeType, bytes: base64Bytes(data) };
}

/** Pictures and sounds in the result of a tool, also a picture that is embedded as a resource: providers send it as one. */
function mediaOf(part: Result['content'][number]): Media[] {
  if (part.type === 'image' || part.type === 'audio') return [mediaView(part.type, part)];
  if (part.type !== 'resource' || !('blob' in part.resource)) return [];
  const { blob, mimeType = '' } = part.resource;
  return mimeType.startsWith('image/') ? [mediaView('image', { data: blob, mimeType })] : [];
}

/** An edited block, with what the server sent in its place. */
export function editedBlockView(block: Block, asked: Block): BlockView {
  const view = blockView(block);
  if (view.type === 'text' && asked.type === 'text') return { ...view, original: asked.text };
  if (view.type === 'toolUse' && asked.type === 'tool_use') return { ...view, original: prettyJson(asked.input) };
  if (view.type === 'toolResult' && asked.type === 'tool_result') return { ...view, original: resultText(asked) };
  return view;
}

function resultView(block: Result): BlockView {
  const { toolUseId, isError, content, structuredContent } = block;
  const only = content.length === 1 && content[0]?.type === 'text' && structuredContent === undefined;
  const media = content.flatMap(mediaOf);
  const base = {
    type: 'toolResult' as const,
    toolUseId,
    isError: isError === true,
    text: resultText(block),
    ...(media.length === 0 ? {} : { media }),
  };
  return only ? { ...base, inner: 0 } : base;
}

/** The result of a tool as text, whole: what is no text stands there as its JSON. */
function resultText(block: Result): string {
  const parts = block.content.map((part) => (part.type === 'text' ? part.text : prettyJson(part)));
  if (block.structuredContent !== undefined) parts.push(prettyJson(block.structuredContent));
  return parts.join('\n\n');
}

/** Bytes that a base64 text stands for. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}
