import {
  CreateMessageResultSchema,
  CreateMessageResultWithToolsSchema,
  ErrorCode,
  McpError,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { AskRefused } from './rounds.mjs';

/**
 * How long one answer is waited for, in milliseconds. A person decides about each ask, and people go to lunch; the
 * SDK's own 60 seconds would end the call under their hands. (setTimeout takes at most 2^31 - 1.)
 */
const PATIENCE_MS = 12 * 60 * 60 * 1000;

/** @type {number} */
const REQUEST_TIMEOUT = ErrorCode.RequestTimeout;

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** @typedef {import('@modelcontextprotocol/sdk/shared/protocol.js').RequestHandlerExtra<never, never>} Extra */

/**
 * Lets the client choose from which level on log messages are sent.
 *
 * @param {import('@modelcontextprotocol/sdk/server/mcp.js').McpServer} server
 * @returns {(level: string) => boolean} whether a message of this level is wanted
 */
export function followLogLevel(server) {
  let least = 0;
  server.server.setRequestHandler(SetLevelRequestSchema, (request) => {
    least = LEVELS.indexOf(request.params.level);
    return {};
  });
  return (level) => LEVELS.indexOf(level) >= least;
}

/**
 * Runs a job on a connection of the legacy era: each ask is a request of the server's own, sent while the call is open.
 *
 * @template T
 * @param {(io: import('./rounds.mjs').JobIo) => import('./rounds.mjs').Job<T>} start
 * @param {{server: import('@modelcontextprotocol/sdk/server/mcp.js').McpServer, extra: Extra,
 *   workspace: import('./workspace.mjs').Workspace, wantsLog: (level: string) => boolean}} call
 * @returns {Promise<T>}
 * @throws {import('./rounds.mjs').JobError}
 */
export async function runLegacy(start, call) {
  const job = start(ioOf(call));
  let step = await job.next();
  while (!step.done) {
    const round = step.value;
    /** @type {import('./rounds.mjs').Answer[]} */
    let answers;
    try {
      answers = await askRound(round, call);
    } catch (error) {
      step = await job.throw(error);
      continue;
    }
    step = await job.next(answers);
  }
  return step.value;
}

/**
 * @param {import('./rounds.mjs').Round} round
 * @param {Parameters<typeof runLegacy>[1]} call
 * @returns {Promise<import('./rounds.mjs').Answer[]>} in the order of the asks, whatever the order of the answers
 */
async function askRound(round, { server, extra }) {
  let answered = 0;
  /** @type {Error | undefined} */
  let cause;
  // When one ask fails the others are pointless: their reviews are called back instead of being left open. Those fail
  // then too, but with nothing to say, so the first failure is the one that is told.
  const group = new AbortController();
  const signal = AbortSignal.any([extra.signal, group.signal]);
  const asked = round.asks.map(async ({ purpose, params }) => {
    try {
      checkCapability(server, purpose, params);
      const answer = await sendAsk(extra, params, signal).catch((/** @type {unknown} */ error) => {
        throw new AskRefused(purpose, reasonOf(error));
      });
      await round.onAnswer?.(++answered);
      return [answer];
    } catch (error) {
      cause ??= error instanceof Error ? error : new Error(String(error));
      group.abort('Another ask of this call was not answered.');
      return [];
    }
  });
  const answers = await Promise.all(asked);
  if (cause !== undefined) throw cause;
  return answers.flat();
}

/**
 * @param {Extra} extra
 * @param {import('./rounds.mjs').SamplingParams} params
 * @param {AbortSignal} signal
 * @returns {Promise<import('./rounds.mjs').Answer>}
 */
function sendAsk(extra, params, signal) {
  return extra.sendRequest(
    /** @type {never} */ ({ method: 'sampling/createMessage', params }),
    params.tools === undefined ? CreateMessageResultSchema : CreateMessageResultWithToolsSchema,
    {
      signal,
      timeout: PATIENCE_MS,
      resetTimeoutOnProgress: true,
      // Without a listener the request carries no progress token, and the host could not say that a person is at it.
      onprogress: () => {},
    },
  );
}

/**
 * @param {import('@modelcontextprotocol/sdk/server/mcp.js').McpServer} server
 * @param {string} purpose
 * @param {import('./rounds.mjs').SamplingParams} params
 */
function checkCapability(server, purpose, params) {
  const sampling = server.server.getClientCapabilities()?.sampling;
  if (sampling === undefined) throw new AskRefused(purpose, 'this host does not offer sampling.');
  if (params.tools !== undefined && sampling.tools === undefined) {
    throw new AskRefused(purpose, 'this host does not offer sampling with tools.');
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof McpError)) return error instanceof Error ? error.message : String(error);
  // The SDK puts its prefix before every message, on both sides, so it can stand there twice.
  const message = error.message.replace(/^(MCP error -?\d+: )+/, '');
  if (error.code === -1) return `it was declined (${message}).`;
  return error.code === REQUEST_TIMEOUT ? 'nobody answered in time.' : message;
}

/** @param {Parameters<typeof runLegacy>[1]} call */
function ioOf({ extra, workspace, wantsLog }) {
  const token = extra._meta?.progressToken;
  const notify = (/** @type {string} */ method, /** @type {object} */ params) =>
    // A call that was cancelled meanwhile has nobody to be told.
    extra.sendNotification(/** @type {never} */ ({ method, params })).catch(() => {});
  return {
    workspace,
    progress: async (/** @type {number} */ progress, /** @type {number} */ total, /** @type {string} */ message) => {
      if (token !== undefined)
        await notify('notifications/progress', { progressToken: token, progress, total, message });
    },
    log: async (/** @type {string} */ level, /** @type {string} */ data) => {
      if (wantsLog(level)) await notify('notifications/message', { level, logger: 'legacy-demo', data });
    },
  };
}
