import * as z from 'zod/mini';

/**
 * The review desk's messages. The extension owns the state; the webview is a projection of it that asks for a snapshot
 * (`ready`) whenever it is loaded, and may be hidden, closed or reloaded without losing anything.
 *
 * A review travels in two halves: `content` is heavy (the prompt, the tools) and is sent again only when it changes (`revision`);
 * `status` is light and follows every step. Text of a streaming answer comes as `answerText` deltas.
 */

/** Text, or media with its base64 data, or a tool's use or result: one block of a message, as the specification has it. */
export const blockSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    /** The text that the server sent, present when `text` was edited. */
    original: z.optional(z.string()),
    /** Characters that a person cannot see or that reorder what one sees: where, which, and what they are called. */
    hidden: z.array(z.object({ start: z.number(), end: z.number(), name: z.string() })),
  }),
  z.object({ type: z.literal('image'), data: z.string(), mimeType: z.string(), bytes: z.number() }),
  z.object({ type: z.literal('audio'), data: z.string(), mimeType: z.string(), bytes: z.number() }),
  z.object({ type: z.literal('toolUse'), id: z.string(), name: z.string(), input: z.string() }),
  z.object({ type: z.literal('toolResult'), toolUseId: z.string(), isError: z.boolean(), text: z.string() }),
]);
export type BlockView = z.infer<typeof blockSchema>;

/** What the controls of a form hold, by the path of their field; see core/forms/values.ts. */
const formValuesSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string()), z.undefined()]));

/** A field of the request, or a part of the answer, that is not kept as it was. */
const noteSchema = z.object({ field: z.string(), effect: z.enum(['ignored', 'clamped', 'changed']), note: z.string() });

const callView = z.object({
  id: z.string(),
  /** Such as *Tool summarize_document*. */
  title: z.string(),
  /** Pretty JSON, whole. */
  arguments: z.string(),
  startedAt: z.number(),
});

/** The heavy half: what the server asks, as edited so far. */
export const reviewContentSchema = z.object({
  id: z.string(),
  /** Grows with every change of this half. */
  revision: z.number(),
  systemPrompt: z.optional(
    z.object({
      text: z.string(),
      original: z.optional(z.string()),
      hidden: z.array(z.object({ start: z.number(), end: z.number(), name: z.string() })),
    }),
  ),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), blocks: z.array(blockSchema) })),
  tools: z.array(
    z.object({
      name: z.string(),
      title: z.optional(z.string()),
      description: z.optional(z.string()),
      inputSchema: z.string(),
    }),
  ),
  parameters: z.object({
    maxTokens: z.number(),
    /** What the server asked, present when edited. */
    maxTokensOriginal: z.optional(z.number()),
    temperature: z.optional(z.number()),
    stopSequences: z.optional(z.array(z.string())),
    includeContext: z.optional(z.string()),
    /** Pretty JSON. */
    metadata: z.optional(z.string()),
    toolChoice: z.optional(z.string()),
  }),
  preferences: z.object({
    hints: z.array(z.string()),
    costPriority: z.optional(z.number()),
    speedPriority: z.optional(z.number()),
    intelligencePriority: z.optional(z.number()),
  }),
  edited: z.boolean(),
});
export type ReviewContent = z.infer<typeof reviewContentSchema>;

export const remedySchema = z.enum([
  'setApiKey',
  'otherModel',
  'retry',
  'answerByHand',
  'openSettings',
  'detectLocalModels',
]);

/**
 * pending: waits for the verdict (also after a failure). decided: has its verdict, the round's other asks have none yet.
 * running: a model is answering. answered: waits for the release. closed: over, `closed` says how.
 */
export const phaseSchema = z.enum(['pending', 'decided', 'running', 'answered', 'closed']);
export type Phase = z.infer<typeof phaseSchema>;

const closedSchema = z.object({
  how: z.enum(['returned', 'denied', 'rejected', 'cancelled', 'failed']),
  /** One sentence. */
  message: z.string(),
});

export const reviewStatusSchema = z.object({
  id: z.string(),
  phase: phaseSchema,
  server: z.object({
    name: z.string(),
    reach: z.string(),
    era: z.enum(['legacy', 'modern']),
    /** A request of the person's own: no server asks, and none gets the answer. */
    own: z.optional(z.boolean()),
  }),
  cause: z.object({ certainty: z.enum(['certain', 'oneOf', 'none']), calls: z.array(callView) }),
  /** Place in its round, counted from 1, when the round has several asks: `2 of 3`, and how many have a verdict. */
  round: z.optional(z.object({ key: z.string(), index: z.number(), size: z.number(), decided: z.number() })),
  receivedAt: z.number(),
  /** What would leave this machine; absent while no model is chosen. */
  outgoing: z.optional(
    z.object({
      hash: z.string(),
      model: z.string(),
      destination: z.object({
        kind: z.enum(['http', 'vscode.lm']),
        host: z.string(),
        url: z.optional(z.string()),
        loopback: z.boolean(),
        providerLabel: z.string(),
      }),
      bytes: z.number(),
      /** Estimates, with their source. */
      tokens: z.object({
        total: z.number(),
        system: z.number(),
        messages: z.number(),
        tools: z.number(),
        source: z.string(),
      }),
      cost: z.optional(z.object({ min: z.number(), max: z.number(), source: z.string() })),
      notes: z.array(noteSchema),
    }),
  ),
  model: z.object({
    chosen: z.optional(z.string()),
    /** True when the person chose it here. */
    byPerson: z.boolean(),
    why: z.string(),
    candidates: z.array(
      z.object({
        ref: z.string(),
        name: z.string(),
        providerLabel: z.string(),
        excluded: z.optional(z.string()),
        detail: z.string(),
      }),
    ),
    /** Problems of providers, such as an endpoint that does not answer. */
    problems: z.array(z.string()),
  }),
  /** The last try's failure, until another is made. */
  failure: z.optional(
    z.object({
      message: z.string(),
      remedies: z.array(remedySchema),
      endpoint: z.optional(z.string()),
      partial: z.optional(z.string()),
    }),
  ),
  verdict: z.optional(z.enum(['approve', 'answerByHand'])),
  answer: z.optional(
    z.object({
      /** Text so far, or whole. */
      text: z.string(),
      /** Blocks that are no text, as for messages. */
      blocks: z.array(blockSchema),
      model: z.string(),
      stopReason: z.optional(z.string()),
      usage: z.optional(z.object({ inputTokens: z.optional(z.number()), outputTokens: z.optional(z.number()) })),
      /** When the model was asked; absent for an answer by hand. */
      startedAt: z.optional(z.number()),
      durationMs: z.optional(z.number()),
      stopped: z.boolean(),
      byHand: z.boolean(),
      complete: z.boolean(),
      /** What of the answer the server does not get, such as the model's reasoning. */
      notes: z.array(noteSchema),
    }),
  ),
  closed: z.optional(closedSchema),
});
export type ReviewStatus = z.infer<typeof reviewStatusSchema>;

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
  message: z.object({
    text: z.string(),
    hidden: z.array(z.object({ start: z.number(), end: z.number(), name: z.string() })),
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
  receivedAt: z.number(),
  round: z.optional(z.string()),
});
export type ReviewSummary = z.infer<typeof reviewSummarySchema>;

export const deskStateSchema = z.object({
  reviews: z.array(reviewSummarySchema),
  selected: z.optional(z.string()),
  paused: z.boolean(),
  /** Milliseconds for which a changed desk takes no approval. */
  guardMs: z.number(),
  /** The extension's clock when this was sent: the webview may run on another machine, with another clock. */
  now: z.optional(z.number()),
});
export type DeskState = z.infer<typeof deskStateSchema>;

/** Extension to webview. */
export const toDeskSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    state: deskStateSchema,
    content: z.optional(reviewContentSchema),
    status: z.optional(reviewStatusSchema),
    elicitation: z.optional(elicitationSchema),
  }),
  z.object({ type: z.literal('state'), state: deskStateSchema }),
  z.object({ type: z.literal('content'), content: reviewContentSchema }),
  z.object({ type: z.literal('status'), status: reviewStatusSchema }),
  z.object({ type: z.literal('elicitation'), elicitation: elicitationSchema }),
  z.object({ type: z.literal('answerText'), id: z.string(), offset: z.number(), text: z.string() }),
  /** The answer to `rendered`: from now on the extension counts `guardMs`, so a button that is ready here is ready there. */
  z.object({ type: z.literal('seen'), id: z.string(), hash: z.string() }),
  /** An approval was not taken; one sentence says why. */
  z.object({ type: z.literal('notTaken'), id: z.string(), message: z.string() }),
  /** Puts the keyboard focus on the review, after a command. */
  z.object({ type: z.literal('focus') }),
]);
export type ToDesk = z.infer<typeof toDeskSchema>;

const id = z.string();
const hash = z.string();

/** Webview to extension. Everything is checked; nothing here may approve but `approve` and
 * `regenerate`, and nothing may submit or open but `submit` and `openPage`, all bound to id and hash. */
export const fromDeskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('select'), id }),
  /** What is on screen now, said after it was painted. Approval is taken for a hash that was rendered, `guardMs` later. */
  z.object({ type: z.literal('rendered'), id, hash, revision: z.number() }),
  z.object({
    type: z.literal('edit'),
    id,
    edit: z.discriminatedUnion('part', [
      z.object({ part: z.literal('system'), text: z.string() }),
      z.object({ part: z.literal('text'), message: z.number(), block: z.number(), text: z.string() }),
      z.object({ part: z.literal('maxTokens'), value: z.number() }),
    ]),
  }),
  z.object({ type: z.literal('reset'), id }),
  z.object({ type: z.literal('diff'), id }),
  z.object({ type: z.literal('selectModel'), id, model: z.string() }),
  z.object({ type: z.literal('approve'), id, hash }),
  z.object({ type: z.literal('answerByHand'), id, text: z.string() }),
  z.object({ type: z.literal('deny'), id, reason: z.optional(z.string()) }),
  z.object({ type: z.literal('stop'), id }),
  /** Returns the answer as it is, or `text` in its place. */
  z.object({ type: z.literal('release'), id, text: z.optional(z.string()) }),
  z.object({ type: z.literal('regenerate'), id, hash }),
  z.object({ type: z.literal('rejectAnswer'), id, reason: z.optional(z.string()) }),
  /** What is typed into a form so far; nothing of it leaves by this. */
  z.object({ type: z.literal('fill'), id, values: formValuesSchema }),
  /** The content of a form as JSON text; checked against its schema before anything is sent. */
  z.object({ type: z.literal('submit'), id, hash, content: z.string() }),
  z.object({ type: z.literal('openPage'), id, hash }),
  z.object({ type: z.literal('answerAsk'), id, act: z.enum(['retry', 'decline', 'cancel', 'refuse']) }),
  z.object({ type: z.literal('remedy'), id, remedy: remedySchema }),
  z.object({ type: z.literal('resumeSampling') }),
  z.object({ type: z.literal('copy'), text: z.string() }),
  /** A script error or a content-security-policy violation, for the log and the tests. */
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type FromDesk = z.infer<typeof fromDeskSchema>;
