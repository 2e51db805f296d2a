import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallSnapshot } from '../../../../src/core/calls/call.ts';
import { CallService } from '../../../../src/core/calls/callService.ts';
import { McpError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import type { CallRequest, PushedSampling } from '../../../../src/core/servers/session.ts';
import { House, paramsOf, server, settle } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';
import { FakeServer, refusal, schema, tool } from './fakeServer.ts';

let house: House;
let calls: CallService;
const validateOutput = vi.fn();

beforeEach(() => {
  house = new House();
  validateOutput.mockReset().mockResolvedValue(undefined);
  const { pipeline, ledger, clock, newId } = house;
  calls = new CallService({ pipeline, ledger, clock, newId, validateOutput });
});

function push(target: FakeServer, more: Partial<PushedSampling> = {}): Promise<unknown> {
  const signal = new AbortController().signal;
  return calls.handlePush(target, { params: paramsOf('Push'), signal, ...more });
}
describe('a call', () => {
  it('is written down before it is made, and ends with its result', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool(), { title: 'Sum up' });
    expect(target.legs).toHaveLength(0);
    await settle();
    expect(house.ledger.records).toEqual([
      {
        kind: 'call',
        server: { name: 'notes', definition: server.definition, era: 'legacy' },
        call: call.id,
        method: 'tools/call',
        name: 'sum',
        arguments: { text: 'x' },
      },
    ]);
    target.leg.options.onProgress({ progress: 1, total: 3, message: 'One' });
    expect(call.snapshot.progress).toEqual({ progress: 1, total: 3, message: 'One' });
    target.leg.done({ content: [] });
    expect(await call.finished).toMatchObject({ status: 'done', result: { content: [] }, endedAt: house.clock.now() });
    expect(house.clock.timers).toBe(0);
    expect(target.closing.listenerCount).toBe(0);
    call.cancel();
    expect(call.snapshot.status).toBe('done');
  });

  it.each<[CallRequest, string, unknown]>([
    [{ method: 'prompts/get', name: 'brief', arguments: { a: 'b' } }, 'brief', { a: 'b' }],
    [{ method: 'resources/read', uri: 'report://x' }, 'report://x', { uri: 'report://x' }],
  ])('may be any that can sample: %j', async (request, name, args) => {
    const target = new FakeServer('modern');
    const call = calls.start(target, request);
    await settle();
    expect(house.ledger.records[0]).toMatchObject({ method: request.method, name, arguments: args });
    target.leg.done({});
    expect((await call.finished).status).toBe('done');
  });

  it('is not made when it cannot be written down', async () => {
    house.ledger.failing = () => true;
    const target = new FakeServer('legacy');
    const end = await calls.start(target, tool()).finished;
    expect(end).toMatchObject({ status: 'failed', error: containing('disk full') });
    expect(target.legs).toHaveLength(0);
  });

  it.each([
    [new McpError('server', 'Tool sum not found'), 'failed', 'Tool sum not found'],
    [new Error('boom'), 'failed', 'boom'],
    [new McpError('cancelled', 'The server cancelled it.'), 'cancelled', 'The server cancelled it.'],
  ])('fails with the words of the server: %s', async (error, status, message) => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    target.leg.fail(error);
    expect(await call.finished).toMatchObject({ status, error: message });
  });

  it('is cancelled by the person: the server is told by the signal', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    call.cancel();
    expect(target.leg.options.signal.aborted).toBe(true);
    expect(await call.finished).toMatchObject({ status: 'cancelled', error: 'You cancelled the call.' });
    const early = calls.start(target, tool());
    early.cancel('Never mind.');
    await settle();
    expect(await early.finished).toMatchObject({ status: 'cancelled', error: 'Never mind.' });
    expect(target.legs).toHaveLength(1);
  });

  it('ends with its server, with the reason', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    const pushed = refusal(push(target));
    await settle();
    target.closing.fire({ expected: false, reason: 'it exited with code 1.' });
    expect(await call.finished).toMatchObject({
      status: 'failed',
      error: 'The server notes ended: it exited with code 1.',
    });
    expect((await pushed).message).toContain('exited with code 1');
    expect(house.review().ending).toMatchObject({
      how: 'cancelled',
      message: containing('exited with code 1'),
    });
    const other = new FakeServer('legacy');
    const stopped = calls.start(other, tool());
    other.closing.fire({ expected: true, reason: '' });
    expect((await stopped.finished).error).toBe('The server notes was stopped.');
  });

  it('ends with the window', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    calls.dispose();
    expect((await call.finished).error).toBe('The window was closed.');
  });

  it('has its structured content checked, unless it is an error', async () => {
    validateOutput.mockResolvedValue('It does not fit.');
    const target = new FakeServer('legacy');
    const run = async (result: JsonObject, more: object = { outputSchema: schema }): Promise<CallSnapshot> => {
      const call = calls.start(target, tool(more));
      await settle();
      target.leg.done(result);
      return call.finished;
    };
    expect((await run({ structuredContent: { a: 1 } })).warning).toBe('It does not fit.');
    expect(validateOutput).toHaveBeenCalledWith(schema, { a: 1 });
    expect((await run({})).warning).toContain('no structured content');
    expect((await run({ isError: true })).warning).toBeUndefined();
    expect((await run({ structuredContent: 1 }, {})).warning).toBeUndefined();
    expect(validateOutput).toHaveBeenCalledTimes(1);
  });
});

describe('the time of a call', () => {
  it('runs out without a sign of life, and every sign starts it again', async () => {
    const target = new FakeServer('legacy', 1000);
    const call = calls.start(target, tool());
    await settle();
    house.clock.advance(900);
    target.leg.options.onProgress({ progress: 1 });
    house.clock.advance(900);
    calls.logMessage(target.session, { level: 'info', data: 'still here' });
    house.clock.advance(900);
    expect(call.snapshot.status).toBe('running');
    house.clock.advance(100);
    expect(await call.finished).toMatchObject({ status: 'failed', error: containing('for 1 s') });
  });

  it('stands still while a person thinks', async () => {
    const target = new FakeServer('legacy', 1000);
    const call = calls.start(target, tool());
    await settle();
    const pushed = push(target);
    await settle();
    house.clock.advance(600_000);
    expect(call.snapshot).toMatchObject({ status: 'running', waitingForReview: true });
    house.desk.answerByHand(house.review().id, 'x');
    await settle();
    house.desk.release(house.review().id);
    await pushed;
    house.clock.advance(999);
    expect(call.snapshot.status).toBe('running');
    house.clock.advance(1);
    expect(call.snapshot.status).toBe('failed');
  });
});

describe('a server that talks without measure', () => {
  it('fills neither the memory nor the panel: what a call keeps of it is short, and says so', async () => {
    const target = new FakeServer('legacy');
    const call = calls.start(target, tool());
    await settle();
    const data = { list: Array.from({ length: 40_000 }, (_, index) => `entry ${index}`) };
    calls.logMessage(target.session, { level: 'info', data });
    calls.logMessage(target.session, { level: 'info', data: 'x'.repeat(3_000_000) });
    calls.logMessage(target.session, { level: 'info', data: { small: 1 } });
    target.leg.options.onProgress({ progress: 1, message: 'y'.repeat(3_000_000) });
    const [first, second, third] = call.snapshot.logs.map(({ message }) => message.data);
    expect(first).toMatch(/^\{"list":\["entry 0".*… \(\d+ characters\)$/);
    expect(second).toMatch(/^x+… \(3000000 characters\)$/);
    expect(third).toEqual({ small: 1 });
    expect(call.snapshot.progress?.message).toMatch(/^y+… \(3000000 characters\)$/);
    expect(JSON.stringify(call.snapshot).length).toBeLessThan(50_000);
  });
});

describe('logs', () => {
  it('go to the call that is known, else to the one of the server or to each of several', async () => {
    const target = new FakeServer('legacy');
    const other = new FakeServer('legacy');
    const a = calls.start(target, tool());
    const elsewhere = calls.start(other, tool());
    calls.logMessage(target.session, { level: 'info', data: 'one' });
    const b = calls.start(target, tool());
    calls.logMessage(target.session, { level: 'error', data: 'two' });
    calls.logMessage(target.session, { level: 'info', data: 'three', callId: a.id });
    calls.logMessage(target.session, { level: 'info', data: 'late', callId: 'over by now' });
    expect(a.snapshot.logs.map(({ message }) => message.data)).toEqual(['one', 'two', 'three']);
    expect(b.snapshot.logs.map(({ message }) => message.data)).toEqual(['two']);
    expect(elsewhere.snapshot.logs).toEqual([]);
    for (let index = 0; index < 1100; index++) calls.logMessage(target.session, { level: 'debug', data: index });
    expect(a.snapshot.logs).toHaveLength(1000);
    expect(a.snapshot.logs.at(-1)?.message.data).toBe(1099);
    calls.dispose();
    calls.logMessage(target.session, { level: 'info', data: 'late' });
    expect(a.snapshot.logs.at(-1)?.message.data).toBe(1099);
    await a.finished;
  });
});
