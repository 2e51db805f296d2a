/**
 * The words that jobs and eras share. A job is written once, as an async generator that yields a round of asks and
 * receives their answers; it never knows in which era it runs. legacy-era.mjs and modern-era.mjs drive it.
 *
 * @typedef {import('@modelcontextprotocol/server').CreateMessageRequestParams} SamplingParams
 * @typedef {import('@modelcontextprotocol/server').SamplingMessageContentBlock} Block one content block of an answer
 * @typedef {{role: 'user' | 'assistant', content: Block | Block[], model: string, stopReason?: string}} Answer
 *
 * @typedef {object} Ask
 * @property {string} key unique in its round
 * @property {string} purpose what the answer is for, in words that fit behind "for"
 * @property {SamplingParams} params
 *
 * @typedef {object} Round
 * @property {Ask[]} asks at least one; all are asked at the same time
 * @property {(answered: number) => Promise<void>} [onAnswer] called as answers come in, with their number so far
 *
 * @typedef {object} JobIo what a job may use besides its arguments
 * @property {import('./workspace.mjs').Workspace} workspace
 * @property {(done: number, total: number, message: string) => Promise<void>} progress
 * @property {(level: 'debug' | 'info' | 'warning' | 'error', message: string) => Promise<void>} log
 */

/**
 * @template T
 * @typedef {AsyncGenerator<Round, T, Answer[]>} Job
 */

/** Something that the caller can understand and act on; its message becomes the tool's error text. */
export class JobError extends Error {
  /** @override */
  name = 'JobError';
}

/** The host or the person behind it did not give an answer. */
export class AskRefused extends JobError {
  /** @override */
  name = 'AskRefused';

  /**
   * @param {string} purpose
   * @param {string} reason
   */
  constructor(purpose, reason) {
    super(`The model was not used for ${purpose}: ${reason}`);
  }
}

/**
 * @param {string} key
 * @param {string} purpose
 * @param {SamplingParams} params
 * @returns {Round} a round of one ask
 */
export function ask(key, purpose, params) {
  return { asks: [{ key, purpose, params }] };
}

/**
 * @param {string} text
 * @returns {import('@modelcontextprotocol/server').SamplingMessage}
 */
export function userText(text) {
  return { role: 'user', content: { type: 'text', text } };
}

/**
 * @param {string} text
 * @returns {import('@modelcontextprotocol/server').SamplingMessage}
 */
export function assistantText(text) {
  return { role: 'assistant', content: { type: 'text', text } };
}

/**
 * @param {Answer} answer
 * @returns {Block[]} the content as a list, whichever of its two forms was sent
 */
export function blocksOf(answer) {
  return Array.isArray(answer.content) ? answer.content : [answer.content];
}

/**
 * @param {Answer} answer
 * @returns {string} the answer's text, blocks joined by a line break
 * @throws {JobError} when it holds no text
 */
export function textOf(answer) {
  const texts = blocksOf(answer).flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const text = texts.join('\n').trim();
  if (text === '') throw new JobError(`${answer.model} answered without any text.`);
  return text;
}

/**
 * @param {Answer} answer
 * @returns {{id: string, name: string, input: Record<string, unknown>}[]} the tools that the model wants to use
 */
export function toolUsesOf(answer) {
  return blocksOf(answer).flatMap((block) =>
    block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
}

/**
 * @param {Answer} answer
 * @returns {string} a sentence for the log: who answered, and whether the answer was cut
 */
export function describeAnswer(answer) {
  return `Answered by ${answer.model}${answer.stopReason === 'maxTokens' ? ', cut at the token limit' : ''}.`;
}
