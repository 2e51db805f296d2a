import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayText, shorten } from '../../../../src/core/text/display.ts';

describe('a label from a server', () => {
  it.each([
    ['plain', 'plain'],
    ['two\n  lines\tand\u2028more ', 'two lines and more'],
    ['a\u001b[31mred', 'a\\u{1b}[31mred'],
    ['a\u202eb\u200b', 'a\\u{202e}b\\u{200b}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['half \ud800', 'half \\u{d800}'],
    ['$(alert) $$(x)', '$ (alert) $$ (x)'],
    ['[Allow](command:countersign.deny)', '[Allow] (command:countersign.deny)'],
    ['<img src=x> 1 < 2 <3', '< img src=x> 1 < 2 <3'],
    ['Größe 日本 👍', 'Größe 日本 👍'],
  ])('%j becomes %j', (text, shown) => {
    expect(displayText(text)).toBe(shown);
  });

  it('is one short line without anything that VS Code would interpret, whatever it was', () => {
    const anyUnit = fc.integer({ min: 0, max: 0xffff });
    const anyText = fc.array(anyUnit, { maxLength: 40 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '$(x)', '](', '\u001b[', '\u202e'), (text, evil) => {
        const shown = displayText(text + evil + text, 100);
        expect(shown).not.toMatch(/\$\(|\]\(/);
        expect(shown).not.toMatch(/[\n\r\u202a-\u202e\u2066-\u2069]/);
        expect(shown.includes('\u001b')).toBe(false);
      }),
    );
  });

  it('of megabytes takes no time', () => {
    const text = 'x '.repeat(4_000_000);
    const before = process.cpuUsage();
    expect(displayText(text, 50)).toHaveLength(50);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(100);
  });
});

describe('shorten', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a👍b', 3, 'a…'],
    ['👍👍', 4, '👍👍'],
    ['ab', 1, '…'],
  ])('%j to %i', (text, length, short) => {
    expect(shorten(text, length)).toBe(short);
  });
});
