import { describe, expect, it } from 'vitest';
import { compareView } from '../../../../src/core/review/compareView.ts';
import { statusView } from '../../../../src/core/review/views.ts';
import { reviewStatusSchema } from '../../../../src/shared/desk.ts';
import { askOf, candidateOf, completionOf, House, settle } from '../sampling/fakes.ts';

const price = { min: 0.001, max: 0.011, source: 'Prices.' };

async function started(): Promise<House> {
  const house = new House();
  house.models.found = {
    candidates: [candidateOf('a', { price }), candidateOf('b', { price }), candidateOf('c')],
    chosen: 'local/a',
    why: 'It is the first one.',
  };
  void house.pipeline.run([askOf()]).catch(() => undefined);
  await settle();
  return house;
}

describe('a comparison on the desk', () => {
  it('is not there before it is begun', async () => {
    expect(compareView((await started()).review())).toBeUndefined();
  });

  it('shows each outgoing request with its hash and price, and the sum with what is not known', async () => {
    const review = (await started()).review();
    review.comparison.choose(['local/a', 'local/b', 'local/c']);
    const view = statusView(review, 0);
    expect(reviewStatusSchema.parse(view)).toEqual(view);
    const plan = view.compare?.plan;
    expect(plan?.hash).toBe(review.shownHash);
    expect(plan?.models.map(({ hash }) => hash).join('+')).toBe(review.shownHash);
    expect(plan).toMatchObject({ most: 4, total: { min: 0.002, max: 0.022, without: 1 } });
    expect(plan?.models[0]).toMatchObject({ ref: 'local/a', cost: price, destination: { host: '127.0.0.1:1' } });
    expect(plan?.models[2]?.cost).toBeUndefined();
  });

  it('says why it cannot be sent', async () => {
    const review = (await started()).review();
    review.comparison.choose(['local/a', 'local/gone']);
    const plan = compareView(review)?.plan;
    expect(plan?.hash).toBeUndefined();
    expect(plan?.problem).toContain('local/gone');
    expect(plan?.models[1]?.problem).toContain('not available');
  });

  it('gives each answer with its time, tokens and what it cost by them', async () => {
    const house = await started();
    const review = house.review();
    house.models.reply = ({ model }) =>
      completionOf(model.id, { usage: { inputTokens: 10, outputTokens: 50 }, durationMs: 1_000 });
    review.comparison.choose(['local/a', 'local/b']);
    await settle();
    review.comparison.approve(review.comparison.plan.map(({ outgoing }) => outgoing?.hash ?? ''));
    await settle();
    const told: (boolean | undefined)[] = [];
    review.onDidChange(() => told.push(compareView(review)?.columns[1]?.taken));
    review.comparison.take(1);
    expect(told.at(-1)).toBe(true);
    review.editAnswer({ part: 'text', text: 'changed' });
    await settle();
    const view = statusView(review, 0);
    expect(reviewStatusSchema.parse(view)).toEqual(view);
    // 50 of at most 100 tokens: half of the way from no output to the longest.
    const cost = { min: expect.closeTo(0.006) as number };
    expect(view.compare?.columns).toMatchObject([
      { ref: 'local/a', state: 'done', taken: false, answer: { text: 'a', durationMs: 1_000, cost } },
      { ref: 'local/b', state: 'done', taken: true, answer: { text: 'changed', edited: true, cost } },
    ]);
    expect(view.answer).toMatchObject({ text: 'changed', edited: true });
  });

  it('belongs to the request as it was sent, and the desk says when that was edited since', async () => {
    const house = await started();
    const review = house.review();
    house.models.reply = ({ model }) => completionOf(model.id);
    review.edit({ part: 'system', text: 'Mine.' });
    await settle();
    expect(statusView(review, 0).editedSince).toBeUndefined();
    review.approve({ hash: review.shownHash ?? '' });
    await settle();
    expect(statusView(review, 0)).toMatchObject({ phase: 'answered' });
    expect(statusView(review, 0).editedSince).toBeUndefined();
    review.edit({ part: 'system', text: 'Mine, and changed.' });
    await settle();
    expect(statusView(review, 0).editedSince).toBe(true);
  });
});
