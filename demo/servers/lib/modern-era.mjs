import { createHash } from 'node:crypto';
import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { JobError } from './rounds.mjs';

/**
 * What a call remembers between its rounds. It travels through the client, so it is signed and bound to the
 * call that it belongs to.
 *
 * @typedef {object} CallState
 * @property {string} call digest of the name and the arguments
 * @property {{asks: string, answers: import('./rounds.mjs').Answer[]}[]} rounds the answered rounds; `asks` is a digest
 * @property {string} asked digest of the round that waits for answers
 * @property {Record<string, import('./rounds.mjs').Answer>} got answers of that round that came in already
 */

/** @typedef {import('@modelcontextprotocol/server').ServerContext} Context */

/**
 * Runs a job in the modern era. Nothing stays alive between two rounds: each retry of the call starts the job again and
 * feeds it the answers of the earlier rounds, silently, until it comes to a question that has no answer yet.
 *
 * @template T
 * @param {(io: import('./rounds.mjs').JobIo) => import('./rounds.mjs').Job<T>} start
 * @param {{name: string, args: unknown, context: Context, workspace: import('./workspace.mjs').Workspace,
 *   codec: {mint: (state: CallState, context: Context) => Promise<string>}}} call
 * @returns {Promise<T | import('@modelcontextprotocol/server').InputRequiredResult>}
 * @throws {JobError}
 */
export async function runModern(start, { name, args, context, workspace, codec }) {
  const identity = digest([name, args]);
  /** @type {CallState | undefined} */
  const state = context.mcpReq.requestState();
  if (state !== undefined && state.call !== identity)
    throw new JobError('The state belongs to another call. Start again.');
  const voice = { muted: state !== undefined };
  const job = start(ioOf(context, workspace, voice));
  const rounds = [...(state?.rounds ?? [])];
  let step = await job.next();
  for (let index = 0; !step.done; index++) {
    const asks = digest(step.value.asks);
    if (index < rounds.length) {
      if (rounds[index].asks !== asks) throw changedMeanwhile();
      step = await job.next(rounds[index].answers);
      continue;
    }
    const waiting = index === state?.rounds.length ? state : undefined;
    if (waiting !== undefined && waiting.asked !== asks) throw changedMeanwhile();
    const got = waiting === undefined ? {} : { ...waiting.got, ...readResponses(step.value, context) };
    const missing = step.value.asks.filter(({ key }) => got[key] === undefined);
    if (missing.length > 0) {
      return inputRequired({
        inputRequests: Object.fromEntries(missing.map(({ key, params }) => [key, inputRequired.createMessage(params)])),
        requestState: await codec.mint({ call: identity, rounds, asked: asks, got }, context),
      });
    }
    voice.muted = false;
    const answers = step.value.asks.map(({ key }) => got[key]);
    rounds.push({ asks, answers });
    for (let answered = 1; answered <= answers.length; answered++) await step.value.onAnswer?.(answered);
    step = await job.next(answers);
  }
  return step.value;
}

/**
 * @param {import('./rounds.mjs').Round} round
 * @param {Context} context
 * @returns {Record<string, import('./rounds.mjs').Answer>} what the retry brought for this round; a key that is absent or
 *   holds something else is asked again
 */
function readResponses(round, context) {
  /** @type {Record<string, import('./rounds.mjs').Answer>} */
  const got = {};
  for (const { key } of round.asks) {
    const response = inputResponse(context.mcpReq.inputResponses, key);
    if (response.kind !== 'sampling' || typeof response.result.model !== 'string') continue;
    const { role, content, model, stopReason } = response.result;
    got[key] = { role, content, model, ...(stopReason && { stopReason }) };
  }
  return got;
}

/**
 * @param {Context} context
 * @param {import('./workspace.mjs').Workspace} workspace
 * @param {{muted: boolean}} voice muted while earlier rounds are repeated, whose messages were sent already
 * @returns {import('./rounds.mjs').JobIo}
 */
function ioOf(context, workspace, voice) {
  const token = context.mcpReq._meta?.progressToken;
  return {
    workspace,
    progress: async (progress, total, message) => {
      if (token === undefined || voice.muted) return;
      const params = { progressToken: token, progress, total, message };
      await context.mcpReq.notify({ method: 'notifications/progress', params });
    },
    log: async (level, message) => {
      if (!voice.muted) await context.mcpReq.log(level, message, 'modern-demo');
    },
  };
}

function changedMeanwhile() {
  return new JobError('The files changed between two rounds, so the earlier answers no longer fit. Start again.');
}

/** @param {unknown} value */
function digest(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
