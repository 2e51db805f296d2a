import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { holds } from '../fixtures/model/server.ts';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { type Definition, fixture } from './support/definitions.ts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

/** The modern era beyond what other people's servers do; the server itself checks what comes back and complains of any difference. */
function keepsTheRules(definition: () => Definition): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await host.start('modern', definition());
  });
  afterAll(() => host.stop(server));
  const legs = () => server.log.sent('tools/call').length;

  it('answers ten rounds, with every state byte for byte as it came', async () => {
    const before = server.log.wire.length;
    const call = await host.tool(server, 'rounds', { n: 10 });
    for (let round = 1; round <= 10; round++) {
      const review = await host.reviewer.next();
      expect(questionOf(review.ask)).toMatch(new RegExp(`^Round ${round} of 10`));
      host.desk.answerByHand(review.id, `Answer ${round}`);
      await host.reviewer.answered(review);
      host.reviewer.release(review);
    }
    expect(textIn(await call.finished)).toBe('10 rounds; the last answer: Answer 10');
    const wire = server.log.wire.slice(before).map(({ message }) => message);
    const issued = wire.flatMap(({ result }) => result?.['requestState'] ?? []);
    expect(issued).toHaveLength(10);
    expect(wire.flatMap(({ params }) => params?.['requestState'] ?? [])).toEqual(issued);
    expect(issued[0]).toEqual(expect.stringContaining('\u{1F680}'));
  });

  it('ends a call at the eleventh round, and says so', async () => {
    const before = legs();
    const call = await host.tool(server, 'rounds', { n: 11 });
    for (let round = 1; round <= 10; round++) await host.reviewer.passNext();
    const snapshot = await call.finished;
    expect(snapshot.status).toBe('failed');
    expect(snapshot.error).toContain('after 10 rounds the call was ended');
    expect(legs() - before).toBe(11);
    expect(host.model.completions).toHaveLength(10);
  });

  it('calls again with nothing but the state where nothing is asked', async () => {
    const snapshot = await host.run(server, 'state_only', { times: 3 });
    expect(textIn(snapshot)).toBe('Done after 3 more calls.');
    expect(snapshot.reviews).toEqual([]);
    expect(host.desk.reviews).toHaveLength(0);
  });

  it('answers three asks under odd keys', async () => {
    const call = await host.tool(server, 'ask_three');
    const reviews = await host.reviewer.several(3);
    expect(reviews.map(({ ask }) => ask.key)).toEqual(['summary', 'a key/with "odd" ünits', 'constructor']);
    for (const review of [...reviews].reverse()) await host.reviewer.approve(review);
    for (const review of reviews) {
      await host.reviewer.answered(review);
      host.reviewer.release(review);
    }
    expect(textIn(await call.finished).split('\n')).toEqual([
      'summary: The stand-in read: Summarize.',
      'a key/with "odd" ünits: The stand-in read: Translate.',
      'constructor: The stand-in read: Classify.',
    ]);
  });

  it('takes a round from a tool with an output schema', async () => {
    const call = await host.tool(server, 'ask_structured');
    await host.reviewer.passNext();
    const snapshot = await call.finished;
    expect(snapshot.result?.['structuredContent']).toEqual({ answer: 'The stand-in read: Fill the field.' });
    expect(snapshot.warning).toBeUndefined();
  });

  it('answers a round of all kinds as a whole, and calls no model before every ask has its verdict', async () => {
    host.roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
    const call = await host.tool(server, 'ask_everything', { url: 'https://example.com/in?x=%2F' });
    const [form, page] = [await host.reviewer.nextAsk(), await host.reviewer.nextAsk()];
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    await host.reviewer.openPage(page);
    expect(host.opened).toEqual(['https://example.com/in?x=%2F']);
    host.desk.answerAsk(page.id, 'retry');
    expect(host.model.completions).toHaveLength(0);
    host.reviewer.submit(form, { colour: 'red' });
    await host.reviewer.answered(review);
    host.reviewer.release(review);
    expect(textIn(await call.finished).split('\n')).toEqual([
      'poem: The stand-in read: Write a poem on a colour.',
      'colour: accept {"colour":"red"}',
      'page: accept {}',
      'roots: file:///projects/shop',
    ]);
  });

  it('answers the roots by itself', async () => {
    host.roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
    expect(textIn(await host.run(server, 'ask_roots'))).toBe('file:///projects/shop');
    expect(host.desk.items).toHaveLength(0);
  });

  it('takes back a form that was declined, and one that nobody decided about', async () => {
    for (const act of ['decline', 'cancel'] as const) {
      const params = { message: 'Who?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } };
      const call = await host.tool(server, 'elicit', { params });
      const form = await host.reviewer.nextAsk();
      host.desk.answerAsk(form.id, act);
      expect(textIn(await call.finished)).toBe(`${act} {}`);
    }
  });

  it('ends a call whose form is outside the specification, when that is refused', async () => {
    const before = legs();
    const properties = { home: { type: 'object', properties: { street: { type: 'string' } } } };
    const params = { message: 'Where?', requestedSchema: { type: 'object', properties } };
    const call = await host.tool(server, 'elicit', { params });
    const form = await host.reviewer.nextAsk();
    expect(form.question.problem).toContain('“home” is an object');
    host.desk.answerAsk(form.id, 'refuse');
    expect(await call.finished).toMatchObject({ status: 'failed', error: expect.stringContaining('“home”') as string });
    expect(legs() - before).toBe(1);
  });

  it.each([
    ['bad_tool_result_mix', /Tool results mixed with other content/],
    ['unbalanced_tool_use', /Tool result missing in request/],
  ])('ends %s with what is wrong with it', async (tool, words) => {
    const snapshot = await host.run(server, tool);
    expect(snapshot.status).toBe('failed');
    expect(snapshot.error).toMatch(words);
    expect(host.desk.reviews).toHaveLength(0);
    expect(host.model.completions).toHaveLength(0);
  });

  it('ends with a sentence when the answer was rejected, without a second leg', async () => {
    const before = legs();
    const call = await host.tool(server, 'ask_model', { prompt: 'Why?' });
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    await host.reviewer.answered(review);
    host.desk.rejectAnswer(review.id, 'wrong');
    const snapshot = await call.finished;
    expect(snapshot.status).toBe('cancelled');
    expect(snapshot.error).toMatch(/wrong\. The call was ended here/);
    expect(legs() - before).toBe(1);
  });

  it('closes the review of a call that is cancelled, and lets go of the model', async () => {
    const before = legs();
    host.model.respondWith(holds('A ', 'late', 'late answer.'));
    const call = await host.tool(server, 'ask_model', { prompt: 'Why?' });
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    const request = await host.model.completion(0);
    call.cancel();
    expect(await host.reviewer.closed(review)).toBe('You cancelled the call.');
    await request.aborted;
    expect((await call.finished).status).toBe('cancelled');
    host.model.open('late');
    expect(textIn(await host.run(server, 'slow', { steps: 1, ms: 1 }))).toBe('Did 1 steps.');
    expect(legs() - before).toBe(2);
  });

  it('asks while a resource is read, one of a template too, and while a prompt is fetched', async () => {
    const read = host.read(server, 'modern://sampled');
    await host.reviewer.passNext();
    expect(textIn(await read.finished)).toBe('The stand-in read: Write the resource.');
    const report = host.read(server, 'modern://report/tides');
    await host.reviewer.passNext();
    expect(textIn(await report.finished)).toBe('The stand-in read: Report on tides.');
    const prompt = host.prompt(server, 'sampling_prompt', { topic: 'moons' });
    const review = await host.reviewer.passNext();
    expect(review.ask).toMatchObject({ key: 'words', cause: { call: { method: 'prompts/get' } } });
    expect(textIn(await prompt.finished)).toBe('The stand-in read: Write a prompt about moons.');
  });

  it('shows a tool that was added while it runs', async () => {
    expect((await host.run(server, 'add_tool')).status).toBe('done');
    expect(textIn(await host.run(server, 'added_1'))).toBe('This is added_1.');
  });
}

describe('rounds over stdio', () => keepsTheRules(() => fixture('modern', '--stdio')));

describe('rounds over Streamable HTTP', () => {
  let running: RunningServer;
  beforeAll(async () => {
    running = await launchServer('modern');
  });
  afterAll(() => running.stop());
  keepsTheRules(() => ({ type: 'http', url: running.url }));
});

describe('a server that asks although sampling is switched off for it', () => {
  it('gets no review: the call ends and says why', async () => {
    const server = await host.start('off', { ...fixture('modern', '--stdio'), sampling: 'off' });
    const params = { messages: [{ role: 'user', content: { type: 'text', text: 'Psst.' } }], maxTokens: 5 };
    const snapshot = await host.run(server, 'ask', { params, overclaim: true });
    expect(snapshot.status).toBe('failed');
    expect(snapshot.error).toContain('Sampling is switched off for this server');
    expect(host.desk.reviews).toHaveLength(0);
    await host.stop(server);
  });

  it('gets no review for tools that were not declared', async () => {
    const server = await host.start('plain', { ...fixture('modern', '--stdio'), sampling: 'withoutTools' });
    const tools = [{ name: 'search', inputSchema: { type: 'object' } }];
    const params = { messages: [{ role: 'user', content: { type: 'text', text: 'Go.' } }], maxTokens: 5, tools };
    const snapshot = await host.run(server, 'ask', { params, overclaim: true });
    expect(snapshot.status).toBe('failed');
    expect(snapshot.error).toContain('sampling.tools, which was not declared');
    expect(host.desk.reviews).toHaveLength(0);
    await host.stop(server);
  });
});
