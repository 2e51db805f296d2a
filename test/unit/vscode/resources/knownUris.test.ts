import { describe, expect, it } from 'vitest';
import { KnownUris } from '../../../../src/vscode/resources/knownUris.ts';

describe('the addresses under which resources were looked at', () => {
  it('are each there once, until the resource is forgotten', () => {
    const known = new KnownUris<string>();
    for (const uri of ['/a.txt', '/a.md', '/a.txt']) known.note('a', uri);
    expect(known.of('a')).toEqual(['/a.txt', '/a.md']);
    known.forget('a');
    expect(known.of('a')).toEqual([]);
  });

  it('are no more than a number: the one looked at longest ago goes', () => {
    const known = new KnownUris<string>();
    for (let each = 0; each < 1_000; each++) known.note(String(each), '/x');
    known.note('0', '/x');
    known.note('new', '/x');
    expect([known.of('0'), known.of('1'), known.of('new')]).toEqual([['/x'], [], ['/x']]);
  });
});
