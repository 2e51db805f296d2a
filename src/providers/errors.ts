import { withoutStop } from '../core/text/display.ts';
import { t } from '../core/text/l10n.ts';
import { ProviderError, type ProviderErrorCode, type Remedy } from '../core/models/provider.ts';
import { codesOf, errorOf, quotable, type Refused, refusedParameter } from './errorBody.ts';

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

/** A sentence, or a part of one: made in English for the ledger and in the language of the person. */
export type Saying = () => string;

const nothing: Saying = () => '';

function failure(
  code: ProviderErrorCode,
  words: Saying,
  context: { readonly partial?: string | undefined },
  remedies: readonly Remedy[],
): ProviderError {
  return new ProviderError(code, words, { remedies, partial: context.partial || undefined });
}

/** Sentences one after the other, without those that say nothing. */
function sentences(...all: readonly string[]): string {
  return all.filter((one) => one !== '').join(' ');
}

function said(body: unknown, context: FailureContext): Saying {
  const line = quotable(errorOf(body).message, context.key);
  return line === '' ? nothing : () => t('It says: “{0}”.', withoutStop(line));
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
  if (ms === undefined) return t('Try again later.');
  return ms < 90_000
    ? t('Try again in {0} s.', Math.ceil(ms / 1000))
    : t('Try again in {0} min.', Math.ceil(ms / 60_000));
}

function parameterFailure(refused: Refused, response: FailedResponse, context: FailureContext): ProviderError {
  const { label, model } = context;
  const next = (): string =>
    refused.parameter === 'maxTokens'
      ? t(
          '{0} does not accept the token limit under that name; the next try sends it as “{1}”, and asks you again.',
          label,
          refused.use,
        )
      : t(
          '{0} does not accept “{1}” for {2}; the next try leaves it out, and asks you again.',
          label,
          refused.parameter,
          model ?? t('this model'),
        );
  const tail = said(response.body, context);
  return failure('parameter', () => sentences(next(), tail()), context, ['retry', 'otherModel', 'answerByHand']);
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
    const text = (): string => sentences(t('The request is too long for {0}.', context.model ?? context.label), tail());
    return failure('badRequest', text, context, ['otherModel', 'answerByHand']);
  }
  const refused = refusedParameter(response.body);
  if (refused) return parameterFailure(refused, response, context);
  const text = (): string =>
    sentences(t('{0} does not accept this request (status {1}).', context.label, response.status), tail());
  return failure('badRequest', text, context, ['otherModel', 'openSettings', 'answerByHand']);
}

function notFound(response: FailedResponse, context: FailureContext): ProviderError {
  const error = errorOf(response.body);
  const tail = said(response.body, context);
  if (context.model !== undefined && /model/i.test(`${error.code} ${error.message} ${error.param}`)) {
    const model = quotable(context.model, context.key);
    const text = (): string => sentences(t('{0} has no model “{1}”.', context.label, model), tail());
    return failure('unknownModel', text, context, ['otherModel', 'openSettings', 'answerByHand']);
  }
  const { label } = context;
  const text = (): string =>
    context.model === undefined
      ? sentences(
          t('{0} has no list of models at this address (status {1}).', label, response.status),
          t('Check its base URL, or name its models in the settings.'),
          tail(),
        )
      : sentences(
          t('{0} has no chat completions at this address (status {1}).', label, response.status),
          t('Check its base URL.'),
          tail(),
        );
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
    const text = (): string => sentences(t('The account at {0} has nothing left to spend.', context.label), tail());
    return failure('quota', text, context, ['otherModel', 'setApiKey', 'answerByHand']);
  }
  const wait = retryAfter(response, now);
  const text = (): string => sentences(noMore(context), inTime(wait), tail());
  return failure('rateLimit', text, context, ['retry', 'otherModel', 'answerByHand']);
}

function noMore({ label }: FailureContext): string {
  return t('{0} takes no more requests for the moment.', label);
}

function notAuthorized(response: FailedResponse, context: FailureContext): ProviderError {
  const tail = said(response.body, context);
  if (context.key === undefined) return noKeyFailure(context, tail);
  const { label, model } = context;
  const refused = (): string => {
    if (response.status === 401) return t('{0} does not accept the saved API key.', label);
    return model === undefined
      ? t('{0} refuses the saved API key this.', label)
      : t('{0} refuses the saved API key this model.', label);
  };
  return failure('wrongKey', () => sentences(refused(), tail()), context, ['setApiKey', 'otherModel', 'answerByHand']);
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
      return tookTooLong(response, context);
    default:
      if (status < 500) return badRequest(response, context);
      return overloadedFailure(response, context, now);
  }
}

function tookTooLong(response: FailedResponse, context: FailureContext): ProviderError {
  const tail = said(response.body, context);
  const text = (): string => sentences(t('{0} took too long (status {1}).', context.label, response.status), tail());
  return failure('timeout', text, context, ['retry', 'otherModel', 'answerByHand']);
}

function overloadedFailure(response: FailedResponse, context: FailureContext, now: number): ProviderError {
  const wait = retryAfter(response, now);
  const { status } = response;
  const tail = said(response.body, context);
  const text = (): string =>
    status === 503 || status === 529
      ? sentences(t('{0} is overloaded (status {1}).', context.label, status), inTime(wait), tail())
      : sentences(t('{0} failed on its side (status {1}).', context.label, status), tail());
  return failure('overloaded', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** An error that came inside a stream that had begun well: it has no status, only what it says. */
export function streamedFailure(body: unknown, context: FailureContext): ProviderError {
  const { code, message } = errorOf(body);
  const tail = said(body, context);
  const text = `${code} ${message}`;
  if (filtered.test(text)) return contentFilterFailure(context, tail);
  if (/rate.?limit|\b429\b/i.test(text)) {
    const sentence = (): string => sentences(noMore(context), tail());
    return failure('rateLimit', sentence, context, ['retry', 'otherModel', 'answerByHand']);
  }
  if (/overloaded|capacity|\b(503|529)\b/i.test(text)) {
    const sentence = (): string => sentences(t('{0} is overloaded.', context.label), tail());
    return failure('overloaded', sentence, context, ['retry', 'otherModel', 'answerByHand']);
  }
  return brokenFailure(context, () => t('The answer broke off with an error of the endpoint.'), tail);
}

/** The endpoint wants a key, and none is saved for it. `tail`: what it says itself. */
export function noKeyFailure(context: FailureContext, tail: Saying = nothing): ProviderError {
  const text = (): string => sentences(t('{0} asks for an API key, and none is saved.', context.label), tail());
  return failure('noKey', text, context, ['setApiKey', 'otherModel', 'answerByHand']);
}

/** The saved key cannot stand in an HTTP header. */
export function unusableKeyFailure(context: FailureContext): ProviderError {
  const text = (): string =>
    t('The API key saved for {0} has characters that no key can have. Save it again.', context.label);
  return failure('wrongKey', text, context, ['setApiKey', 'otherModel', 'answerByHand']);
}

/** A key would go over plain http beyond this machine. */
export function keyNotAllowedFailure(context: FailureContext): ProviderError {
  const text = (): string =>
    t(
      '{0} is reached over plain http, so anybody on the way could read its API key. Nothing was sent. Use https, or forget the key.',
      context.label,
    );
  return failure('keyNotAllowedHere', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** What was about to be sent is not what was signed. `what`: the difference, as a clause. */
export function changedFailure(context: FailureContext, what: Saying): ProviderError {
  const text = (): string => t('Nothing was sent: {0}, so this is not what was approved. Look at it again.', what());
  return failure('changed', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** `openai` could not be made at all. */
export function setupFailure(context: FailureContext): ProviderError {
  const text = (): string =>
    t(
      'Nothing was sent to {0}: the `openai` package could not be set up. If VS Code’s environment has the variable OPENAI_CUSTOM_HEADERS, it is malformed.',
      context.label,
    );
  return failure('unknown', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** The endpoint redirects, which is not followed. */
export function redirectFailure(context: FailureContext, location: string | null): ProviderError {
  const target = location !== null && URL.canParse(location) ? new URL(location).host : undefined;
  const { label, host } = context;
  const text = (): string =>
    sentences(
      target === undefined
        ? t('{0} sends the request on elsewhere.', label)
        : t('{0} sends the request on to {1}.', label, target),
      t('Countersign does not follow: you approved {0}.', host),
      t('Correct the base URL if that is the right place.'),
    );
  return failure('redirect', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** Nothing came for `ms` milliseconds. `begun`: the answer had begun by then. */
export function timeoutFailure(context: FailureContext, ms: number, begun: boolean): ProviderError {
  const text = (): string =>
    begun
      ? t('The answer of {0} stood still for {1} s.', context.label, ms / 1000)
      : t('{0} did not begin to answer within {1} s.', context.label, ms / 1000);
  return failure('timeout', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** A content filter of the endpoint stopped the request or the answer. */
export function contentFilterFailure(context: FailureContext, tail: Saying = nothing): ProviderError {
  const text = (): string => sentences(t('The content filter of {0} stopped this.', context.label), tail());
  return failure('contentFilter', text, context, ['otherModel', 'answerByHand']);
}

/** `why`: what is known about it, as a sentence. */
export function emptyFailure(context: FailureContext, why: Saying = nothing): ProviderError {
  const text = (): string => sentences(t('{0} answered with nothing.', context.model ?? context.label), why());
  return failure('empty', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** A stream that had begun did not end well. `what`: as a sentence. */
export function brokenFailure(context: FailureContext, what: Saying, tail: Saying = nothing): ProviderError {
  const text = (): string => sentences(what(), context.partial ? t('What had come is kept.') : '', tail());
  return failure('brokenStream', text, context, ['retry', 'otherModel', 'answerByHand']);
}

/** What answers is something else than an OpenAI-compatible endpoint. `content`: its type, or what it is in words. */
export function notAnEndpointFailure(context: FailureContext, content: string | Saying): ProviderError {
  const type = typeof content === 'string' ? quotable(content, context.key) : '';
  const what = (): string => (typeof content === 'string' ? type || t('an unknown kind of content') : content());
  const text = (): string =>
    t('What answers at {0} is no OpenAI-compatible endpoint: it sent {1}. Check the base URL.', context.host, what());
  return failure('badRequest', text, context, ['openSettings', 'otherModel', 'answerByHand']);
}

/** Why there was no answer at all. */
export function connectionFailure(error: unknown, context: FailureContext): ProviderError {
  const { host, label, loopback } = context;
  const codes = codesOf(error);
  const local: Remedy[] = loopback ? ['detectLocalModels'] : [];
  const fail = (text: Saying): ProviderError =>
    failure('connection', text, context, ['retry', ...local, 'openSettings', 'otherModel', 'answerByHand']);
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  if (has(/^UND_ERR_HEADERS_TIMEOUT$/)) {
    const text = (): string => t('{0} did not begin to answer in time.', label);
    return failure('timeout', text, context, ['retry', 'otherModel', 'answerByHand']);
  }
  if (has(/TIMEOUT|ETIMEDOUT/)) {
    const text = (): string => t('No connection to {0} within the time allowed.', host);
    return failure('timeout', text, context, ['retry', 'openSettings', 'otherModel', 'answerByHand']);
  }
  if (has(/^ECONNREFUSED$/)) {
    return fail(() =>
      sentences(t('Nothing accepts connections at {0}.', host), loopback ? t('Is the model server running?') : ''),
    );
  }
  if (has(/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/))
    return fail(() => t('The name of {0} leads nowhere. Is there a network?', host));
  if (has(/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|^EPROTO$/))
    return fail(() => t('The connection to {0} is not trusted: its certificate does not check out.', host));
  if (has(/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/))
    return fail(() => t('{0} closed the connection without an answer.', host));
  return fail(() => t('No connection to {0}.', host));
}
