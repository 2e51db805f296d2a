import { describe, expect, it } from 'vitest';
import {
  historyFrom,
  measuredOf,
  quicknessFrom,
  remember,
  sampleOf,
  SPEED_LIMITS,
  type SpeedHistory,
  withSample,
} from '../../../../src/core/models/speeds.ts';
import { completionOf } from '../sampling/fakes.ts';

const sample = (first: number, rate: number) => ({ first, rate });

describe('the speed of answers', () => {
  it('is two numbers an answer, and none for one that is too short to tell', () => {
    expect(sampleOf({ tokens: 100, firstMs: 250.4, durationMs: 2000 })).toEqual({ first: 250, rate: 50 });
    expect(sampleOf({ tokens: 15, firstMs: 250, durationMs: 2000 })).toBeUndefined();
    expect(sampleOf({ tokens: 100, firstMs: undefined, durationMs: 2000 })).toBeUndefined();
    expect(sampleOf({ tokens: 100, firstMs: 1, durationMs: 0 })).toBeUndefined();
  });

  it('is kept for the last answers of the models used last', () => {
    let history: SpeedHistory = {};
    for (let index = 0; index < 300; index += 1) history = withSample(history, `a/${index % 150}`, sample(index, 1));
    expect(Object.keys(history)).toHaveLength(SPEED_LIMITS.models);
    expect(history['a/149']?.at(-1)).toEqual(sample(299, 1));
    for (let index = 0; index < 50; index += 1) history = withSample(history, 'a/149', sample(index, 1));
    expect(history['a/149']).toHaveLength(SPEED_LIMITS.answers);
    expect(JSON.stringify(history).length).toBeLessThan(100_000);
  });

  it('is told by medians', () => {
    const history = { 'a/b': [sample(100, 10), sample(5000, 30), sample(300, 20)] };
    expect(measuredOf(history, 'a/b')).toEqual({ firstMs: 300, tokensPerSecond: 20, answers: 3 });
    expect(measuredOf({ 'a/b': [sample(100, 10), sample(300, 30)] }, 'a/b')).toMatchObject({ firstMs: 200 });
    expect(measuredOf(history, 'x/y')).toBeUndefined();
  });

  it.each([
    [400, 3],
    [200, 3],
    [50, 2],
    [12.5, 1],
    [3, 0],
    [0.1, 0],
  ])('of %d tokens a second is %d of 3', (tokensPerSecond, quick) => {
    expect(Math.round(quicknessFrom({ tokensPerSecond, firstMs: 0, answers: 3 }) * 10) / 10).toBe(quick);
  });

  it('is read back as it was written, and nothing else is', () => {
    const history = { 'a/b': [sample(1, 2)] };
    expect(historyFrom(JSON.parse(JSON.stringify(history)))).toEqual(history);
    expect(historyFrom(undefined)).toEqual({});
    expect(historyFrom('x')).toEqual({});
    expect(
      historyFrom({
        'a/b': [{ first: 1, rate: 0 }, { first: -1, rate: 1 }, 'x', null, { ...sample(1, 2), text: 'secret' }],
        c: 5,
      }),
    ).toEqual({ 'a/b': [sample(1, 2)] });
  });

  it('comes from the provider’s count, else from the text, and holds no text', () => {
    const kept: { history: SpeedHistory } = { history: {} };
    const store = { read: () => kept.history, write: (history: SpeedHistory) => void (kept.history = history) };
    remember(store, 'a/b', completionOf('Short.', { usage: { outputTokens: 100 }, durationMs: 1000 }), 200);
    remember(store, 'a/b', completionOf('word '.repeat(5000), { durationMs: 1000 }), 200);
    remember(store, 'a/b', completionOf('', { content: [], durationMs: 1000 }), undefined);
    expect(kept.history['a/b']?.[0]).toEqual(sample(200, 100));
    expect(kept.history['a/b']?.[1]?.rate).toBeGreaterThan(1000);
    expect(kept.history['a/b']).toHaveLength(2);
    expect(JSON.stringify(kept.history)).not.toMatch(/Short|word/);
  });
});
