import { randomUUID } from 'node:crypto';
import { countTokens, tokenize } from './tokens.mjs';

/**
 * @typedef {object} Completion a reply with the request's limits applied
 * @property {string} id
 * @property {string} model
 * @property {string[]} text in tokens
 * @property {{id: string, name: string, input: string[]}[]} calls arguments as JSON, in tokens
 * @property {'stop' | 'length' | 'tool_calls'} finishReason
 * @property {{prompt_tokens: number, completion_tokens: number, total_tokens: number}} usage
 */

/** Tells clients that ask for it what answered. */
const FINGERPRINT = 'no-ai-text-extraction';

/**
 * Cuts a reply at a stop sequence and at the token limit.
 *
 * @param {import('./request.mjs').ChatRequest} request
 * @param {import('./answer.mjs').Reply} reply
 * @returns {Completion}
 */
export function complete(request, reply) {
  const stops = request.stop.map((stop) => reply.text.indexOf(stop)).filter((at) => at >= 0);
  const whole = tokenize(stops.length === 0 ? reply.text : reply.text.slice(0, Math.min(...stops)));
  let room = request.maxTokens ?? Number.POSITIVE_INFINITY;
  let cut = false;
  const take = (/** @type {string[]} */ tokens) => {
    const taken = tokens.slice(0, room);
    cut ||= taken.length < tokens.length;
    room -= taken.length;
    return taken;
  };
  const text = take(whole);
  const calls = reply.calls.map(({ name, input }) => ({
    id: `call_${randomUUID().replaceAll('-', '')}`,
    name,
    input: take(tokenize(JSON.stringify(input))),
  }));
  const answered = text.length + calls.reduce((sum, { input }) => sum + input.length, 0);
  const prompt = request.messages.reduce((sum, message) => sum + countTokens(message.text), 0);
  return {
    id: `chatcmpl-${randomUUID()}`,
    model: request.model,
    text,
    calls,
    finishReason: cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
    usage: { prompt_tokens: prompt, completion_tokens: answered, total_tokens: prompt + answered },
  };
}

/**
 * @param {Completion} completion
 * @param {number} created seconds since 1970
 * @returns {object} the answer to a request that does not stream
 */
export function wholeCompletion(completion, created) {
  const { id, model, text, calls, finishReason, usage } = completion;
  const message = {
    role: 'assistant',
    content: calls.length > 0 ? null : text.join(''),
    refusal: null,
    ...(calls.length > 0 && {
      tool_calls: calls.map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: call.input.join('') },
      })),
    }),
  };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    system_fingerprint: FINGERPRINT,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage,
  };
}

/**
 * @param {Completion} completion
 * @param {{created: number, includeUsage: boolean}} options
 * @returns {Generator<object>} the chunks of a stream, without its `[DONE]`
 */
export function* completionChunks(completion, { created, includeUsage }) {
  const chunk = (/** @type {object} */ delta, /** @type {string | null} */ finish = null) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(includeUsage && { usage: null }),
  });
  const head = {
    id: completion.id,
    object: 'chat.completion.chunk',
    created,
    model: completion.model,
    system_fingerprint: FINGERPRINT,
  };
  yield chunk({ role: 'assistant', content: completion.calls.length > 0 ? null : '' });
  for (const token of completion.text) yield chunk({ content: token });
  for (const [index, call] of completion.calls.entries()) {
    yield chunk({
      tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
    });
    for (const token of call.input) yield chunk({ tool_calls: [{ index, function: { arguments: token } }] });
  }
  yield chunk({}, completion.finishReason);
  if (includeUsage) yield { ...head, choices: [], usage: completion.usage };
}
