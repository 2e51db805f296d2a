import * as z from 'zod/mini';
import { hiddenSchema } from './block.ts';
import { closedSchema, phaseSchema } from './phase.ts';
import { reviewStatusSchema } from './status.ts';

/** What the controls of a form hold, by the path of their field; see core/forms/values.ts. */
export const formValuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.boolean(), z.array(z.string()), z.undefined()]),
);

/** An elicitation, whole: it is light, and only its state changes. */
export const elicitationSchema = z.object({
  id: z.string(),
  /** What *Submit* and *Open in browser* are bound to; absent when it is closed. */
  hash: z.optional(z.string()),
  phase: phaseSchema,
  server: reviewStatusSchema.shape.server,
  cause: reviewStatusSchema.shape.cause,
  round: reviewStatusSchema.shape.round,
  receivedAt: z.number(),
  provenance: reviewStatusSchema.shape.provenance,
  clock: reviewStatusSchema.shape.clock,
  message: z.object({
    text: z.string(),
    hidden: hiddenSchema,
  }),
  form: z.optional(
    z.object({
      /** The JSON Schema, as JSON text. */
      schema: z.string(),
      /** Labels of fields that look as if they asked for a secret. */
      secrets: z.array(z.string()),
      /** What was typed before the page was hidden or reloaded. */
      filled: z.optional(formValuesSchema),
    }),
  ),
  page: z.optional(
    z.object({
      before: z.string(),
      host: z.string(),
      after: z.string(),
      /** The host in its own letters, where it is written in Punycode. */
      unicode: z.optional(z.string()),
      warnings: z.array(z.string()),
    }),
  ),
  mode: z.enum(['form', 'url']),
  /** Why it cannot be answered as asked. */
  problem: z.optional(z.string()),
  /** Why the last act had no effect. */
  notice: z.optional(z.string()),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  busy: z.optional(z.enum(['checking', 'opening'])),
  opened: z.boolean(),
  completed: z.boolean(),
  action: z.optional(z.enum(['accept', 'decline', 'cancel'])),
  closed: z.optional(closedSchema),
});
export type ElicitationView = z.infer<typeof elicitationSchema>;
