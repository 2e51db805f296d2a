import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import { withdrawnError } from '../../../../src/core/errors.ts';
import type { PushedSampling } from '../../../../src/core/servers/session.ts';
import { useLanguage } from '../../../../src/core/text/l10n.ts';
import { asks, FakeServer, refusal, sampling, tool } from '../calls/fakeServer.ts';
import { askOf, completionOf, House, paramsOf, server, settle } from '../sampling/fakes.ts';

let house: House;
let calls: CallService;
let target: FakeServer;

beforeEach(async () => {
  house = new House();
  const { pipeline, ledger, clock, newId } = house;
  const patience = house.desk.deadlines;
  calls = new CallService({
    pipeline,
    ledger,
    clock,
    newId,
    validateOutput: () => Promise.resolve(undefined),
    patience,
  });
  target = new FakeServer('legacy', 10_000_000);
  calls.start(target, tool());
  await settle();
});

interface Pushed {
  readonly ended: Promise<Error>;
  readonly abort: AbortController;
  readonly id: string;
}

async function push(more: Partial<PushedSampling> = {}): Promise<Pushed> {
  const abort = new AbortController();
  const ended = refusal(calls.handlePush(target, { params: paramsOf('Push'), signal: abort.signal, ...more }));
  await settle();
  return { ended, abort, id: house.desk.items.findLast(({ closed }) => !closed)?.id ?? '' };
}

afterEach(() => useLanguage());

const clockOf = (id: string) => house.desk.status(id)?.clock;

describe('how long a legacy server waits', () => {
  it('is told in the person’s language, and to its server and the ledger in English', async () => {
    const first = await push();
    house.clock.advance(30_000);
    useLanguage({ tag: 'xx', bundle: { 'The server gave up after {0} s. {1}': 'Zu spät, nach {0} s. {1}' } });
    first.abort.abort(withdrawnError('Request timed out'));
    expect((await first.ended).message).toBe('The server gave up after 30 s. Request timed out');
    expect(house.desk.status(first.id)?.closed?.message).toContain('Zu spät');
    expect(JSON.stringify(house.ledger.records)).not.toContain('Zu spät');
  });

  it('is typically 60 s, and that is said to be typical', async () => {
    const { id } = await push();
    expect(clockOf(id)).toEqual({
      deadline: { at: house.clock.now() + 60_000, lasts: 60_000, certainty: 'typical' },
      keepAlive: false,
    });
    expect(house.desk.state.reviews[0]?.deadline).toMatchObject({ certainty: 'typical' });
    // Many wait longer: nothing is closed for that alone.
    house.clock.advance(120_000);
    expect(house.desk.item(id)?.closed).toBe(false);
  });

  it('is what it did last time, once it gave up: then the request has expired, and approving it calls no model', async () => {
    const first = await push();
    const shown = house.review().outgoing?.hash ?? '';
    house.clock.advance(30_000);
    first.abort.abort(withdrawnError('The server cancelled its request: Request timed out'));
    await first.ended;
    expect(house.desk.status(first.id)?.closed).toEqual({
      how: 'expired',
      message: 'The server gave up after 30 s. The server cancelled its request: Request timed out',
    });
    // The list says so too, whatever the desk shows.
    expect(house.desk.state.reviews[0]).toMatchObject({ phase: 'closed', how: 'expired' });
    expect(clockOf(first.id)).toBeUndefined();
    expect(house.desk.approve(first.id, shown, { visible: true, focused: true })).toMatchObject({ taken: false });
    expect(house.models.sent).toEqual([]);
    const second = await push();
    expect(clockOf(second.id)?.deadline).toEqual({
      at: house.clock.now() + 30_000,
      lasts: 30_000,
      certainty: 'remembered',
    });
    // Without a word about time it has expired all the same, since it was to be expected then.
    house.clock.advance(29_500);
    second.abort.abort(withdrawnError('The server cancelled its request.'));
    await second.ended;
    expect(house.desk.status(second.id)?.closed?.how).toBe('expired');
  });

  it('is of that server alone, and with keep-alives another matter', async () => {
    const first = await push();
    house.clock.advance(30_000);
    first.abort.abort(withdrawnError('timed out'));
    await first.ended;
    const { deadlines } = house.desk;
    const keepAlive = vi.fn();
    expect(deadlines.of({ ask: askOf({ server, keepAlive }), receivedAt: 0 })?.certainty).toBe('typical');
    expect(deadlines.of({ ask: askOf({ server: { ...server, name: 'other' } }), receivedAt: 0 })?.certainty).toBe(
      'typical',
    );
    expect(deadlines.of({ ask: askOf({ server }), receivedAt: 0 })?.certainty).toBe('remembered');
    const told = await push({ keepAlive });
    expect(clockOf(told.id)?.keepAlive).toBe(true);
    house.clock.advance(10_000);
    expect(keepAlive).toHaveBeenCalledWith('The user is reviewing the request.');
  });

  it('has no limit that is known once it has waited much longer, and that counts more than what it did before', async () => {
    const first = await push();
    house.clock.advance(30_000);
    first.abort.abort(withdrawnError('timed out'));
    await first.ended;
    const second = await push();
    house.clock.advance(300_000);
    house.desk.deny(second.id);
    await second.ended;
    const third = await push();
    expect(clockOf(third.id)).toEqual({ waited: 300_000, keepAlive: false });
  });

  it('says nothing about its patience when it changes its mind at once, or when the call has ended', async () => {
    const first = await push();
    house.clock.advance(500);
    first.abort.abort(withdrawnError('The server cancelled its request.'));
    await first.ended;
    expect(house.desk.status(first.id)?.closed?.how).toBe('cancelled');
    const second = await push();
    house.clock.advance(20_000);
    target.leg.done({ content: [] });
    await second.ended;
    expect(house.desk.deadlines.of({ ask: askOf({ server }), receivedAt: 0 })?.certainty).toBe('typical');
  });
});

describe('how long a modern server keeps a call', () => {
  beforeEach(async () => {
    target = new FakeServer('modern', 10_000_000);
    calls.start(target, tool());
    await settle();
  });

  it('is not known when it does not say so: there is no hurry', async () => {
    target.leg.done(asks({ a: sampling('Wait') }, 's'));
    await settle();
    expect(clockOf(house.review().id)?.deadline).toBeUndefined();
  });

  it('is what it says: then the request closes by itself, the call ends, and no model is called', async () => {
    target.leg.done({ ...asks({ a: sampling('Wait') }, 's'), ttlMs: 600_000 });
    await settle();
    const { id } = house.review();
    expect(clockOf(id)?.deadline).toEqual({ at: house.clock.now() + 600_000, lasts: 600_000, certainty: 'stated' });
    const hash = house.review().outgoing?.hash ?? '';
    house.clock.advance(600_000);
    await settle();
    expect(house.desk.status(id)?.closed).toMatchObject({ how: 'expired' });
    expect(house.desk.approve(id, hash, { visible: true, focused: true })).toMatchObject({ taken: false });
    expect(house.models.sent).toEqual([]);
    expect(target.legs).toHaveLength(1);
  });

  it('is remembered when it does not take its state any more', async () => {
    target.leg.done(asks({ a: sampling('Wait') }, 's'));
    await settle();
    house.models.reply = () => completionOf('x');
    house.clock.advance(700_000);
    house.approve();
    await settle();
    house.desk.release(house.review().id);
    await settle();
    const { McpError } = await import('../../../../src/core/errors.ts');
    target.leg.fail(new McpError('server', 'Invalid or expired requestState', -32602));
    await settle();
    const known = house.desk.deadlines.of({ ask: askOf({ server: { ...server, era: 'modern' } }), receivedAt: 0 });
    expect(known).toMatchObject({ certainty: 'remembered' });
    expect(known?.lasts).toBeGreaterThanOrEqual(700_000);
  });
});
