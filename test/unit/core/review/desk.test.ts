import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { Review } from '../../../../src/core/review/review.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { deskStateSchema, reviewContentSchema, reviewStatusSchema } from '../../../../src/shared/desk.ts';
import { askOf, completionOf, FakeClock, FakeModels, paramsOf, server } from '../sampling/fakes.ts';
import { containing } from '../sampling/matchers.ts';

const seen = { visible: true, focused: true };
let clock: FakeClock;
let models: FakeModels;
let desk: ReviewDesk;

beforeEach(() => {
  clock = new FakeClock();
  models = new FakeModels();
  desk = new ReviewDesk({ clock });
});

/** Reviews of one round on the desk, matched. */
function add(...ids: string[]): Review[] {
  const reviews = ids.map((id, index) => {
    const ask = askOf({ key: id, params: paramsOf(`Ask ${id}`) });
    const round = { id: `round of ${ids.join()}`, key: id, index, size: ids.length };
    return new Review({
      id,
      ask,
      receivedAt: clock.now(),
      inspection: inspect(ask.params),
      round,
      preparation: models,
    });
  });
  desk.add(reviews);
  for (const review of reviews) review.setMatch(models.found, []);
  return reviews;
}
const hashOf = (id: string) => desk.get(id)?.outgoing?.hash ?? 'none';
const render = (id: string) => desk.rendered(id, hashOf(id));
const approve = (id: string) => desk.approve(id, hashOf(id), seen);

describe('the list', () => {
  it('shows the first review of a round, and tells who listens', () => {
    const added = vi.fn();
    const changed = vi.fn();
    desk.onDidAdd(added);
    desk.onDidChange(changed);
    const reviews = add('a', 'b');
    expect(added).toHaveBeenCalledWith(reviews);
    expect(changed).toHaveBeenCalled();
    expect(desk.state).toMatchObject({
      selected: 'a',
      paused: false,
      guardMs: 500,
      reviews: [{ id: 'a', round: '1 of 2' }, { id: 'b' }],
    });
    expect(deskStateSchema.parse(desk.state)).toEqual(desk.state);
    expect(desk.pendingCount).toBe(2);
  });

  it('stays where the person is when more comes', () => {
    add('a');
    add('b');
    expect(desk.selected?.id).toBe('a');
    expect(desk.select('nothing')).toBe(false);
  });

  it('keeps what closed by itself until the person goes on, with its sentence', () => {
    const [a] = add('a');
    add('b');
    a?.close('cancelled', 'The server gave up.');
    expect(desk.status('a')?.closed).toEqual({ how: 'cancelled', message: 'The server gave up.' });
    add('c');
    expect(desk.selected?.id).toBe('c');
    expect(desk.state.reviews.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    desk.select('b');
    expect(desk.state.reviews.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('lets what the person ended go when the next one comes', () => {
    add('a');
    desk.deny('a');
    expect(desk.selected?.id).toBe('a');
    add('b');
    expect(desk.state.reviews.map(({ id }) => id)).toEqual(['b']);
  });

  it('can be cleared of what is closed', () => {
    const [a] = add('a');
    add('b');
    a?.close('failed', 'x');
    desk.clear();
    expect(desk.state).toMatchObject({ selected: 'b', reviews: [{ id: 'b' }] });
    desk.denyAll();
    desk.clear();
    expect(desk.state.reviews).toEqual([]);
    expect(desk.state.selected).toBeUndefined();
  });

  it('forgets the oldest of many that closed by themselves', () => {
    for (let index = 0; index < 30; index++) add(`r${index}`)[0]?.close('cancelled', 'Over.');
    expect(desk.reviews.length).toBeLessThanOrEqual(21);
    expect(desk.reviews.at(-1)?.id).toBe('r29');
  });

  it('goes to the next that waits for the person', () => {
    const [a, b] = add('a', 'b');
    add('c');
    b?.answerByHand('x');
    expect(desk.selectNext()?.id).toBe('c');
    expect(desk.selectNext()?.id).toBe('a');
    a?.close('cancelled', 'x');
    desk.deny('c');
    expect(desk.selectNext()).toBeUndefined();
  });

  it('says that an act came for nothing', () => {
    expect(desk.deny('gone')).toMatchObject({ taken: false, message: containing('not on the desk') });
    expect(desk.content('gone')).toBeUndefined();
    expect(desk.status('gone')).toBeUndefined();
  });
});

describe('caps', () => {
  it('count what is open and what is on its way, and come free again', () => {
    const small = new ReviewDesk({ clock, caps: { perServer: 2, total: 3 } });
    const one = small.reserve('a', 1);
    const two = small.reserve('a', 1);
    expect(() => small.reserve('a', 1)).toThrow('at most 2');
    const three = small.reserve('b', 1);
    expect(() => small.reserve('c', 1)).toThrow('at most 3');
    one.dispose();
    one.dispose();
    small.reserve('c', 1).dispose();
    expect(() => small.reserve('c', 2)).toThrow('at most 3');
    two.dispose();
    three.dispose();
    expect(() => small.reserve('d', 3)).toThrow('at most 2');
    expect(small.reserve('d', 2)).toBeDefined();
  });
});

describe('approval', () => {
  it('is taken from a visible, focused desk that painted this hash half a second ago', () => {
    add('a');
    expect(approve('a')).toMatchObject({ taken: false });
    render('a');
    clock.advance(499);
    expect(approve('a')).toMatchObject({ taken: false, message: containing('just changed') });
    clock.advance(1);
    expect(desk.approve('a', hashOf('a'), { visible: false, focused: true })).toMatchObject({ taken: false });
    expect(desk.approve('a', hashOf('a'), { visible: true, focused: false })).toMatchObject({ taken: false });
    expect(desk.approve('a', 'forged', seen)).toMatchObject({ taken: false });
    expect(approve('a')).toEqual({ taken: true });
    expect(approve('a')).toMatchObject({ taken: false });
  });

  it('starts again with every change of what is shown', () => {
    add('a');
    render('a');
    clock.advance(600);
    desk.edit('a', { part: 'system', text: 'New' });
    expect(approve('a')).toMatchObject({ message: containing('not been shown') });
    render('a');
    clock.advance(600);
    // To and fro: the hash is that of before, but the screen has just changed.
    desk.edit('a', { part: 'system', text: 'Newer' });
    desk.edit('a', { part: 'system', text: 'New' });
    expect(approve('a')).toMatchObject({ taken: false });
    render('a');
    clock.advance(600);
    desk.get('a')?.setMatch(models.found, []);
    expect(approve('a')).toMatchObject({ message: containing('just changed') });
    clock.advance(500);
    expect(approve('a')).toEqual({ taken: true });
  });

  it('is not made quicker by painting again, nor by painting what is old', () => {
    add('a');
    const old = hashOf('a');
    desk.edit('a', { part: 'system', text: 'New' });
    desk.rendered('a', old);
    clock.advance(600);
    expect(approve('a')).toMatchObject({ message: containing('not been shown') });
    render('a');
    clock.advance(300);
    render('a');
    clock.advance(200);
    expect(approve('a')).toEqual({ taken: true });
  });

  it('is only for the review that is shown, from when it is shown', () => {
    add('a');
    add('b');
    desk.rendered('b', hashOf('b'));
    render('a');
    clock.advance(600);
    expect(approve('b')).toMatchObject({ message: containing('not the one') });
    desk.select('b');
    expect(approve('b')).toMatchObject({ taken: false });
    desk.select('a');
    expect(approve('a')).toMatchObject({ message: containing('not been shown') });
  });

  it('needs another painting after the desk was out of sight', () => {
    add('a');
    render('a');
    clock.advance(600);
    desk.forgetRendered();
    expect(approve('a')).toMatchObject({ taken: false });
  });

  it('guards Regenerate as well', async () => {
    const [a] = add('a');
    a?.answerByHand('x');
    await a?.next();
    a?.answered(completionOf('x'), true);
    expect(desk.regenerate('a', hashOf('a'), seen)).toMatchObject({ taken: false });
    render('a');
    clock.advance(500);
    desk.edit('a', { part: 'maxTokens', value: 7 });
    expect(desk.regenerate('a', hashOf('a'), seen)).toMatchObject({ taken: false });
    render('a');
    clock.advance(500);
    expect(desk.regenerate('a', hashOf('a'), seen)).toEqual({ taken: true });
  });
});

describe('events', () => {
  it('say which half of which review changed, and that of its round', () => {
    add('a', 'b');
    const changed = vi.fn();
    desk.onDidChangeReview(changed);
    desk.edit('a', { part: 'system', text: 'New' });
    expect(changed.mock.calls).toEqual([[{ id: 'a', part: 'content' }], [{ id: 'a', part: 'status' }]]);
    changed.mockClear();
    desk.answerByHand('a', 'x');
    expect(changed.mock.calls).toEqual([[{ id: 'a', part: 'status' }], [{ id: 'b', part: 'status' }]]);
    expect(desk.status('b')?.round?.decided).toBe(1);
  });

  it('pass on the pieces of an answer', async () => {
    const [a] = add('a');
    const appended = vi.fn();
    desk.onDidAppendAnswer(appended);
    a?.approve({ hash: hashOf('a') });
    const step = await a?.next();
    if (step?.kind === 'approve') a?.run(step.outgoing, 1);
    a?.append('Hi');
    expect(appended).toHaveBeenCalledWith({ id: 'a', offset: 0, text: 'Hi' });
  });

  it('the pause is a change', () => {
    const changed = vi.fn();
    desk.onDidChange(changed);
    desk.paused = true;
    desk.paused = true;
    expect(changed).toHaveBeenCalledTimes(1);
    expect(desk.state.paused).toBe(true);
  });

  it('a closing is told once, also at the end of the window', () => {
    const closed = vi.fn();
    desk.onDidClose(closed);
    const [a] = add('a', 'b');
    a?.close('cancelled', 'x');
    desk.dispose();
    expect(closed).toHaveBeenCalledTimes(2);
    expect(desk.get('b')?.ending?.message).toBe('The window was closed.');
  });
});

describe('the person’s other acts', () => {
  it('go to the review', async () => {
    const [a] = add('a');
    expect(desk.edit('a', { part: 'maxTokens', value: 5 })).toEqual({ taken: true });
    expect(desk.content('a')?.parameters).toMatchObject({ maxTokens: 5, maxTokensOriginal: 100 });
    desk.revise('a', 'reset');
    expect(desk.content('a')?.edited).toBe(false);
    desk.selectModel('a', 'local/big');
    expect(desk.status('a')?.model).toMatchObject({ chosen: 'local/big', byPerson: true });
    expect(desk.stop('a')).toMatchObject({ taken: false });
    desk.answerByHand('a', 'x');
    await a?.next();
    a?.answered(completionOf('x'), true);
    expect(desk.rejectAnswer('a', 'no')).toEqual({ taken: true });
    const [b] = add('b');
    b?.answerByHand('x');
    b?.answered(completionOf('x'), true);
    expect(desk.release('b', 'y')).toEqual({ taken: true });
    for (const id of ['a', 'b']) {
      const content = desk.content(id);
      const status = desk.status(id);
      if (content) expect(reviewContentSchema.parse(content)).toEqual(content);
      if (status) expect(reviewStatusSchema.parse(status)).toEqual(status);
    }
    expect(server.name).toBe(desk.status('b')?.server.name);
  });
});
