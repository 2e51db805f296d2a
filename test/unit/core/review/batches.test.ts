import { beforeEach, describe, expect, it } from 'vitest';
import { batchSchema, deskStateSchema } from '../../../../src/shared/desk.ts';
import { completionOf, matchOf, paramsOf, server, toolUse } from '../sampling/fakes.ts';
import { markOf } from '../../../../src/core/review/batchBook.ts';
import { containing } from '../sampling/matchers.ts';
import { callOf, named, seen, Table } from './together.ts';

let table: Table;
beforeEach(() => {
  table = new Table();
});

describe('what forms a batch', () => {
  it('requests of one call with the same frame and shape, shown at once as one page', () => {
    const reviews = table.add({}, {}, {});
    expect(table.batch.rows).toEqual(reviews);
    expect(table.desk.selectedId).toBe(table.batch.id);
    expect(table.desk.selected).toBeUndefined();
    expect(table.desk.state).toMatchObject({
      selected: 'batch-1',
      batches: [{ id: 'batch-1', rows: ['r1', 'r2', 'r3'] }],
    });
    expect(deskStateSchema.parse(table.desk.state)).toEqual(table.desk.state);
    const view = table.desk.batchView('batch-1');
    expect(batchSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      content: { values: [['r1'], ['r2'], ['r3']], messages: [{ blocks: [{ before: 'Translate to language ' }] }] },
      rows: [{ id: 'r1', phase: 'pending', mark: table.desk.get('r1')?.outgoing?.hash }, {}, {}],
    });
    expect(table.desk.batchView('batch-1', view?.revision)).not.toHaveProperty('content');
  });

  it.each([
    ['another call', { cause: callOf('c2') }],
    ['no certain call', { cause: { certainty: 'none' } }],
    ['one of several calls', { cause: { certainty: 'oneOf', calls: [callOf('c1').call, callOf('c2').call] } }],
    ['another server', { server: { ...server, name: 'other' } }],
    ['another definition', { server: { ...server, definition: 'e'.repeat(64) } }],
    ['another system prompt', { params: paramsOf('x', { systemPrompt: 'Be rude.' }) }],
    ['another parameter', { params: paramsOf('x', { temperature: 1 }) }],
    ['a field that nobody knows', { params: paramsOf('x', { future: 1 } as object) }],
    ['other tools', { params: paramsOf('x', { tools: [{ name: 't', inputSchema: { type: 'object' } }] }) }],
    [
      'another shape',
      { params: { ...paramsOf('x'), messages: [...paramsOf('x').messages, ...paramsOf('y').messages] } },
    ],
    ['a request of the person’s own', { server: { ...server, own: true } }],
  ] as const)('not %s', (_, other) => {
    table.add({}, other as object);
    expect(table.desk.batches.all).toEqual([]);
    table.add({});
    expect(table.batch.rows.map(({ id }) => id)).toEqual(['r1', 'r3']);
  });

  it('not what has closed; what closes as a row stays until it is off the desk', () => {
    const [first] = table.add({});
    first?.close('cancelled', 'Gone.');
    table.add({});
    expect(table.desk.batches.all).toEqual([]);
    const [third] = table.add({});
    expect(table.batch.rows.map(({ id }) => id)).toEqual(['r2', 'r3']);
    third?.close('cancelled', 'Gone.');
    expect(table.batch.rows).toHaveLength(2);
  });

  it('what would go elsewhere, carries media, is much longer, or was changed in its frame stands apart and says why', () => {
    const [, far, media, long, changed] = table.add(
      {},
      {},
      {
        params: {
          ...paramsOf('x'),
          messages: [
            {
              role: 'user',
              content: [
                { type: 'text', text: 'x' },
                { type: 'image', data: '', mimeType: 'image/png' },
              ],
            },
          ],
        },
      },
      { params: paramsOf('long '.repeat(1000)) },
      {},
      {},
    );
    far?.selectModel('local/big');
    changed?.edit({ part: 'maxTokens', value: 7 });
    expect(table.batch.rows.map(({ id }) => id)).toEqual(['r1', 'r6']);
    expect(table.batch.outliers.map(({ review, why }) => [review, why])).toEqual([
      [far, containing('local/big')],
      [media, containing('image')],
      [long, containing('longer')],
      [changed, containing('You changed')],
    ]);
    expect(table.desk.status(far?.id ?? '')?.beside).toMatchObject({
      batch: { size: 2 },
      apart: containing('local/big'),
    });
    // A change of its text alone is a row that was edited.
    changed?.revise('reset');
    changed?.edit({ part: 'text', message: 'm0', block: 0, text: 'Shorter' });
    expect(table.batch.rows).toContain(changed);
  });

  it('what is being typed in an editor tab stands apart until it is saved: no press for all sends the text of before', () => {
    const [first, typed, third] = table.add({}, {}, {});
    table.look();
    const { seal } = table;
    typed?.unsavedInTabs(['Message 1']);
    expect(table.batch.outliers).toEqual([{ review: typed, why: containing('editor tab') }]);
    const all = [first, typed, third].flatMap((row) => (row ? [named(row)] : []));
    expect(table.desk.approveBatch(table.batch.id, seal, all, seen).taken).toBe(false);
    table.look();
    expect(table.desk.approveBatch(table.batch.id, table.seal, all, seen).taken).toBe(false);
    typed?.unsavedInTabs([]);
    expect(table.batch.rows).toEqual([first, typed, third]);
    // What it asks is decided once there is an answer.
    typed?.approve({ hash: typed.outgoing?.hash ?? '' });
    expect(typed?.phase).toBe('decided');
    typed?.unsavedInTabs(['Message 1']);
    expect(table.batch.rows).toContain(typed);
  });
});

describe('what the desk shows', () => {
  it('goes to a batch that forms of what nobody can have read, and not away from what was read', () => {
    table.add({});
    table.desk.rendered('r1', table.desk.get('r1')?.outgoing?.hash ?? '');
    table.clock.advance(100);
    table.add({});
    expect(table.desk.selectedId).toBe('batch-1');

    table = new Table();
    table.add({});
    table.desk.rendered('r1', table.desk.get('r1')?.outgoing?.hash ?? '');
    table.clock.advance(600);
    table.add({});
    expect(table.desk.selectedId).toBe('r1');
    expect(table.desk.status('r1')?.beside).toMatchObject({ batch: { id: 'batch-1', size: 2 } });
  });

  it('leads from a spot check back, and on to what is not in the batch', () => {
    table.add({}, {}, { cause: { certainty: 'none' } });
    table.desk.select('r2');
    expect(table.desk.selectNext()?.id).toBe('r3');
    expect(table.desk.selectNext()?.id).toBe('r1');
    expect(table.desk.selectedId).toBe('batch-1');
    expect(table.desk.select('batch-7')).toBe(false);
  });

  it('shows what is left when a batch falls apart', () => {
    const [first, second] = table.add({}, {});
    table.look();
    first?.selectModel('local/big');
    expect(table.desk.batches.all).toEqual([]);
    expect(table.desk.selectedId).toBe(first?.id);
    expect(second?.phase).toBe('pending');
  });
});

describe('approving a batch', () => {
  const approve = (...reviews: ReturnType<Table['add']>) =>
    table.desk.approveBatch(table.batch.id, table.seal, reviews.map(named), seen);

  it('approves each request that is named, and nothing else', () => {
    const [a, b, c] = table.add({}, {}, {});
    table.look();
    expect(a && c && approve(a, c)).toEqual({ taken: true });
    expect([a, b, c].map((review) => review?.phase)).toEqual(['decided', 'pending', 'decided']);
    // What was left out is a review of its own from now on.
    expect(table.batch.rows).toEqual([a, c]);
  });

  it('needs a batch that was painted whole and has stood still, in a window with the focus', () => {
    const all = table.add({}, {});
    table.desk.select(table.batch.id);
    expect(approve(...all)).toMatchObject({ taken: false, message: containing('not been shown') });
    table.look(499);
    expect(approve(...all)).toMatchObject({ taken: false, message: containing('just changed') });
    table.clock.advance(1);
    const { id } = table.batch;
    const names = all.map(named);
    for (const blind of [
      { visible: false, focused: true },
      { visible: true, focused: false },
    ])
      expect(table.desk.approveBatch(id, table.seal, names, blind)).toMatchObject({ taken: false });
    table.desk.paused = true;
    expect(approve(...all)).toMatchObject({ taken: false, message: containing('paused') });
    table.desk.paused = false;
    expect(approve(...all)).toEqual({ taken: true });
  });

  it.each([
    ['joins', (here: Table) => void here.add({})],
    ['leaves', (here: Table) => void here.desk.get('r3')?.close('cancelled', 'Gone.')],
    ['is edited', (here: Table) => void here.desk.edit('r3', { part: 'text', message: 'm0', block: 0, text: 'Other' })],
    ['gets another model', (here: Table) => here.batch.rows.forEach((row) => row.selectModel('local/big'))],
  ])('begins its time anew when a request %s', (_, change) => {
    const all = table.add({}, {}, {});
    table.look();
    const before = table.seal;
    const names = all.map(named);
    change(table);
    expect(table.desk.approveBatch('batch-1', before, names, seen)).toMatchObject({ taken: false });
    table.look(499);
    const rows = table.batch.rows.filter(({ phase }) => phase === 'pending');
    expect(approve(...rows)).toMatchObject({ taken: false });
    table.clock.advance(1);
    expect(approve(...rows)).toEqual({ taken: true });
    expect(rows.every(({ phase }) => phase === 'decided')).toBe(true);
  });

  it('begins its time anew also when what changed is as it was before', () => {
    const all = table.add({}, {});
    table.look();
    all[0]?.selectModel('local/big');
    all[0]?.selectModel('local/small');
    table.desk.select('batch-1');
    expect(
      table.desk.approveBatch(table.desk.batches.all[0]?.id ?? '', table.seal, all.map(named), seen),
    ).toMatchObject({ taken: false });
    expect(all.every(({ phase }) => phase === 'pending')).toBe(true);
  });

  it('takes no request twice, with another hash, or from elsewhere', () => {
    const [a, b] = table.add({}, {});
    const [other] = table.add({ cause: { certainty: 'none' } });
    if (!a || !b || !other) throw new Error('Three were added');
    table.look();
    for (const names of [[named(a), named(a)], [named(a), { id: b.id, mark: 'x' }], [named(a), named(other)], []])
      expect(table.desk.approveBatch(table.batch.id, table.seal, names, seen)).toMatchObject({ taken: false });
    expect([a, b, other].every(({ phase }) => phase === 'pending')).toBe(true);
  });

  it('does not cover a request without a model', () => {
    table.models.found = matchOf();
    const all = table.add({}, {});
    table.look();
    expect(approve(...all)).toMatchObject({ taken: false });
  });
});

describe('denying, and answers', () => {
  it('denies all that are named, and only what waits', () => {
    const [a, b, c] = table.add({}, {}, {});
    b?.answerByHand('x');
    expect(table.desk.batches.deny('batch-1', ['r1', 'r2'], 'Too many')).toEqual({ taken: true });
    expect([a, b, c].map((review) => review?.phase)).toEqual(['closed', 'decided', 'pending']);
    expect(a?.ending).toMatchObject({ byPerson: true, reason: 'Too many' });
    expect(table.desk.batches.deny('batch-1', ['r2'])).toMatchObject({ taken: false });
    expect(table.desk.batches.deny('batch-9', ['r1'])).toMatchObject({ taken: false });
  });

  it('does not return an answer that a row cannot show: that stands apart', () => {
    const all = table.add({}, {}, {}, {});
    for (const [at, review] of all.entries()) {
      review.approve({ hash: review.outgoing?.hash ?? '' });
      if (review.outgoing) review.run(review.outgoing, 0);
      const completion = completionOf('Answer', at === 1 ? { content: [toolUse('a')] } : {});
      review.answered(completion, false);
      if (at === 2) review.checked(completion, { tools: [], problems: ['No JSON.'] });
    }
    expect(table.batch.rows.map(({ id }) => id)).toEqual(['r1', 'r4']);
    expect(table.batch.outliers.map(({ review: { id }, why }) => [id, why])).toEqual([
      ['r2', containing('tools')],
      ['r3', containing('does not fit')],
    ]);
    const mark = markOf(all[1]!);
    table.look();
    expect(table.desk.releaseBatch('batch-1', table.seal, [{ id: 'r2', mark }], seen)).toMatchObject({ taken: false });
  });

  it('returns answers as they were shown, and rejects them', () => {
    const all = table.add({}, {}, {});
    for (const review of all) {
      review.approve({ hash: review.outgoing?.hash ?? '' });
      if (review.outgoing) review.run(review.outgoing, 0);
      review.answered(completionOf(`Answer of ${review.id}`), false);
    }
    const view = table.desk.batchView('batch-1');
    expect(view?.rows.map(({ answer }) => answer?.text)).toEqual(['Answer of r1', 'Answer of r2', 'Answer of r3']);
    const names = (view?.rows ?? []).map(({ id, mark }) => ({ id, mark }));
    expect(table.desk.releaseBatch('batch-1', table.seal, names, seen)).toMatchObject({ taken: false });
    table.look();
    all[2]?.editAnswer({ part: 'text', text: 'Another answer' });
    expect(table.desk.releaseBatch('batch-1', table.seal, names, seen)).toMatchObject({ taken: false });
    table.look();
    expect(table.desk.releaseBatch('batch-1', table.seal, names, seen)).toMatchObject({ taken: false });
    expect(table.desk.releaseBatch('batch-1', table.seal, names.slice(0, 2), seen)).toEqual({ taken: true });
    expect(all.map(({ released }) => released)).toEqual([true, true, false]);
    expect(table.desk.batches.reject('batch-1', ['r3'])).toEqual({ taken: true });
    expect(all[2]?.ending).toMatchObject({ how: 'rejected', byPerson: true });
  });
});
