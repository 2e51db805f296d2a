import * as z from 'zod/mini';
import { blockSchema, noteSchema } from './block.ts';

/** What is wrong with an answer, and where: line and column count from 1. */
const problemSchema = z.object({
  message: z.string(),
  path: z.optional(z.string()),
  line: z.optional(z.number()),
  column: z.optional(z.number()),
});
export type AnswerProblemView = z.infer<typeof problemSchema>;

/** A use of a tool as it would be returned, or as it was before the person dropped it. */
const toolUseSchema = z.object({
  /** Counts the uses of the model's answer from 0. */
  use: z.number(),
  id: z.string(),
  name: z.string(),
  /** Pretty JSON. */
  input: z.string(),
  /** What the model said, present when the person changed it. */
  original: z.optional(z.string()),
  dropped: z.boolean(),
  /** Absent until it is checked, and when it is dropped. */
  problems: z.optional(z.array(problemSchema)),
});
export type ToolUseView = z.infer<typeof toolUseSchema>;

const costSchema = z.object({ min: z.number(), max: z.number(), source: z.string() });

export const answerSchema = z.object({
  /** Text so far, or whole, as it would be returned. */
  text: z.string(),
  /** Blocks that are neither text nor the use of a tool, as for messages. */
  blocks: z.array(blockSchema),
  toolUses: z.optional(z.array(toolUseSchema)),
  model: z.string(),
  stopReason: z.optional(z.string()),
  usage: z.optional(z.object({ inputTokens: z.optional(z.number()), outputTokens: z.optional(z.number()) })),
  /** What it cost, by the tokens that the provider counted. */
  cost: z.optional(costSchema),
  /** When the model was asked; absent for an answer by hand. */
  startedAt: z.optional(z.number()),
  durationMs: z.optional(z.number()),
  stopped: z.boolean(),
  byHand: z.boolean(),
  complete: z.boolean(),
  /** True when it is not what the model said. */
  edited: z.optional(z.boolean()),
  /** Whether it is the JSON that the server asked for, where it asked. */
  json: z.optional(
    z.object({
      why: z.string(),
      schema: z.boolean(),
      problems: z.array(problemSchema),
      /** The JSON without what stands around it. */
      alone: z.optional(z.string()),
    }),
  ),
  /** What is wrong with it as a whole. */
  problems: z.optional(z.array(z.string())),
  /** What of the answer the server does not get, such as the model's reasoning. */
  notes: z.array(noteSchema),
});
export type AnswerView = z.infer<typeof answerSchema>;

export const answerEditSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('text'), text: z.string() }),
  z.object({ part: z.literal('toolInput'), use: z.number(), input: z.string() }),
  z.object({ part: z.literal('dropTool'), use: z.number(), drop: z.boolean() }),
]);
