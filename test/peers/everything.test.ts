import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Definition, everythingOver, everythingStdio } from './support/definitions.ts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';
import { until } from './support/time.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

/** All that it has. The last ones appear only after the handshake, when it knows what was declared. */
const OFFERED = [
  'echo',
  'get-annotated-message',
  'get-env',
  'get-resource-links',
  'get-resource-reference',
  'get-roots-list',
  'get-structured-content',
  'get-sum',
  'get-tiny-image',
  'gzip-file-as-resource',
  'simulate-research-query',
  'toggle-simulated-logging',
  'toggle-subscriber-updates',
  'trigger-elicitation-request',
  'trigger-elicitation-request-async',
  'trigger-long-running-operation',
  'trigger-sampling-request',
  'trigger-sampling-request-async',
  'trigger-url-elicitation',
];

/** What every transport has to carry. */
function tellsTheWholeStory(definition: () => Definition): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await host.start('everything', definition());
    await host.offered(server, 'trigger-sampling-request');
  });
  afterAll(() => host.stop(server));

  it('lists its tools, resources, templates and prompts', () => {
    const { catalog, errors } = server.managed.catalog;
    expect(errors).toEqual({});
    expect(catalog.tools.map(({ name }) => name).sort()).toEqual(OFFERED);
    expect(catalog.resources.length).toBeGreaterThan(0);
    expect(catalog.resourceTemplates.map(({ uriTemplate }) => uriTemplate).sort()).toEqual([
      'demo://resource/dynamic/blob/{resourceId}',
      'demo://resource/dynamic/text/{resourceId}',
    ]);
    expect(catalog.prompts.map(({ name }) => name).sort()).toEqual([
      'args-prompt',
      'completable-prompt',
      'resource-prompt',
      'simple-prompt',
    ]);
    expect(server.managed.target?.asking).toMatchObject({ era: 'legacy', tools: true });
  });

  it('gets what the model answered, once it is approved and released', async () => {
    const before = (await host.ledger()).length;
    const call = await host.tool(server, 'trigger-sampling-request', { prompt: 'Why is the sky blue?', maxTokens: 55 });
    const review = await host.reviewer.next();
    expect(review.ask).toMatchObject({
      server: { name: 'everything', era: 'legacy' },
      cause: { certainty: 'certain', call: { id: call.id, name: 'trigger-sampling-request' } },
      params: { systemPrompt: 'You are a helpful test server.', maxTokens: 55, temperature: 0.7 },
    });
    const answer = await host.reviewer.pass(review);
    expect(answer).toContain('Why is the sky blue?');
    const snapshot = await call.finished;
    expect(snapshot).toMatchObject({ status: 'done', reviews: [{ state: 'returned', model: 'stand-in-1' }] });
    const result: unknown = JSON.parse(textIn(snapshot).replace('LLM sampling result:', ''));
    expect(result).toEqual({
      role: 'assistant',
      model: 'stand-in-1',
      stopReason: 'endTurn',
      content: { type: 'text', text: answer },
    });
    expect(host.model.completions.map(({ body }) => body)).toMatchObject([
      {
        model: 'stand-in-1',
        temperature: 0.7,
        messages: [{ role: 'system', content: 'You are a helpful test server.' }, { role: 'user' }],
      },
    ]);
    const kinds = ['call', 'request', 'verdict', 'outgoing', 'completion', 'release'];
    // It asks for the roots some time after it has connected.
    expect((await host.kindsSince(before)).filter((kind) => kind !== 'roots')).toEqual(kinds);
  });

  it('hears -1 when the person denies, and no model is called', async () => {
    const call = await host.tool(server, 'trigger-sampling-request', { prompt: 'My secrets, please.' });
    const review = await host.reviewer.next();
    host.desk.deny(review.id, 'not this one');
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toContain('MCP error -1: User rejected sampling request: not this one');
    expect(snapshot.result?.['isError']).toBe(true);
    const asked = server.log.received('sampling/createMessage').at(-1);
    expect(server.log.answerTo(asked?.id)?.error).toEqual({
      code: -1,
      message: 'User rejected sampling request: not this one',
    });
    expect(host.model.completions).toHaveLength(0);
  });

  it('gets a form of every kind filled in, declined, and cancelled', async () => {
    const content = {
      name: 'Ada',
      check: true,
      integer: 7,
      email: 'ada@example.com',
      untitledSingleSelectEnum: 'Ross',
    };
    const call = await host.tool(server, 'trigger-elicitation-request');
    const form = await host.reviewer.nextAsk();
    expect(form.question).toMatchObject({ mode: 'form', form: { whole: false } });
    expect(form.question.problem).toBeUndefined();
    host.reviewer.submit(form, { ...content, email: 'nowhere' });
    await until(
      () => form.errors[0],
      (again) => form.onDidChange(again),
    );
    expect(form.errors).toMatchObject([{ path: '/email' }]);
    host.reviewer.submit(form, content);
    expect(textIn(await call.finished)).toContain('- Favorite Integer: 7');
    for (const [act, words] of [
      ['decline', 'User declined'],
      ['cancel', 'User cancelled'],
    ] as const) {
      const again = await host.tool(server, 'trigger-elicitation-request');
      host.desk.answerAsk((await host.reviewer.nextAsk()).id, act);
      expect(textIn(await again.finished)).toContain(words);
    }
  });

  it('gets a page opened with consent, and is called again after one that it needs first', async () => {
    const url = 'https://example.com/sign-in?a=%2Fb';
    const call = await host.tool(server, 'trigger-url-elicitation', { url });
    await host.reviewer.openPage(await host.reviewer.nextAsk());
    expect(textIn(await call.finished)).toContain('User completed the URL elicitation flow');
    const before = server.log.sent('tools/call').length;
    const second = await host.tool(server, 'trigger-url-elicitation', { url, errorPath: true });
    const first = await host.reviewer.nextAsk();
    await host.reviewer.openPage(first);
    host.desk.answerAsk(first.id, 'retry');
    await host.reviewer.openPage(await host.reviewer.nextAsk());
    expect(textIn(await second.finished)).toContain('User completed the URL elicitation flow');
    expect(server.log.sent('tools/call').slice(before)).toHaveLength(2);
    expect(host.opened.slice(-3)).toEqual([url, 'https://modelcontextprotocol.io/', url]);
  });

  it('is told the roots, also when they change', async () => {
    host.roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
    const asked = server.log.received('roots/list').length;
    server.managed.target?.session.rootsChanged();
    await vi.waitFor(() => expect(server.log.received('roots/list').length).toBeGreaterThan(asked));
    await vi.waitFor(async () =>
      expect(textIn(await host.run(server, 'get-roots-list'))).toContain('file:///projects/shop'),
    );
  });

  it('returns what it is given', async () => {
    expect(textIn(await host.run(server, 'echo', { message: 'Grüße, 世界' }))).toContain('Grüße, 世界');
    expect(textIn(await host.run(server, 'get-sum', { a: 17, b: 25 }))).toContain('42');
  });

  it('shows the progress of a long operation', async () => {
    const call = await host.tool(server, 'trigger-long-running-operation', { duration: 0.4, steps: 4 });
    const seen: unknown[] = [];
    call.onDidChange(({ progress }) => seen.push(progress));
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toContain('Long running operation completed');
    expect(seen).toContainEqual({ progress: 1, total: 4 });
    expect(seen).toContainEqual({ progress: 3, total: 4 });
  });

  it('ends a long operation that is cancelled', async () => {
    const call = await host.tool(server, 'trigger-long-running-operation', { duration: 60, steps: 300 });
    await new Promise<void>((resolve) => {
      call.onDidChange(({ progress }) => progress && resolve());
    });
    call.cancel();
    expect(await call.finished).toMatchObject({ status: 'cancelled', error: 'You cancelled the call.' });
    await server.log.until((log) => log.sent('notifications/cancelled').at(-1));
  });

  it('runs every tool that asks for nothing undeclared', async () => {
    const run = (name: string, args = {}) => host.run(server, name, args);
    expect((await run('get-tiny-image')).result).toMatchObject({
      content: expect.arrayContaining([expect.objectContaining({ type: 'image', mimeType: 'image/png' })]) as unknown,
    });
    expect((await run('get-annotated-message', { messageType: 'error', includeImage: true })).result).toMatchObject({
      content: [{ type: 'text', annotations: { priority: 1 } }, { type: 'image' }],
    });
    expect(textIn(await run('get-env'))).toContain('PATH');
    const links = (await run('get-resource-links', { count: 3 })).result?.['content'] as readonly { type: string }[];
    expect(links.filter(({ type }) => type === 'resource_link')).toHaveLength(3);
    expect((await run('get-resource-reference', { resourceType: 'Text', resourceId: 2 })).result).toMatchObject({
      content: expect.arrayContaining([expect.objectContaining({ type: 'resource' })]) as unknown,
    });
    const weather = await run('get-structured-content', { location: 'Chicago' });
    expect(weather.result).toMatchObject({ structuredContent: { temperature: expect.any(Number) as number } });
    expect(weather.warning).toBeUndefined();
    const data = 'data:text/plain,hello';
    expect((await run('gzip-file-as-resource', { name: 'a.gz', data, outputType: 'resource' })).result).toMatchObject({
      content: [{ type: 'resource', resource: { mimeType: 'application/gzip' } }],
    });
    for (const name of ['toggle-simulated-logging', 'toggle-subscriber-updates']) {
      expect((await run(name)).status).toBe('done');
      expect((await run(name)).status).toBe('done');
    }
  });

  it('runs a tool that has to be a task, with its status in words', async () => {
    const call = await host.tool(server, 'simulate-research-query', { topic: 'tides' });
    const words = new Set<string>();
    call.onDidChange(({ progress }) => progress?.task === true && words.add(progress.message ?? ''));
    const snapshot = await call.finished;
    expect(snapshot.status).toBe('done');
    expect(textIn(snapshot)).toContain('Research Report: tides');
    expect([...words]).toContain('Synthesizing findings...');
  });

  it('asks for completions as tasks, which are reviewed like any other and fetched', async () => {
    const call = await host.tool(server, 'trigger-sampling-request-async', { prompt: 'Why is the sky blue?' });
    const review = await host.reviewer.next();
    expect(review.ask.params).not.toHaveProperty('task');
    const answer = await host.reviewer.pass(review);
    expect(textIn(await call.finished)).toContain(answer);
    const denied = await host.tool(server, 'trigger-sampling-request-async', { prompt: 'My secrets, please.' });
    host.desk.deny((await host.reviewer.next()).id, 'not this one');
    expect(textIn(await denied.finished)).toContain('User rejected sampling request: not this one');
  });

  it('answers a call with bad arguments by an error, not by silence', async () => {
    const snapshot = await host.run(server, 'get-sum', { a: 'seventeen' });
    expect(snapshot.status === 'failed' || snapshot.result?.['isError'] === true).toBe(true);
  });

  it('reads its resources and those of its templates', async () => {
    const { catalog } = server.managed.catalog;
    const first = await host.read(server, catalog.resources[0]?.uri ?? '').finished;
    expect(first).toMatchObject({ status: 'done', result: { contents: [{ uri: catalog.resources[0]?.uri }] } });
    const text = await host.read(server, 'demo://resource/dynamic/text/7').finished;
    expect(textIn(text)).toContain('Resource 7');
    const blob = await host.read(server, 'demo://resource/dynamic/blob/7').finished;
    expect(blob.result).toMatchObject({ contents: [{ blob: expect.stringMatching(/^[\w+/]+=*$/) as string }] });
    expect(await host.read(server, 'demo://nothing').finished).toMatchObject({ status: 'failed' });
  });

  it('gives its prompts, with and without arguments, and completes them', async () => {
    expect(textIn(await host.prompt(server, 'simple-prompt').finished)).toContain('simple prompt');
    expect(textIn(await host.prompt(server, 'args-prompt', { city: 'Oslo' }).finished)).toContain('Oslo');
    const promotion = { department: 'Sales', name: 'Eve' };
    expect(textIn(await host.prompt(server, 'completable-prompt', promotion).finished)).toContain('Eve');
    const embedded = { resourceType: 'Text', resourceId: '3' };
    expect((await host.prompt(server, 'resource-prompt', embedded).finished).result).toMatchObject({
      messages: [{}, { content: { type: 'resource' } }],
    });
  });
}

describe('server-everything over stdio', () => tellsTheWholeStory(() => everythingStdio));

describe.each([
  ['Streamable HTTP', 'streamableHttp', 'http'],
  ['HTTP+SSE', 'sse', 'sse'],
] as const)('server-everything over %s', (_name, transport, type) => {
  let running: Awaited<ReturnType<typeof everythingOver>>;
  beforeAll(async () => {
    running = await everythingOver(transport);
  });
  afterAll(() => running.stop());
  tellsTheWholeStory(() => ({ type, url: running.url }));
});

describe('a server that gives no progress token', () => {
  it('is asked nothing twice: two calls at once are told apart by what they ask', async () => {
    const server = await host.start('everything', everythingStdio);
    const calls = await Promise.all(
      ['first', 'second'].map((prompt) => host.tool(server, 'trigger-sampling-request', { prompt })),
    );
    const reviews = await host.reviewer.several(2);
    expect(reviews.map(({ ask }) => ask.cause.certainty)).toContain('oneOf');
    for (const review of [...reviews].reverse()) await host.reviewer.pass(review);
    const texts = await Promise.all(calls.map(async (call) => textIn(await call.finished)));
    expect(texts[0]).toContain('context: first');
    expect(texts[1]).toContain('context: second');
    expect(reviews.map((review) => questionOf(review.ask)).sort()).toHaveLength(2);
    await host.stop(server);
  });
});
