import * as z from 'zod/mini';

/** What led to a call; see core/calls/origin.ts. */
export const originSchema = z.enum(['button', 'command', 'sendPrompt', 'opened', 'editor', 'changed']);

/** When the server gives up on a request, in milliseconds, and how sure that is; see core/review/deadline.ts. */
export const deadlineSchema = z.object({
  at: z.number(),
  lasts: z.number(),
  certainty: z.enum(['stated', 'remembered', 'typical']),
});
export type DeadlineView = z.infer<typeof deadlineSchema>;

/** How long there is to decide. */
export const clockSchema = z.object({
  /** Absent where nothing says that the server gives up. */
  deadline: z.optional(deadlineSchema),
  /** How long the server is known to have waited, where that is longer than is typical. Milliseconds. */
  waited: z.optional(z.number()),
  /** Whether the server is told that somebody is still there. */
  keepAlive: z.boolean(),
  /** Whether a modern round survives a reload of the window, and why not. */
  parked: z.optional(z.object({ kept: z.boolean(), why: z.optional(z.string()) })),
});
export type ClockView = z.infer<typeof clockSchema>;

/** Where a request comes from, besides the calls that led to it. */
export const provenanceSchema = z.object({
  /** The server's definition, as it was confirmed. */
  definition: z.object({
    /** SHA-256, hex. */
    hash: z.string(),
    /** Such as *your user settings*. */
    writtenIn: z.optional(z.string()),
    transport: z.optional(z.enum(['stdio', 'http', 'sse'])),
    /** The protocol version that was agreed on. */
    protocol: z.optional(z.string()),
    /** What was declared to it of sampling. */
    sampling: z.enum(['withTools', 'withoutTools', 'off']),
  }),
  /** The round of its call, counted from 1, among those that it may have (modern era). */
  leg: z.optional(z.object({ number: z.number(), most: z.number() })),
  /** True for a request with no call behind it, which no server may send. */
  unprompted: z.boolean(),
  /** What the same call asked before, oldest first. */
  earlier: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      at: z.number(),
      leg: z.optional(z.number()),
      verdict: z.optional(z.enum(['approve', 'answerByHand'])),
      /** How it ended; absent while it is open. */
      how: z.optional(z.enum(['returned', 'denied', 'rejected', 'cancelled', 'expired', 'failed'])),
      model: z.optional(z.string()),
    }),
  ),
  /** Earlier ones that are not listed. */
  more: z.number(),
});
export type ProvenanceView = z.infer<typeof provenanceSchema>;

/** A call that is parked: whether it can be resumed, and why not. `call` is absent where it cannot be read. */
export const parkedViewSchema = z.object({
  id: z.string(),
  /** `later` may become `ready`, such as once its server runs. */
  standing: z.enum(['ready', 'later', 'never']),
  why: z.optional(z.string()),
  /** True where its server does not run, and can be started from here. */
  startable: z.optional(z.boolean()),
  call: z.optional(
    z.object({
      server: z.string(),
      /** Such as *Tool summarize_document*. */
      title: z.string(),
      /** Pretty JSON. */
      arguments: z.string(),
      /** How many requests wait in it for a person. */
      asks: z.number(),
      edited: z.boolean(),
      startedAt: z.number(),
      parkedAt: z.number(),
      expiresAt: z.optional(z.number()),
    }),
  ),
});
export type ParkedView = z.infer<typeof parkedViewSchema>;
