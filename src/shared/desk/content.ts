import * as z from 'zod/mini';
import { blockSchema, hiddenSchema } from './block.ts';

const roleSchema = z.enum(['user', 'assistant']);

/** The heavy half: what the server asks, as edited so far. */
export const reviewContentSchema = z.object({
  id: z.string(),
  /** Grows with every change of this half. */
  revision: z.number(),
  systemPrompt: z.optional(
    z.object({
      text: z.string(),
      original: z.optional(z.string()),
      hidden: hiddenSchema,
    }),
  ),
  /** Those that are sent, and those of the person's own that have no text yet. */
  messages: z.array(
    z.object({
      /** `m0` is the first that the server sent, `a1` the first that the person added. */
      id: z.string(),
      role: roleSchema,
      blocks: z.array(blockSchema),
      added: z.optional(z.boolean()),
      /** Added, and without text: it is not sent. */
      blank: z.optional(z.boolean()),
      /** The message with the results of the tools that this one uses, or with the uses that it answers: they go and stay together. */
      pair: z.optional(z.string()),
    }),
  ),
  /** Messages that the person took out; `before` is the place in `messages` that each stood before. */
  removed: z.optional(z.array(z.object({ ids: z.array(z.string()), roles: z.array(roleSchema), before: z.number() }))),
  tools: z.array(
    z.object({
      /** Its place in the server's list. */
      tool: z.number(),
      name: z.string(),
      title: z.optional(z.string()),
      description: z.optional(z.string()),
      /** What the server sent, present when edited. */
      descriptionOriginal: z.optional(z.string()),
      inputSchema: z.string(),
    }),
  ),
  droppedTools: z.optional(z.array(z.object({ tool: z.number(), name: z.string() }))),
  parameters: z.object({
    maxTokens: z.number(),
    /** What the server asked, present when edited. */
    maxTokensOriginal: z.optional(z.number()),
    temperature: z.optional(z.number()),
    /** The same; `null` where the server gave none. */
    temperatureOriginal: z.optional(z.nullable(z.number())),
    stopSequences: z.optional(z.array(z.string())),
    stopSequencesOriginal: z.optional(z.array(z.string())),
    includeContext: z.optional(z.string()),
    /** Pretty JSON. */
    metadata: z.optional(z.string()),
    toolChoice: z.optional(z.string()),
    toolChoiceOriginal: z.optional(z.nullable(z.string())),
  }),
  preferences: z.object({
    hints: z.array(z.string()),
    costPriority: z.optional(z.number()),
    speedPriority: z.optional(z.number()),
    intelligencePriority: z.optional(z.number()),
  }),
  edited: z.boolean(),
});
export type ReviewContent = z.infer<typeof reviewContentSchema>;
