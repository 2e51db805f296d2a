import * as z from 'zod';

/**
 * A chat completion request as the rest of this server sees it.
 *
 * @typedef {object} Message
 * @property {'system' | 'user' | 'assistant' | 'tool'} role
 * @property {string} text all text parts
 * @property {string[]} images their URLs
 * @property {{data: string, format: string}[]} sounds
 * @property {{id: string, name: string, input: Record<string, unknown>}[]} calls tools that the assistant called
 * @property {string} [callId] on a tool message: the call that it answers
 *
 * @typedef {object} ChatRequest
 * @property {string} model
 * @property {Message[]} messages
 * @property {import('./tools.mjs').Tool[]} tools
 * @property {'auto' | 'none' | 'required' | {name: string}} toolChoice
 * @property {number} [maxTokens]
 * @property {string[]} stop
 * @property {boolean} stream
 * @property {boolean} includeUsage
 */

/** An error in OpenAI's shape. */
export class ApiError extends Error {
  /** @override */
  name = 'ApiError';

  /**
   * @param {number} status
   * @param {string} message
   * @param {{code?: string, param?: string}} [details]
   */
  constructor(status, message, { code, param } = {}) {
    super(message);
    this.status = status;
    this.body = { error: { message, type: 'invalid_request_error', param: param ?? null, code: code ?? null } };
  }
}

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const part = z.discriminatedUnion('type', [
  textPart,
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string().min(1) }) }),
  z.object({ type: z.literal('input_audio'), input_audio: z.object({ data: z.string(), format: z.string() }) }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
]);
const content = z.union([z.string(), z.array(part)]);
const call = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content }),
  z.object({ role: z.literal('user'), content }),
  z.object({ role: z.literal('assistant'), content: content.nullish(), tool_calls: z.array(call).optional() }),
  z.object({ role: z.literal('tool'), content, tool_call_id: z.string() }),
]);
const schema = z.object({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  n: z.literal(1).nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string().optional(),
          parameters: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    )
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
    ])
    .nullish(),
});

/**
 * @param {string} body
 * @param {string[]} models the ids that are served
 * @returns {ChatRequest}
 * @throws {ApiError} 400 for what is malformed, 404 for an unknown model
 */
export function parseChatRequest(body, models) {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const param = issue.path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '');
    throw new ApiError(400, param === '' ? issue.message : `${param}: ${issue.message}`, { param });
  }
  const data = parsed.data;
  if (!models.includes(data.model)) {
    throw new ApiError(404, `The model \`${data.model}\` does not exist. There are: ${models.join(', ')}.`, {
      code: 'model_not_found',
      param: 'model',
    });
  }
  if (isGiven(data.max_tokens) && isGiven(data.max_completion_tokens)) {
    throw new ApiError(400, 'Set max_tokens or max_completion_tokens, not both.', { param: 'max_tokens' });
  }
  if (isGiven(data.stream_options) && data.stream !== true) {
    throw new ApiError(400, 'stream_options is only allowed when stream is true.', { param: 'stream_options' });
  }
  const maxTokens = data.max_completion_tokens ?? data.max_tokens ?? undefined;
  return {
    model: data.model,
    messages: checkToolMessages(data.messages.map(toMessage)),
    ...readTools(data),
    ...(maxTokens !== undefined && { maxTokens }),
    stop: typeof data.stop === 'string' ? [data.stop] : (data.stop ?? []),
    stream: data.stream === true,
    includeUsage: data.stream_options?.include_usage === true,
  };
}

/** @param {unknown} value */
function isGiven(value) {
  return value !== undefined && value !== null;
}

/** @param {string} body */
function parseJson(body) {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, 'The body is not JSON.');
  }
}

/** @param {import('zod').infer<typeof schema>} data */
function readTools(data) {
  const tools = (data.tools ?? []).map((tool) => ({
    name: tool.function.name,
    description: tool.function.description ?? '',
    parameters: /** @type {import('./fill.mjs').Schema} */ (tool.function.parameters ?? {}),
  }));
  const choice = data.tool_choice ?? 'auto';
  if (choice !== 'auto' && choice !== 'none' && tools.length === 0) {
    throw new ApiError(400, 'tool_choice is only allowed when tools are given.', { param: 'tool_choice' });
  }
  if (typeof choice === 'string') return { tools, toolChoice: choice };
  const { name } = choice.function;
  if (!tools.some((tool) => tool.name === name)) {
    throw new ApiError(400, `tool_choice names ${name}, which is not among the tools.`, { param: 'tool_choice' });
  }
  return { tools, toolChoice: { name } };
}

/**
 * @param {import('zod').infer<typeof message>} raw
 * @returns {Message}
 */
function toMessage(raw) {
  const parts =
    typeof raw.content === 'string'
      ? [{ type: /** @type {const} */ ('text'), text: raw.content }]
      : (raw.content ?? []);
  return {
    role: raw.role === 'developer' ? 'system' : raw.role,
    text: parts.flatMap((p) => (p.type === 'text' ? [p.text] : [])).join('\n'),
    images: parts.flatMap((p) => (p.type === 'image_url' ? [p.image_url.url] : [])),
    sounds: parts.flatMap((p) => (p.type === 'input_audio' ? [p.input_audio] : [])),
    calls: raw.role === 'assistant' ? (raw.tool_calls ?? []).map(toCall) : [],
    ...(raw.role === 'tool' && { callId: raw.tool_call_id }),
  };
}

/** @param {import('zod').infer<typeof call>} raw */
function toCall(raw) {
  const input = parseJson(raw.function.arguments || '{}');
  return { id: raw.id, name: raw.function.name, input };
}

/**
 * @param {Message[]} messages
 * @returns {Message[]}
 * @throws {ApiError} when a tool call is not answered right after it, or an answer belongs to no call
 */
function checkToolMessages(messages) {
  /** @type {Set<string>} */
  let open = new Set();
  for (const [i, { role, calls, callId }] of messages.entries()) {
    if (role === 'tool') {
      if (!open.delete(callId ?? ''))
        throw new ApiError(400, `messages[${i}] answers no tool call before it.`, { param: 'messages' });
      continue;
    }
    if (open.size > 0)
      throw new ApiError(400, `The tool calls ${[...open].join(', ')} are not answered.`, { param: 'messages' });
    open = new Set(calls.map(({ id }) => id));
  }
  if (open.size > 0)
    throw new ApiError(400, `The tool calls ${[...open].join(', ')} are not answered.`, { param: 'messages' });
  return messages;
}
