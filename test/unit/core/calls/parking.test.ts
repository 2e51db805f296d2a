import { beforeEach, describe, expect, it } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import { ParkedRounds } from '../../../../src/core/calls/parkedRounds.ts';
import { type Found, type ParkedRound, parkedSchema } from '../../../../src/core/calls/parking.ts';
import { parkedView } from '../../../../src/core/calls/parkedView.ts';
import { standingOf } from '../../../../src/core/calls/standing.ts';
import { McpError } from '../../../../src/core/errors.ts';
import { nothingLoaded } from '../../../../src/core/servers/catalogStore.ts';
import { completionOf, House, log, settle } from '../sampling/fakes.ts';
import { asks, FakeServer, sampling, schema, tool } from './fakeServer.ts';
import { MemoryStore } from './memoryStore.ts';

let house: House;
let store: MemoryStore;
let rounds: ParkedRounds;
let calls: CallService;

/** Another window over the same disk. */
function openWindow(): void {
  house = new House();
  rounds = new ParkedRounds(store, log, house.clock);
  const { pipeline, ledger, clock, newId } = house;
  const validateOutput = () => Promise.resolve(undefined);
  const { history } = house.desk.views;
  calls = new CallService({ pipeline, ledger, clock, newId, validateOutput, parking: rounds, history });
}

beforeEach(() => {
  store = new MemoryStore();
  openWindow();
});

const state = 'opaque \u00e9\ud83d\ude80 "state"\n';

/** A call whose server asks two things, of which the first is edited. */
async function waiting(): Promise<FakeServer> {
  const target = new FakeServer('modern', 10_000_000);
  calls.start(target, tool(), { title: 'Sum up', origin: 'button' });
  await settle();
  target.leg.done(asks({ a: sampling('First words'), b: sampling('Second words') }, state));
  await settle();
  house.desk.edit(house.review(0).id, { part: 'text', message: 'm0', block: 0, text: 'Edited words' });
  house.clock.advance(600);
  await settle();
  return target;
}

const only = (): ParkedRound => [...store.kept.values()][0] as ParkedRound;

async function answerAll(): Promise<void> {
  house.models.reply = () => completionOf('x');
  for (const review of house.desk.reviews) {
    house.approve(review);
    // One after the other, as a person does it.
    await settle();
  }
  for (const review of house.desk.reviews) house.desk.release(review.id);
  await settle();
}

describe('a modern round that waits for a person', () => {
  it('is kept before it is shown, with the call, the state as it came, the asks and the edits', async () => {
    const shown: number[] = [];
    house.desk.onDidAdd(() => shown.push(store.events.length));
    await waiting();
    expect(shown).toEqual([1]);
    expect(only()).toMatchObject({
      server: 'notes',
      definition: 'd'.repeat(64),
      method: 'tools/call',
      name: 'sum',
      title: 'Sum up',
      origin: 'button',
      arguments: { text: 'x' },
      round: 1,
      requestState: state,
      edits: { a: { texts: { 'm0.0': 'Edited words' } } },
    });
    expect(Object.keys(only().inputRequests)).toEqual(['a', 'b']);
    expect(house.desk.status(house.review(0).id)?.clock?.parked).toEqual({ kept: true });
    // What goes on here is no news.
    expect(rounds.found).toEqual([]);
  });

  it('is kept so that it can be read again, whatever its server says of its time', async () => {
    const target = new FakeServer('modern', 10_000_000);
    calls.start(target, tool());
    await settle();
    target.leg.done({ ...asks({ a: sampling('First words') }, state), ttlMs: JSON.parse('1e999') as number });
    await settle();
    expect(parkedSchema.safeParse(only()).success).toBe(true);
    expect(house.desk.status(house.review(0).id)?.clock?.deadline).toBeUndefined();
  });

  it('holds no answer that was not released', async () => {
    await waiting();
    house.models.reply = () => completionOf('A secret answer');
    house.approve(house.review(0));
    house.approve(house.review(1));
    await settle();
    expect(house.review(0).phase).toBe('answered');
    house.desk.edit(house.review(1).id, { part: 'maxTokens', value: 50 });
    house.clock.advance(600);
    await settle();
    expect(JSON.stringify(only())).not.toContain('A secret answer');
  });

  it('is gone from disk before the call goes on', async () => {
    const target = await waiting();
    let legs = 0;
    store.onRemove = () => {
      legs = target.legs.length;
    };
    await answerAll();
    expect(legs).toBe(1);
    expect(target.legs).toHaveLength(2);
    expect(store.kept.size).toBe(0);
    target.leg.done({ content: [] });
    await settle();
    expect(rounds.found).toEqual([]);
  });

  it('is gone when it is denied, and when the person cancels the call or stops the server', async () => {
    for (const end of [
      () => house.desk.deny(house.review(0).id),
      (target: FakeServer) => target.closing.fire({ expected: true, reason: 'stopped' }),
    ]) {
      openWindow();
      const target = await waiting();
      end(target);
      await settle();
      expect(store.kept.size).toBe(0);
      expect(rounds.found).toEqual([]);
    }
  });

  it('says so where it cannot be kept, and waits all the same', async () => {
    store.failure = new Error('it is larger than 8 MB.');
    await waiting();
    expect(house.desk.status(house.review(0).id)?.clock?.parked).toEqual({
      kept: false,
      why: 'it is larger than 8 MB.',
    });
    expect(house.desk.reviews).toHaveLength(2);
  });

  it('is not kept where it would be of no use: in the legacy era, as a task, without a decision', async () => {
    const target = new FakeServer('modern');
    calls.start(target, tool());
    await settle();
    target.leg.done({ ...asks({ a: sampling('x') }), task: true });
    await settle();
    target.legs.at(-1)?.fail(new McpError('server', 'x'));
    calls.start(target, tool());
    await settle();
    target.leg.done(asks({ r: { method: 'roots/list' } }, 's'));
    await settle();
    expect(store.events).toEqual([]);
  });
});

describe('a parked call', () => {
  async function reloaded(): Promise<void> {
    await waiting();
    calls.dispose();
    await settle();
    openWindow();
    await rounds.load();
  }

  it('survives the window, is shown, and goes on with its edits, its state and its answers', async () => {
    await reloaded();
    expect(rounds.found).toHaveLength(1);
    const [found] = rounds.found;
    const target = new FakeServer('modern', 10_000_000);
    const [round, again] = await Promise.all([rounds.take(found?.id ?? ''), rounds.take(found?.id ?? '')]);
    expect(again).toBeUndefined();
    const call = calls.resume(target, tool(), round as ParkedRound);
    await settle();
    // Nothing is sent to anybody by that.
    expect(target.legs).toHaveLength(0);
    expect(house.models.sent).toEqual([]);
    expect(house.desk.reviews.map(({ draft }) => draft.edited)).toEqual([true, false]);
    const { cause, provenance } = house.desk.status(house.review(0).id) ?? {};
    expect(cause?.calls[0]).toMatchObject({ origin: 'button', startedAt: 1_000_000 });
    expect(cause?.calls[0]?.resumedAt).toBeDefined();
    expect(provenance?.leg).toEqual({ number: 1, most: 10 });
    await answerAll();
    expect(house.models.sent[0]?.outgoing.body).toMatchObject({ messages: [{ content: { text: 'Edited words' } }] });
    expect(target.leg.options.answer).toMatchObject({
      requestState: state,
      inputResponses: { a: { content: { text: 'x' } }, b: { content: { text: 'x' } } },
    });
    expect(store.kept.size).toBe(0);
    target.leg.done({ content: [{ type: 'text', text: 'Done' }] });
    expect(await call.finished).toMatchObject({ status: 'done' });
    expect(rounds.found).toEqual([]);
    expect(house.ledger.records[0]).toMatchObject({ kind: 'call', resumed: true });
  });

  it('still tells what it had asked before, and what became of that', async () => {
    const target = await waiting();
    await answerAll();
    target.leg.done(asks({ c: sampling('Third words') }, state));
    await settle();
    const earlier = () => house.desk.status(house.desk.reviews.at(-1)?.id ?? '')?.provenance?.earlier;
    const before = earlier();
    expect(before).toMatchObject([
      { label: 'First words', leg: 1, verdict: 'approve', how: 'returned', model: 'small-1' },
      { label: 'Second words', leg: 1, verdict: 'approve', how: 'returned' },
    ]);
    calls.dispose();
    await settle();
    openWindow();
    await rounds.load();
    calls.resume(new FakeServer('modern'), tool(), (await rounds.take(rounds.found[0]?.id ?? '')) as ParkedRound);
    await settle();
    expect(house.desk.reviews).toHaveLength(1);
    expect(earlier()).toEqual(before);
  });

  it('has the edits that were made just before the window was closed, once that is over', async () => {
    await waiting();
    house.desk.edit(house.review(1).id, { part: 'maxTokens', value: 7 });
    const slow = store.write.bind(store);
    store.write = async (round) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await slow(round);
    };
    await calls.shutdown();
    expect(only().edits).toEqual({ a: { texts: { 'm0.0': 'Edited words' } }, b: { maxTokens: 7 } });
  });

  it('survives a second reload after it was resumed', async () => {
    await reloaded();
    calls.resume(new FakeServer('modern'), tool(), (await rounds.take(rounds.found[0]?.id ?? '')) as ParkedRound);
    await settle();
    calls.dispose();
    await settle();
    openWindow();
    await rounds.load();
    expect(rounds.found).toHaveLength(1);
  });

  it('is there again when the connection is lost, and when it is not let through', async () => {
    const target = await waiting();
    target.closing.fire({ expected: false, reason: 'It crashed.' });
    await settle();
    expect(rounds.found).toHaveLength(1);
    const other = new FakeServer('modern');
    other.permit = () => Promise.reject(new McpError('rejected', 'You refused the change.'));
    const id = rounds.found[0]?.id ?? '';
    await calls.resume(other, tool(), (await rounds.take(id)) as ParkedRound).finished;
    await settle();
    expect(rounds.found).toMatchObject([{ id }]);
    expect(house.models.sent).toEqual([]);
    await rounds.discard(id);
    expect(store.kept.size).toBe(0);
    expect(rounds.found).toEqual([]);
  });

  it('can be resumed only with the same server, in the modern era, with what was called', async () => {
    await waiting();
    const found: Found = { id: 'x', round: only() };
    const target = new FakeServer('modern');
    const sum = { name: 'sum', inputSchema: schema };
    const catalog = { ...nothingLoaded, loaded: true, catalog: { ...nothingLoaded.catalog, tools: [sum] } };
    const now = house.clock.now();
    type Now = NonNullable<Parameters<typeof standingOf>[1]>;
    const kind = (given: Found, server: Omit<Now, 'state'> | undefined, at = now): string => {
      const standing = standingOf(given, server && { ...server, state: { kind: 'running' } }, at);
      return standing.kind === 'ready' ? standing.kind : `${standing.kind}: ${standing.why}`;
    };
    expect(standingOf(found, { target, catalog, state: { kind: 'running' } }, now)).toMatchObject({
      kind: 'ready',
      request: { method: 'tools/call', tool: sum, arguments: { text: 'x' } },
    });
    expect(kind(found, undefined)).toMatch(/^later: .*no server of this name/);
    expect(kind(found, { target, catalog: nothingLoaded })).toMatch(/^later: .*not listed/);
    expect(kind(found, { target, catalog: { ...nothingLoaded, loaded: true } })).toMatch(/^never: .*this tool/);
    expect(kind(found, { target: new FakeServer('legacy'), catalog })).toMatch(/^never: .*older protocol/);
    const changed = Object.assign(new FakeServer('modern'), { asking: { ...target.asking, definition: 'other' } });
    expect(kind(found, { target: changed, catalog })).toMatch(/^never: .*has changed/);
    const limited: Found = { id: 'x', round: { ...only(), expiresAt: now } };
    expect(kind(limited, { target, catalog })).toMatch(/^never: .*limited time/);
    expect(kind({ id: 'f', problem: 'It was changed.' }, { target, catalog })).toBe('never: It was changed.');
  });

  it.each([
    ['stopped', true],
    ['failed', true],
    ['needsConfirmation', true],
    ['needsSignIn', true],
    ['untrusted', true],
    ['starting', false],
    ['restarting', false],
    ['reconnecting', false],
  ] as const)('of a server that is %s offers to start it: %s', async (state, offered) => {
    await waiting();
    const found: Found = { id: 'x', round: only() };
    const server = { target: undefined, catalog: nothingLoaded, state: { kind: state } };
    const standing = standingOf(found, server, house.clock.now());
    expect(standing).toMatchObject({ kind: 'later', ...(offered ? { start: 'notes' } : {}) });
    expect('start' in standing).toBe(offered);
    expect(parkedView(found, standing).startable).toBe(offered ? true : undefined);
    // Nobody can start what is not there any more.
    expect(parkedView(found, standingOf(found, undefined, house.clock.now())).startable).toBeUndefined();
  });

  it('is shown as it was asked, though its keys are names that every object has', async () => {
    const target = new FakeServer('modern', 10_000_000);
    calls.start(target, tool(), { title: 'Sum up' });
    await settle();
    target.leg.done(asks({ constructor: sampling('First'), toString: sampling('Second') }, state));
    await settle();
    calls.dispose();
    await settle();
    openWindow();
    await rounds.load();
    const round = (await rounds.take(rounds.found[0]?.id ?? '')) as ParkedRound;
    calls.resume(new FakeServer('modern', 10_000_000), tool(), round);
    await settle();
    const { id, draft } = house.review(0);
    expect(draft.edits).toEqual({});
    expect(house.desk.edit(id, { part: 'text', message: 'm0', block: 0, text: 'Mine' })).toEqual({ taken: true });
  });
});

describe('a parked call of which another window of the folder knows', () => {
  it('cannot be taken up when that one has it, and is listed again when that one has left it', async () => {
    await waiting();
    calls.dispose();
    await settle();
    openWindow();
    await rounds.load();
    const id = rounds.found[0]?.id ?? '';
    store.away.add(id);
    expect(await rounds.take(id)).toBeUndefined();
    expect(rounds.found).toEqual([]);
    store.away.delete(id);
    house.clock.advance(5_000);
    await settle();
    expect(rounds.found).toMatchObject([{ id }]);
    // Nothing is looked for any more.
    expect(house.clock.timers).toBe(0);
  });

  it('ends here, unanswered, when that one has taken it up', async () => {
    const target = await waiting();
    const { id } = only();
    store.away.add(id);
    house.clock.advance(5_000);
    await settle();
    expect(house.review(0).ending).toMatchObject({
      how: 'cancelled',
      message: expect.stringContaining('another window'),
    });
    expect(target.legs).toHaveLength(1);
    expect(rounds.found).toEqual([]);
    // What the other one has is left to it.
    expect(store.kept.has(id)).toBe(true);
  });

  it('is not sent a second time when that one was quicker to go on', async () => {
    const target = await waiting();
    store.away.add(only().id);
    const ended: string[] = [];
    house.desk.onDidClose(({ ending }) => ended.push(ending?.how ?? ''));
    await answerAll();
    expect(target.legs).toHaveLength(1);
    expect(ended).toEqual(['returned', 'returned']);
  });

  it('stays this window’s as long as what is kept of it cannot be removed', async () => {
    const target = await waiting();
    const { id } = only();
    store.removal = new Error('EBUSY');
    await answerAll();
    // It was this window's, so that it went on.
    expect(target.legs).toHaveLength(2);
    target.leg.done({ content: [] });
    await settle();
    expect(rounds.found).toEqual([]);
    expect(house.clock.timers).toBe(1);
    store.removal = undefined;
    house.clock.advance(5_000);
    await settle();
    expect(store.kept.has(id)).toBe(false);
    expect(house.clock.timers).toBe(0);
  });
});
