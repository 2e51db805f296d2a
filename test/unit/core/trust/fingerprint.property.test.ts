import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/mcp.ts';
import { fingerprint } from '../../../../src/core/trust/fingerprint.ts';
import { sha256 } from '../../../../src/node/hash.ts';

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

const print = (entry: unknown): string | undefined => fingerprint([entry], sha256);

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Tree>;
const schema = fc.record(
  { type: fc.constant('object'), properties: fc.dictionary(fc.string(), json), required: fc.array(fc.string()) },
  { requiredKeys: ['type'] },
);
/** A tool as a server may send it: every field of the specification, and one that nobody knows. */
const tool = fc.record(
  {
    name: fc.string(),
    title: fc.string(),
    description: fc.string({ unit: 'binary' }),
    inputSchema: schema,
    outputSchema: schema,
    annotations: fc.record({ readOnlyHint: fc.boolean(), title: fc.string() }, { requiredKeys: [] }),
    icons: fc.array(fc.record({ src: fc.webUrl(), sizes: fc.array(fc.string()) }), { minLength: 1 }),
    execution: fc.record({ taskSupport: fc.constantFrom('required', 'optional') }),
    _meta: fc.dictionary(fc.string(), json),
    'x-unknown': json,
  },
  { requiredKeys: ['name', 'inputSchema'] },
) as fc.Arbitrary<{ [key: string]: Tree }>;

/** All the ways to change one thing somewhere in a value: each is made from a copy. */
function mutations(root: { [key: string]: Tree }): { readonly what: string; readonly value: Tree }[] {
  const found: { what: string; value: Tree }[] = [];
  const at = (
    path: readonly (string | number)[],
    what: string,
    change: (parent: Tree, key: string | number) => void,
  ) => {
    const copy = structuredClone({ root }) as { [key: string]: Tree };
    let parent: Tree = copy;
    for (const key of path.slice(0, -1)) parent = (parent as { [key: string]: Tree })[key] as Tree;
    change(parent, path.at(-1) as string);
    found.push({ what: `${what} at ${path.join('.')}`, value: copy['root'] as Tree });
  };
  const set = (value: Tree) => (parent: Tree, key: string | number) => {
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  };
  const walk = (value: Tree, path: readonly (string | number)[]): void => {
    if (path.length > 1) {
      at(path, 'removed', (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete (parent as { [key: string]: Tree })[key];
      });
    }
    if (Array.isArray(value)) {
      at(path, 'one more in a list', set([...value, null]));
      const turned = [...value].reverse();
      if (JSON.stringify(turned) !== JSON.stringify(value)) at(path, 'list in another order', set(turned));
      value.forEach((part, index) => walk(part, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      let key = 'added';
      while (Object.hasOwn(value, key)) key += '_';
      at([...path, key], 'added', set('x'));
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name]);
    } else {
      at(
        path,
        'changed',
        set(
          typeof value === 'string'
            ? `${value} `
            : value === null
              ? false
              : typeof value === 'boolean'
                ? !value
                : `${value}`,
        ),
      );
    }
  };
  walk(root, ['root']);
  return found;
}

function withKeysTurned(value: Tree): Tree {
  if (Array.isArray(value)) return value.map(withKeysTurned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, withKeysTurned(part)]),
  );
}

describe('the fingerprint of what a server lists', () => {
  it('changes with any leaf, key and order of a list, at any depth, in every field', () => {
    let tried = 0;
    fc.assert(
      fc.property(tool, (entry) => {
        const before = print(entry);
        for (const { what, value } of mutations(entry)) {
          tried++;
          if (print(value) === before) throw new Error(`Not seen: ${what}`);
        }
      }),
      { numRuns: 60 },
    );
    expect(tried).toBeGreaterThan(1000);
  });

  it('does not change with the order of keys, nor with a way over the wire', () => {
    fc.assert(
      fc.property(tool, (entry) => {
        expect(print(withKeysTurned(entry))).toBe(print(entry));
        expect(print(JSON.parse(JSON.stringify(entry)))).toBe(print(entry));
      }),
      { numRuns: 200 },
    );
  });

  it('does not change with the order of entries that have the same name', () => {
    fc.assert(
      fc.property(fc.array(tool, { minLength: 2, maxLength: 4 }), (entries) => {
        expect(fingerprint([...entries].reverse(), sha256)).toBe(fingerprint(entries, sha256));
        expect(fingerprint(entries.slice(1), sha256)).not.toBe(fingerprint(entries, sha256));
      }),
    );
  });

  it.each([
    ['lone surrogates', '"\\ud800"', '"\\ud801"'],
    ['a lone surrogate in a key', '{"\\ud800":1}', '{"\\ud801":1}'],
    ['a number too large and none', '1e999', 'null'],
    ['a number too large and its text', '1e999', '"Infinity"'],
    ['numbers too large of either sign', '1e999', '-1e999'],
    ['a text that looks like the JSON of a lone surrogate', '"\\ud800"', '"\\"\\\\ud800\\""'],
    ['a key called __proto__', '{"__proto__":1}', '{"__proto__":2}'],
    ['a key called toJSON', '{"toJSON":1}', '{"toJSON":2}'],
    ['true and the text true', 'true', '"true"'],
    ['an empty list and an empty object', '[]', '{}'],
    ['one entry and a list of it', '{"a":1}', '[{"a":1}]'],
  ])('tells apart %s', (_what, one, other) => {
    const wrap = (text: string): JsonObject => ({ name: 'a', _meta: { x: JSON.parse(text) as Json } });
    expect(print(wrap(one))).not.toBe(print(wrap(other)));
    expect(print(wrap(one))).toBe(print(wrap(one)));
  });
});
