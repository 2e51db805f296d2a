import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { calls, holds, says } from '../fixtures/model/server.ts';
import { launchServer, type RunningServer } from '../fixtures/servers/launch.mts';
import { type Definition, fixture } from './support/definitions.ts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

function samplesInEveryWay(definition: () => Definition): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await host.start('npm-fastmcp', definition());
  });
  afterAll(() => host.stop(server));

  it('gets the answer of a request with most of its fields set, each of which is on the desk', async () => {
    const call = await host.tool(server, 'sample', { prompt: 'What is a stator?' });
    const review = await host.reviewer.next();
    expect(review.ask.params).toMatchObject({
      systemPrompt: 'Be brief.',
      temperature: 0.4,
      stopSequences: ['END'],
      includeContext: 'none',
      metadata: { origin: 'npm-fastmcp' },
      modelPreferences: { hints: [{ name: 'claude' }, { name: 'gpt' }], speedPriority: 0.9 },
    });
    const content = host.desk.content(review.id);
    expect(content).toMatchObject({
      systemPrompt: { text: 'Be brief.' },
      parameters: { maxTokens: 100, temperature: 0.4, stopSequences: ['END'], includeContext: 'none' },
      preferences: { hints: ['claude', 'gpt'], speedPriority: 0.9 },
    });
    expect(content?.parameters.metadata).toContain('npm-fastmcp');
    const answer = await host.reviewer.pass(review);
    expect(textIn(await call.finished)).toBe(answer);
    expect(host.model.completions[0]?.body).toMatchObject({ temperature: 0.4, stop: ['END'] });
  });

  it('sends four requests before any answer, and takes the answers in any order', async () => {
    const call = await host.tool(server, 'parallel', { count: 4 });
    const reviews = await host.reviewer.several(4);
    for (const index of [2, 0, 3, 1]) {
      const review = reviews[index];
      if (review) await host.reviewer.approve(review);
    }
    await Promise.all(reviews.map((review) => host.reviewer.answered(review)));
    for (const review of [...reviews].reverse()) host.reviewer.release(review);
    const lines = textIn(await call.finished).split('\n');
    expect(lines).toHaveLength(4);
    lines.forEach((line, index) =>
      expect(line).toContain(`${index + 1}: The stand-in read: Question number ${index + 1}.`),
    );
    expect(call.snapshot.reviews.map(({ state }) => state)).toEqual(['returned', 'returned', 'returned', 'returned']);
  });

  it('hears -1 for the one of four that was denied, while the others are answered', async () => {
    const call = await host.tool(server, 'parallel', { count: 4 });
    const reviews = await host.reviewer.several(4);
    const second = reviews.find((review) => questionOf(review.ask) === 'Question number 2.');
    host.desk.deny(second?.id ?? '');
    expect(textIn(await call.finished)).toBe('sampling failed: -1 User rejected sampling request');
    // The tool gave up at the first refusal, so what it left behind is closed here.
    for (const review of reviews) expect(await host.reviewer.closed(review)).not.toBe('');
    expect(host.model.completions).toHaveLength(0);
  });

  it('gives up after its time-out: the review closes, says so, and takes nothing any more', async () => {
    host.model.respondWith(holds('Too ', 'late', 'late.'));
    const call = await host.tool(server, 'with_timeout', { ms: 2000 });
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    const request = await host.model.completion(0);
    expect(await host.reviewer.closed(review)).toMatch(
      /^The server gave up after [23] s\. The server cancelled its request: .*timed out/i,
    );
    await request.aborted;
    expect(textIn(await call.finished)).toContain('sampling failed: -32001');
    expect(host.desk.release(review.id)).toMatchObject({ taken: false });
    host.model.open('late');
    const asked = server.log.received('sampling/createMessage').at(-1);
    expect(textIn(await host.run(server, 'with_timeout', { ms: 1 }))).toContain('sampling failed');
    expect(server.log.answerTo(asked?.id)?.result).toBeUndefined();
    expect(call.snapshot.reviews).toMatchObject([{ state: 'expired' }]);
  });

  it('runs its tool loop over the desk: uses go out as tool calls, results come back as tool messages', async () => {
    host.model.respondWith(
      calls(
        { id: 'call_a', name: 'search', input: { query: 'tides' } },
        { id: 'call_b', name: 'search', input: { query: 'moon' } },
      ),
      says('Both of them.'),
    );
    const call = await host.tool(server, 'tool_loop', { topic: 'tides' });
    const progress: unknown[] = [];
    call.onDidChange((snapshot) => progress.push(snapshot.progress?.message));
    const first = await host.reviewer.next();
    expect(host.desk.content(first.id)).toMatchObject({
      tools: [{ name: 'search' }],
      parameters: { toolChoice: 'required' },
    });
    await host.reviewer.approve(first);
    await host.reviewer.answered(first);
    expect(host.desk.status(first.id)?.answer).toMatchObject({
      stopReason: 'toolUse',
      toolUses: [{ name: 'search' }, { name: 'search' }],
    });
    host.reviewer.release(first);
    const second = await host.reviewer.next();
    expect(second.params.messages).toHaveLength(3);
    await host.reviewer.pass(second);
    expect(textIn(await call.finished)).toBe('After 2 turns: Both of them.');
    expect(progress).toContain('Turn 1: toolUse');
    expect(call.snapshot.logs.map(({ message }) => message.data)).toContainEqual({
      message: 'tool use',
      context: { queries: ['tides', 'moon'] },
    });
    const [, again] = host.model.completions;
    expect(again?.body).toMatchObject({
      tool_choice: 'auto',
      messages: [
        { role: 'user' },
        { role: 'assistant', tool_calls: [{ id: 'call_a' }, { id: 'call_b' }] },
        { role: 'tool', tool_call_id: 'call_a', content: 'Two pages on tides.' },
        { role: 'tool', tool_call_id: 'call_b', content: 'Two pages on moon.' },
      ],
    });
  });

  it('gets an answer that a person wrote, and one that they edited', async () => {
    const byHand = await host.tool(server, 'sample', { prompt: 'Who are you?' });
    const first = await host.reviewer.next();
    host.desk.answerByHand(first.id, 'A person.');
    await host.reviewer.answered(first);
    host.reviewer.release(first);
    expect(textIn(await byHand.finished)).toBe('A person.');
    const edited = await host.tool(server, 'sample', { prompt: 'And you?' });
    const second = await host.reviewer.next();
    await host.reviewer.approve(second);
    await host.reviewer.answered(second);
    host.reviewer.release(second, 'Edited.');
    expect(textIn(await edited.finished)).toBe('Edited.');
    expect(host.model.completions).toHaveLength(1);
  });

  it('is told when the answer was rejected', async () => {
    const call = await host.tool(server, 'sample', { prompt: 'Say something.' });
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    await host.reviewer.answered(review);
    host.desk.rejectAnswer(review.id, 'nonsense');
    expect(textIn(await call.finished)).toBe('sampling failed: -1 User rejected sampling request: nonsense');
  });
}

describe('npm fastmcp over stdio', () => samplesInEveryWay(() => fixture('npm-fastmcp')));

describe('npm fastmcp over Streamable HTTP', () => {
  let running: RunningServer;
  beforeAll(async () => {
    running = await launchServer('npm-fastmcp', ['--transport', 'http']);
  });
  afterAll(() => running.stop());
  samplesInEveryWay(() => ({ type: 'http', url: running.url }));
});
