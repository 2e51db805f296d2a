import { describe, expect, it } from 'vitest';
import { measureScale } from '../unit/node/mcp/scaleFigures.ts';
import { tell } from './figures.ts';

describe('a server with 10,000 tools and 10,000 resources in pages of 100', { timeout: 120_000 }, () => {
  it('is usable at once, blocks nothing and costs little memory', async () => {
    const figures = await measureScale();
    tell('first entries', [figures.firstEntries]);
    tell('all entries', [figures.allEntries]);
    tell('all schemas checked', [figures.checked]);
    tell('longest block of the event loop', [figures.longestBlock]);
    tell('longest work at a stretch', [figures.longestWork]);
    tell('heap growth', [figures.heapGrowth], 'MiB');
    expect(figures.state.problems).toEqual([]);
    expect(figures.firstEntries).toBeLessThan(2_000);
    expect(figures.longestBlock).toBeLessThan(100);
    expect(figures.heapGrowth).toBeLessThan(80);
  });
});
