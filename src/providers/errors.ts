import { shorten } from '../core/text/display.ts';
import { ProviderError, type ProviderErrorCode, type Remedy } from '../core/models/provider.ts';
import type { MaxTokensParameter } from '../core/settings/endpoints.ts';
import type { OptionalParameter } from './openaiRequest.ts';

/** Whom a failure is about, for its sentence. */
export interface FailureContext {
  /** The endpoint's label. */
  readonly label: string;
  /** Host and port. */
  readonly host: string;
  readonly loopback: boolean;
  /** The model's id; absent when models were being listed. */
  readonly model?: string;
  /** The key that was sent, so that an endpoint that repeats it in its error cannot carry it into a log. */
  readonly key?: string | undefined;
  /** Text that had already come. */
  readonly partial?: string | undefined;
}

/** An answer that is no success. */
export interface FailedResponse {
  readonly status: number;
  /** The value of a header, by its lower-case name. */
  readonly header: (name: string) => string | null | undefined;
  /** The body, parsed where it was JSON. */
  readonly body: unknown;
}

/** A parameter that an endpoint refuses, and what to do the next time. */
export type Refused =
  | { readonly parameter: 'maxTokens'; readonly use: MaxTokensParameter }
  | { readonly parameter: OptionalParameter };

function failure(
  code: ProviderErrorCode,
  message: string,
  context: { readonly partial?: string | undefined },
  remedies: readonly Remedy[],
): ProviderError {
  return new ProviderError(code, message, { remedies, partial: context.partial || undefined });
}

/** True for anything with members: an error and a list too. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The error object of a body, in the forms that servers have: `{error:{…}}`, `{error:"…"}`, `{message}`, `{detail}`, text. */
function errorOf(body: unknown): { readonly message: string; readonly code: string; readonly param: string } {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const inner: unknown = isRecord(first) && first.error !== undefined ? first.error : first;
  if (typeof inner === 'string') return { message: inner, code: '', param: '' };
  if (!isRecord(inner)) return { message: '', code: '', param: '' };
  const nested = isRecord(inner.innererror) && typeof inner.innererror.code === 'string' ? inner.innererror.code : '';
  const said = inner.message ?? inner.detail ?? inner.msg;
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    message: typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said),
    code: [text(inner.code), text(inner.type), nested].filter((part) => part !== '').join(' '),
    param: text(inner.param),
  };
}

/** What an endpoint said, fit to be quoted: one line, short, and without a key. */
export function quotable(text: string, key: string | undefined): string {
  const open = key ? text.replaceAll(key, '…') : text;
  const line = open
    .replaceAll(/\b(sk|pk|key|gsk|xai|rk)-[\w*.-]{4,}/gi, '…')
    .replaceAll(/(bearer\s+)\S+/gi, '$1…')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return shorten(line, 300);
}

function said(body: unknown, context: FailureContext): string {
  const line = quotable(errorOf(body).message, context.key);
  return line === '' ? '' : ` It says: “${line}”.`;
}

/** `Retry-After` (seconds or a date) or `retry-after-ms`, in milliseconds. */
function retryAfter(response: FailedResponse, now: number): number | undefined {
  const millis = Number(response.header('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(millis) && millis >= 0) return millis;
  const value = response.header('retry-after');
  if (value === null || value === undefined || value === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function inTime(ms: number | undefined): string {
  if (ms === undefined) return 'Try again later';
  return ms < 90_000 ? `Try again in ${Math.ceil(ms / 1000)} s` : `Try again in ${Math.ceil(ms / 60_000)} min`;
}

const refusing =
  /unsupported|not supported|does not support|doesn't support|unknown|unrecogni[sz]ed|unexpected|extra (inputs|fields)|extra_forbidden|not permitted|not allowed|not accepted|no longer|invalid (argument|parameter|field)/i;

/** Which of the parameters that we chose an error refuses by name, if any. */
export function refusedParameter(body: unknown): Refused | undefined {
  const { message, code, param } = errorOf(body);
  const text = `${param} ${code} ${message}`;
  if (!refusing.test(text)) return undefined;
  // The refused name is `param` where the server tells it; a sentence may also name the one to use instead.
  const first =
    param !== '' ? param : /max_completion_tokens|max_tokens|stream_options|temperature|\bstop\b/.exec(text)?.[0];
  switch (first) {
    case 'max_tokens':
      return { parameter: 'maxTokens', use: 'max_completion_tokens' };
    case 'max_completion_tokens':
      return { parameter: 'maxTokens', use: 'max_tokens' };
    case 'temperature':
    case 'stop':
    case 'stream_options':
      return { parameter: first };
    default:
      return undefined;
  }
}

function parameterFailure(refused: Refused, response: FailedResponse, context: FailureContext): ProviderError {
  const next =
    refused.parameter === 'maxTokens'
      ? `does not accept the token limit under that name; the next try sends it as “${refused.use}”`
      : `does not accept “${refused.parameter}” for ${context.model ?? 'this model'}; the next try leaves it out`;
  const text = `${context.label} ${next}, and asks you again.${said(response.body, context)}`;
  return failure('parameter', text, context, ['retry', 'otherModel', 'answerByHand']);
}

const filtered = /content_filter|content_policy|contentpolicy|ResponsibleAI|moderation/i;
const tooLong =
  /context_length|context length|maximum context|too many tokens|prompt is too long|exceeds? the (available )?context/i;

function badRequest(response: FailedResponse, context: FailureContext): ProviderError {
  const error = errorOf(response.body);
  const all = `${error.code} ${error.message}`;
  const tail = said(response.body, context);
  if (filtered.test(all)) return contentFilterFailure(context, tail);
  if (tooLong.test(all)) {
    const text = `The request is too long for ${context.model ?? context.label}.${tail}`;
    return failure('badRequest', text, context, ['otherModel', 'answerByHand']);
  }
  const refused = refusedParameter(response.body);
  if (refused) return parameterFailure(refused, response, context);
  const text = `${context.label} does not accept this request (status ${response.status}).${tail}`;
  return failure('badRequest', text, context, ['otherModel', 'openSettings', 'answerByHand']);
}

function notFound(response: FailedResponse, context: FailureContext): ProviderError {
  const error = errorOf(response.body);
  const tail = said(response.body, context);
  if (context.model !== undefined && /model/i.test(`${error.code} ${error.message} ${error.param}`)) {
    const text = `${context.label} has no model “${quotable(context.model, context.key)}”.${tail}`;
    return failure('unknownModel', text, context, ['otherModel', 'openSettings', 'answerByHand']);
  }
  const what = context.model === undefined ? 'no list of models' : 'no chat completions';
  const hint =
    context.model === undefined ? ' Check its base URL, or name its models in the settings.' : ' Check its base URL.';
  const text = `${context.label} has ${what} at this address (status ${response.status}).${hint}${tail}`;
  return failure(context.model === undefined ? 'badRequest' : 'unknownModel', text, context, [
    'openSettings',
    'otherModel',
    'answerByHand',
  ]);
}

function limited(response: FailedResponse, context: FailureContext, now: number): ProviderError {
  const error = errorOf(response.body);
  const tail = said(response.body, context);
  if (response.status === 402 || /insufficient_quota|quota|billing|credit/i.test(`${error.code} ${error.message}`)) {
    const text = `The account at ${context.label} has nothing left to spend.${tail}`;
    return failure('quota', text, context, ['otherModel', 'setApiKey', 'answerByHand']);
  }
  const wait = retryAfter(response, now);
  const text = `${context.label} takes no more requests for the moment. ${inTime(wait)}.${tail}`;
  return failure('rateLimit', text, context, ['retry', 'otherModel', 'answerByHand']);
}

function notAuthorized(response: FailedResponse, context: FailureContext): ProviderError {
  const tail = said(response.body, context);
  if (context.key === undefined) return noKeyFailure(context, tail);
  const text =
    response.status === 401
      ? `${context.label} does not accept the saved API key.`
      : `${context.label} refuses the saved API key ${context.model === undefined ? 'this' : 'this model'}.`;
  return failure('wrongKey', `${text}${tail}`, context, ['setApiKey', 'otherModel', 'answerByHand']);
}

/** Why an endpoint's answer is no success. `now`: milliseconds since the epoch, for a `Retry-After` that is a date. */
export function responseFailure(response: FailedResponse, context: FailureContext, now: number): ProviderError {
  const { status } = response;
  switch (status) {
    case 401:
    case 403:
      if (filtered.test(errorOf(response.body).code))
        return contentFilterFailure(context, said(response.body, context));
      return notAuthorized(response, context);
    case 402:
    case 429:
      return limited(response, context, now);
    case 404:
    case 405:
    case 410:
      return notFound(response, context);
    case 408:
    case 504:
      return failure(
        'timeout',
        `${context.label} took too long (status ${status}).${said(response.body, context)}`,
        context,
        ['retry', 'otherModel', 'answerByHand'],
      );
    default:
      if (status < 500) return badRequest(response, context);
      return overloadedFailure(response, context, now);
  }
}

function overloadedFailure(response: FailedResponse, context: FailureContext, now: number): ProviderError {
  const wait = retryAfter(response, now);
  const what =
    response.status === 503 || response.status === 529
      ? `is overloaded (status ${response.status}). ${inTime(wait)}.`
      : `failed on its side (status ${response.status}).`;
  const text = `${context.label} ${what}${said(response.body, context)}`;
  return failure('overloaded', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** An error that came inside a stream that had begun well: it has no status, only what it says. */
export function streamedFailure(body: unknown, context: FailureContext): ProviderError {
  const { code, message } = errorOf(body);
  const tail = said(body, context);
  const text = `${code} ${message}`;
  if (filtered.test(text)) return contentFilterFailure(context, tail);
  if (/rate.?limit|\b429\b/i.test(text)) {
    const sentence = `${context.label} takes no more requests for the moment.${tail}`;
    return failure('rateLimit', sentence, context, ['retry', 'otherModel', 'answerByHand']);
  }
  if (/overloaded|capacity|\b(503|529)\b/i.test(text)) {
    return failure('overloaded', `${context.label} is overloaded.${tail}`, context, [
      'retry',
      'otherModel',
      'answerByHand',
    ]);
  }
  return brokenFailure(context, 'The answer broke off with an error of the endpoint.', tail);
}

/** The endpoint wants a key, and none is saved for it. `tail`: what it says itself. */
export function noKeyFailure(context: FailureContext, tail = ''): ProviderError {
  const text = `${context.label} asks for an API key, and none is saved.${tail}`;
  return failure('noKey', text, context, ['setApiKey', 'otherModel', 'answerByHand']);
}

/** The saved key cannot stand in an HTTP header. */
export function unusableKeyFailure(context: FailureContext): ProviderError {
  const text = `The API key saved for ${context.label} has characters that no key can have. Save it again.`;
  return failure('wrongKey', text, context, ['setApiKey', 'otherModel', 'answerByHand']);
}

/** A key would go over plain http beyond this machine. */
export function keyNotAllowedFailure(context: FailureContext): ProviderError {
  const text =
    `${context.label} is reached over plain http, so anybody on the way could read its API key. ` +
    'Nothing was sent. Use https, or forget the key.';
  return failure('keyNotAllowedHere', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** What was about to be sent is not what was signed. `what`: the difference, as a clause. */
export function changedFailure(context: FailureContext, what: string): ProviderError {
  const text = `Nothing was sent: ${what}, so this is not what was approved. Look at it again.`;
  return failure('changed', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** `openai` could not be made at all. */
export function setupFailure(context: FailureContext): ProviderError {
  const text =
    `Nothing was sent to ${context.label}: the \`openai\` package could not be set up. ` +
    'If VS Code’s environment has the variable OPENAI_CUSTOM_HEADERS, it is malformed.';
  return failure('unknown', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** The endpoint redirects, which is not followed. */
export function redirectFailure(context: FailureContext, location: string | null): ProviderError {
  const target = location !== null && URL.canParse(location) ? new URL(location).host : undefined;
  const where = target === undefined ? 'elsewhere' : `to ${target}`;
  const text =
    `${context.label} sends the request on ${where}. Countersign does not follow: you approved ${context.host}. ` +
    'Correct the base URL if that is the right place.';
  return failure('redirect', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** Nothing came for `ms` milliseconds. `begun`: the answer had begun by then. */
export function timeoutFailure(context: FailureContext, ms: number, begun: boolean): ProviderError {
  const text = begun
    ? `The answer of ${context.label} stood still for ${ms / 1000} s.`
    : `${context.label} did not begin to answer within ${ms / 1000} s.`;
  return failure('timeout', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** A content filter of the endpoint stopped the request or the answer. */
export function contentFilterFailure(context: FailureContext, tail = ''): ProviderError {
  const text = `The content filter of ${context.label} stopped this.${tail}`;
  return failure('contentFilter', text, context, ['otherModel', 'answerByHand']);
}

/** `why`: what is known about it, as a sentence. */
export function emptyFailure(context: FailureContext, why = ''): ProviderError {
  const text = `${context.model ?? context.label} answered with nothing.${why === '' ? '' : ` ${why}`}`;
  return failure('empty', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** A stream that had begun did not end well. `what`: as a sentence. */
export function brokenFailure(context: FailureContext, what: string, tail = ''): ProviderError {
  const kept = context.partial ? ' What had come is kept.' : '';
  return failure('brokenStream', `${what}${kept}${tail}`, context, ['retry', 'otherModel', 'answerByHand']);
}

/** What answers is something else than an OpenAI-compatible endpoint. */
export function notAnEndpointFailure(context: FailureContext, contentType: string): ProviderError {
  const type = quotable(contentType, context.key) || 'an unknown kind of content';
  const text = `What answers at ${context.host} is no OpenAI-compatible endpoint: it sent ${type}. Check the base URL.`;
  return failure('badRequest', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** The codes of an error and of its causes, such as `ECONNREFUSED`; `fetch` hides them some levels deep. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const pending: unknown[] = [error];
  for (let depth = 0; depth < 20 && pending.length > 0; depth += 1) {
    const value = pending.shift();
    if (!isRecord(value)) continue;
    if (typeof value.code === 'string') codes.push(value.code);
    if (value.cause !== undefined) pending.push(value.cause);
    if (Array.isArray(value.errors)) pending.push(...(value.errors as unknown[]));
  }
  return codes;
}

/** Why there was no answer at all. */
export function connectionFailure(error: unknown, context: FailureContext): ProviderError {
  const codes = codesOf(error);
  const local: Remedy[] = context.loopback ? ['detectLocalModels'] : [];
  const fail = (text: string) =>
    failure('connection', text, context, ['retry', ...local, 'openSettings', 'otherModel', 'answerByHand']);
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (has(/^UND_ERR_HEADERS_TIMEOUT$/)) {
    const text = `${context.label} did not begin to answer in time.`;
    return failure('timeout', text, context, ['retry', 'otherModel', 'answerByHand']);
  }
  if (has(/TIMEOUT|ETIMEDOUT/)) {
    const text = `No connection to ${context.host} within the time allowed.`;
    return failure('timeout', text, context, ['retry', 'openSettings', 'otherModel', 'answerByHand']);
  }
  if (has(/^ECONNREFUSED$/)) {
    const why = context.loopback ? ' Is the model server running?' : '';
    return fail(`Nothing accepts connections at ${context.host}.${why}`);
  }
  if (has(/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/))
    return fail(`The name of ${context.host} leads nowhere. Is there a network?`);
  if (has(/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|^EPROTO$/)) {
    return fail(`The connection to ${context.host} is not trusted: its certificate does not check out.`);
  }
  if (has(/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/))
    return fail(`${context.host} closed the connection without an answer.`);
  return fail(`No connection to ${context.host}.`);
}
