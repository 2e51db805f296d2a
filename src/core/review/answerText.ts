import type { Completion } from '../models/provider.ts';
import { prettyJson } from '../util/json.ts';

/** An answer as text, for a diff: everything that can be changed stands there whole, media is named with its size. */
export function answerText({ content, stopReason }: Completion): string {
  const parts = content.map((block) => {
    if (block.type === 'text') return block.text;
    if (block.type === 'tool_use')
      return `──── Use of ${JSON.stringify(block.name)}, ${block.id} ────\n${prettyJson(block.input)}`;
    if (block.type === 'image' || block.type === 'audio')
      return `[${block.type}, ${block.mimeType}, ${block.data.length} characters of base64]`;
    return prettyJson(block);
  });
  return `${[...parts, `──── stopReason: ${stopReason ?? 'not given'} ────`].join('\n\n')}\n`;
}
