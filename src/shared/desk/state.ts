import * as z from 'zod/mini';
import { deadlineSchema, parkedViewSchema } from './clock.ts';
import { closedSchema, phaseSchema } from './phase.ts';
import { togetherShape } from './together.ts';

/** A line of the list of pending reviews. */
export const reviewSummarySchema = z.object({
  /** A sampling request, or the mode of an elicitation. */
  kind: z.optional(z.enum(['sampling', 'form', 'url'])),
  id: z.string(),
  server: z.string(),
  /** Such as *Tool summarize_document*, *no call of yours*. */
  cause: z.string(),
  /** The first line of the last user message, shortened: a label, not what one approves. */
  label: z.string(),
  phase: phaseSchema,
  failed: z.boolean(),
  /** How it ended, once it is closed. */
  how: z.optional(closedSchema.shape.how),
  receivedAt: z.number(),
  /** When the server gives up, where something is known of that. */
  deadline: z.optional(deadlineSchema),
  round: z.optional(z.string()),
});
export type ReviewSummary = z.infer<typeof reviewSummarySchema>;

export const deskStateSchema = z.object({
  reviews: z.array(reviewSummarySchema),
  selected: z.optional(z.string()),
  paused: z.boolean(),
  /** Calls that waited for a person when the window was closed. */
  parked: z.optional(z.array(parkedViewSchema)),
  /** Milliseconds for which a changed desk takes no approval. */
  guardMs: z.number(),
  /** The extension's clock when this was sent: the webview may run on another machine, with another clock. */
  now: z.optional(z.number()),
  ...togetherShape,
});
export type DeskState = z.infer<typeof deskStateSchema>;
