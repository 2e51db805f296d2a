import { afterEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/models/provider.ts';
import { useLanguage } from '../../../src/core/text/l10n.ts';
import * as errors from '../../../src/providers/errors.ts';
import { endpointUrl } from '../../../src/providers/openaiRequest.ts';
import { brackets, outside } from '../support/brackets.ts';

afterEach(() => useLanguage());

const context: errors.FailureContext = { label: 'Example', host: 'models.example', loopback: true, model: 'm' };
const { model: _model, ...listing } = context;
const answered = (status: number, message: string, about: errors.FailureContext = context, wait?: string) =>
  errors.responseFailure(
    { status, body: { error: { message } }, header: (name) => (name === 'retry-after' ? wait : null) },
    about,
    0,
  );
const unreachable = (code: string) => errors.connectionFailure(Object.assign(new Error('x'), { code }), context);
const refusedUrl = (url: string): unknown => {
  try {
    return endpointUrl(url, '/models', 'Example');
  } catch (error) {
    return error;
  }
};

/** Every sentence that a provider of ours has for a failure. */
const failures: Record<string, () => unknown> = {
  'no key': () => errors.noKeyFailure(context),
  'a key that is none': () => errors.unusableKeyFailure(context),
  'a key over http': () => errors.keyNotAllowedFailure(context),
  'a wrong key': () => answered(401, 'Who?', { ...context, key: 'k' }),
  'a key without this model': () => answered(403, 'No.', { ...context, key: 'k' }),
  'a key without a list': () => answered(403, 'No.', { ...listing, key: 'k' }),
  'another name of the limit': () => answered(400, 'Unsupported parameter: max_tokens'),
  'a parameter that is refused': () => answered(400, 'temperature is not supported'),
  'a parameter of a list': () => answered(400, 'temperature is not supported', listing),
  'a filter': () => answered(400, 'content_filter'),
  'a prompt that is too long': () => answered(400, 'maximum context length is 8'),
  'a bad request': () => answered(400, 'Hm.'),
  'no such model': () => answered(404, 'The model is not there'),
  'no such path': () => answered(404, ''),
  'no list of models': () => answered(404, '', listing),
  'no money': () => answered(402, 'Pay.'),
  'too many requests': () => answered(429, 'Slow down.', context, '30'),
  'too many requests for long': () => answered(429, 'Slow down.', context, '600'),
  'a gateway that waited': () => answered(504, ''),
  'an overload': () => answered(503, ''),
  'a fault': () => answered(500, ''),
  'a streamed overload': () => errors.streamedFailure({ error: { message: 'overloaded' } }, context),
  'a streamed limit': () => errors.streamedFailure({ error: { message: 'rate limit' } }, context),
  'a streamed fault': () => errors.streamedFailure({ error: { message: 'x' } }, { ...context, partial: 'So' }),
  'an openai that cannot be made': () => errors.setupFailure(context),
  'a redirect': () => errors.redirectFailure(context, 'https://elsewhere.example/'),
  'a redirect to nowhere': () => errors.redirectFailure(context, null),
  'no beginning': () => errors.timeoutFailure(context, 1000, false),
  'a standstill': () => errors.timeoutFailure(context, 1000, true),
  'an empty answer': () => errors.emptyFailure(context),
  'something else than an endpoint': () => errors.notAnEndpointFailure(context, ''),
  'nothing that listens': () => unreachable('ECONNREFUSED'),
  'a name that is none': () => unreachable('ENOTFOUND'),
  'a certificate': () => unreachable('CERT_HAS_EXPIRED'),
  'a reset': () => unreachable('ECONNRESET'),
  'a slow connection': () => unreachable('ETIMEDOUT'),
  'slow headers': () => unreachable('UND_ERR_HEADERS_TIMEOUT'),
  'no connection': () => unreachable('x'),
  'an address that is none': () => refusedUrl('nowhere'),
  'an address with a password': () => refusedUrl('https://ana:secret@models.example/v1'),
};

describe('a failure of a provider, in another language', () => {
  it.each(Object.entries(failures))('%s: the person reads it in theirs, the ledger in English', (_, make) => {
    const english = make();
    useLanguage(brackets);
    const other = make();
    if (!(english instanceof ProviderError && other instanceof ProviderError)) throw new Error('It is no failure');
    expect(english.shown).toBe(english.message);
    expect(other.message).toBe(english.message);
    expect(other.shown).not.toBe(english.message);
    expect(outside(other.shown)).toBe('');
  });
});
