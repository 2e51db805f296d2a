import { describe, expect, it } from 'vitest';
import { bytes, clock, cost, duration, utf8Length } from '../../../../src/webview/ui/format.ts';

describe('numbers as words', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [10_035, '9.8 KB'],
    [102_400, '100 KB'],
    [1_258_291, '1.2 MB'],
    [8_000_000, '7.6 MB'],
    [5_368_709_120, '5.0 GB'],
  ])('%d bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it.each([
    [-5, '0 ms'],
    [849.6, '850 ms'],
    [3240, '3.2 s'],
    [9999, '9.9 s'],
    [12_000, '12 s'],
    [65_000, '1 min 5 s'],
    [120_000, '2 min'],
    [7_800_000, '2 h 10 min'],
    [3_600_000, '1 h'],
  ])('%d ms take %s', (value, text) => {
    expect(duration(value)).toBe(text);
  });

  it('ticks in whole seconds, and never below zero', () => {
    expect([clock(-1), clock(999), clock(1999)]).toEqual(['0 s', '0 s', '1 s']);
  });

  it('shows a cost with as many digits as it has, and once when both ends read the same', () => {
    expect(cost(0.000054, 0.00085)).toBe('≈ $0.000054 to $0.00085');
    expect(cost(0, 1.5)).toBe('≈ $0 to $1.50');
    expect(cost(0.1201, 0.1202)).toBe('≈ $0.12');
  });

  it('counts UTF-8 bytes like an encoder', () => {
    for (const text of ['', 'abc', 'é€', '😀x', 'a\ud800', '\udc00b', '😀'.repeat(3)]) {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }
  });
});
