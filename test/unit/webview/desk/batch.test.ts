import { describe, expect, it } from 'vitest';
import { batchNews, foundWords, sumOf } from '../../../../src/webview/desk/batchWords.ts';
import { readLimits } from '../../../../src/webview/desk/restLimits.ts';
import {
  batchPhase,
  emptyDesk,
  entryOf,
  nextReview,
  reduce,
  type WholeBatch,
} from '../../../../src/webview/desk/store.ts';
import { answeredRow, batch, batchSnapshot, batchState, row } from '../../../webview/support/batches.ts';
import { summary } from '../../../webview/support/reviews.ts';

const whole = (rows = [row(0), row(1)]): WholeBatch => batch({ rows }) as WholeBatch;

describe('the view of a batch', () => {
  it('keeps its texts while what changes of it comes without them', () => {
    const view = reduce(emptyDesk, batchSnapshot(), 0);
    if (view === 'resync') throw new Error('It is whole');
    const { content, ...rest } = batch({ rows: [row(0), row(1), row(2), answeredRow(3)] });
    const next = reduce(view, { type: 'batch', batch: rest }, 0);
    expect(next).toMatchObject({ batch: { content, seal: rest.seal }, version: view.version + 1 });
    expect(reduce(view, { type: 'batch', batch: { ...rest, revision: 2 } }, 0)).toBe('resync');
    expect(reduce(view, { type: 'batch', batch: { ...rest, id: 'batch-9' } }, 0)).toBe(view);
  });

  it('says what can be decided first, and what is in all', () => {
    expect(batchPhase({ rows: [answeredRow(0), row(1)] })).toBe('pending');
    expect(batchPhase({ rows: [answeredRow(0), row(1, { phase: 'running' })] })).toBe('answered');
    expect(batchPhase({ rows: [row(0, { phase: 'closed' })] })).toBe('closed');
    expect(sumOf([row(0), row(1)])).toMatchObject({ bytes: '1.2 KB', tokens: '≈ 339 tokens' });
    const { cost: _, ...free } = row(1);
    expect(sumOf([row(0), free]).cost).toBeUndefined();
  });

  it('says what was found in what would leave, also when that is nothing', () => {
    const found = (high: number, medium: number, low: number) => ({ findings: { high, medium, low } });
    expect(foundWords(whole([row(0, found(0, 0, 0)), row(1, found(0, 0, 0))]))).toBe('none');
    const some = whole([row(0, found(0, 1, 2)), row(1, found(0, 1, 0)), { ...answeredRow(2), ...found(0, 7, 0) }]);
    expect(foundWords(some)).toBe('2 medium, 2 low');
    expect(foundWords({ ...some, inspecting: true })).toBe('Still being inspected.');
    expect(foundWords(whole([answeredRow(0)]))).toBeUndefined();
  });

  it('is one step in the way through what waits', () => {
    const state = { ...batchState(batch()), reviews: [...batchState(batch()).reviews, summary({ id: 'other' })] };
    expect(entryOf(state, 'r2')).toBe('batch-1');
    expect(nextReview(state.reviews, 'batch-1', state.batches)?.id).toBe('other');
    expect(entryOf(state, nextReview(state.reviews, 'other', state.batches)?.id ?? '')).toBe('batch-1');
    expect(entryOf(state, nextReview(state.reviews, 'r2', state.batches)?.id ?? '')).toBe('batch-1');
  });

  it('announces answers that wait, and the end', () => {
    const closed = whole([row(0, { phase: 'closed' }), row(1, { phase: 'closed' })]);
    expect(batchNews(whole(), whole([answeredRow(0), row(1)]))).toBe('1 answer waits for you');
    expect(batchNews(whole(), closed)).toBe('This batch is over.');
    expect(batchNews(closed, closed)).toBeUndefined();
  });
});

describe('limits as typed', () => {
  it.each([
    ['20', '256', { requests: 20, bytes: 262_144 }],
    ['', '1', undefined],
    ['0', '1', undefined],
    ['1.5', '1', undefined],
    ['501', '1', undefined],
    ['1', '65537', undefined],
  ])('%s requests of %s KB', (requests, size, limits) => {
    expect(readLimits({ requests, size })).toEqual(limits);
  });
});
