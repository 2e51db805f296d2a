import type { CreateMessageRequestParams, SamplingMessage, SamplingMessageContentBlock } from '../mcp.ts';

/** The blocks of a message, whether its content is one block or a list. */
export function blocksOf(message: SamplingMessage): readonly SamplingMessageContentBlock[] {
  return Array.isArray(message.content) ? message.content : [message.content];
}

/** True where the server offered tools (or a tool choice), so that an answer may have several blocks. */
export function offersTools(params: CreateMessageRequestParams): boolean {
  return params.tools !== undefined || params.toolChoice !== undefined;
}

/** The text of all text blocks, in order. */
export function textOf(content: readonly SamplingMessageContentBlock[]): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
