import { estimateTokenCount } from 'tokenx';
import { describe, expect, it } from 'vitest';
import { TokenMeter } from '../../../../src/core/models/tokenMeter.ts';

const text = 'The quay was inspected on a windy day, and found sound by everybody. '.repeat(2_000);

describe('tokens of a text that grows', () => {
  it('come to what the whole text has, within one in a hundred', () => {
    const meter = new TokenMeter();
    let last = 0;
    for (let end = 0; end < text.length; end += 700) last = meter.count(text.slice(0, end));
    last = meter.count(text);
    expect(Math.abs(last - estimateTokenCount(text)) / last).toBeLessThan(0.01);
  });

  it('begin anew with another text', () => {
    const meter = new TokenMeter();
    meter.count(text);
    expect(meter.count('Hello')).toBe(estimateTokenCount('Hello'));
    expect(meter.count('')).toBe(0);
  });

  it('cost no more for a long text than for a short one', () => {
    const meter = new TokenMeter();
    const long = 'x'.repeat(1_000_000);
    meter.count(long);
    const before = performance.now();
    for (let i = 0; i < 20; i++) meter.count(`${long}${'y'.repeat(i)}`);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
