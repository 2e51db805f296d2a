import * as z from 'zod/mini';
import { blockSchema, hiddenSchema } from './block.ts';

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
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), blocks: z.array(blockSchema) })),
  tools: z.array(
    z.object({
      name: z.string(),
      title: z.optional(z.string()),
      description: z.optional(z.string()),
      inputSchema: z.string(),
    }),
  ),
  parameters: z.object({
    maxTokens: z.number(),
    /** What the server asked, present when edited. */
    maxTokensOriginal: z.optional(z.number()),
    temperature: z.optional(z.number()),
    stopSequences: z.optional(z.array(z.string())),
    includeContext: z.optional(z.string()),
    /** Pretty JSON. */
    metadata: z.optional(z.string()),
    toolChoice: z.optional(z.string()),
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
