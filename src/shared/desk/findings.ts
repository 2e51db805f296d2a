import * as z from 'zod/mini';

const severitySchema = z.enum(['high', 'medium', 'low', 'info']);

const findingSchema = z.object({
  id: z.string(),
  /** Of the text that it stands in: see core/findings/places.ts. */
  key: z.string(),
  kind: z.string(),
  severity: severitySchema,
  /** UTF-16 units of the text that is shown, `end` exclusive. */
  start: z.number(),
  end: z.number(),
  /** One sentence. */
  reason: z.string(),
  redact: z.optional(z.enum(['placeholder', 'remove'])),
  /** The person's reason to leave it. */
  dismissed: z.optional(z.string()),
});
export type FindingView = z.infer<typeof findingSchema>;

const sideSchema = z.object({
  /** A text has not been inspected yet. */
  running: z.boolean(),
  /** The worst first, and not more than a page can list. */
  list: z.array(findingSchema),
  /** What is not in the list. */
  more: z.number(),
  /** How many are not acted on. */
  open: z.object({ high: z.number(), medium: z.number(), low: z.number(), info: z.number() }),
});
export type FoundView = z.infer<typeof sideSchema>;

/** What inspection saw in a review. It comes after the request, and again whenever it changes. */
export const findingsSchema = z.object({
  id: z.string(),
  /** Grows when a list changes; the same number says that only an inspection began or ended. */
  version: z.number(),
  request: sideSchema,
  answer: sideSchema,
});
export type FindingsView = z.infer<typeof findingsSchema>;

const which = z.union([
  z.object({ ids: z.array(z.string()) }),
  z.object({ kind: z.string() }),
  z.object({ severity: severitySchema }),
]);
const side = z.enum(['request', 'answer']);

/** What a person does about findings. */
export const findingsActSchema = z.discriminatedUnion('act', [
  /** Takes them out of the request or the answer: secrets by placeholders, hidden characters without. */
  z.object({ act: z.literal('redact'), side, which }),
  z.object({ act: z.literal('dismiss'), side, which, reason: z.string() }),
  z.object({ act: z.literal('undismiss'), side, ids: z.array(z.string()) }),
  /** Puts into the answer what was redacted in this very review. */
  z.object({ act: z.literal('putBack') }),
]);
export type FindingsActView = z.infer<typeof findingsActSchema>;
