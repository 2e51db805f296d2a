import * as z from 'zod/mini';

/** The messages of the two pages of a server: what is known of it, and its traffic. The extension owns both. */

export const methodTimingSchema = z.object({
  method: z.string(),
  count: z.number(),
  failed: z.number(),
  /** Milliseconds. */
  last: z.number(),
  median: z.number(),
  max: z.number(),
  /** When the last answer came. */
  at: z.number(),
});

/** What the buttons of the page ask for. */
export const serverActions = [
  'start',
  'stop',
  'restart',
  'confirm',
  'signIn',
  'showLog',
  'openTraffic',
  'setLogLevel',
  'openSettings',
] as const;
export type ServerAction = (typeof serverActions)[number];

export const serverPageSchema = z.object({
  name: z.string(),
  /** A `data:` URI of the server's own picture. */
  icon: z.optional(z.string()),
  state: z.object({ words: z.string(), tone: z.enum(['good', 'busy', 'quiet', 'warning', 'error']) }),
  /** Why it is in this state, a sentence. */
  reason: z.optional(z.string()),
  /** Label and value, a line each: where it is defined, how it is reached, what it says of itself. */
  facts: z.array(z.object({ label: z.string(), value: z.string(), code: z.optional(z.boolean()) })),
  /** Since when it runs. */
  since: z.optional(z.number()),
  capabilities: z.array(z.string()),
  counts: z.array(z.object({ label: z.string(), count: z.number() })),
  /** As the server wrote them. */
  instructions: z.optional(z.string()),
  problems: z.array(z.string()),
  timings: z.array(methodTimingSchema),
  /** The newest last. */
  logs: z.array(z.object({ time: z.number(), level: z.string(), logger: z.optional(z.string()), text: z.string() })),
  /** The buttons that do something now. */
  actions: z.array(z.enum(serverActions)),
});
export type ServerPage = z.infer<typeof serverPageSchema>;

/** A message of the traffic without its text, which is asked for when it is looked at. */
export const trafficRowSchema = z.object({
  seq: z.number(),
  time: z.number(),
  direction: z.enum(['sent', 'received']),
  kind: z.enum(['request', 'answer', 'error', 'notification']),
  method: z.string(),
  id: z.optional(z.union([z.string(), z.number()])),
  size: z.number(),
  duration: z.optional(z.number()),
  failed: z.boolean(),
  /** The call that it belongs to. */
  call: z.optional(z.string()),
  cut: z.boolean(),
});
export type TrafficRow = z.infer<typeof trafficRowSchema>;

/** Extension to webview. */
export const toServerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page: serverPageSchema }),
  /** All messages anew: at first, and after *Clear*. */
  z.object({
    type: z.literal('traffic'),
    server: z.string(),
    rows: z.array(trafficRowSchema),
    /** Names of calls by their id. */
    calls: z.record(z.string(), z.string()),
  }),
  z.object({
    type: z.literal('added'),
    rows: z.array(trafficRowSchema),
    /** How many there may be; what is over falls out at the beginning. */
    most: z.number(),
    calls: z.record(z.string(), z.string()),
    /** Those of them that have the text that is looked for. */
    found: z.array(z.number()),
  }),
  z.object({ type: z.literal('found'), text: z.string(), found: z.array(z.number()) }),
  z.object({ type: z.literal('message'), seq: z.number(), text: z.string(), note: z.optional(z.string()) }),
  /** A sentence about what was just done. */
  z.object({ type: z.literal('said'), text: z.string() }),
]);
export type ToServer = z.infer<typeof toServerSchema>;

/** Webview to extension. */
export const fromServerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(serverActions) }),
  z.object({ type: z.literal('look'), seq: z.number() }),
  /** Which messages have this text. */
  z.object({ type: z.literal('find'), text: z.string() }),
  z.object({ type: z.literal('copy'), seqs: z.array(z.number()) }),
  z.object({ type: z.literal('save'), seqs: z.array(z.number()) }),
  z.object({ type: z.literal('clear') }),
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type FromServer = z.infer<typeof fromServerSchema>;
