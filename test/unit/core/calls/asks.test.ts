import { beforeEach, describe, expect, it } from 'vitest';
import { CallService } from '../../../../src/core/calls/callService.ts';
import type { Elicitation } from '../../../../src/core/elicitation/elicitation.ts';
import type { JsonObject, Root } from '../../../../src/core/mcp.ts';
import { completionOf, House, settle } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';
import { asks, FakeServer, refusal, sampling, tool } from './fakeServer.ts';

let house: House;
let calls: CallService;
let roots: Root[];
const notes: string[] = [];

beforeEach(() => {
  house = new House();
  roots = [{ uri: 'file:///projects/shop', name: 'shop' }];
  notes.length = 0;
  const { pipeline, ledger, clock, newId, desk } = house;
  const validateOutput = () => Promise.resolve(undefined);
  calls = new CallService({
    pipeline,
    ledger,
    clock,
    newId,
    validateOutput,
    roots: { rootsOf: () => roots },
    pages: desk,
  });
});

class Server extends FakeServer {
  readonly note = (sentence: string): void => void notes.push(sentence);
}

const schema: JsonObject = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 18 } },
  required: ['name'],
};
const form = (more: JsonObject = {}) => ({
  method: 'elicitation/create',
  params: { message: 'Who are you?', requestedSchema: schema, ...more } as JsonObject,
});
const page = (more: JsonObject = {}) => ({
  method: 'elicitation/create',
  params: { mode: 'url', message: 'Sign in', url: 'https://example.com/in?a=%2Fb', ...more } as JsonObject,
});
const sight = { visible: true, focused: true };

function item(index = 0): Elicitation {
  const found = house.desk.elicitations[index];
  if (!found) throw new Error(`There is no elicitation ${index}`);
  return found;
}

/** Looks at it, waits a moment, presses. */
function look({ id }: Elicitation): string {
  house.desk.select(id);
  house.desk.rendered(id, id);
  house.clock.advance(600);
  return id;
}
const submit = (content: JsonObject, which = item()) => house.desk.submit(look(which), which.id, content, sight);
const open = (which = item()) => house.desk.openPage(look(which), which.id, sight);

function push(target: FakeServer, params: JsonObject, more: object = {}) {
  return calls.handleElicitation(target, { params, signal: new AbortController().signal, ...more });
}

describe('a pushed form', () => {
  it('is listed with its call, and what is submitted goes back; the ledger has names of fields only', async () => {
    const target = new Server('legacy');
    const call = calls.start(target, tool());
    await settle();
    const answer = push(target, form().params);
    await settle();
    expect(house.desk.pendingCount).toBe(1);
    expect(call.snapshot).toMatchObject({
      waitingForReview: true,
      reviews: [{ label: 'Who are you?', state: 'waiting' }],
    });
    expect(submit({ name: 'Ada Lovelace' })).toEqual({ taken: true });
    expect(await answer).toEqual({ action: 'accept', content: { name: 'Ada Lovelace' } });
    await settle();
    expect(call.snapshot.reviews).toMatchObject([{ state: 'submitted' }]);
    expect(house.ledger.records.slice(1)).toMatchObject([
      { kind: 'elicitation', mode: 'form', message: 'Who are you?', schema, cause: { certainty: 'certain' } },
      { kind: 'elicited', action: 'accept', fields: ['name'] },
    ]);
    expect(JSON.stringify(house.ledger.records)).not.toContain('Ada');
    call.cancel();
  });

  it('is sent only by a desk that is seen, has the focus and has stood still', async () => {
    void push(new Server('legacy'), form().params);
    await settle();
    const { id } = item();
    expect(house.desk.submit(id, id, {}, sight)).toMatchObject({ taken: false });
    house.desk.rendered(id, id);
    house.clock.advance(499);
    expect(house.desk.submit(id, id, {}, sight)).toMatchObject({ message: containing('Look at it and submit again') });
    house.clock.advance(1);
    expect(house.desk.submit(id, id, {}, { visible: false, focused: true })).toMatchObject({ taken: false });
    expect(house.desk.submit(id, 'other', {}, sight)).toMatchObject({ taken: false });
    expect(house.desk.submit(id, id, { name: 'x' }, sight)).toEqual({ taken: true });
  });

  it('stays with what is wrong at its fields', async () => {
    const answer = push(new Server('legacy'), form().params);
    await settle();
    house.check = () => Promise.resolve([{ path: '/age', message: 'Must be >= 18.' }]);
    submit({ name: 'x', age: 3 });
    await settle();
    expect(item()).toMatchObject({ phase: 'pending', errors: [{ path: '/age', message: 'Must be >= 18.' }] });
    house.check = () => Promise.reject(new Error('it takes too long'));
    submit({ name: 'x' });
    await settle();
    expect(item()).toMatchObject({ phase: 'pending', errors: [], notice: containing('it takes too long') });
    house.check = () => Promise.resolve([]);
    submit({ name: 'x' });
    expect(await answer).toMatchObject({ action: 'accept' });
  });

  it.each([
    ['decline', 'declined'],
    ['cancel', 'cancelled'],
  ] as const)('that the person ends with %s gives that action', async (act, state) => {
    const target = new Server('legacy');
    const call = calls.start(target, tool());
    await settle();
    const answer = push(target, form().params);
    await settle();
    expect(house.desk.answerAsk(item().id, act)).toEqual({ taken: true });
    expect(await answer).toEqual({ action: act });
    await settle();
    expect(call.snapshot.reviews).toMatchObject([{ state }]);
    expect(house.desk.answerAsk(item().id, act)).toMatchObject({ taken: false });
    call.cancel();
  });

  it('that nobody answers is cancelled when its call, its server or the window ends', async () => {
    const target = new Server('legacy');
    const call = calls.start(target, tool());
    await settle();
    const first = push(target, form().params);
    await settle();
    call.cancel();
    expect(await first).toEqual({ action: 'cancel' });
    const second = push(target, form().params);
    await settle();
    target.closing.fire({ expected: true, reason: '' });
    expect(await second).toEqual({ action: 'cancel' });
    const third = push(target, form().params);
    await settle();
    house.desk.closeAll('The window was closed.');
    expect(await third).toEqual({ action: 'cancel' });
    expect(house.clock.timers).toBe(0);
  });

  it('outside the specification is shown as that: it can be declined, or refused as invalid', async () => {
    const nested = {
      type: 'object',
      properties: { home: { type: 'object', properties: { street: { type: 'string' } } } },
    };
    const refused = refusal(push(new Server('legacy'), form({ requestedSchema: nested }).params));
    await settle();
    expect(house.desk.elicitationView(item().id)?.problem).toContain('“home” is an object');
    expect(submit({})).toMatchObject({ taken: false });
    house.desk.answerAsk(item().id, 'refuse');
    expect(await refused).toMatchObject({ kind: 'invalidRequest', code: -32602, message: containing('“home”') });
    const declined = push(new Server('legacy'), form({ requestedSchema: nested }).params);
    await settle();
    house.desk.answerAsk(item(1).id, 'decline');
    expect(await declined).toEqual({ action: 'decline' });
  });

  it('is refused where there is nothing to show, past the caps, and without a ledger', async () => {
    const target = new Server('legacy');
    expect(await refusal(push(target, {}))).toMatchObject({ code: -32602 });
    expect(await refusal(push(target, { message: 'x', mode: 'telepathy' }))).toMatchObject({ code: -32602 });
    house.ledger.failing = ({ kind }) => kind === 'elicitation';
    expect(await refusal(push(target, form().params))).toMatchObject({ kind: 'noLedger' });
    house.ledger.failing = () => false;
    for (let count = 0; count < 20; count++) void push(target, form().params).catch(() => undefined);
    await settle();
    expect(await refusal(push(target, form().params))).toMatchObject({ kind: 'tooMany' });
    house.desk.denyAll();
    await settle();
    expect(house.desk.items.every(({ ending }) => ending?.how === 'returned')).toBe(true);
  });

  it('comes through while sampling is paused, and keeps the server patient', async () => {
    house.desk.paused = true;
    const heard: string[] = [];
    const answer = push(new Server('legacy'), form().params, { keepAlive: (text: string) => void heard.push(text) });
    await settle();
    house.clock.advance(10_000);
    expect(heard).toEqual(['The user is answering the request.']);
    submit({ name: 'x' });
    expect(await answer).toMatchObject({ action: 'accept' });
  });
});

describe('a pushed page', () => {
  it('is opened with consent, and told to the server; its completion is shown', async () => {
    const target = new Server('legacy');
    const answer = push(target, page({ elicitationId: 'e1' }).params);
    await settle();
    calls.elicitationComplete(target, 'e1');
    expect(item().completed).toBe(false);
    house.opens = false;
    open();
    await settle();
    expect(item()).toMatchObject({ phase: 'pending', notice: containing('not opened') });
    house.opens = true;
    open();
    expect(await answer).toEqual({ action: 'accept' });
    expect(house.opened).toEqual(['https://example.com/in?a=%2Fb', 'https://example.com/in?a=%2Fb']);
    await settle();
    calls.elicitationComplete(target, 'other');
    expect(item().completed).toBe(false);
    const shown: string[] = [];
    house.desk.onDidChangeReview(({ id, part }) => shown.push(`${id} ${part}`));
    calls.elicitationComplete(target, 'e1');
    expect(shown).toEqual([`${item().id} status`]);
    expect(house.desk.elicitationView(item().id)).toMatchObject({ phase: 'closed', completed: true });
    expect(notes).toEqual(['It says that what you did at its page is complete.']);
    const url = 'https://example.com/in?a=…';
    expect(house.ledger.records.map((record) => ('url' in record ? record.url : record.kind))).toEqual([
      url,
      'elicited',
      'elicited',
      'elicited',
    ]);
  });
});

describe('a page that is being opened', () => {
  it('can still be declined, and what comes of the opening changes nothing', async () => {
    let opened: (opened: boolean) => void = () => undefined;
    house.open = () =>
      new Promise((resolve) => {
        opened = resolve;
      });
    const answer = push(new Server('legacy'), page().params);
    await settle();
    open();
    await settle();
    expect(item().busy).toBe('opening');
    house.desk.answerAsk(item().id, 'decline');
    expect(await answer).toEqual({ action: 'decline' });
    opened(true);
    await settle();
    expect(item()).toMatchObject({ opened: false, phase: 'closed' });
  });

  it('and cannot be says so', async () => {
    house.open = () => Promise.reject(new Error('no browser'));
    void push(new Server('legacy'), page().params);
    await settle();
    open();
    await settle();
    expect(item()).toMatchObject({ phase: 'pending', notice: 'The page could not be opened: no browser' });
  });
});

describe('a page that a call needs first (-32042)', () => {
  it('is opened, and the call is made again when the person says so', async () => {
    const target = new Server('legacy');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done({ kind: 'urlRequired', elicitations: [{ ...page().params, elicitationId: 'e1' }] });
    await settle();
    open();
    await settle();
    expect(item().phase).toBe('answered');
    expect(target.legs).toHaveLength(1);
    house.desk.answerAsk(item().id, 'retry');
    await settle();
    expect(target.legs).toHaveLength(2);
    expect(target.leg.options.answer).toBeUndefined();
    target.leg.done({ content: [] });
    expect(await call.finished).toMatchObject({ status: 'done' });
  });

  it.each(['decline', 'cancel'] as const)('and that the person ends with %s ends the call', async (act) => {
    const target = new Server('legacy');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done({ kind: 'urlRequired', elicitations: [page().params] });
    await settle();
    house.desk.answerAsk(item().id, act);
    expect(await call.finished).toMatchObject({ status: 'cancelled', error: containing('not made again') });
    expect(target.legs).toHaveLength(1);
  });
});

describe('a round of all kinds', () => {
  it('goes back when each has its answer, and no model is called before', async () => {
    house.models.reply = () => completionOf('yes');
    const target = new Server('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ r: { method: 'roots/list' }, s: sampling('Hi'), f: form(), u: page() }, 'state'));
    await settle();
    expect(house.desk.items).toHaveLength(3);
    house.approve();
    submit({ name: 'x' });
    await settle();
    open(item(1));
    await settle();
    expect(house.models.sent).toHaveLength(0);
    expect(house.desk.status(house.review().id)?.round).toMatchObject({ size: 3, decided: 2 });
    house.desk.answerAsk(item(1).id, 'retry');
    await settle();
    expect(house.models.sent).toHaveLength(1);
    house.desk.release(house.review().id);
    await settle();
    expect(target.leg.options.answer).toEqual({
      requestState: 'state',
      inputResponses: {
        r: { roots },
        s: { role: 'assistant', model: 'small-1', stopReason: 'endTurn', content: { type: 'text', text: 'yes' } },
        f: { action: 'accept', content: { name: 'x' } },
        u: { action: 'accept' },
      },
    });
    expect(house.ledger.records.at(-1)).toMatchObject({ kind: 'roots', call: call.id, roots });
    call.cancel();
  });

  it('takes a declined form back with the others, and ends with a denied sampling request', async () => {
    const target = new Server('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ f: form(), g: form() }));
    await settle();
    house.desk.answerAsk(item(0).id, 'decline');
    submit({ name: 'y' }, item(1));
    await settle();
    expect(target.leg.options.answer?.inputResponses).toEqual({
      f: { action: 'decline' },
      g: { action: 'accept', content: { name: 'y' } },
    });
    target.leg.done(asks({ s: sampling('Hi'), f: form() }));
    await settle();
    house.desk.deny(house.review().id);
    expect(await call.finished).toMatchObject({ status: 'cancelled' });
    expect(house.desk.elicitations.at(-1)?.ending).toMatchObject({ how: 'denied' });
  });

  it('with roots alone is answered by itself, and shown in the log', async () => {
    const target = new Server('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ r: { method: 'roots/list' } }));
    await settle();
    expect(target.leg.options.answer).toEqual({ inputResponses: { r: { roots } } });
    expect(house.desk.items).toHaveLength(0);
    expect(notes).toEqual(['It asked for the roots and was told file:///projects/shop.']);
    call.cancel();
  });

  it('outside the specification, refused, ends the call and says why', async () => {
    const target = new Server('modern');
    const call = calls.start(target, tool());
    await settle();
    target.leg.done(asks({ u: page({ url: 'javascript:alert(1)' }) }));
    await settle();
    expect(open()).toMatchObject({ taken: false });
    house.desk.answerAsk(item().id, 'refuse');
    expect(await call.finished).toMatchObject({ status: 'failed', error: containing('not a web page (javascript:)') });
  });
});

describe('roots that a legacy server asks for', () => {
  it('are told without a review, and written down; without a ledger they are not told', async () => {
    const target = new Server('legacy');
    const signal = new AbortController().signal;
    expect(await calls.handleRoots(target, { signal })).toEqual(roots);
    roots = [];
    expect(await calls.handleRoots(target, { signal })).toEqual([]);
    expect(notes.at(-1)).toBe('It asked for the roots and was told none.');
    expect(house.ledger.kinds).toEqual(['roots', 'roots']);
    house.ledger.failing = () => true;
    expect(await refusal(calls.handleRoots(target, { signal }))).toMatchObject({ kind: 'noLedger' });
  });
});
