import { setTimeout as pause } from 'node:timers/promises';
import { answer } from './answer.mjs';
import { complete, completionChunks, wholeCompletion } from './completion.mjs';
import { ApiError, parseChatRequest } from './request.mjs';

/** The models that are offered: the large one takes more sentences. */
export const MODELS = ['extractor-small', 'extractor-large'];
/** Largest body, in bytes. */
const MAX_BODY = 32 * 1024 * 1024;
/** When these "models" were made, in seconds since 1970. */
const MODELS_CREATED = 1_767_225_600;

/**
 * @param {{delayMs: number}} options `delayMs`: pause between two chunks of a stream, so that it can be watched
 * @returns {import('node:http').RequestListener} the API below /v1
 */
export function createApi({ delayMs }) {
  return (request, response) => {
    route(request, response, delayMs).catch((/** @type {unknown} */ error) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const known = error instanceof ApiError;
      // Our own mistake: the client learns that there was one, the terminal learns which.
      if (!known) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      const body = known
        ? error.body
        : { error: { message: 'The server failed.', type: 'server_error', param: null, code: null } };
      sendJson(response, known ? error.status : 500, body);
    });
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {number} delayMs
 */
async function route(request, response, delayMs) {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const way = `${request.method} ${pathname}`;
  if (way === 'GET /v1/models') return sendJson(response, 200, { object: 'list', data: MODELS.map(describeModel) });
  const id = /^GET \/v1\/models\/(.+)$/.exec(way)?.[1];
  if (id !== undefined) {
    if (!MODELS.includes(id))
      throw new ApiError(404, `The model \`${id}\` does not exist.`, { code: 'model_not_found', param: 'model' });
    return sendJson(response, 200, describeModel(id));
  }
  if (way === 'POST /v1/chat/completions') return chat(request, response, delayMs);
  if (pathname === '/v1/models' || pathname === '/v1/chat/completions') {
    throw new ApiError(405, `Not allowed to ${request.method} ${pathname}.`, { code: 'method_not_allowed' });
  }
  throw new ApiError(404, `Unknown request URL: ${way}.`, { code: 'unknown_url' });
}

/** @param {string} id */
function describeModel(id) {
  return { id, object: 'model', created: MODELS_CREATED, owned_by: 'countersign-demo' };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {number} delayMs
 */
async function chat(request, response, delayMs) {
  const chatRequest = parseChatRequest(await readBody(request), MODELS);
  const completion = complete(chatRequest, answer(chatRequest));
  const created = Math.floor(Date.now() / 1000);
  if (!chatRequest.stream) return sendJson(response, 200, wholeCompletion(completion, created));
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for (const chunk of completionChunks(completion, { created, includeUsage: chatRequest.includeUsage })) {
    if (gone.signal.aborted) return;
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    if (delayMs > 0) await pause(delayMs, undefined, { signal: gone.signal }).catch(() => {});
  }
  response.end('data: [DONE]\n\n');
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<string>}
 */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new ApiError(413, 'The body is larger than 32 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
