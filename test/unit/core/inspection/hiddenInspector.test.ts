import { expect, it } from 'vitest';
import { hiddenInspector } from '../../../../src/core/inspection/hiddenInspector.ts';

it('finds a hidden character at its place', async () => {
  expect(await hiddenInspector.inspect('a\u200bb')).toEqual([
    { kind: 'hidden', severity: 'high', start: 1, end: 2, reason: 'Hidden: zero-width character (U+200B).' },
  ]);
});

it('ends when it is aborted', async () => {
  await expect(hiddenInspector.inspect('a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
