import * as z from 'zod/mini';
import { batchSchema } from './batch.ts';
import { reviewContentSchema } from './content.ts';
import { elicitationSchema } from './elicitation.ts';
import { findingsSchema } from './findings.ts';
import { deskStateSchema } from './state.ts';
import { reviewStatusSchema } from './status.ts';

/** Extension to webview. */
export const toDeskSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    state: deskStateSchema,
    content: z.optional(reviewContentSchema),
    status: z.optional(reviewStatusSchema),
    findings: z.optional(findingsSchema),
    elicitation: z.optional(elicitationSchema),
    batch: z.optional(batchSchema),
  }),
  z.object({ type: z.literal('state'), state: deskStateSchema }),
  z.object({ type: z.literal('content'), content: reviewContentSchema }),
  z.object({ type: z.literal('status'), status: reviewStatusSchema }),
  z.object({ type: z.literal('findings'), findings: findingsSchema }),
  z.object({ type: z.literal('elicitation'), elicitation: elicitationSchema }),
  z.object({ type: z.literal('batch'), batch: batchSchema }),
  /** `column`: of a comparison. */
  z.object({
    type: z.literal('answerText'),
    id: z.string(),
    offset: z.number(),
    text: z.string(),
    column: z.optional(z.number()),
  }),
  /** The answer to `rendered`: from now on the extension counts `guardMs`, so a button that is ready here is ready there. */
  z.object({ type: z.literal('seen'), id: z.string(), hash: z.string() }),
  /** An approval was not taken; one sentence says why. */
  z.object({ type: z.literal('notTaken'), id: z.string(), message: z.string() }),
  /** How the person left the desk: the width of its list in pixels. */
  z.object({ type: z.literal('layout'), listWidth: z.number() }),
  /** Puts the keyboard focus on the review, after a command. */
  z.object({ type: z.literal('focus') }),
]);
export type ToDesk = z.infer<typeof toDeskSchema>;
