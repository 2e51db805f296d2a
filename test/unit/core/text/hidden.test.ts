import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHidden } from '../../../../src/core/text/hidden.ts';
import { anyText, containing, having } from '../sampling/matchers.ts';

const names = (text: string) => findHidden(text).map(({ name }) => name);

describe('hidden characters are found', () => {
  it.each([
    ['a\u001b[31mb', 1, 2, 'escape character'],
    ['a\u0000b', 1, 2, 'control character (U+0000)'],
    ['a\u009fb', 1, 2, 'control character (U+009F)'],
    ['over\rwritten', 4, 5, 'control character (U+000D)'],
    ['a\u202eb', 1, 2, 'text direction override (U+202E)'],
    ['a\u2066b', 1, 2, 'text direction override (U+2066)'],
    ['a\u200eb', 1, 2, 'direction mark (U+200E)'],
    ['a\u200db', 1, 2, 'zero-width joiner (U+200D)'],
    ['a\u200bb', 1, 2, 'zero-width character (U+200B)'],
    ['a\u2060\u2061b', 1, 3, 'zero-width character (U+2060 U+2061)'],
    ['a\ufeffb', 1, 2, 'zero-width character (U+FEFF)'],
    ['a\u00adb', 1, 2, 'soft hyphen (U+00AD)'],
    ['a\u3164b', 1, 2, 'blank letter (U+3164)'],
    ['a\u115f\uffa0b', 1, 3, 'blank letter (U+115F U+FFA0)'],
    ['a\ufe00b', 1, 2, 'variation selectors (U+FE00)'],
    [
      '😀\u{e0101}\u{e0102}\u{e0103}\u{e0104}\u{e0105}',
      2,
      12,
      'variation selectors (U+E0101 U+E0102 U+E0103 U+E0104 and 1 more)',
    ],
    ['a\u{e0068}\u{e0069}\u{e0001}', 1, 7, 'tag characters that spell “hi·”'],
    ['a\ue000b', 1, 2, 'private-use character (U+E000)'],
    ['a\u{f0000}b', 1, 3, 'private-use character (U+F0000)'],
    ['a\u0378b', 1, 2, 'unassigned character (U+0378)'],
    ['a\ud800b', 1, 2, 'unassigned character (U+D800)'],
  ])('%j', (text, start, end, name) => {
    expect(findHidden(text)).toEqual([having({ start, end, name: containing(name) })]);
  });

  it('one span for each run, in order', () => {
    expect(names('a\u200b\u200bb\u202ec')).toHaveLength(2);
  });

  it('of all listed ranges, wherever they stand between letters', () => {
    const ranges = [
      [0, 8],
      [0x0b, 0x0c],
      [0x0e, 0x1f],
      [0x7f, 0x9f],
      [0x200b, 0x200f],
      [0x202a, 0x202e],
      [0x2060, 0x2069],
      [0xfe00, 0xfe0f],
      [0xe0000, 0xe007f],
      [0xe0100, 0xe01ef],
    ] as const;
    const any = fc.oneof(
      ...ranges.map(([min, max]) => fc.integer({ min, max })),
      fc.constantFrom(0xfeff, 0xad, 0x115f, 0x1160, 0x3164, 0xffa0),
    );
    fc.assert(
      fc.property(any, (code) => {
        const char = String.fromCodePoint(code);
        expect(findHidden(`ab${char}cd`)).toEqual([{ start: 2, end: 2 + char.length, name: anyText }]);
      }),
    );
  });

  it.each(['a\u200b', 'a\r', 'a\ufe0f', '\u05d0\u200e', '\u{e0041}a'])('millions of %j do not take seconds', (text) => {
    const before = process.cpuUsage();
    expect(findHidden(text.repeat(1_500_000)).at(-1)?.name).toMatch(/^1\d{6} more/);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500);
  });

  it('more than can be listed are counted', () => {
    const spans = findHidden('a\u200b'.repeat(6000));
    expect(spans).toHaveLength(5001);
    expect(spans.at(-1)?.name).toContain('1000 more');
  });
});

describe('how people write is no finding', () => {
  it.each([
    'plain\ttext\r\nwith lines\n',
    '\ufeffa file with a byte order mark',
    'Grüße, ça va, naïve – “quotes” … €',
    'family 👨‍👩‍👧‍👦, ❤️, 🏳️‍🌈, 👩🏽‍💻, 1️⃣, ☺️, ©️',
    'the flag of Scotland 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'می‌خواهم',
    'नमस्ते क्‍ष',
    'עברית\u200f (אנגלית) \u200eabc',
    '日本語 漢字\u{e0100} 한국어 ไทย ქართული ελληνικά',
    'emoji of all kinds 🫨🩷🪿',
  ])('%s', (text) => {
    expect(names(text)).toEqual([]);
  });
});

describe('large texts', () => {
  /** Milliseconds of processor time, of up to four runs the first below `limit`: other work on the machine does not count. */
  const cost = (limit: number, run: () => void): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let runs = 0; runs < 4 && best >= limit; runs++) {
      const before = process.cpuUsage();
      run();
      best = Math.min(best, process.cpuUsage(before).user / 1000);
    }
    return best;
  };
  it('8 MB of clean text in less than 100 ms', () => {
    const text = 'The quick brown fox jumps over the lazy dog.\r\n'.repeat(182_000);
    expect(text.length).toBeGreaterThan(8_000_000);
    expect(cost(100, () => findHidden(text))).toBeLessThan(100);
  });
  it.each(['Füchse springen über träge Hunde – naïve “Zitate”. ', '日本語の文章です。', '🎉🚀 '])(
    '2 MB of %s in bearable time',
    (piece) => {
      const text = piece.repeat(2_000_000 / piece.length);
      expect(cost(200, () => findHidden(text))).toBeLessThan(200);
    },
  );
});
