import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/mcp.ts';
import { fingerprint } from '../../../../src/core/trust/fingerprint.ts';
import { sha256 } from '../../../../src/node/hash.ts';
import { mutations, tool, withKeysTurned } from './arbitraries.ts';

const print = (entry: unknown): string | undefined => fingerprint([entry], sha256);

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
      { numRuns: 30 },
    );
    expect(tried).toBeGreaterThan(500);
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
