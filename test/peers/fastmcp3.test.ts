import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { calls, says } from '../fixtures/model/server.ts';
import type { RunningServer } from '../fixtures/servers/launch.mts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';
import { pythonPeer } from './support/python.ts';

const peer = pythonPeer('3');
let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

describe('Python FastMCP 3 over stdio', () => {
  let server: TestServer;
  beforeAll(async () => {
    if (peer.available) server = await host.start('fastmcp3', peer.stdio);
  });

  peer.it('offers its tools, its template and its prompt in the legacy era', async () => {
    const { catalog, errors } = server.managed.catalog;
    expect(errors).toEqual({});
    expect(catalog.tools.map(({ name }) => name)).toContain('sample_plain');
    expect(catalog.resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['report://{topic}']);
    expect(catalog.prompts.map(({ name }) => name)).toEqual(['sampled_prompt']);
    expect(server.managed.target?.asking.era).toBe('legacy');
  });

  peer.it('samples with one string', async () => {
    const call = await host.tool(server, 'sample_plain', { text: 'hello' });
    const review = await host.reviewer.passNext();
    expect(review.ask).toMatchObject({
      cause: { certainty: 'certain', call: { name: 'sample_plain', arguments: { text: 'hello' } } },
      params: { messages: [{ role: 'user', content: { type: 'text', text: 'Summarize: hello' } }], maxTokens: 512 },
    });
    expect(textIn(await call.finished)).toBe('The stand-in read: Summarize: hello');
  });

  peer.it('elicits a model of fields, single values, and a yes', async () => {
    const call = await host.tool(server, 'elicit_person');
    const form = await host.reviewer.nextAsk();
    expect(form.question).toMatchObject({ mode: 'form', message: 'Who are you?' });
    expect(form.question.problem).toBeUndefined();
    host.reviewer.submit(form, { name: 'Ada', age: 36, size: 'l' });
    expect(textIn(await call.finished)).toBe('accept {"name":"Ada","age":36,"size":"l"}');
    const second = await host.tool(server, 'elicit_scalar');
    host.reviewer.submit(await host.reviewer.nextAsk(), { value: 3 });
    host.reviewer.submit(await host.reviewer.nextAsk(), { value: 'green' });
    host.reviewer.submit(await host.reviewer.nextAsk(), {});
    expect(textIn(await second.finished)).toBe('3 green accept');
  });

  peer.it('is told the roots', async () => {
    host.roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
    expect(textIn(await host.run(server, 'told_roots'))).toContain('file:///projects/shop');
  });

  peer.it('samples with a system prompt, a temperature, a limit and one preferred model', async () => {
    const call = await host.tool(server, 'sample_options', { text: 'A long text.' });
    const review = await host.reviewer.passNext();
    expect(review.ask.params).toMatchObject({
      systemPrompt: 'You summarize.',
      temperature: 0.7,
      maxTokens: 300,
      modelPreferences: { hints: [{ name: 'gpt-4o' }] },
    });
    expect(textIn(await call.finished)).toContain('A long text.');
    expect(host.model.completions[0]?.body).toMatchObject({
      temperature: 0.7,
      messages: [
        { role: 'system', content: 'You summarize.' },
        { role: 'user', content: 'A long text.' },
      ],
    });
  });

  peer.it('names preferred models as a list: an unknown one falls through to the next', async () => {
    host.model.listModels(['another-model', 'gpt-4o-mini']);
    host.registry.refresh();
    const call = await host.tool(server, 'sample_preference_list');
    const review = await host.reviewer.passNext();
    expect(host.desk.content(review.id)?.preferences.hints).toEqual(['custom_model', 'gpt-4o']);
    expect((await call.finished).status).toBe('done');
    expect(host.model.completions[0]?.body?.['model']).toBe('gpt-4o-mini');
  });

  peer.it('names preferences as an object: a hint and all three priorities', async () => {
    const call = await host.tool(server, 'sample_preference_object');
    const review = await host.reviewer.passNext();
    expect(host.desk.content(review.id)?.preferences).toEqual({
      hints: ['claude-3-sonnet'],
      costPriority: 0.2,
      speedPriority: 0.8,
      intelligencePriority: 0.5,
    });
    expect((await call.finished).status).toBe('done');
  });

  peer.it('sends a conversation of three messages', async () => {
    const call = await host.tool(server, 'sample_multi_turn');
    const review = await host.reviewer.passNext();
    expect(review.ask.params.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(textIn(await call.finished)).toBe('The stand-in read: Tell me more.');
    expect(host.model.completions[0]?.body?.['messages']).toEqual([
      { role: 'user', content: 'Hello!' },
      { role: 'assistant', content: 'Hello! How can I help?' },
      { role: 'user', content: 'Tell me more.' },
    ]);
  });

  peer.it('sends an image', async () => {
    const call = await host.tool(server, 'sample_image');
    const review = await host.reviewer.next();
    expect(host.desk.content(review.id)?.messages[1]?.blocks).toMatchObject([{ type: 'image', mimeType: 'image/png' }]);
    await host.reviewer.pass(review);
    expect((await call.finished).status).toBe('done');
    expect(JSON.stringify(host.model.completions[0]?.body)).toContain('"url":"data:image/png;base64,iVBOR');
  });

  peer.it('sends a recording', async () => {
    const call = await host.tool(server, 'sample_audio');
    const review = await host.reviewer.next();
    expect(host.desk.content(review.id)?.messages[1]?.blocks).toMatchObject([{ type: 'audio', mimeType: 'audio/wav' }]);
    await host.reviewer.pass(review);
    expect((await call.finished).status).toBe('done');
    expect(JSON.stringify(host.model.completions[0]?.body)).toContain('"type":"input_audio"');
  });

  peer.it('runs a loop of two tools, several uses at once', async () => {
    host.model.respondWith(
      calls(
        { id: 'a', name: 'search', input: { query: 'cats' } },
        { id: 'b', name: 'fetch_page', input: { url: 'https://cats.example' } },
      ),
      says('Cats it is.'),
    );
    const call = await host.tool(server, 'sample_tools', { topic: 'cats' });
    const first = await host.reviewer.passNext();
    expect(first.ask.params.tools?.map(({ name }) => name)).toEqual(['search', 'fetch_page']);
    const second = await host.reviewer.passNext();
    const last = second.ask.params.messages.at(-1);
    expect(last).toMatchObject({
      role: 'user',
      content: [
        { type: 'tool_result', toolUseId: 'a', content: [{ text: '3 results for cats' }] },
        { type: 'tool_result', toolUseId: 'b', content: [{ text: 'The page at https://cats.example' }] },
      ],
    });
    expect(textIn(await call.finished)).toMatch(/^\d messages: Cats it is\.$/);
  });

  peer.it('gets structured output through a tool that has to be used', async () => {
    const input = { number: 'A-7', total: 12.5, paid: true };
    host.model.respondWith(calls({ id: 'x', name: 'final_response', input }));
    const call = await host.tool(server, 'sample_result_type', { text: 'Invoice A-7, 12.50, paid' });
    const review = await host.reviewer.passNext();
    expect(review.ask.params).toMatchObject({ tools: [{ name: 'final_response' }], toolChoice: { mode: 'required' } });
    expect(JSON.parse(textIn(await call.finished))).toEqual(input);
    expect(host.model.completions[0]?.body?.['tool_choice']).toBe('required');
  });

  peer.it('asks again when the model answers in text where a tool was required', async () => {
    const input = { number: 'B-1', total: 3 };
    host.model.respondWith(says('I would rather not.'), calls({ id: 'x', name: 'final_response', input }));
    const call = await host.tool(server, 'sample_result_type', { text: 'Invoice B-1' });
    await host.reviewer.passNext();
    const second = await host.reviewer.passNext();
    expect(second.ask.params.messages.length).toBeGreaterThan(1);
    expect(JSON.parse(textIn(await call.finished))).toEqual({ ...input, paid: false });
  });

  peer.it('gets structured output that is no object', async () => {
    const value = ['red', 'green', 'blue'];
    host.model.respondWith(calls({ id: 'x', name: 'final_response', input: { value } }));
    const call = await host.tool(server, 'sample_result_list');
    await host.reviewer.passNext();
    expect(JSON.parse(textIn(await call.finished))).toEqual(value);
  });

  peer.it('takes single steps with a tool choice of its own', async () => {
    const use = (id: string, query: string) => calls({ id, name: 'search', input: { query } });
    host.model.respondWith(use('1', 'boats'), use('2', 'sails'), says('Enough.'));
    const call = await host.tool(server, 'sample_steps', { topic: 'boats' });
    const choices: unknown[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const review = await host.reviewer.passNext();
      choices.push(review.ask.params.toolChoice?.mode);
    }
    expect(choices[0]).toBe('required');
    expect(textIn(await call.finished)).toBe('wanted [{"query": "boats"}], then 2 turns: Enough.');
  });

  peer.it('asks four things at once and takes the answers in any order', async () => {
    const call = await host.tool(server, 'sample_gather', { count: 4 });
    const reviews = await host.reviewer.several(4);
    for (const index of [3, 1, 0, 2]) {
      const review = reviews[index];
      if (review) await host.reviewer.pass(review);
    }
    expect((await call.finished).result?.['structuredContent']).toEqual({
      result: [1, 2, 3, 4].map((number) => `The stand-in read: Question ${number}`),
    });
  });

  peer.it('asks twice in a row: the second prompt holds the first answer', async () => {
    host.model.respondWith(says('Count them.'));
    const call = await host.tool(server, 'sample_chained', { problem: 'How many?' });
    await host.reviewer.passNext();
    const second = await host.reviewer.passNext();
    expect(questionOf(second.ask)).toBe('Carry out this plan: Count them.');
    expect(second.ask.params.temperature).toBe(0);
    expect((await call.finished).status).toBe('done');
  });

  peer.it('handles a denial by itself, and logs it', async () => {
    const call = await host.tool(server, 'sample_or_fall_back');
    const review = await host.reviewer.next();
    host.desk.deny(review.id, 'too private');
    const message = 'User rejected sampling request: too private';
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe(`Fallback after -1: ${message}`);
    expect(snapshot.result?.['isError']).not.toBe(true);
    expect(snapshot.logs.map((log) => log.message)).toMatchObject([
      { level: 'error', data: { msg: `Sampling failed: ${message}` } },
    ]);
    expect(host.model.completions).toHaveLength(0);
  });

  peer.it('fails in words when it does not handle a denial', async () => {
    const call = await host.tool(server, 'sample_plain', { text: 'x' });
    host.desk.deny((await host.reviewer.next()).id);
    const snapshot = await call.finished;
    expect(snapshot.result?.['isError']).toBe(true);
    expect(textIn(snapshot)).toContain('User rejected sampling request');
  });

  peer.it('hears what failed when the person gives up, without a stack', async () => {
    host.model.respondWith({ status: 429, body: { error: { message: 'Slow down.', code: 'rate_limit' } } });
    const call = await host.tool(server, 'sample_or_fall_back');
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    await host.reviewer.until(review, () => review.failure);
    host.desk.deny(review.id);
    expect(textIn(await call.finished)).toMatch(
      /^Fallback after -32603: No answer: the model’s provider limits the rate/,
    );
  });

  peer.it('reports progress and log messages around two requests', async () => {
    const call = await host.tool(server, 'sample_with_progress');
    const progress: unknown[] = [];
    call.onDidChange((snapshot) => progress.push(snapshot.progress?.message));
    await host.reviewer.passNext();
    await host.reviewer.passNext();
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe('The stand-in read: First part? / The stand-in read: Second part?');
    expect(progress).toEqual(expect.arrayContaining(['Asking', 'Asking again']));
    expect(snapshot.logs.map(({ message }) => message.level)).toEqual(['info', 'debug', 'warning']);
  });

  peer.it('samples while a resource is read and while a prompt is fetched', async () => {
    const read = host.read(server, 'report://tides');
    const first = await host.reviewer.passNext();
    expect(first.ask.cause).toMatchObject({
      certainty: 'certain',
      call: { method: 'resources/read', name: 'report://tides' },
    });
    expect(textIn(await read.finished)).toBe('The stand-in read: Report on tides');
    const prompt = host.prompt(server, 'sampled_prompt', { topic: 'moons' });
    const second = await host.reviewer.passNext();
    expect(second.ask.cause).toMatchObject({
      certainty: 'certain',
      call: { method: 'prompts/get', name: 'sampled_prompt' },
    });
    expect(textIn(await prompt.finished)).toBe('The stand-in read: Write a prompt about moons');
  });

  peer.it('loses its review when the call is cancelled, although the server does not take it back', async () => {
    const call = await host.tool(server, 'sample_plain', { text: 'never mind' });
    const review = await host.reviewer.next();
    call.cancel();
    expect(await host.reviewer.closed(review)).toBe('You cancelled the call.');
    expect((await call.finished).status).toBe('cancelled');
    expect(textIn(await runs('sample_plain', { text: 'still here' }))).toBe('The stand-in read: Summarize: still here');
    const asked = server.log.received('sampling/createMessage').at(-2);
    expect(server.log.answerTo(asked?.id)?.result).toBeUndefined();
  });

  async function runs(name: string, args: Readonly<Record<string, string>>) {
    const call = await host.tool(server, name, args);
    await host.reviewer.passNext();
    return call.finished;
  }
});

describe('Python FastMCP 3 without sampling with tools', () => {
  peer.it('says that it needs it, and asks for plain text all the same', async () => {
    const server = await host.start('plain', { ...peer.stdio, sampling: 'withoutTools' });
    const snapshot = await host.run(server, 'sample_result_list');
    expect(snapshot.result?.['isError']).toBe(true);
    expect(textIn(snapshot)).toContain('sampling.tools');
    const call = await host.tool(server, 'sample_plain', { text: 'a' });
    await host.reviewer.passNext();
    expect((await call.finished).status).toBe('done');
    await host.stop(server);
  });

  peer.it('says that sampling is off when it was not declared', async () => {
    const server = await host.start('off', { ...peer.stdio, sampling: 'off' });
    const snapshot = await host.run(server, 'sample_plain', { text: 'a' });
    expect(snapshot.result?.['isError']).toBe(true);
    expect(textIn(snapshot)).toMatch(/sampling/i);
    expect(host.desk.reviews).toHaveLength(0);
    await host.stop(server);
  });
});

describe.each(['http', 'sse'] as const)('Python FastMCP 3 over %s', (transport) => {
  let running: RunningServer;
  let server: TestServer;
  beforeAll(async () => {
    if (!peer.available) return;
    running = await peer.serve(transport);
    server = await host.start(`fastmcp3-${transport}`, { type: transport, url: running.url });
  });
  afterAll(async () => {
    if (peer.available) await running.stop();
  });

  peer.it('samples', async () => {
    const call = await host.tool(server, 'sample_options', { text: 'Over the wire.' });
    const review = await host.reviewer.passNext();
    expect(review.ask.cause).toMatchObject({ certainty: 'certain', call: { id: call.id } });
    expect(textIn(await call.finished)).toBe('The stand-in read: Over the wire.');
  });

  peer.it('asks four things at once and takes the answers in any order', async () => {
    const call = await host.tool(server, 'sample_gather', { count: 4 });
    const reviews = await host.reviewer.several(4);
    for (const review of [...reviews].reverse()) await host.reviewer.pass(review);
    expect((await call.finished).result?.['structuredContent']).toEqual({
      result: [1, 2, 3, 4].map((number) => `The stand-in read: Question ${number}`),
    });
  });

  peer.it('handles a denial', async () => {
    const call = await host.tool(server, 'sample_or_fall_back');
    host.desk.deny((await host.reviewer.next()).id);
    expect(textIn(await call.finished)).toBe('Fallback after -1: User rejected sampling request');
  });

  peer.it('runs a tool loop', async () => {
    host.model.respondWith(calls({ id: 'a', name: 'search', input: { query: 'cats', limit: 1 } }), says('Done.'));
    const call = await host.tool(server, 'sample_tools', { topic: 'cats' });
    await host.reviewer.passNext();
    await host.reviewer.passNext();
    expect(textIn(await call.finished)).toMatch(/messages: Done\.$/);
  });
});
