import { describe, expect, it } from 'vitest';
import { ledgerEntrySchema } from '../../../../src/core/ledger/entry.ts';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import type { Match } from '../../../../src/core/models/candidate.ts';
import type { Review } from '../../../../src/core/review/review.ts';
import { statusView } from '../../../../src/core/review/views.ts';
import { reviewStatusSchema } from '../../../../src/shared/desk.ts';
import { askOf, candidateOf, completionOf, House, matchOf, paramsOf, settle } from './fakes.ts';

const clever = { cost: 0, speed: 0, intelligence: 1 };

/** A house whose models are matched by the priorities: `big` for the person's own, else `small`. */
async function started(
  params: CreateMessageRequestParams = paramsOf('Hello'),
): Promise<{ house: House; review: Review }> {
  const house = new House();
  house.models.match = (_params, yours): Promise<Match> => {
    house.models.matches += 1;
    const found = matchOf(...(yours ? ['big', 'small'] : ['small', 'big']));
    return Promise.resolve({ ...found, ...(yours && { yours }) });
  };
  house.pipeline.run([askOf({ params })]).catch(() => undefined);
  await settle();
  return { house, review: house.review() };
}

describe('the person’s own priorities', () => {
  it('are matched by, take the model along, and change nothing of the request', async () => {
    const { house, review } = await started();
    const { params } = review;
    expect(review.draft.model).toBe('local/small');
    expect(house.desk.weigh(review.id, clever)).toEqual({ taken: true });
    await settle();
    expect(review.draft.model).toBe('local/big');
    expect(review.draft.modelByPerson).toBe(false);
    expect(review.params).toBe(params);
    expect(statusView(review, 0).model.yours).toEqual(clever);
    house.desk.weigh(review.id, undefined);
    await settle();
    expect(review.draft.model).toBe('local/small');
    expect(statusView(review, 0).model.yours).toBeUndefined();
  });

  it('leave a model that the person chose, and say what matching would choose', async () => {
    const { house, review } = await started();
    review.selectModel('local/small');
    house.desk.weigh(review.id, clever);
    await settle();
    expect(review.draft.model).toBe('local/small');
    expect(statusView(review, 0).model).toMatchObject({ byPerson: true, matched: { ref: 'local/big' } });
  });

  it('come too late for a request that is decided', async () => {
    const { house, review } = await started();
    house.approve(review);
    await settle();
    expect(house.desk.weigh(review.id, clever)).toMatchObject({ taken: false });
    expect(house.desk.weigh('gone', clever)).toMatchObject({ taken: false });
  });

  it('make an approval of what was on screen before count no more', async () => {
    const { house, review } = await started();
    const hash = review.shownHash ?? '';
    house.desk.select(review.id);
    house.desk.rendered(review.id, hash);
    house.clock.advance(600);
    house.desk.weigh(review.id, clever);
    await settle();
    expect(house.desk.approve(review.id, hash, { visible: true, focused: true })).toMatchObject({ taken: false });
    expect(house.models.sent).toEqual([]);
  });
});

describe('models and settings that change', () => {
  it('match an open request again, and leave the model that is on screen', async () => {
    const { house, review } = await started();
    const found = matchOf('big', 'small');
    house.models.match = () => Promise.resolve(found);
    house.models.changed.fire();
    await settle();
    expect(review.draft.match).toBe(found);
    expect(review.draft.model).toBe('local/small');
    expect(statusView(review, 0).model).toMatchObject({
      chosen: 'local/small',
      why: 'It stays since it was on the screen before the models, the settings or the request changed.',
      matched: { ref: 'local/big', why: 'It is the first one.' },
    });
  });
});

describe('the ledger', () => {
  async function outgoing(act: (house: House, review: Review) => Promise<void> | void, params = paramsOf('Hello')) {
    const { house, review } = await started(params);
    await act(house, review);
    await settle();
    house.approve(review);
    await settle();
    const record = house.ledger.records.find(({ kind }) => kind === 'outgoing');
    const stamped = { v: 1, time: 0, window: 'w', seq: 0, ...record };
    expect(ledgerEntrySchema.parse(stamped)).toEqual(stamped);
    return { house, review, record };
  }

  it('says what the server asked, what was matched and by what, and that nobody chose', async () => {
    const modelPreferences = { hints: [{ name: 'small' }], costPriority: 1 };
    const { record } = await outgoing(
      (house, review) => {
        const match = matchOf('small', 'big');
        const [first, ...rest] = match.candidates;
        const candidates = [{ ...(first ?? candidateOf('small')), hint: 0, how: 'name' as const }, ...rest];
        review.setMatch({ ...match, candidates, by: 'only' }, []);
        house.models.match = () => Promise.resolve({ ...match, candidates, by: 'only' });
      },
      paramsOf('Hello', { modelPreferences }),
    );
    expect(record).toMatchObject({
      choice: {
        asked: modelPreferences,
        matched: { ref: 'local/small', hint: 0, how: 'name', by: 'only' },
        byPerson: false,
      },
    });
  });

  it('says which model the person chose, and by whose priorities', async () => {
    const { record } = await outgoing((house, review) => {
      house.desk.weigh(review.id, clever);
      review.selectModel('local/small');
    });
    expect(record).toMatchObject({
      model: { ref: 'local/small' },
      choice: { priorities: clever, matched: { ref: 'local/big' }, byPerson: true },
    });
  });

  it('has what was matched when it was signed, whatever is matched while the model answers', async () => {
    const { house, review } = await started();
    house.approve(review);
    house.models.match = () => Promise.resolve(matchOf('big', 'small'));
    house.models.changed.fire();
    await settle();
    expect(house.ledger.records.find(({ kind }) => kind === 'outgoing')).toMatchObject({
      choice: { matched: { ref: 'local/small' }, byPerson: false },
    });
  });

  it('names the fields that were not kept, without sentences', async () => {
    const { house } = await outgoing(() => undefined);
    const notes = [{ field: 'model', effect: 'changed' as const, note: 'A sentence.' }];
    house.models.sent[0]?.resolve(completionOf('Fine.', { notes }));
    await settle();
    const record = house.ledger.records.find(({ kind }) => kind === 'completion');
    expect(record).toMatchObject({ notes: [{ field: 'model', effect: 'changed' }] });
    expect(JSON.stringify(record)).not.toContain('A sentence.');
  });
});

it('a table of 500 models is a light status, each source once', async () => {
  const { review } = await started();
  const ids = Array.from({ length: 500 }, (_, index) => `model-${index}`);
  review.setMatch(matchOf(...ids), []);
  const view = statusView(review, 0);
  expect(reviewStatusSchema.parse(view)).toEqual(view);
  expect(view.model.sources).toEqual(['no data']);
  expect(JSON.stringify(view.model).length).toBeLessThan(150_000);
});
