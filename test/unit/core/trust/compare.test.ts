import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/mcp.ts';
import { compareJson } from '../../../../src/core/trust/compare.ts';

function said(before: Json | undefined, now: Json): readonly string[] {
  return compareJson(before, now).map(({ mark, label, value, before: was }) =>
    [mark, label, ...(was === undefined ? [] : [was]), value].join(' | '),
  );
}

describe('what differs between two values', () => {
  it('is named by its place: changed, added and removed', () => {
    const before = { description: 'Adds.', inputSchema: { required: ['a'], properties: { a: { type: 'number' } } } };
    const now = { title: 'Add', description: 'Adds!', inputSchema: { required: ['a', 'b'], properties: {} } };
    expect(said(before, now)).toEqual([
      'added | title | Add',
      'changed | description | Adds. | Adds!',
      'added | inputSchema › required › [2] | b',
      'added | inputSchema › properties | {}',
      'removed | inputSchema › properties › a › type | number',
    ]);
  });

  it('shows as JSON what would look alike', () => {
    expect(said({ a: true }, { a: 'true' })).toEqual(['changed | a | true | "true"']);
  });

  it('without anything to compare with is everything', () => {
    expect(said(undefined, { a: 1, b: [] })).toEqual(['same | a | 1', 'same | b | []']);
    expect(said(undefined, 'A text')).toEqual(['same | Text | A text']);
  });

  it('is nothing exactly where nothing differs but the order of keys', () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(compareJson(one, structuredClone(one))).toEqual([]);
        const differs = canonical(one) !== canonical(other);
        expect(compareJson(one, other).length > 0).toBe(differs);
      }),
    );
  });

  it('of very many lines has the last ones in one text, each whole and on a line of its own', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`k${at}`, at]));
    const lines = compareJson({ k599: 1, gone: true }, { ...many, k598: 'run\nAdded: "k597": "nothing"' });
    expect(lines).toHaveLength(501);
    expect(lines.at(-1)).toMatchObject({ label: 'And 101 more', written: true });
    const texts = lines.at(-1)?.value.split('\n') ?? [];
    expect(texts).toHaveLength(101);
    expect(texts[0]).toBe('Added: "k500": "500"');
    expect(texts.slice(-3)).toEqual([
      'Added: "k598": "run\\nAdded: \\"k597\\": \\"nothing\\""',
      'Changed: "k599": "599" (was "1")',
      'Removed: "gone": "true"',
    ]);
  });

  it('writes out what hides in a key', () => {
    const lines = compareJson(undefined, { 'a\u200bb': { '\u202etxt': 1 }, 'ключ 👩‍💻': 2 });
    expect(lines.map(({ label }) => label)).toEqual(['a\\u{200b}b › \\u{202e}txt', 'ключ 👩‍💻']);
  });

  it('of what is nested without end takes the depth as one value', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 50_000; i++) deep = [deep];
    expect(compareJson({ deep: 1 }, { deep })).toHaveLength(2);
  });
});

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
