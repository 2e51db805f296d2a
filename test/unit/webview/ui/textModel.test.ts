import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blankNote,
  chunksOf,
  countLines,
  isLong,
  measure,
  partsOf,
  piecesOf,
} from '../../../../src/webview/ui/textModel.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('word ', '\n', '😀', '\r\n', 'x'.repeat(5000), '\u200b'), { maxLength: 60 })
    .map((parts) => parts.join('')),
);

describe('a text in chunks', () => {
  it('is the text, unit for unit, and no character is cut in two', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const chunks = chunksOf(text);
        expect(chunks.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, lines } of chunks) {
          expect(lines).toBeGreaterThan(0);
          const cut = start > 0 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(start - 1, start + 1));
          expect(cut).toBe(false);
        }
      }),
    );
  });

  it('breaks after a line where it can, and within one that is too long', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n');
    const chunks = chunksOf(lines);
    expect(chunks.length).toBe(5);
    expect(chunks.slice(0, -1).every(({ end }) => lines[end - 1] === '\n')).toBe(true);
    expect(chunksOf('x'.repeat(50_000)).length).toBe(4);
    expect(chunksOf('')).toEqual([]);
  });

  it('gives hidden runs as pieces of their own, also across a border and out of many', () => {
    const text = `${'a'.repeat(16_380)}${'\u200b'.repeat(10)}${'b'.repeat(100)}`;
    const hidden = [{ start: 16_380, end: 16_390, name: 'zero' }];
    const chunks = chunksOf(text);
    const pieces = chunks.map((chunk) => piecesOf(text, chunk, hidden));
    expect(
      pieces
        .flat()
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
    expect(
      pieces.map((each) => each.filter((piece) => piece.hidden === 'zero').map((piece) => piece.text.length)),
    ).toEqual([[4], [6]]);
    const many = Array.from({ length: 5000 }, (_, i) => ({ start: i * 3, end: i * 3 + 1, name: `n${i}` }));
    const last = chunks.at(-1) ?? { start: 0, end: 0, lines: 0 };
    expect(
      piecesOf('x'.repeat(20_000), { ...last, start: 14_990, end: 15_010 }, many).filter((p) => p.hidden !== undefined),
    ).toHaveLength(3);
  });

  it('ignores runs of nothing and runs that overlap', () => {
    const hidden = [
      { start: 1, end: 3, name: 'a' },
      { start: 2, end: 4, name: 'b' },
      { start: 5, end: 5, name: 'c' },
    ];
    const pieces = piecesOf('abcdefg', { start: 0, end: 7, lines: 1 }, hidden);
    expect(pieces).toEqual([{ text: 'a' }, { text: 'bc', hidden: 'a' }, { text: 'd', hidden: 'b' }, { text: 'efg' }]);
  });
});

describe('a text of very many lines', () => {
  it('comes in parts that a browser can lay out, which are all of it', () => {
    const chunks = chunksOf('\n'.repeat(1_000_000));
    const parts = partsOf(chunks);
    expect(parts.flat()).toEqual(chunks);
    expect(parts).toHaveLength(4);
    expect(Math.max(...parts.map((part) => part.reduce((sum, { lines }) => sum + lines, 0)))).toBeLessThanOrEqual(
      300_000,
    );
    expect(partsOf(chunksOf('a'.repeat(8_000_000)))).toHaveLength(1);
    expect(partsOf([])).toEqual([]);
  });
});

describe('the size of a text', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['a\nb\n', 2],
    ['\n\n', 2],
  ])('%j has %d lines', (text, lines) => {
    expect(countLines(text)).toBe(lines);
  });

  it('folds what is long in lines or in letters', () => {
    expect(isLong('a\n'.repeat(20))).toBe(false);
    expect(isLong('a\n'.repeat(21))).toBe(true);
    expect(isLong('a'.repeat(2401))).toBe(true);
    expect(measure('é\nb')).toEqual({ lines: 2, bytes: 4 });
  });

  it('says what a text is that shows nothing', () => {
    expect([blankNote(''), blankNote(' '), blankNote(' \n '), blankNote(' a')]).toEqual([
      'Empty text',
      'Only white space: 1 character',
      'Only white space: 3 characters',
      undefined,
    ]);
  });
});
