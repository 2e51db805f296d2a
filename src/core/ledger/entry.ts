import * as z from 'zod/mini';

const model = z.object({ ref: z.string(), host: z.string() });
const weights = z.object({ cost: z.number(), speed: z.number(), intelligence: z.number() });
/** Which model, and why: what the server asked, what was matched and by what, what the person chose. */
const choice = z.object({
  /** The request's `modelPreferences`, as the server sent them. */
  asked: z.optional(z.unknown()),
  /** The person's own priorities, where they decided in place of the server's. */
  priorities: z.optional(weights),
  /** What matching chose: absent where it found nothing. */
  matched: z.optional(
    z.object({
      ref: z.string(),
      /** Place, from 0, of the hint that led to it, and how. */
      hint: z.optional(z.number()),
      how: z.optional(z.string()),
      /** What put it before the others: *priorities*, *default*, *name* … */
      by: z.optional(z.string()),
    }),
  ),
  /** True when the person chose the model. */
  byPerson: z.boolean(),
});
/** What of the request or the answer was not kept: the field and what became of it. */
const notes = z.optional(z.array(z.object({ field: z.string(), effect: z.string() })));
const cause = z.object({ certainty: z.enum(['certain', 'oneOf', 'none']), calls: z.array(z.string()) });

/** Findings that the person let stay, and why; never what was found. */
const dismissed = z.array(
  z.object({ kind: z.string(), severity: z.enum(['high', 'medium', 'low', 'info']), reason: z.string() }),
);

const base = {
  /** Format of this entry. */
  v: z.literal(1),
  /** Milliseconds since the Unix epoch. */
  time: z.number(),
  /** The window that wrote it: one file each. */
  window: z.string(),
  /** Counts the entries of one window from 0. */
  seq: z.number(),
  server: z.object({
    name: z.string(),
    definition: z.string(),
    era: z.enum(['legacy', 'modern']),
    /** A request of the person's own: no server asked, and none got the answer. */
    own: z.optional(z.literal(true)),
  }),
};
/** Requests that were decided by one press, each with an entry of its own. */
const batch = z.optional(z.object({ id: z.string(), size: z.number() }));
const reviewed = { ...base, review: z.string() };

/** What a person or a rule decided, what left the machine and what came back: one line of JSON each, in the order in which it happened. */
export const ledgerEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('call'),
    call: z.string(),
    /** It was parked, and is taken up again. */
    resumed: z.optional(z.literal(true)),
    method: z.string(),
    name: z.string(),
    arguments: z.unknown(),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('request'),
    cause,
    round: z.optional(z.string()),
    key: z.optional(z.string()),
    params: z.unknown(),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('elicitation'),
    cause,
    round: z.optional(z.string()),
    key: z.optional(z.string()),
    mode: z.enum(['form', 'url']),
    message: z.string(),
    /** Of a form, as the server sent it. */
    schema: z.optional(z.unknown()),
    /** Of a page, without the values of its query. */
    url: z.optional(z.string()),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('elicited'),
    action: z.enum(['open', 'accept', 'decline', 'cancel']),
    /** Names of what was entered; never the values. */
    fields: z.optional(z.array(z.string())),
  }),
  /** The roots that a server was told, which needs no review. */
  z.object({
    ...base,
    kind: z.literal('roots'),
    call: z.optional(z.string()),
    roots: z.array(z.object({ uri: z.string(), name: z.optional(z.string()) })),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('verdict'),
    verdict: z.enum(['approve', 'answerByHand', 'deny']),
    /** Hash of the outgoing request that was on screen, for `approve`. */
    hash: z.optional(z.string()),
    /** Of all of them, where one press approved several models side by side. */
    hashes: z.optional(z.array(z.string())),
    edited: z.boolean(),
    reason: z.optional(z.string()),
    dismissed: z.optional(dismissed),
    batch,
    /** *Approve the rest of this call*: it began with this approval (`granted`), or this request passed by it unasked. */
    rest: z.optional(
      z.object({
        id: z.string(),
        granted: z.optional(z.object({ requests: z.number(), bytes: z.number() })),
      }),
    ),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('outgoing'),
    hash: z.string(),
    model,
    url: z.optional(z.string()),
    choice: z.optional(choice),
    notes,
    body: z.unknown(),
  }),
  z.object({
    ...reviewed,
    kind: z.literal('completion'),
    hash: z.optional(z.string()),
    model: z.string(),
    content: z.unknown(),
    stopReason: z.optional(z.string()),
    usage: z.optional(z.object({ inputTokens: z.optional(z.number()), outputTokens: z.optional(z.number()) })),
    durationMs: z.number(),
    stopped: z.boolean(),
    notes,
    byHand: z.boolean(),
  }),
  z.object({ ...reviewed, kind: z.literal('failure'), hash: z.string(), code: z.string(), message: z.string() }),
  z.object({
    ...reviewed,
    kind: z.literal('release'),
    action: z.enum(['return', 'returnEdited', 'reject']),
    /** Of the outgoing request that was answered; absent for an answer by hand. */
    hash: z.optional(z.string()),
    result: z.optional(z.unknown()),
    reason: z.optional(z.string()),
    dismissed: z.optional(dismissed),
    /** By the setting `countersign.review.release`, without a second look: `unflagged` where it was inspected for that. */
    by: z.optional(z.enum(['person', 'unflagged', 'never'])),
    batch,
  }),
  /** A tool, a prompt or the instructions of a server had changed, and a person accepted that or not. */
  z.object({
    ...base,
    kind: z.literal('pin'),
    what: z.enum(['tool', 'prompt', 'instructions']),
    name: z.string(),
    decision: z.enum(['accepted', 'refused']),
    /** SHA-256 of what was remembered and of what is listed now. */
    old: z.optional(z.string()),
    new: z.optional(z.string()),
  }),
  /** Ended with no answer to release: refused before the desk, or closed by the server, the call, a cap, a pause. */
  z.object({
    ...base,
    kind: z.literal('refusal'),
    review: z.optional(z.string()),
    reason: z.string(),
    message: z.string(),
    /** So many in a moment, refused for their number alone; absent for one. */
    count: z.optional(z.number()),
  }),
]);

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
type WithoutStamp<T> = T extends unknown ? Omit<T, 'v' | 'time' | 'window' | 'seq'> : never;
/** An entry before the ledger stamps it. */
export type LedgerRecord = WithoutStamp<LedgerEntry>;

/** Appends entries. A rejection means that nothing may go on: no ledger, no model call. */
export interface Ledger {
  /** Resolves when the entry is on disk, redacted of keys. */
  append(record: LedgerRecord): Promise<void>;
}
