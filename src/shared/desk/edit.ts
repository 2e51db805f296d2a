import * as z from 'zod/mini';

const message = z.string();
const block = z.number();
const tool = z.number();
const text = z.string();

/** One change of a request, as `Edit` in core/review/edits.ts has it. */
export const editSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('system'), text }),
  z.object({ part: z.literal('text'), message, block, inner: z.optional(z.number()), text }),
  z.object({ part: z.literal('toolInput'), message, block, json: z.string() }),
  z.object({ part: z.literal('toolDescription'), tool, text }),
  z.object({ part: z.enum(['dropTool', 'keepTool']), tool }),
  z.object({ part: z.literal('toolChoice'), mode: z.nullable(z.enum(['auto', 'required', 'none'])) }),
  z.object({ part: z.literal('maxTokens'), value: z.number() }),
  z.object({ part: z.literal('temperature'), value: z.nullable(z.number()) }),
  z.object({ part: z.literal('stopSequences'), value: z.array(z.string()) }),
  z.object({
    part: z.literal('addMessage'),
    id: z.string(),
    role: z.enum(['user', 'assistant']),
    after: z.optional(z.string()),
    text: z.optional(text),
  }),
  z.object({ part: z.enum(['removeMessages', 'restoreMessages']), messages: z.array(message) }),
]);
export type Edit = z.infer<typeof editSchema>;

/** A text of a request that can be opened in an editor tab. */
export const textPlaceSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('system') }),
  z.object({ part: z.literal('text'), message, block, inner: z.optional(z.number()) }),
  z.object({ part: z.literal('toolInput'), message, block }),
  z.object({ part: z.literal('toolDescription'), tool }),
]);
export type TextPlace = z.infer<typeof textPlaceSchema>;
