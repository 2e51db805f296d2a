import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/core/servers/session.ts';
import { ItemNode } from '../../../src/vscode/tree/nodes.ts';
import { idOf, itemNodes, offeredAt } from '../../../src/vscode/tree/offered.ts';
import { rangesOf } from '../../../src/vscode/tree/ranges.ts';

const catalog: Catalog = {
  tools: Array.from({ length: 1_203 }, (_, n) => ({ name: `t${n % 700}`, inputSchema: { type: 'object' } as const })),
  resources: [],
  resourceTemplates: [],
  prompts: [],
};

describe('a long list in the tree', () => {
  it('stands in ranges once it has more than a thousand entries', () => {
    expect(rangesOf(1_000)).toEqual([]);
    expect(rangesOf(1_203)).toEqual([
      { from: 0, to: 500 },
      { from: 500, to: 1_000 },
      { from: 1_000, to: 1_203 },
    ]);
    expect(rangesOf(10_000)).toHaveLength(20);
  });

  it('loses no entry, and each keeps its place among those of its name', () => {
    const whole = itemNodes('many', catalog, 'tools');
    const parts = rangesOf(1_203).flatMap((range) => itemNodes('many', catalog, 'tools', range));
    expect(parts).toEqual(whole);
    expect(parts[0]).toBeInstanceOf(ItemNode);
    expect(parts.filter(({ nth }) => nth === 1)).toHaveLength(503);
    const last = offeredAt(catalog, 'tools', 1_202);
    expect(last && idOf(last)).toBe('t502');
    expect(offeredAt(catalog, 'tools', 1_203)).toBeUndefined();
  });
});
