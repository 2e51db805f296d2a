import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  calls,
  fails,
  holds,
  type ModelServer,
  says,
  saysNothing,
  saysWhole,
  startModelServer,
} from '../../fixtures/model/server.ts';
import { ask, drive, failureOf } from './support.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const weather = {
  name: 'weather',
  description: 'The weather of a place.',
  inputSchema: { type: 'object' as const, properties: { place: { type: 'string' } }, required: ['place'] },
};

describe('an answer', () => {
  it('streams in and is one text block with its model, reason, usage and duration', async () => {
    server.respondWith({ ...says(['Good', ' day', '.']), model: 'stand-in-1-2026' });
    const local = drive(server);
    const completion = await local.send(ask('Greet me.', { systemPrompt: 'Be polite.', temperature: 0.2 }));
    expect(local.pieces).toEqual(['Good', ' day', '.']);
    expect(completion).toEqual({
      content: [{ type: 'text', text: 'Good day.' }],
      model: 'stand-in-1-2026',
      stopReason: 'endTurn',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 5 },
      durationMs: 0,
      stopped: false,
    });
    expect(server.completions[0]?.body).toEqual(
      local.outgoing(ask('Greet me.', { systemPrompt: 'Be polite.', temperature: 0.2 })).body,
    );
  });

  it.each([
    ['stop', undefined, 'endTurn'],
    ['stop', { stop_reason: 'END' }, 'stopSequence'],
    ['stop', { stop_reason: 'something else' }, 'endTurn'],
    ['stop', { stop_reason: 2 }, 'endTurn'],
    ['length', undefined, 'maxTokens'],
    ['stop_sequence', undefined, 'stopSequence'],
    ['a reason of its own', undefined, undefined],
    ['constructor', undefined, undefined],
    ['__proto__', undefined, undefined],
  ])('maps finish_reason %s (%j) to %s', async (finish, extra, reason) => {
    server.respondWith(says('Text.', finish, extra));
    const completion = await drive(server).send(ask('x', { stopSequences: ['END'] }));
    expect(completion.stopReason).toBe(reason);
  });

  it('measures its duration by the clock', async () => {
    server.respondWith(holds('a', 'on', 'b'));
    const local = drive(server);
    const sent = local.send(ask('x'));
    await local.until('a');
    local.clock.advance(1234);
    server.open('on');
    expect((await sent).durationMs).toBe(1234);
  });

  it('is taken whole from a server that does not stream', async () => {
    server.respondWith(saysWhole('All at once.'));
    const local = drive(server);
    expect((await local.send(ask('x'))).content).toEqual([{ type: 'text', text: 'All at once.' }]);
    expect(local.pieces).toEqual(['All at once.']);
  });

  it('may be a list of parts, and a refusal is text', async () => {
    server.respondWith(
      {
        steps: [
          { event: { choices: [{ index: 0, delta: { content: [{ type: 'text', text: 'parts' }] } }] } },
          { event: { choices: [{ index: 1, delta: { content: 'another choice' } }] } },
          { finish: 'stop' },
        ],
      },
      { steps: [{ refusal: 'I will not.' }, { finish: 'stop' }, { done: true }] },
    );
    const local = drive(server);
    expect((await local.send(ask('x'))).content).toEqual([{ type: 'text', text: 'parts' }]);
    expect((await local.send(ask('x'))).content).toEqual([{ type: 'text', text: 'I will not.' }]);
  });

  it('leaves the reasoning out and says so', async () => {
    server.respondWith({ steps: [{ reasoning: 'Hm.' }, { text: 'Yes.' }, { finish: 'stop' }, { done: true }] });
    const completion = await drive(server).send(ask('x'));
    expect(completion.content).toEqual([{ type: 'text', text: 'Yes.' }]);
    expect(completion.notes).toEqual([expect.objectContaining({ field: 'content', effect: 'ignored' })]);
  });

  it('that is closed with [DONE] alone is whole, without a reason', async () => {
    server.respondWith({ steps: [{ text: 'Odd.' }, { done: true }] });
    const completion = await drive(server).send(ask('x'));
    expect(completion).toMatchObject({ content: [{ text: 'Odd.' }], stopped: false });
    expect(completion.stopReason).toBeUndefined();
  });

  it('stays whole when the connection breaks after its end', async () => {
    server.respondWith({ steps: [{ text: 'Whole.' }, { finish: 'stop' }, { cut: true }] });
    expect((await drive(server).send(ask('x'))).content).toEqual([{ type: 'text', text: 'Whole.' }]);
  });
});

describe('tools', () => {
  const request = ask('Weather?', { tools: [weather], toolChoice: { mode: 'required' } });

  it('come back as tool_use blocks with parsed arguments', async () => {
    server.respondWith(
      calls(
        { id: 'c1', name: 'weather', input: { place: 'Oslo' } },
        { id: 'c2', name: 'weather', input: { place: 'Rome' } },
      ),
    );
    const completion = await drive(server).send(request);
    expect(completion.stopReason).toBe('toolUse');
    expect(completion.content).toEqual([
      { type: 'tool_use', id: 'c1', name: 'weather', input: { place: 'Oslo' } },
      { type: 'tool_use', id: 'c2', name: 'weather', input: { place: 'Rome' } },
    ]);
    expect(server.completions[0]?.body).toMatchObject({ tool_choice: 'required', tools: [{ type: 'function' }] });
  });

  it('may come with text before them, without ids and indexes, and with finish_reason stop', async () => {
    server.respondWith({
      steps: [
        { text: 'Let me look.' },
        {
          event: {
            id: 'x',
            choices: [{ delta: { tool_calls: [{ function: { name: 'weather', arguments: { place: 'Oslo' } } }] } }],
          },
        },
        { finish: 'stop' },
      ],
    });
    const completion = await drive(server).send(request);
    expect(completion.stopReason).toBe('toolUse');
    expect(completion.content).toEqual([
      { type: 'text', text: 'Let me look.' },
      { type: 'tool_use', id: 'chatcmpl-stand-in_0', name: 'weather', input: { place: 'Oslo' } },
    ]);
  });

  it.each(['{"place": "Os', '[1]', '"Oslo"'])('fail in words when their arguments are %s', async (input) => {
    server.respondWith(calls({ id: 'c1', name: 'weather', input }));
    const failure = await failureOf(drive(server).send(request));
    expect(failure.code).toBe('brokenStream');
    expect(failure.message).toContain('called the tool “weather” with arguments that are no JSON object');
  });

  it('that nobody offered are no answer, or are left out beside a text', async () => {
    server.respondWith(calls({ id: 'c1', name: 'weather', input: {} }), {
      steps: [
        { text: 'Text.' },
        { toolCall: { index: 0, id: 'c', name: 'weather', arguments: '{}' } },
        { finish: 'tool_calls' },
      ],
    });
    const local = drive(server);
    expect((await failureOf(local.send(ask('x')))).message).toContain('although none was offered');
    const completion = await local.send(ask('x'));
    expect(completion.content).toEqual([{ type: 'text', text: 'Text.' }]);
    expect(completion.stopReason).toBeUndefined();
    expect(completion.notes).toHaveLength(1);
  });
});

describe('ending it', () => {
  it('stop keeps what had come and closes the connection', async () => {
    server.respondWith(holds('Half', 'never', ' whole'));
    const local = drive(server);
    const stop = new AbortController();
    const sent = local.send(ask('x'), { stop: stop.signal });
    await local.until('Half');
    stop.abort();
    expect(await sent).toMatchObject({ content: [{ type: 'text', text: 'Half' }], stopped: true, model: 'stand-in-1' });
    await (await server.completion(0)).aborted;
    expect(local.clock.pending).toBe(0);
  });

  it('stop before the first word gives an empty text, and before the start no request', async () => {
    server.respondWith({ ...says('x'), gate: 'never' });
    const local = drive(server);
    const stop = new AbortController();
    const sent = local.send(ask('x'), { stop: stop.signal });
    await server.completion(0);
    stop.abort();
    expect(await sent).toMatchObject({ content: [{ type: 'text', text: '' }], stopped: true });
    expect(await local.send(ask('x'), { stop: stop.signal })).toMatchObject({ stopped: true });
    expect(server.completions).toHaveLength(1);
  });

  it('stop drops a tool call that is not complete', async () => {
    server.respondWith({
      steps: [
        { text: 'So' },
        { toolCall: { index: 0, id: 'c', name: 'weather', arguments: '{"a' } },
        { text: 'x' },
        { gate: 'never' },
      ],
    });
    const local = drive(server);
    const stop = new AbortController();
    const sent = local.send(ask('x', { tools: [weather] }), { stop: stop.signal });
    await local.until('Sox');
    stop.abort();
    expect((await sent).content).toEqual([{ type: 'text', text: 'Sox' }]);
  });

  it('signal rejects with its reason, before and while the answer comes', async () => {
    server.respondWith(holds('Half', 'never', ' whole'));
    const local = drive(server);
    const controller = new AbortController();
    const reason = new Error('The server cancelled it.');
    const sent = local.send(ask('x'), { signal: controller.signal });
    await local.until('Half');
    controller.abort(reason);
    await expect(sent).rejects.toBe(reason);
    await expect(local.send(ask('x'), { signal: controller.signal })).rejects.toBe(reason);
    expect(server.completions).toHaveLength(1);
  });

  it('stillness for two minutes ends it with what had come; a comment counts as life', async () => {
    server.respondWith({
      steps: [
        { text: 'Half' },
        { gate: 'comment' },
        { comment: 'still thinking' },
        { text: ' more' },
        { gate: 'never' },
      ],
    });
    const local = drive(server);
    const sent = failureOf(local.send(ask('x')));
    await local.until('Half');
    local.clock.advance(119_000);
    server.open('comment');
    await local.until('Half more');
    local.clock.advance(119_000);
    local.clock.advance(1_000);
    const failure = await sent;
    expect(failure).toMatchObject({ code: 'timeout', partial: 'Half more' });
    expect(failure.message).toContain('stood still for 120 s');
    expect(failure.remedies).toContain('retry');
  });

  it('waits five minutes for the beginning', async () => {
    server.respondWith({ ...says('x'), gate: 'never' });
    const local = drive(server);
    const sent = failureOf(local.send(ask('x')));
    await server.completion(0);
    local.clock.advance(299_999);
    local.clock.advance(1);
    const failure = await sent;
    expect(failure.code).toBe('timeout');
    expect(failure.message).toContain('did not begin to answer within 300 s');
  });
});

describe('the list of models', () => {
  it('comes from the endpoint', async () => {
    server.listModels(['b', 'text-embedding-3-small', 'a']);
    const models = await drive(server).provider.listModels(new AbortController().signal);
    expect(models.map(({ ref }) => ref)).toEqual(['local/a', 'local/b']);
    expect(models[0]?.destination).toEqual({
      kind: 'http',
      host: new URL(server.baseUrl).host,
      url: `${server.baseUrl}/chat/completions`,
      loopback: true,
    });
  });

  it('comes from the settings when they name models, without a request', async () => {
    const local = drive({
      baseUrl: server.baseUrl,
      models: [{ id: 'x' }, { id: 'y', name: 'Why', contextTokens: 10, input: { image: true } }],
    });
    const models = await local.provider.listModels(new AbortController().signal);
    expect(models).toMatchObject([
      { ref: 'local/x' },
      { ref: 'local/y', name: 'Why', contextTokens: 10, input: { image: true } },
    ]);
    expect(server.requests).toHaveLength(0);
  });

  it('of the settings is no list as long as a key is missing', async () => {
    const far = drive({ baseUrl: 'https://models.example/v1', models: [{ id: 'x' }] });
    expect((await failureOf(far.provider.listModels(new AbortController().signal))).code).toBe('noKey');
    const named = drive(
      {
        baseUrl: 'https://models.example/v1',
        models: [{ id: 'x' }, { id: 'stand-in-1', maxTokensParameter: 'max_completion_tokens' }],
      },
      { savedKey: 'k' },
    );
    expect(await named.provider.listModels(new AbortController().signal)).toHaveLength(2);
    expect(named.outgoing(ask('x')).body).toHaveProperty('max_completion_tokens');
    expect([named.provider.id, named.provider.label, named.provider.endpoint.models?.length]).toEqual([
      'local',
      'Local models',
      2,
    ]);
  });

  it('has the name of the limit that the settings give it, else that of its endpoint', () => {
    const own = { id: 'stand-in-1', maxTokensParameter: 'max_tokens' } as const;
    const whole = { baseUrl: server.baseUrl, maxTokensParameter: 'max_completion_tokens' } as const;
    expect(drive(whole).outgoing(ask('x')).body).toHaveProperty('max_completion_tokens');
    expect(drive({ ...whole, models: [own] }).outgoing(ask('x')).body).toHaveProperty('max_tokens');
  });

  it.each([
    [{ body: { hello: 'world' } }, 'badRequest', 'no OpenAI-compatible endpoint'],
    [{ body: '<html>', headers: { 'content-type': 'text/html' } }, 'badRequest', 'no OpenAI-compatible endpoint'],
    [{ body: '{"data": [', headers: { 'content-type': 'application/json' } }, 'badRequest', 'JSON that breaks off'],
    [{ status: 404, body: 'Not here' }, 'badRequest', 'name its models in the settings'],
    [{ status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' }, 'redirect', 'elsewhere.example'],
    [fails(401), 'noKey', 'none is saved'],
    [fails(503), 'overloaded', 'overloaded'],
  ])('fails in words for %j', async (reply, code, words) => {
    server.listModels(reply);
    const failure = await failureOf(drive(server).provider.listModels(new AbortController().signal));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
  });

  it('gives up with its signal', async () => {
    server.listModels({ gate: 'never', body: {} });
    const controller = new AbortController();
    const listed = drive(server).provider.listModels(controller.signal);
    controller.abort(new Error('enough'));
    await expect(listed).rejects.toThrow('enough');
  });
});

it('an empty answer is a failure that tells what is known', async () => {
  server.respondWith(
    saysNothing(),
    saysNothing('length'),
    { steps: [{ reasoning: 'Hm' }, { finish: 'length' }] },
    { steps: [{ reasoning: 'Hm' }, { text: '\n' }, { finish: 'stop' }] },
  );
  const local = drive(server);
  const messages = [];
  for (let time = 0; time < 4; time += 1) {
    const failure = await failureOf(local.send(ask('x')));
    expect(failure.code).toBe('empty');
    messages.push(failure.message);
  }
  expect(messages).toEqual([
    'stand-in-1 answered with nothing.',
    'stand-in-1 answered with nothing. The token limit was reached before its first word.',
    'stand-in-1 answered with nothing. It used up the token limit for its reasoning.',
    'stand-in-1 answered with nothing. Only reasoning came, which is not passed on.',
  ]);
});
