import * as z from 'zod/mini';

/**
 * The call panel's messages: the argument form of a tool, prompt or resource template, and the call's course and result.
 * The extension owns the state; the webview asks for it with `ready`.
 */

/** Whose message a block of a prompt is part of. */
const said = { role: z.optional(z.string()) };

/** One block of a result. */
export const resultBlockSchema = z.discriminatedUnion('type', [
  z.object({ ...said, type: z.literal('text'), text: z.string() }),
  z.object({ ...said, type: z.literal('image'), data: z.string(), mimeType: z.string(), bytes: z.number() }),
  z.object({ ...said, type: z.literal('audio'), data: z.string(), mimeType: z.string(), bytes: z.number() }),
  z.object({
    ...said,
    type: z.literal('resourceLink'),
    uri: z.string(),
    name: z.string(),
    description: z.optional(z.string()),
    mimeType: z.optional(z.string()),
  }),
  z.object({
    ...said,
    type: z.literal('resource'),
    uri: z.string(),
    mimeType: z.optional(z.string()),
    text: z.optional(z.string()),
    bytes: z.optional(z.number()),
  }),
  /** A kind that this version does not know: its JSON. */
  z.object({ ...said, type: z.literal('other'), json: z.string() }),
]);
export type ResultBlock = z.infer<typeof resultBlockSchema>;

export const callStateSchema = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.number(),
  endedAt: z.optional(z.number()),
  progress: z.optional(
    z.object({
      progress: z.number(),
      total: z.optional(z.number()),
      message: z.optional(z.string()),
      /** How a task stands, in words alone. */
      task: z.optional(z.boolean()),
    }),
  ),
  /** True while a review of this call waits for a person. */
  waitingForReview: z.boolean(),
  logs: z.array(z.object({ time: z.number(), level: z.string(), text: z.string() })),
  /** What the server asked during this call, oldest first. */
  rounds: z.array(
    z.object({ review: z.string(), label: z.string(), state: z.string(), model: z.optional(z.string()) }),
  ),
  /** Why it failed or was cancelled, in words. */
  error: z.optional(z.string()),
  result: z.optional(
    z.object({
      isError: z.boolean(),
      blocks: z.array(resultBlockSchema),
      /** Pretty JSON of `structuredContent`. */
      structured: z.optional(z.string()),
      /** Said when structured content does not fit the tool's output schema. */
      warning: z.optional(z.string()),
    }),
  ),
});
export type CallState = z.infer<typeof callStateSchema>;

export const toolPanelStateSchema = z.object({
  kind: z.enum(['tool', 'prompt', 'resource', 'resourceTemplate']),
  server: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  /** Such as *read-only*, *destructive*, *open world*: words of the server's own annotations. */
  annotations: z.array(z.string()),
  /** The JSON Schema of the arguments, as JSON text. */
  inputSchema: z.string(),
  /** The last arguments of this session, as JSON text. */
  lastArguments: z.optional(z.string()),
  /** False when the server is not running. */
  ready: z.boolean(),
  /** Whether the server suggests values while one types. */
  completes: z.optional(z.boolean()),
  /** The extension's clock when this was sent: the webview may run on another machine, with another clock. */
  now: z.optional(z.number()),
  call: z.optional(callStateSchema),
  /** Errors of the arguments that the extension's validator found: JSON pointer and sentence. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type ToolPanelState = z.infer<typeof toolPanelStateSchema>;

/** Extension to webview: the whole state each time, and what the server suggests for a value. */
export const toToolSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: toolPanelStateSchema }),
  z.object({
    type: z.literal('suggestions'),
    argument: z.string(),
    /** What was typed when they were asked for. */
    value: z.string(),
    values: z.array(z.string()),
    hasMore: z.boolean(),
    total: z.optional(z.number()),
  }),
]);
export type ToTool = z.infer<typeof toToolSchema>;

/** Webview to extension. */
export const fromToolSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Arguments as JSON text; checked against the schema by the extension before anything is sent. */
  z.object({ type: z.literal('run'), arguments: z.string() }),
  /** Asks for suggestions; the answer may never come. `context`: the other arguments that are filled in. */
  z.object({
    type: z.literal('complete'),
    argument: z.string(),
    value: z.string(),
    context: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('openReview'), review: z.string() }),
  z.object({ type: z.literal('copyResult') }),
  /** Puts a prompt's messages on the desk, as a request of the person's own. Nothing is sent to a model by that. */
  z.object({ type: z.literal('sendPrompt') }),
  z.object({ type: z.literal('openResult') }),
  z.object({ type: z.literal('openResource'), uri: z.string() }),
  z.object({ type: z.literal('openBlock'), index: z.number() }),
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type FromTool = z.infer<typeof fromToolSchema>;
