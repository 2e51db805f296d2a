import { describe, expect, it } from 'vitest';
import { schemaCheck } from '../../../../src/core/forms/check.ts';

const schema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } } as const;

describe('a check against a schema of a server', () => {
  it('compiles it once', async () => {
    let works = 0;
    const check = schemaCheck((work) => {
      works++;
      return work();
    });
    expect(await check(schema, { a: 'aaa' })).toEqual([]);
    expect(await check(schema, { a: 7 })).toMatchObject([{ path: '/a' }]);
    expect(works).toBe(3);
  });

  it('is not tried again once it took too long, and says so each time', async () => {
    let works = 0;
    const check = schemaCheck((work) => {
      if (++works === 2) throw new Error('it takes too long');
      return work();
    });
    await expect(check(schema, { a: 'aaa!' })).rejects.toThrow('it takes too long');
    await expect(check(schema, { a: 'aaa' })).rejects.toThrow('it takes too long');
    expect(works).toBe(2);
    expect(await check({ ...schema }, { a: 'aaa' })).toEqual([]);
  });

  it('is tried again after a value that was nested too deeply', async () => {
    let works = 0;
    const check = schemaCheck((work) => {
      if (++works === 2) throw new RangeError('Maximum call stack size exceeded');
      return work();
    });
    await expect(check(schema, {})).rejects.toThrow('Maximum call stack');
    expect(await check(schema, { a: 'aaa' })).toEqual([]);
  });

  it('works for schemas with the same $id, and for one that refers to itself', async () => {
    const check = schemaCheck((work) => work());
    const named = (type: string) => ({
      $id: 'https://a.test/s',
      type,
      $ref: '#/$defs/x',
      $defs: { x: { minLength: 2 } },
    });
    expect(await check(named('string'), 'ab')).toEqual([]);
    expect(await check(named('string'), 'a')).toHaveLength(1);
    expect(await check(named('number'), 'ab')).toHaveLength(1);
    const tree = { type: 'object', properties: { child: { $ref: '#' } }, required: ['name'] } as const;
    expect(await check(tree, { name: 'a', child: {} })).toMatchObject([{ path: '/child/name' }]);
  });
});
