import { describe, expect, it } from 'vitest';
import type { ResourceRef } from '../../../../src/core/resources/watches.ts';
import { Wanted } from '../../../../src/vscode/resources/wanted.ts';

const ref = (uri: string, server = 'notes'): ResourceRef => ({ server, uri });

describe('a resource', () => {
  it('that nobody opened is not wanted, whoever names its address', () => {
    const wanted = new Wanted({ isHere: () => false, open: () => [ref('a:other')] });
    expect(wanted.has(ref('a:1'))).toBe(false);
  });

  it('is wanted once this window handed out its address, of that server only', () => {
    const wanted = new Wanted({ isHere: () => false, open: () => [] });
    wanted.give(ref('a:1'));
    expect(wanted.has(ref('a:1'))).toBe(true);
    expect(wanted.has(ref('a:1', 'other'))).toBe(false);
    expect(wanted.has(ref('a:2'))).toBe(false);
  });

  it('is wanted where a tab shows it, and where it is here', () => {
    const wanted = new Wanted({ isHere: ({ uri }) => uri === 'a:kept', open: () => [ref('a:tab')] });
    expect([wanted.has(ref('a:tab')), wanted.has(ref('a:kept'))]).toEqual([true, true]);
  });
});
