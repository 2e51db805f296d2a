import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../../src/core/models/provider.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import type { Taken } from '../../../../src/core/review/taken.ts';
import { callOf } from '../review/together.ts';
import { askOf, completionOf, House, matchOf, paramsOf, settle } from './fakes.ts';
import { containing } from './matchers.ts';

const refs = ['local/a', 'local/b', 'local/c'];
const sight = { visible: true, focused: true };

/** A house with five models and one request on the desk. */
async function started(): Promise<{ house: House; review: Review; result: Promise<unknown> }> {
  const house = new House();
  house.models.found = matchOf('a', 'b', 'c', 'd', 'e');
  const result = house.pipeline.run([askOf({ cause: callOf('c1') })]);
  result.catch(() => undefined);
  await settle();
  return { house, review: house.review(), result };
}

/** What a person does: chooses, looks, waits a moment, presses. */
function send(house: House, review: Review, models: readonly string[] = refs): Taken {
  review.comparison.choose(models);
  return press(house, review);
}
function press(house: House, review: Review): Taken {
  house.desk.select(review.id);
  house.desk.rendered(review.id, review.shownHash ?? 'none');
  house.clock.advance(600);
  const hashes = review.comparison.plan.map(({ outgoing }) => outgoing?.hash ?? '');
  return house.desk.approveComparison(review.id, hashes, sight);
}

describe('a comparison', () => {
  it('calls each model once, each with its own signed request, and returns the one that is taken', async () => {
    const { house, review, result } = await started();
    expect(send(house, review)).toEqual({ taken: true });
    await settle();
    expect(house.models.sent.map(({ outgoing }) => outgoing.model.ref)).toEqual(refs);
    expect(review.phase).toBe('running');
    house.models.sent.forEach((sent, index) => sent.resolve(completionOf(`Answer ${index}`, { model: `m${index}` })));
    await settle();
    expect(review.phase).toBe('answered');
    expect(review.release()).toMatchObject({ taken: false, message: containing('Take one') });
    expect(review.comparison.take(1)).toEqual({ taken: true });
    await settle();
    expect(review.release()).toEqual({ taken: true });
    expect(await result).toMatchObject([{ content: { text: 'Answer 1' }, model: 'm1' }]);
  });

  it('leaves everything in the ledger, in order, before it happens', async () => {
    const { house, review, result } = await started();
    send(house, review, refs.slice(0, 2));
    await settle();
    for (const sent of house.models.sent) sent.resolve(completionOf(sent.outgoing.model.id));
    await settle();
    review.comparison.take(0);
    await settle();
    review.release();
    await result;
    expect(house.ledger.kinds).toEqual([
      'request',
      'verdict',
      'outgoing',
      'outgoing',
      'completion',
      'completion',
      'release',
    ]);
    const [, verdict, first, second, , , release] = house.ledger.records;
    const hashes = [first, second].map((record) => record?.kind === 'outgoing' && record.hash);
    expect(verdict).toMatchObject({ verdict: 'approve', hashes });
    expect(new Set(hashes).size).toBe(2);
    expect(release).toMatchObject({ action: 'return', hash: hashes[0] });
  });

  it('takes the press only for every hash that is on screen, after they stood there', async () => {
    const { house, review } = await started();
    review.comparison.choose(refs);
    const hashes = review.comparison.plan.map(({ outgoing }) => outgoing?.hash ?? '');
    expect(house.desk.approveComparison(review.id, hashes, sight)).toMatchObject({ taken: false });
    house.desk.rendered(review.id, review.shownHash ?? '');
    expect(house.desk.approveComparison(review.id, hashes, sight)).toMatchObject({ taken: false });
    house.clock.advance(600);
    const wrong = [hashes.slice(0, 2), hashes.toReversed(), [...hashes, hashes[0] ?? ''], []];
    for (const each of wrong)
      expect(house.desk.approveComparison(review.id, each, sight)).toMatchObject({ taken: false });
    // Also without the desk before it.
    for (const each of wrong) expect(review.comparison.approve(each)).toMatchObject({ taken: false });
    expect(house.desk.approve(review.id, hashes[0] ?? '', sight)).toMatchObject({ taken: false });
    review.edit({ part: 'system', text: 'Be brief' });
    expect(house.desk.approveComparison(review.id, hashes, sight)).toMatchObject({ taken: false });
    expect(press(house, review)).toMatchObject({ taken: false, message: containing('inspected') });
    await settle();
    expect(press(house, review)).toEqual({ taken: true });
    expect(house.models.sent).toEqual([]);
    await settle();
    expect(house.models.sent).toHaveLength(3);
    expect(house.models.sent.every(({ outgoing }) => JSON.stringify(outgoing.body).includes('Be brief'))).toBe(true);
  });

  it('wants two models, four at most, that can take the request', async () => {
    const { house, review } = await started();
    expect(send(house, review, ['local/a'])).toMatchObject({ taken: false });
    expect(review.comparison.problem).toContain('at least two');
    expect(review.comparison.choose(['a', 'b', 'c', 'd', 'e'].map((id) => `local/${id}`))).toMatchObject({
      taken: false,
      message: containing('At most 4'),
    });
    expect(send(house, review, ['local/a', 'local/gone'])).toMatchObject({ taken: false });
    review.comparison.choose(['local/a', 'local/a']);
    expect(review.comparison.plan).toHaveLength(1);
    expect(review.comparison.choose(undefined)).toEqual({ taken: true });
    expect(house.approve()).toEqual({ taken: true });
  });

  it('stops one or all, and keeps what had come', async () => {
    const { house, review } = await started();
    send(house, review);
    await settle();
    const [a, b, c] = house.models.sent;
    a?.text('Hel');
    expect(review.comparison.columns[0]?.soFar?.completion.content).toEqual([{ type: 'text', text: 'Hel' }]);
    expect(review.comparison.stop(0)).toEqual({ taken: true });
    expect([a?.stop.aborted, b?.stop.aborted]).toEqual([true, false]);
    a?.resolve(completionOf('Hel', { stopped: true }));
    await settle();
    expect(review.comparison.columns.map(({ state }) => state)).toEqual(['done', 'running', 'running']);
    expect(review.comparison.stop(0)).toMatchObject({ taken: false });
    expect(review.stop()).toEqual({ taken: true });
    expect([b?.stop.aborted, c?.stop.aborted]).toEqual([true, true]);
  });

  it('shows a failure in its column, and goes on with the others', async () => {
    const { house, review } = await started();
    send(house, review, refs.slice(0, 2));
    await settle();
    house.models.sent[0]?.reject(new ProviderError('rateLimit', 'Too many.', { remedies: ['retry'] }));
    await settle();
    expect(review.phase).toBe('running');
    house.models.sent[1]?.resolve(completionOf('Good'));
    await settle();
    expect(review.phase).toBe('answered');
    expect(review.comparison.columns[0]?.failure).toMatchObject({ message: 'Too many.', code: 'rateLimit' });
    // The only answer there is needs no choice.
    expect(review.comparison.taken).toBe(1);
    expect(review.answer?.completion).toMatchObject({ content: [{ text: 'Good' }] });
  });

  it('goes back to the desk when all fail', async () => {
    const { house, review, result } = await started();
    send(house, review, refs.slice(0, 2));
    await settle();
    for (const sent of house.models.sent)
      sent.reject(new ProviderError('quota', 'Used up.', { remedies: ['otherModel'] }));
    await settle();
    expect(review).toMatchObject({ phase: 'pending', failed: true });
    review.deny();
    await expect(result).rejects.toMatchObject({ message: containing('quota') });
    expect(house.models.sent).toHaveLength(2);
  });

  it('keeps the answer at hand beside the others, and through a failure of all', async () => {
    const { house, review, result } = await started();
    house.models.reply = () => completionOf('First');
    house.approve();
    await settle();
    house.models.reply = undefined;
    review.editAnswer({ part: 'text', text: 'First, edited' });
    expect(send(house, review, ['local/b'])).toEqual({ taken: true });
    await settle();
    house.models.sent[1]?.reject(new Error('gone'));
    await settle();
    expect(review).toMatchObject({ phase: 'answered', failed: true });
    expect(review.comparison.columns.map(({ earlier, state }) => [earlier, state])).toEqual([
      [true, 'done'],
      [false, 'failed'],
    ]);
    expect(review.release()).toEqual({ taken: true });
    expect(await result).toMatchObject([{ content: { text: 'First, edited' } }]);
  });

  it('keeps an edit with its answer when another one is taken and left again', async () => {
    const { house, review } = await started();
    house.models.reply = ({ model }) => completionOf(model.id);
    send(house, review);
    await settle();
    review.comparison.take(0);
    review.editAnswer({ part: 'text', text: 'edited' });
    review.comparison.take(2);
    expect(review.answer).toMatchObject({ completion: { content: [{ text: 'c' }] } });
    review.comparison.take(0);
    expect(review.answer).toMatchObject({ completion: { content: [{ text: 'edited' }] } });
    expect(review.answer?.edited).toBeDefined();
  });

  it('ends with the request: nothing is called after a Deny, nothing more when the ledger fails', async () => {
    const denied = await started();
    send(denied.house, denied.review);
    denied.review.deny();
    await settle();
    expect(denied.house.models.sent).toEqual([]);
    const during = await started();
    send(during.house, during.review);
    await settle();
    during.review.deny();
    expect(during.house.models.sent.every(({ signal }) => signal.aborted)).toBe(true);
    const unwritten = await started();
    unwritten.house.ledger.failing = (record) => record.kind === 'outgoing';
    send(unwritten.house, unwritten.review);
    await settle();
    expect(unwritten.house.models.sent).toEqual([]);
    expect(unwritten.review.closed).toBe(true);
  });

  it('sends nothing while sampling is paused', async () => {
    const { house, review } = await started();
    review.comparison.choose(refs);
    house.desk.paused = true;
    expect(press(house, review)).toMatchObject({ taken: false, message: containing('paused') });
    house.desk.paused = false;
    expect(press(house, review)).toEqual({ taken: true });
    house.desk.paused = true;
    await settle();
    expect(house.models.sent).toEqual([]);
    expect(review).toMatchObject({ phase: 'pending', failed: true });
  });

  it('waits for the round, as any verdict does', async () => {
    const house = new House();
    house.models.found = matchOf('a', 'b', 'c');
    const asks = [askOf({ key: '1' }), askOf({ key: '2', params: paramsOf('Other') })];
    void house.pipeline.run(asks).catch(() => undefined);
    await settle();
    expect(send(house, house.review(0))).toEqual({ taken: true });
    await settle();
    expect(house.models.sent).toEqual([]);
    house.review(1).answerByHand('Mine');
    await settle();
    expect(house.models.sent).toHaveLength(3);
  });

  it('waits for the person, whatever the setting says of answers', async () => {
    const { house, review } = await started();
    house.releaseMode = 'never';
    house.models.reply = ({ model }) => {
      if (model.id === 'a') throw new ProviderError('quota', 'Used up.', { remedies: [] });
      return completionOf(model.id);
    };
    send(house, review, refs.slice(0, 2));
    await settle();
    expect(review).toMatchObject({ phase: 'answered', released: false });
    expect(review.comparison.taken).toBe(1);
  });

  it('is gone after another way was taken', async () => {
    const { house, review } = await started();
    house.models.reply = ({ model }) => completionOf(model.id);
    send(house, review);
    await settle();
    review.comparison.take(0);
    house.desk.rendered(review.id, review.outgoing?.hash ?? '');
    expect(house.regenerate()).toEqual({ taken: true });
    await settle();
    expect(review.comparison.columns).toEqual([]);
    expect(house.models.sent).toHaveLength(4);
  });

  it('holds every answer against what the server asked for', async () => {
    const house = new House();
    house.models.found = matchOf('a', 'b');
    house.models.reply = ({ model }) => completionOf(model.id === 'a' ? '{}' : 'no');
    void house.pipeline.run([askOf({ params: paramsOf('Answer in JSON.') })]).catch(() => undefined);
    await settle();
    send(house, house.review(), refs.slice(0, 2));
    await settle();
    const checks = house.review().comparison.columns.map(({ answer }) => answer?.checks?.json?.problems.length);
    expect(checks).toEqual([0, 1]);
    house.review().comparison.take(0);
    expect(house.review().answer?.checks?.json?.problems).toEqual([]);
  });
});
