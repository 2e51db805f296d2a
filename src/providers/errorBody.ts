/** Reads what endpoints say when they fail: their error objects in all their forms, and the errors of `fetch`. */
import { shorten } from '../core/text/display.ts';
import type { MaxTokensParameter } from '../core/settings/endpoints.ts';
import type { OptionalParameter } from './openaiRequest.ts';

/** A parameter that an endpoint refuses, and what to do the next time. */
export type Refused =
  | { readonly parameter: 'maxTokens'; readonly use: MaxTokensParameter }
  | { readonly parameter: OptionalParameter };

/** True for anything with members: an error and a list too. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The error object of a body, in the forms that servers have: `{error:{…}}`, `{error:"…"}`, `{message}`, `{detail}`, text. */
export function errorOf(body: unknown): { readonly message: string; readonly code: string; readonly param: string } {
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

/** The codes of an error and of its causes, such as `ECONNREFUSED`; `fetch` hides them some levels deep. */
export function codesOf(error: unknown): string[] {
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
