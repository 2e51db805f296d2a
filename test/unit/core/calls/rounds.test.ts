import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import type { PushedSampling } from '../../../../src/core/servers/session.ts';
import { completionOf, House, paramsOf, settle } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';
import { asks, FakeServer, refusal, sampling, tool } from './fakeServer.ts';

let house: House;
let calls: CallService;

beforeEach(() => {
  house = new House();
  const { pipeline, ledger, clock, newId } = house;
  calls = new CallService({ pipeline, ledger, clock, newId, validateOutput: () => Promise.resolve(undefined) });
});

function push(target: FakeServer, more: Partial<PushedSampling> = {}): Promise<unknown> {
  const signal = new AbortController().signal;
  return calls.handlePush(target, { params: paramsOf('Push'), signal, ...more });
}
describe('a legacy push', () => {
  it('is attributed to the only call and listed with it, step by step', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool(), { title: 'Sum up' });
    const states: (string | undefined)[] = [];
    call.onDidChange(({ reviews, waitingForReview }) => states.push(`${reviews[0]?.state} ${waitingForReview}`));
    await settle();
    const pushed = push(target, { keepAlive: vi.fn() });
    await settle();
    expect(house.desk.status(house.review().id)?.cause).toMatchObject({
      certainty: 'certain',
      calls: [{ title: 'Tool Sum up' }],
    });
    house.models.reply = () => completionOf('x');
    house.approve();
    await settle();
    house.desk.release(house.review().id);
    expect(await pushed).toMatchObject({ content: { text: 'x' } });
    // The model that it would go to becomes known while it waits.
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'waiting true',
      'decided false',
      'running false',
      'answered true',
      'decided false',
      'returned false',
    ]);
    expect(call.snapshot.reviews).toEqual([
      { review: house.review().id, label: 'Push', state: 'returned', model: 'small-1' },
    ]);
    call.cancel();
  });

  it('of one of several calls is said to be that, and stays while one of them runs', async () => {
    const target = new FakeServer('legacy');
    const a = calls.start(target, tool());
    const b = calls.start(target, tool());
    await settle();
    const pushed = refusal(push(target));
    await settle();
    expect(house.review().ask.cause).toMatchObject({ certainty: 'oneOf', calls: [{ id: a.id }, { id: b.id }] });
    expect(b.snapshot.waitingForReview).toBe(true);
    a.cancel();
    expect(house.review().closed).toBe(false);
    b.cancel('Enough.');
    expect((await pushed).message).toBe('Enough.');
  });

  it('of a named call is that call’s, also with several', async () => {
    const target = new FakeServer('legacy');
    calls.start(target, tool());
    const b = calls.start(target, tool());
    await settle();
    const pushed = refusal(push(target, { callId: b.id }));
    await settle();
    expect(house.review().ask.cause).toMatchObject({ certainty: 'certain', call: { id: b.id } });
    b.cancel();
    await pushed;
    calls.dispose();
  });

  it('without any call has no cause, and is reviewed all the same', async () => {
    const target = new FakeServer('legacy');
    const pushed = push(target);
    await settle();
    expect(house.review().ask.cause).toEqual({ certainty: 'none' });
    house.desk.answerByHand(house.review().id, 'x');
    await settle();
    house.desk.release(house.review().id);
    expect(await pushed).toMatchObject({ model: 'human' });
    expect(target.closing.listenerCount).toBe(0);
  });

  it('closes when the server cancels it, and when its call ends', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    const abort = new AbortController();
    const first = refusal(push(target, { signal: abort.signal }));
    await settle();
    abort.abort('The server gave up after 60 s.');
    expect((await first).message).toBe('The server gave up after 60 s.');
    const second = refusal(push(target));
    await settle();
    target.leg.done({ content: [] });
    expect((await second).message).toBe('The call that asked for this has ended.');
    expect((await call.finished).reviews.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(call.snapshot.waitingForReview).toBe(false);
  });

  it('that is denied is an error for the server and nothing to the call', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    const pushed = refusal(push(target));
    await settle();
    house.desk.deny(house.review().id);
    expect((await pushed).code).toBe(-1);
    target.leg.done({ content: [], isError: true });
    expect(await call.finished).toMatchObject({
      status: 'done',
      result: { isError: true },
      reviews: [{ state: 'denied' }],
    });
  });

  it('four at once from one call are answered in any order', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    house.models.reply = (outgoing) => completionOf(JSON.stringify(outgoing.body['messages']));
    const pushes = ['a', 'b', 'c', 'd'].map((text) => push(target, { params: paramsOf(text) }));
    await settle();
    for (const index of [2, 0, 3, 1]) house.approve(house.review(index));
    await settle();
    for (const index of [1, 3, 0, 2]) house.desk.release(house.review(index).id);
    const results = await Promise.all(pushes);
    results.forEach((result, index) => expect(JSON.stringify(result)).toContain(`\\"${'abcd'[index]}\\"`));
    target.leg.done({ content: [] });
    expect((await call.finished).reviews).toHaveLength(4);
  });
});

describe('a modern call', () => {
  it('answers a round as a whole and carries the state byte for byte', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    await settle();
    expect('answer' in target.leg.options).toBe(false);
    target.leg.done(asks({ one: sampling('first'), two: sampling('second') }, 'v1.\u0000sealed=='));
    await settle();
    expect(house.desk.reviews.map((review) => review.ask.key)).toEqual(['one', 'two']);
    expect(call.snapshot.waitingForReview).toBe(true);
    house.desk.answerByHand(house.review(1).id, 'B');
    house.desk.answerByHand(house.review(0).id, 'A');
    await settle();
    for (const review of [...house.desk.reviews]) house.desk.release(review.id);
    await settle();
    const answerOf = (text: string) => ({
      role: 'assistant',
      model: 'human',
      stopReason: 'endTurn',
      content: { type: 'text', text },
    });
    expect(target.legs).toHaveLength(2);
    expect(target.leg.options.answer).toEqual({
      inputResponses: { one: answerOf('A'), two: answerOf('B') },
      requestState: 'v1.\u0000sealed==',
    });
    target.leg.done(asks({ three: sampling('third') }));
    await settle();
    const third = house.desk.reviews.find((review) => review.ask.key === 'three');
    house.desk.answerByHand(third?.id ?? '', 'C');
    await settle();
    house.desk.release(third?.id ?? '');
    await settle();
    expect(target.leg.options.answer).toEqual({ inputResponses: { three: answerOf('C') } });
    target.leg.done({ content: [] });
    expect(await call.finished).toMatchObject({
      status: 'done',
      reviews: [{ state: 'returned' }, { state: 'returned' }, { state: 'returned' }],
    });
  });

  it('that asks for the roots many times in a round is told once, under each of its keys', async () => {
    let told = 0;
    const { pipeline, ledger, clock, newId } = house;
    const validateOutput = () => Promise.resolve(undefined);
    const roots = {
      rootsOf: () => {
        told++;
        return [{ uri: 'file:///work' }];
      },
    };
    const service = new CallService({ pipeline, ledger, clock, newId, validateOutput, roots });
    const target = new FakeServer('modern');
    service.start(target, tool());
    await settle();
    const keys = ['a', 'b', '__proto__', 'c'];
    target.leg.done(asks(Object.fromEntries(keys.map((key) => [key, { method: 'roots/list' }])), 's'));
    await settle();
    expect(told).toBe(1);
    expect(house.ledger.kinds.filter((kind) => kind === 'roots')).toHaveLength(1);
    const { inputResponses } = target.leg.options.answer ?? {};
    expect(Object.keys(inputResponses ?? {})).toEqual(keys);
    expect(inputResponses?.['c']).toEqual({ roots: [{ uri: 'file:///work' }] });
  });

  it('waits a moment before a retry that carries nothing but state', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({}, ''));
    await settle();
    house.clock.advance(249);
    await settle();
    expect(target.legs).toHaveLength(1);
    house.clock.advance(1);
    await settle();
    expect(target.leg.options.answer).toEqual({ requestState: '' });
    target.leg.done(asks({}));
    expect(await call.finished).toMatchObject({ status: 'failed', error: containing('not for what') });
  });

  it('is ended after ten rounds, with words', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    for (let round = 0; round < 11; round++) {
      await settle();
      target.leg.done(asks({}, `${round}`));
      await settle();
      house.clock.advance(250);
    }
    expect(await call.finished).toMatchObject({ status: 'failed', error: containing('after 10 rounds') });
    expect(target.legs).toHaveLength(11);
  });

  it.each(['tasks/get', 'sampling/createMessage2'])(
    'that asks for %s is ended, and nothing of its round is reviewed',
    async (method) => {
      const target = new FakeServer('modern');
      const call = calls.start(target, tool());
      await settle();
      target.leg.done(asks({ a: sampling('x'), b: { method } }));
      expect(await call.finished).toMatchObject({
        status: 'failed',
        error: containing(`${method} (b), which was not declared`),
      });
      expect(house.desk.reviews).toHaveLength(0);
    },
  );

  it('ends here when the person denies, and the server is not called again', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ a: sampling('x'), b: sampling('y') }));
    await settle();
    house.desk.deny(house.review(1).id, 'private');
    const end = await call.finished;
    expect(end).toMatchObject({
      status: 'cancelled',
      error: containing('User rejected sampling request: private. The call was ended here'),
    });
    expect(end.reviews.map(({ state }) => state)).toEqual(['denied', 'denied']);
    expect(target.legs).toHaveLength(1);
    expect(house.models.sent).toHaveLength(0);
  });

  it('fails with the words of intake when an ask is broken or has no parameters', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ a: { method: 'sampling/createMessage' } }));
    expect(await call.finished).toMatchObject({
      status: 'failed',
      error: containing('Invalid sampling request'),
    });
  });

  it('closes its reviews when it is cancelled', async () => {
    const target = new FakeServer('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ a: sampling('x') }));
    await settle();
    call.cancel();
    await settle();
    expect(house.review().ending).toMatchObject({ how: 'cancelled', message: 'You cancelled the call.' });
    expect(target.legs).toHaveLength(1);
  });
});
