import { describe, expect, it } from 'vitest';
import { parseMaxTokens, parseTemperature } from '../../../../src/webview/desk/parts/parameters.ts';
import { parseStopSequence } from '../../../../src/webview/desk/parts/stopSequences.ts';

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

describe('temperature as typed', () => {
  it.each([
    ['0.7', 0.7],
    ['0', 0],
    ['', null],
    [' ', null],
    ['-1', undefined],
    ['warm', undefined],
  ])('%j is %s', (text, value) => {
    expect(parseTemperature(text)).toBe(value);
  });
});

describe('a stop sequence as typed', () => {
  it.each([
    ['END', 'END'],
    ['\\n\\nHuman:', '\n\nHuman:'],
    ['say "stop"', 'say "stop"'],
    ['\\"', '"'],
    ['C:\\dir', 'C:\\dir'],
    ['', ''],
  ])('%j is %j', (text, value) => {
    expect(parseStopSequence(text)).toBe(value);
  });
});
