import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Review } from '../../src/core/review/review.ts';
import { holds } from '../fixtures/model/server.ts';
import { launchServer } from '../fixtures/servers/launch.mts';
import { fixture } from './support/definitions.ts';
import { questionOf, TestHost, type TestServer, textIn } from './support/host.ts';
import { until } from './support/time.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterEach(() => host.reset());
afterAll(() => host.close());

describe('many at once', () => {
  it('of a flood of 60, 20 come to the desk and 40 are refused at once', async () => {
    const server = await host.start('flood', fixture('flood'));
    const call = await host.tool(server, 'flood', { count: 60 });
    const errorsIn = () => server.log.wire.filter(({ direction, message }) => direction === 'sent' && message.error);
    const refused = await server.log.until(() => (errorsIn().length === 40 ? errorsIn() : undefined));
    for (const { message } of refused) {
      expect(message.error).toEqual({
        code: -1,
        message: 'Refused: 20 requests of this server wait for the user already, and at most 20 may.',
      });
    }
    const reviews = await host.reviewer.several(20);
    expect(host.desk.reviews).toHaveLength(20);
    expect(host.model.completions).toHaveLength(0);
    for (const review of reviews) await host.reviewer.pass(review);
    expect(textIn(await call.finished)).toBe('20 answered, 40 refused');
    // The first as it came, the others counted.
    const counts = (await host.ledger()).map((entry) => (entry.kind === 'refusal' ? (entry.count ?? 1) : 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    await host.stop(server);
  });

  it('of three floods, 50 come to the desk and the others hear that it is full', async () => {
    const servers = await Promise.all(['one', 'two', 'three'].map((name) => host.start(name, fixture('flood'))));
    const calls = await Promise.all(servers.map((server) => host.tool(server, 'flood', { count: 20 })));
    const errors = () =>
      servers.flatMap(({ log }) =>
        log.wire.flatMap(({ direction, message }) => (direction === 'sent' && message.error) || []),
      );
    await host.reviewer.several(50);
    await until(
      () => errors().length === 10 || undefined,
      (again) => {
        const heard = servers.map(({ log }) => log.onDidChange(again));
        return { dispose: () => heard.forEach((one) => one.dispose()) };
      },
    );
    expect(host.desk.reviews).toHaveLength(50);
    expect(errors()[0]?.message).toBe('Refused: 50 requests wait for the user already, and at most 50 may.');
    host.desk.denyAll();
    await Promise.all(calls.map((call) => call.finished));
    await Promise.all(servers.map((server) => host.stop(server)));
  });

  it('answers 20 samplings from five servers in any order', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const servers = await Promise.all(names.map((name) => host.start(name, fixture('sampler'))));
    const calls = await Promise.all(servers.map((server) => host.tool(server, 'parallel', { count: 4 })));
    const reviews = await host.reviewer.several(20);
    const shuffled = (step: number): Review[] => reviews.map((_, index) => reviews[(index * step) % 20] as Review);
    for (const review of shuffled(7)) await host.reviewer.approve(review);
    await Promise.all(reviews.map((review) => host.reviewer.answered(review)));
    for (const review of shuffled(13)) host.reviewer.release(review);
    for (const call of calls) {
      const lines = textIn(await call.finished).split('\n');
      const expected = [1, 2, 3, 4].map((number) => `${number}: The stand-in read: Question number ${number}.`);
      expect(lines).toEqual(expected);
    }
    expect(host.model.completions).toHaveLength(20);
    expect(host.desk.pendingCount).toBe(0);
    await Promise.all(servers.map((server) => host.stop(server)));
  });
});

describe('a legacy server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await host.start('sampler', fixture('sampler'));
  });
  const lastAsk = () => server.log.received('sampling/createMessage').at(-1);

  it('asks in the background: there is no call that caused it, and the desk says so', async () => {
    expect((await host.run(server, 'background_sample', { prompt: 'Nobody called.', delayMs: 1000 })).status).toBe(
      'done',
    );
    const review = await host.reviewer.next();
    expect(review.ask.cause).toEqual({ certainty: 'none' });
    expect(host.desk.state.reviews[0]?.cause).toBe('no call of yours');
    await host.reviewer.pass(review);
    const logged = await server.log.until((log) => log.messages.find(({ logger }) => logger === 'background'));
    expect(logged.data).toEqual({ text: 'The stand-in read: Nobody called.' });
  });

  it('hears -32602 for what breaks the specification, and nobody is asked', async () => {
    expect(textIn(await host.run(server, 'bad_tool_result_mix'))).toMatch(
      /-32602 .*Tool results mixed with other content/,
    );
    expect(textIn(await host.run(server, 'unbalanced_tool_use'))).toMatch(/-32602 .*Tool result missing in request/);
    expect(host.desk.reviews).toHaveLength(0);
  });

  it('is refused while sampling is paused, and heard again afterwards', async () => {
    host.desk.paused = true;
    expect(textIn(await host.run(server, 'ask_model'))).toContain('-1 Refused: the user has paused all sampling.');
    expect(host.desk.reviews).toHaveLength(0);
    host.desk.paused = false;
    const call = await host.tool(server, 'ask_model');
    await host.reviewer.passNext();
    expect((await call.finished).status).toBe('done');
  });

  it('takes its request back: the review closes, and the late answer is not sent', async () => {
    host.model.respondWith(holds('Too ', 'late', 'late.'));
    const call = await host.tool(server, 'sample_with_timeout', { ms: 2000 });
    const review = await host.reviewer.next();
    await host.reviewer.approve(review);
    const request = await host.model.completion(0);
    const asked = lastAsk();
    expect(await host.reviewer.closed(review)).toMatch(
      /^The server gave up after [23] s\. The server cancelled its request/,
    );
    await request.aborted;
    host.model.open('late');
    expect(host.desk.release(review.id).taken).toBe(false);
    expect(host.desk.answerByHand(review.id, 'Late too.').taken).toBe(false);
    expect(textIn(await call.finished)).toContain('sampling failed: -32001');
    expect(textIn(await host.run(server, 'echo', { text: 'still there' }))).toBe('still there');
    expect(server.log.answerTo(asked?.id)).toBeUndefined();
    const last = (await host.ledger()).at(-2);
    expect(last).toMatchObject({ kind: 'refusal', review: review.id, reason: 'cancelled' });
  });

  it('has its review closed by the end of the call, and gets no answer to it', async () => {
    const call = await host.tool(server, 'ask_model', { prompt: 'Never mind.' });
    const review = await host.reviewer.next();
    const asked = lastAsk();
    call.cancel();
    expect(await host.reviewer.closed(review)).toBe('You cancelled the call.');
    expect(await call.finished).toMatchObject({ status: 'cancelled', reviews: [{ state: 'cancelled' }] });
    expect(textIn(await host.run(server, 'echo', { text: 'next' }))).toBe('next');
    expect(server.log.answerTo(asked?.id)?.result).toBeUndefined();
    expect(host.model.completions).toHaveLength(0);
  });

  it('crashes in the middle: review and call end with the reason, and it is started again', async () => {
    const call = await host.tool(server, 'ask_model', { prompt: 'Hold on.' });
    const review = await host.reviewer.next();
    const crash = await host.tool(server, 'crash');
    const message = await host.reviewer.closed(review);
    expect(message).toMatch(
      /^The server sampler ended: The program ended with exit code 1\. .*crash: leaving with code 1/s,
    );
    expect(await call.finished).toMatchObject({ status: 'failed', reviews: [{ state: 'cancelled' }] });
    expect((await call.finished).error).toContain('exit code 1');
    expect((await crash.finished).status).toBe('failed');
    expect(host.desk.approve(review.id, review.outgoing?.hash ?? '', { visible: true, focused: true }).taken).toBe(
      false,
    );
    expect(server.managed.state.kind).toBe('restarting');
    await until(() => server.managed.target, server.managed.onDidChange);
    const again = await host.tool(server, 'ask_model', { prompt: 'Once more.' });
    await host.reviewer.passNext();
    expect(textIn(await again.finished)).toBe('The stand-in read: Once more.');
  });

  it('is stopped in the middle: review and call end and say so', async () => {
    const call = await host.tool(server, 'ask_model', { prompt: 'Hold on.' });
    const review = await host.reviewer.next();
    await server.managed.stop();
    expect(await host.reviewer.closed(review)).toBe('The server was stopped.');
    expect(await call.finished).toMatchObject({ status: 'failed', error: 'The server was stopped.' });
    expect(server.managed.state.kind).toBe('stopped');
    await server.managed.start({ interactive: true });
    expect(textIn(await host.run(server, 'echo', { text: 'back' }))).toBe('back');
  });
});

describe.each(['http', 'sse'] as const)('a legacy server over %s', (transport) => {
  it('is told apart by its calls where the transport can tell, and asked about where it cannot', async () => {
    const running = await launchServer('sampler', ['--transport', transport]);
    onTestFinished(() => running.stop());
    const server = await host.start(transport, { type: transport, url: running.url });
    const calls = await Promise.all(['one', 'two'].map((prompt) => host.tool(server, 'ask_model', { prompt })));
    const reviews = await host.reviewer.several(2);
    for (const { ask } of reviews) {
      const call = calls[questionOf(ask) === 'one' ? 0 : 1];
      if (transport === 'http') expect(ask.cause).toMatchObject({ certainty: 'certain', call: { id: call?.id } });
      else expect(ask.cause.certainty).not.toBe('none');
    }
    for (const review of [...reviews].reverse()) await host.reviewer.pass(review);
    expect(textIn(await (calls[1] as (typeof calls)[0]).finished)).toBe('The stand-in read: two');
    await host.stop(server);
  });

  it('dies in the middle: review and call end and say so', async () => {
    const running = await launchServer('sampler', ['--transport', transport]);
    onTestFinished(() => running.stop());
    const server = await host.start(`${transport}-dies`, { type: transport, url: running.url });
    const call = await host.tool(server, 'ask_model');
    const review = await host.reviewer.next();
    await running.stop();
    const closed = await host.reviewer.closed(review);
    expect(closed).toMatch(/^(The server .*-dies ended: .*|The connection broke off before the answer came\.)$/);
    expect(await call.finished).toMatchObject({ status: 'failed', reviews: [{ state: 'cancelled' }] });
    await host.stop(server);
  });
});

describe('a person who thinks for long', () => {
  it('keeps a server waiting past its time-out, by progress on its token', async () => {
    // The host says something every 10 s; here that is every 0.4 s, against a server that gives up after 3 s of silence.
    const slow = await TestHost.open({ speed: 25 });
    onTestFinished(() => slow.close());
    const server = await slow.start('patient', { ...fixture('sampler'), timeout: 600_000 });
    const call = await slow.tool(server, 'sample_with_progress_token', { timeoutMs: 3000 });
    const review = await slow.reviewer.next();
    const begun = Date.now();
    await server.log.until((log) => log.sent('notifications/progress').length >= 10 || undefined);
    expect(Date.now() - begun).toBeGreaterThan(3000);
    expect(review.closed).toBe(false);
    const answer = await slow.reviewer.pass(review);
    const snapshot = await call.finished;
    expect(textIn(snapshot)).toBe(answer);
    const seen = snapshot.result?.['structuredContent'] as { ticks: number } | undefined;
    expect(seen?.ticks).toBeGreaterThanOrEqual(9);
    expect(server.log.sent('notifications/progress')[0]?.params).toMatchObject({
      progress: 1,
      message: 'The user is reviewing the request.',
    });
  });

  it('never runs into the time-out of a call', async () => {
    const slow = await TestHost.open({ speed: 100 });
    onTestFinished(() => slow.close());
    const server = await slow.start('patient', { ...fixture('sampler'), timeout: 300_000 });
    const call = await slow.tool(server, 'sample_with_progress_token', { timeoutMs: 60_000 });
    const review = await slow.reviewer.next();
    const begun = slow.clock.now();
    // 40 times 10 s, longer than the 300 s after which a call without a sign of life is given up.
    await server.log.until((log) => log.sent('notifications/progress').length >= 40 || undefined);
    expect(slow.clock.now() - begun).toBeGreaterThan(300_000);
    await slow.reviewer.pass(review);
    expect((await call.finished).status).toBe('done');
  });
});
