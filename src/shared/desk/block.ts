import * as z from 'zod/mini';

/** Characters that a person cannot see or that reorder what one sees: where, which, and what they are called. */
export const hiddenSchema = z.array(z.object({ start: z.number(), end: z.number(), name: z.string() }));

const media = { data: z.string(), mimeType: z.string(), bytes: z.number() };
const imageSchema = z.object({ type: z.literal('image'), ...media });
const audioSchema = z.object({ type: z.literal('audio'), ...media });

/** Text, or media with its base64 data, or a tool's use or result: one block of a message, as the specification has it. */
export const blockSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    /** The text that the server sent, present when `text` was edited. */
    original: z.optional(z.string()),
    hidden: hiddenSchema,
  }),
  imageSchema,
  audioSchema,
  z.object({
    type: z.literal('toolUse'),
    id: z.string(),
    name: z.string(),
    input: z.string(),
    original: z.optional(z.string()),
  }),
  z.object({
    type: z.literal('toolResult'),
    toolUseId: z.string(),
    isError: z.boolean(),
    text: z.string(),
    original: z.optional(z.string()),
    /** What a model is shown of it, and a person has to see as well; it stands in `text` as base64. */
    media: z.optional(z.array(z.discriminatedUnion('type', [imageSchema, audioSchema]))),
    /** The place of the only text of the result, which can be edited; absent where there is more than one text. */
    inner: z.optional(z.number()),
  }),
]);
export type BlockView = z.infer<typeof blockSchema>;

/** A field of the request, or a part of the answer, that is not kept as it was. */
export const noteSchema = z.object({
  field: z.string(),
  effect: z.enum(['ignored', 'clamped', 'changed']),
  note: z.string(),
});
