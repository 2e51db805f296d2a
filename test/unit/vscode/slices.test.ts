import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../src/vscode/slices.ts';

describe('many rows', () => {
  it('are made in their order, with rests in which others get their turn', async () => {
    const made: number[] = [];
    const rows = inSlices(
      Array.from({ length: 2_000 }, (_, index) => index),
      (index) => made.push(index) - 1,
    );
    expect(made.length).toBeLessThan(1_000);
    expect(await rows).toEqual(made);
    expect(made).toHaveLength(2_000);
  });
});
