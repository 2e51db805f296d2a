import { describe, expect, it } from 'vitest';
import { locateInSetting, settingValue } from '../../../src/vscode/settings/settingsText.ts';

const setting = 'countersign.servers';
const dotted = `{
  // a comment
  "countersign.servers": { "a": { "command": 5, "args": ["x", 7,] } },
}`;
const nested = '{ "countersign": { "servers": { "a": { "command": 5 } } } }';

function at(text: string, path: readonly (string | number)[], inSettings = false): string | undefined {
  const range = locateInSetting(text, setting, path, inSettings);
  return range && text.slice(range.offset, range.offset + range.length);
}

describe('settingValue', () => {
  it('reads a setting however it is written', () => {
    expect(settingValue(dotted, setting, false)).toEqual({ a: { command: 5, args: ['x', 7] } });
    expect(settingValue(nested, setting, false)).toEqual({ a: { command: 5 } });
    expect(settingValue(`{ "settings": ${nested} }`, setting, true)).toEqual({ a: { command: 5 } });
  });

  it('reads nothing where there is nothing', () => {
    expect(settingValue('{}', setting, false)).toBeUndefined();
    expect(settingValue('', setting, false)).toBeUndefined();
    expect(settingValue(nested, setting, true)).toBeUndefined();
  });
});

describe('locateInSetting', () => {
  it('finds the name of a property and the value of an entry', () => {
    expect(at(dotted, ['a', 'command'])).toBe('"command"');
    expect(at(dotted, ['a', 'args', 1])).toBe('7');
    expect(at(nested, ['a', 'command'])).toBe('"command"');
  });

  it('goes outwards to what is there', () => {
    expect(at(dotted, ['a', 'missing'])).toBe('"a"');
    expect(at(dotted, ['b'])).toBe('"countersign.servers"');
    expect(at(dotted, [])).toBe('"countersign.servers"');
    expect(at('{}', ['a'])).toBeUndefined();
  });
});
