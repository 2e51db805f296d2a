import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderErrorCode } from '../../../src/core/models/provider.ts';
import {
  breaksAfter,
  endsEarly,
  fails,
  hangsUp,
  malformedAfter,
  type ModelServer,
  type Reply,
  says,
  startModelServer,
} from '../../fixtures/model/server.ts';
import { ask, drive, failureOf } from './support.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('a failure of the endpoint', () => {
  const table: readonly [string, Reply, ProviderErrorCode, string][] = [
    ['401', fails(401), 'wrongKey', 'Local models does not accept the saved API key. It says: “status 401”.'],
    ['403', fails(403), 'wrongKey', 'refuses the saved API key this model'],
    ['402', fails(402), 'quota', 'has nothing left to spend'],
    [
      '404 for a model',
      fails(404, { code: 'model_not_found', message: 'The model does not exist' }),
      'unknownModel',
      'has no model “stand-in-1”',
    ],
    ['404 for the path', { status: 404, body: 'nothing' }, 'unknownModel', 'Check its base URL'],
    ['429 for the rate', fails(429, {}, { 'retry-after': '20' }), 'rateLimit', 'Try again in 20 s.'],
    ['429 for the money', fails(429, { code: 'insufficient_quota' }), 'quota', 'nothing left to spend'],
    ['408', fails(408), 'timeout', 'took too long'],
    ['504', fails(504), 'timeout', 'took too long'],
    ['413', fails(413, { message: 'Body too large' }), 'badRequest', 'It says: “Body too large”.'],
    ['500', fails(500), 'overloaded', 'failed on its side (status 500)'],
    ['503', fails(503), 'overloaded', 'is overloaded (status 503)'],
    ['529', fails(529, {}, { 'retry-after': '120' }), 'overloaded', 'Try again in 2 min.'],
    [
      'a content filter',
      fails(400, { code: 'content_filter' }),
      'contentFilter',
      'The content filter of Local models stopped this.',
    ],
    ['a long prompt', fails(400, { code: 'context_length_exceeded' }), 'badRequest', 'too long for stand-in-1'],
    ['a plain 400', { status: 400, body: { detail: [{ msg: 'no' }] } }, 'badRequest', 'It says: “[{"msg":"no"}]”.'],
    [
      'a filter at the end',
      { steps: [{ text: 'Half' }, { finish: 'content_filter' }] },
      'contentFilter',
      'content filter',
    ],
    ['a web page', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'badRequest', 'it sent text/html'],
  ];
  it.each(table)('%s is told in words, with what helps', async (_name, reply, code, words) => {
    server.respondWith(reply);
    const failure = await failureOf(drive(server, { savedKey: 'sk-key' }).send(ask('x')));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(failure.remedies.length).toBeGreaterThan(0);
    expect(failure.remedies).toContain('answerByHand');
  });

  it('401 without a key asks for one', async () => {
    server.respondWith(fails(401));
    expect(await failureOf(drive(server).send(ask('x')))).toMatchObject({
      code: 'noKey',
      remedies: ['setApiKey', 'otherModel', 'answerByHand'],
    });
  });

  it('says the time of a Retry-After', async () => {
    server.respondWith(
      fails(429, {}, { 'retry-after-ms': '1500' }),
      fails(429, {}, { 'retry-after': '3' }),
      fails(429),
    );
    const local = drive(server);
    const waits = [];
    for (let time = 0; time < 3; time += 1) waits.push((await failureOf(local.send(ask('x')))).message);
    expect(waits.map((message) => /Try again.*?\./.exec(message)?.[0])).toEqual([
      'Try again in 2 s.',
      'Try again in 3 s.',
      'Try again later.',
    ]);
  });
});

describe('a stream that goes wrong', () => {
  const table: readonly [string, Reply, string][] = [
    ['breaks', breaksAfter('Half of'), 'The connection broke off in the middle of the answer. What had come is kept.'],
    ['ends early', endsEarly('Half of'), 'The answer broke off before its end. What had come is kept.'],
    ['is malformed', malformedAfter('Half of'), 'a part of an answer that is no JSON'],
    ['has events of another kind', { steps: [{ text: 'Half of' }, { event: { choices: 'none' } }] }, 'malformed'],
    [
      'holds an error',
      { steps: [{ text: 'Half of' }, { event: { error: { message: 'GPU on fire' } } }] },
      'It says: “GPU on fire”.',
    ],
  ];
  it.each(table)('%s: what had come is kept', async (_name, reply, words) => {
    server.respondWith(reply);
    const failure = await failureOf(drive(server).send(ask('x')));
    expect(failure).toMatchObject({ code: 'brokenStream', partial: 'Half of' });
    expect(failure.message).toContain(words);
    expect(failure.remedies).toContain('retry');
  });

  it.each([
    [{ code: 'rate_limit_exceeded', message: 'slow down' }, 'rateLimit'],
    [{ type: 'overloaded_error', message: 'Overloaded' }, 'overloaded'],
    [{ code: 'content_filter', message: 'no' }, 'contentFilter'],
  ])('tells an error in it by what it says: %j', async (error, code) => {
    server.respondWith({ steps: [{ text: 'Half' }, { event: { error } }] }, { body: { error } });
    const local = drive(server);
    expect(await failureOf(local.send(ask('x')))).toMatchObject({ code, partial: 'Half' });
    expect(await failureOf(local.send(ask('x')))).toMatchObject({ code, partial: undefined });
  });
});

describe('no connection', () => {
  it('is told by its cause', async () => {
    const { baseUrl } = server;
    await server.close();
    const failure = await failureOf(drive({ baseUrl }).send(ask('x')));
    expect(failure.code).toBe('connection');
    expect(failure.message).toBe(
      `Nothing accepts connections at ${new URL(baseUrl).host}. Is the model server running?`,
    );
    expect(failure.remedies).toContain('detectLocalModels');
    server = await startModelServer();
  });

  it('that is closed without an answer says so', async () => {
    server.respondWith(hangsUp);
    const failure = await failureOf(drive(server).send(ask('x')));
    expect(failure.code).toBe('connection');
    expect(failure.message).toContain('closed the connection without an answer');
  });

  it('to something that does not speak HTTP is one, too', async () => {
    const deaf = createServer((socket) => socket.once('data', () => socket.end('hello\r\n')));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as AddressInfo;
    const failure = await failureOf(drive({ baseUrl: `http://127.0.0.1:${port}/v1` }).send(ask('x')));
    expect(failure.code).toBe('connection');
    await new Promise((resolve) => deaf.close(resolve));
  });
});

describe('a parameter that the endpoint refuses', () => {
  const unsupported = (param: string, message: string) => fails(400, { code: 'unsupported_parameter', param, message });

  it('is named otherwise the next time, which is another request to sign', async () => {
    server.respondWith(
      unsupported(
        'max_tokens',
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
      says('Now.'),
    );
    const local = drive(server);
    const first = local.outgoing(ask('x'));
    const failure = await failureOf(local.send(first));
    expect(failure.code).toBe('parameter');
    expect(failure.message).toContain('the next try sends it as “max_completion_tokens”, and asks you again');
    expect(failure.remedies[0]).toBe('retry');
    expect(server.completions).toHaveLength(1);
    const second = local.outgoing(ask('x'));
    expect(second.hash).not.toBe(first.hash);
    expect(second.body).toMatchObject({ max_completion_tokens: 100 });
    expect(second.body).not.toHaveProperty('max_tokens');
    expect((await local.send(second)).content).toEqual([{ type: 'text', text: 'Now.' }]);
  });

  it('is left out the next time, with a note, for that model alone', async () => {
    server.respondWith(
      fails(400, {
        code: 'unsupported_value',
        param: 'temperature',
        message: "'temperature' does not support 0.2 with this model.",
      }),
      fails(422, { message: 'Extra inputs are not permitted: stream_options' }),
      fails(400, { message: 'Unrecognized request argument supplied: stop' }),
    );
    const local = drive(server);
    const request = ask('x', { temperature: 0.2, stopSequences: ['END'] });
    for (let time = 0; time < 3; time += 1) expect((await failureOf(local.send(request))).code).toBe('parameter');
    const learned = local.outgoing(request);
    for (const name of ['temperature', 'stop', 'stream_options']) expect(learned.body).not.toHaveProperty(name);
    expect(learned.notes.map(({ field, effect }) => `${field} ${effect}`)).toEqual([
      'temperature ignored',
      'stopSequences ignored',
    ]);
    const other = local.provider.prepare(request, { ...local.model, id: 'other' });
    expect(other.body).toMatchObject({ temperature: 0.2, stop: ['END'] });
    expect(other.notes).toEqual([]);
  });

  it('is not learned from a value that is out of range', async () => {
    server.respondWith(
      fails(400, { param: 'max_tokens', message: 'max_tokens is too large: 100. This model supports at most 50.' }),
    );
    const local = drive(server);
    expect((await failureOf(local.send(ask('x')))).code).toBe('badRequest');
    expect(local.outgoing(ask('x')).body).toHaveProperty('max_tokens');
  });
});
