import type { ContentBlock, SamplingMessageContentBlock } from '../core/mcp.ts';
import type { Notes } from '../core/models/notes.ts';
import { t } from '../core/text/l10n.ts';

type Block<T extends string> = Extract<SamplingMessageContentBlock, { type: T }>;
/** Blocks of a message by their type. */
export type ImageBlock = Block<'image'>;
export type AudioBlock = Block<'audio'>;
export type ToolUseBlock = Block<'tool_use'>;
type ToolResultBlock = Block<'tool_result'>;

/** A tool's result as providers take it: texts in order, and pictures and sounds for a place of their own. */
export interface ToolResultParts {
  readonly texts: string[];
  readonly media: { readonly block: ImageBlock | AudioBlock; readonly field: string }[];
}

function readBlock(block: ContentBlock, field: string, parts: ToolResultParts, notes: Notes): void {
  switch (block.type) {
    case 'text':
      parts.texts.push(block.text);
      return;
    case 'image':
    case 'audio':
      parts.media.push({ block, field });
      return;
    case 'resource_link':
      parts.texts.push(JSON.stringify(block));
      notes.add(field, 'changed', t('The link to a resource is sent as JSON text.'));
      return;
    case 'resource': {
      const { resource } = block;
      if ('text' in resource) {
        parts.texts.push(JSON.stringify(block));
        notes.add(field, 'changed', t('The embedded resource is sent as JSON text.'));
      } else if (resource.mimeType?.startsWith('image/')) {
        parts.media.push({ block: { type: 'image', data: resource.blob, mimeType: resource.mimeType }, field });
        notes.add(field, 'changed', t('The embedded resource is sent as an image, without its URI.'));
      } else {
        notes.add(field, 'ignored', t('The embedded resource holds bytes that no model takes; it is left out.'));
      }
      return;
    }
    default:
      notes.add(field, 'ignored', t('This kind of content is not known; it is left out.'));
  }
}

/** Splits a tool's result, and notes what the split loses. */
export function readToolResult(block: ToolResultBlock, field: string, notes: Notes): ToolResultParts {
  const parts: ToolResultParts = { texts: [], media: [] };
  const content = block.content ?? [];
  for (const [index, inner] of content.entries()) readBlock(inner, `${field}.content[${index}]`, parts, notes);
  if (block.structuredContent !== undefined) {
    if (content.length === 0) {
      parts.texts.push(JSON.stringify(block.structuredContent));
      notes.add(`${field}.structuredContent`, 'changed', t('The structured result is sent as JSON text.'));
    } else {
      notes.add(
        `${field}.structuredContent`,
        'ignored',
        t('Only the result’s content is sent, not its structured form.'),
      );
    }
  }
  if (block.isError === true) {
    notes.add(`${field}.isError`, 'ignored', t('A model is not told that this is an error, other than by its text.'));
  }
  return parts;
}
