import type { CreateMessageRequestParams } from '../mcp.ts';
import { findHidden, type HiddenSpan } from '../text/hidden.ts';
import { blocksOf } from './blocks.ts';

/** What inspection saw in the text that a server sent. Its findings warn a person; they never refuse or change anything. */
export interface Inspection {
  readonly system: readonly HiddenSpan[];
  /** By `message.block`; only blocks with findings. */
  readonly texts: ReadonlyMap<string, readonly HiddenSpan[]>;
}

/** The key of a block in `Inspection.texts` and in edits. */
export function blockKey(message: number, block: number): string {
  return `${message}.${block}`;
}

/** Looks through the system prompt and every text block as the server sent them. */
export function inspect(params: CreateMessageRequestParams): Inspection {
  const texts = new Map<string, readonly HiddenSpan[]>();
  params.messages.forEach((message, m) =>
    blocksOf(message).forEach((block, b) => {
      const spans = block.type === 'text' ? findHidden(block.text) : [];
      if (spans.length > 0) texts.set(blockKey(m, b), spans);
    }),
  );
  return { system: findHidden(params.systemPrompt ?? ''), texts };
}
