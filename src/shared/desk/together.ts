import * as z from 'zod/mini';

/** A batch in the list: its rows stand in the list of reviews, in its place. */
const batchSummarySchema = z.object({
  id: z.string(),
  /** Ids of its rows. */
  rows: z.array(z.string()),
});
export type BatchSummary = z.infer<typeof batchSummarySchema>;

/** An *Approve the rest of this call*. */
const restSchema = z.object({
  id: z.string(),
  server: z.string(),
  cause: z.string(),
  requests: z.object({ left: z.number(), of: z.number() }),
  bytes: z.object({ left: z.number(), of: z.number() }),
  /** Of what passed so far, estimated. */
  tokens: z.number(),
  /** How it ended, in one sentence; absent while it is in force. */
  ended: z.optional(z.string()),
});
export type RestView = z.infer<typeof restSchema>;

/** Requests that were refused for their number. */
const floodingSchema = z.object({
  server: z.string(),
  refused: z.number(),
  waiting: z.number(),
  of: z.enum(['server', 'all']),
});
export type FloodingView = z.infer<typeof floodingSchema>;

/** What the list and the banners show of requests that are decided together; each absent where there is none. */
export const togetherShape = {
  batches: z.optional(z.array(batchSummarySchema)),
  rests: z.optional(z.array(restSchema)),
  flooding: z.optional(z.array(floodingSchema)),
};

/** On the page of one request: how it stands to others of its call. */
export const besideSchema = z.object({
  /** The batch that it is a row of, or would be but for `apart`. */
  batch: z.optional(z.object({ id: z.string(), size: z.number() })),
  /** Why it stands apart from it, in one sentence. */
  apart: z.optional(z.string()),
  /** Why it waits although the rest of its call is approved, in one sentence. */
  waits: z.optional(z.string()),
  /** True where *Approve the rest of this call* may begin with it. */
  mayBegin: z.boolean(),
});
