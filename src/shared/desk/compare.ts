import * as z from 'zod/mini';
import { answerSchema } from './answer.ts';
import { noteSchema } from './block.ts';

const costSchema = z.object({ min: z.number(), max: z.number(), source: z.string() });

/** A model that the request would go to. */
const plannedSchema = z.object({
  ref: z.string(),
  name: z.string(),
  providerLabel: z.string(),
  /** Absent when it cannot take the request: `problem` says why. */
  hash: z.optional(z.string()),
  destination: z.optional(
    z.object({
      kind: z.enum(['http', 'vscode.lm']),
      host: z.string(),
      url: z.optional(z.string()),
      loopback: z.boolean(),
      providerLabel: z.string(),
    }),
  ),
  bytes: z.optional(z.number()),
  cost: z.optional(costSchema),
  notes: z.array(noteSchema),
  problem: z.optional(z.string()),
});
export type PlannedView = z.infer<typeof plannedSchema>;

/** What a model of the comparison has answered, so far or whole. */
const columnSchema = z.object({
  ref: z.string(),
  name: z.string(),
  providerLabel: z.string(),
  /** The answer that was at hand before. */
  earlier: z.optional(z.boolean()),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  answer: z.optional(answerSchema),
  failure: z.optional(z.object({ message: z.string(), partial: z.optional(z.string()) })),
  /** Its answer is the one that would be returned. */
  taken: z.boolean(),
});
export type ColumnView = z.infer<typeof columnSchema>;

/** The same request to several models: being put together, or with their answers. */
export const compareSchema = z.object({
  plan: z.optional(
    z.object({
      models: z.array(plannedSchema),
      /** How many may be chosen. */
      most: z.number(),
      /** Names all that would be sent; absent while it cannot be. */
      hash: z.optional(z.string()),
      /** Why it cannot be sent yet. */
      problem: z.optional(z.string()),
      /** The sum of the known costs, and how many models have none. */
      total: z.optional(z.object({ min: z.number(), max: z.number(), without: z.number() })),
    }),
  ),
  columns: z.array(columnSchema),
});
export type CompareView = z.infer<typeof compareSchema>;
