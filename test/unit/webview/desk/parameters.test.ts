import { describe, expect, it } from 'vitest';
import { parseMaxTokens } from '../../../../src/webview/desk/parts/parameters.ts';

describe('max tokens as typed', () => {
  it.each([
    ['150', 150],
    [' 7 ', 7],
    ['', undefined],
    ['0', undefined],
    ['-3', undefined],
    ['1.5', undefined],
    ['1e3', 1000],
    ['many', undefined],
    ['9007199254740993', undefined],
  ])('%j is %s', (text, value) => {
    expect(parseMaxTokens(text)).toBe(value);
  });
});
