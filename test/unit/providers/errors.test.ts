import { describe, expect, it } from 'vitest';
import {
  connectionFailure,
  type FailureContext,
  redirectFailure,
  responseFailure,
} from '../../../src/providers/errors.ts';
import { quotable, refusedParameter } from '../../../src/providers/errorBody.ts';

const context: FailureContext = {
  label: 'Example',
  host: 'models.example',
  loopback: false,
  model: 'm',
  key: 'sk-key',
};
const coded = (...codes: string[]) =>
  codes.reduceRight<Error>(
    (cause, code) => Object.assign(new Error('x', { cause }), { code }),
    new Error('fetch failed'),
  );

describe('a connection that fails', () => {
  it.each([
    ['ECONNREFUSED', 'connection', 'Nothing accepts connections at models.example.'],
    ['ENOTFOUND', 'connection', 'The name of models.example leads nowhere. Is there a network?'],
    ['EAI_AGAIN', 'connection', 'The name of models.example leads nowhere. Is there a network?'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'connection', 'its certificate does not check out'],
    ['CERT_HAS_EXPIRED', 'connection', 'its certificate does not check out'],
    ['ECONNRESET', 'connection', 'closed the connection without an answer'],
    ['UND_ERR_SOCKET', 'connection', 'closed the connection without an answer'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'No connection to models.example within the time allowed.'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'Example did not begin to answer in time.'],
    ['ETIMEDOUT', 'timeout', 'No connection to models.example within the time allowed.'],
    ['SOMETHING', 'connection', 'No connection to models.example.'],
  ])('%s is told in words', (code, expected, words) => {
    const failure = connectionFailure(new Error('a', { cause: new Error('b', { cause: coded(code) }) }), context);
    expect(failure.code).toBe(expected);
    expect(failure.message).toContain(words);
    expect(failure.message).not.toContain(code);
  });

  it('finds the cause in a list of attempts, survives a circle, and what is no error', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]);
    expect(connectionFailure(both, { ...context, loopback: true }).remedies).toContain('detectLocalModels');
    const circle: Error & { cause?: unknown } = new Error('x');
    circle.cause = circle;
    expect(connectionFailure(circle, context).code).toBe('connection');
    expect(connectionFailure(undefined, context).code).toBe('connection');
  });
});

describe('what an endpoint says', () => {
  it.each([
    ['line\n one\u0000\u202e two', 'line one two'],
    ['x'.repeat(400), `${'x'.repeat(299)}…`],
    ['key sk-proj-abcdef and Bearer abc.def', 'key … and Bearer …'],
    ['your key is my-own-secret', 'your key is …'],
  ])('%j is quoted as %j', (text, quoted) => {
    expect(quotable(text, 'my-own-secret')).toBe(quoted);
  });

  it.each([
    [{ error: { message: 'in an object' } }],
    [{ error: 'in an object' }],
    [{ message: 'in an object' }],
    [{ detail: 'in an object' }],
    [[{ error: { message: 'in an object' } }]],
    ['in an object'],
  ])('is found in %j', (body) => {
    expect(responseFailure({ status: 418, body, header: () => null }, context, 0).message).toContain(
      'It says: “in an object”.',
    );
  });

  it('ends one sentence, not two, where it is a sentence itself', () => {
    const body = { error: { message: 'Incorrect API key provided.' } };
    expect(responseFailure({ status: 418, body, header: () => null }, context, 0).message).toMatch(
      / It says: “Incorrect API key provided”\.$/,
    );
  });

  it.each([[undefined], [null], [7], [{}], [[]]])('is nothing in %j', (body) => {
    expect(responseFailure({ status: 418, body, header: () => null }, context, 0).message).toBe(
      'Example does not accept this request (status 418).',
    );
  });

  it('about Azure’s filter is found in its inner error', () => {
    const body = { error: { message: 'no', code: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } } };
    expect(responseFailure({ status: 400, body, header: () => null }, context, 0).code).toBe('contentFilter');
    expect(responseFailure({ status: 403, body, header: () => null }, context, 0).code).toBe('contentFilter');
  });
});

describe('how long to wait', () => {
  const wait = (value: string | null) =>
    responseFailure(
      { status: 429, body: {}, header: (name) => (name === 'retry-after' ? value : null) },
      context,
      1_000_000,
    ).message.replace('Example takes no more requests for the moment. ', '');
  it('is seconds or a date', () => {
    expect(wait('2')).toBe('Try again in 2 s.');
    expect(wait('-2')).toBe('Try again in 0 s.');
    expect(wait(new Date(1_005_000).toUTCString())).toBe('Try again in 5 s.');
    expect(wait(new Date(0).toUTCString())).toBe('Try again in 0 s.');
    expect(wait('soon')).toBe('Try again later.');
    expect(wait('')).toBe('Try again later.');
    expect(wait(null)).toBe('Try again later.');
  });
});

it('a refused parameter is told from its name', () => {
  const refused = (message: string, param?: string) => refusedParameter({ error: { message, param } });
  expect(refused("Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead.", 'max_tokens')).toEqual({
    parameter: 'maxTokens',
    use: 'max_completion_tokens',
  });
  expect(refused('Extra inputs are not permitted: max_completion_tokens')).toEqual({
    parameter: 'maxTokens',
    use: 'max_tokens',
  });
  expect(refusedParameter({ detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'] }] })).toEqual({
    parameter: 'stream_options',
  });
  expect(refused('unknown field stop')).toEqual({ parameter: 'stop' });
  expect(refused('This model does not support tools', 'tools')).toBeUndefined();
  expect(refused('unknown error, please stopwatch')).toBeUndefined();
  expect(refused('max_tokens must be positive', 'max_tokens')).toBeUndefined();
});

it('a redirect to a place that cannot be read is refused in words', () => {
  expect(redirectFailure(context, null).message).toContain('sends the request on elsewhere');
});
