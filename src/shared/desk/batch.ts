import * as z from 'zod/mini';
import { blockSchema, noteSchema } from './block.ts';
import { reviewContentSchema } from './content.ts';
import { closedSchema, phaseSchema } from './phase.ts';
import { destinationSchema, reviewStatusSchema } from './status.ts';

/** What is the same in all requests of the batch stands here once. */
export const batchContentSchema = z.object({
  /** Grows with every change of this half. */
  revision: z.number(),
  systemPrompt: z.optional(z.string()),
  messages: z.array(
    z.object({
      role: z.enum(['user', 'assistant']),
      blocks: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('same'), block: blockSchema }),
          /** `before + value + after` is the text of a request, to the character. */
          z.object({ kind: z.literal('varies'), before: z.string(), after: z.string() }),
        ]),
      ),
    }),
  ),
  tools: reviewContentSchema.shape.tools,
  parameters: reviewContentSchema.shape.parameters,
  preferences: reviewContentSchema.shape.preferences,
  /** By row, a text for each place that varies. */
  values: z.array(z.array(z.string())),
});
export type BatchContent = z.infer<typeof batchContentSchema>;

const batchRowSchema = z.object({
  id: z.string(),
  phase: phaseSchema,
  failure: z.optional(z.string()),
  /** The hash of what would be sent while it is pending, what names its answer once it has one. Empty: it cannot be decided now. */
  mark: z.string(),
  edited: z.boolean(),
  bytes: z.optional(z.number()),
  tokens: z.optional(z.number()),
  cost: z.optional(z.object({ min: z.number(), max: z.number() })),
  findings: z.object({ high: z.number(), medium: z.number(), low: z.number() }),
  answer: z.optional(
    z.object({
      text: z.string(),
      /** Parts that are no text, such as uses of tools. */
      others: z.number(),
      model: z.string(),
      stopReason: z.optional(z.string()),
      outputTokens: z.optional(z.number()),
      complete: z.boolean(),
      byHand: z.boolean(),
    }),
  ),
  closed: z.optional(closedSchema),
});
export type BatchRow = z.infer<typeof batchRowSchema>;

/** A batch. `content` is absent when the webview has this revision of it. */
export const batchSchema = z.object({
  id: z.string(),
  /** Names the batch as it stands, each request with its hash: what a press is bound to. */
  seal: z.string(),
  revision: z.number(),
  content: z.optional(batchContentSchema),
  server: reviewStatusSchema.shape.server,
  cause: reviewStatusSchema.shape.cause,
  provenance: reviewStatusSchema.shape.provenance,
  clock: reviewStatusSchema.shape.clock,
  receivedAt: z.number(),
  /** True when each request is part of a modern round, which ends with one denial. */
  round: z.boolean(),
  /** Where all of them would go; absent while no model is chosen. */
  outgoing: z.optional(z.object({ model: z.string(), destination: destinationSchema })),
  /** Where the figures come from. */
  sources: z.array(z.string()),
  notes: z.array(noteSchema),
  rows: z.array(batchRowSchema),
  outliers: z.array(z.object({ id: z.string(), label: z.string(), phase: phaseSchema, why: z.string() })),
  /** True while findings are not all known yet. */
  inspecting: z.boolean(),
});
export type BatchView = z.infer<typeof batchSchema>;

const id = z.string();
const named = z.array(z.object({ id, mark: z.string() }));
const reason = z.optional(z.string());

/** How much may pass by an approval of the rest of a call. */
export const restLimitsSchema = z.object({ requests: z.number(), bytes: z.number() });

/** Webview to extension. `approveBatch` approves, and `releaseBatch` returns, exactly what they name, bound to the seal of the page. */
export const batchActs = [
  z.object({ type: z.literal('approveBatch'), id, seal: z.string(), named, rest: z.optional(restLimitsSchema) }),
  z.object({ type: z.literal('releaseBatch'), id, seal: z.string(), named }),
  z.object({ type: z.literal('denyBatch'), id, ids: z.array(id), reason }),
  z.object({ type: z.literal('rejectBatch'), id, ids: z.array(id), reason }),
  /** *Take it back*, or putting away the note about one that has ended. */
  z.object({ type: z.literal('takeBack'), id }),
  /** Puts away the note about refused requests of a server. */
  z.object({ type: z.literal('floodSeen'), server: z.string() }),
] as const;
