import { beforeAll, describe, expect, it } from 'vitest';
import { compileSchema } from '../../../src/core/forms/validate.ts';
import { outputValidator } from '../../../src/core/forms/output.ts';
import { inTime } from '../../../src/node/inTime.ts';
import { SchemaCheck } from '../../../src/node/mcp/schemaCheck.ts';

const within = inTime(150);
const endless = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
const value = { a: `${'a'.repeat(40)}!` };

/** Each level asks the next one twice: 2^40 questions without a single pattern. */
function doubling(): object {
  const levels = Array.from({ length: 40 }, (_, level) => {
    const $ref = `#/$defs/d${level + 1}`;
    return [`d${level}`, { allOf: [{ $ref }, { $ref }] }] as const;
  });
  return { $ref: '#/$defs/d0', $defs: { ...Object.fromEntries(levels), d40: { minLength: 1 } } };
}

describe('work that must not take long', () => {
  it('gives its value, or its own error', () => {
    expect(within(() => 'done')).toBe('done');
    expect(() =>
      within(() => {
        throw new TypeError('own');
      }),
    ).toThrow(new TypeError('own'));
  });

  it('is ended when it does, and the next one runs as ever', () => {
    const started = Date.now();
    expect(() => within(() => /^(a+)+$/.test(value.a))).toThrow('takes too long');
    expect(() =>
      within(() => {
        for (;;);
      }),
    ).toThrow('takes too long');
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(within(() => 5)).toBe(5);
  });
});

describe('a schema that a server wrote', () => {
  const unhurried = inTime(1_000);
  // The first schema of all takes Ajv longer than any other.
  beforeAll(() => void compileSchema({ type: 'object' }));

  it('cannot hold the window by a pattern or by its references', () => {
    for (const schema of [endless, doubling()]) {
      const compiled = compileSchema(schema, unhurried);
      expect(() => compiled.validate?.(value)).toThrow('takes too long');
    }
    expect(compileSchema(endless, unhurried).validate?.({ a: 'aaa' })).toEqual([]);
  });

  it('cannot hold it with what a tool answers', async () => {
    const validate = outputValidator(unhurried);
    expect(await validate(endless as never, value)).toContain('could not be checked');
    expect(await validate(endless as never, { a: 'aaa' })).toBeUndefined();
  });

  it('cannot hold it when it is listed', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, index) => [`p${index}`, { type: 'string', pattern: `x${index}` }]),
    );
    const check = new SchemaCheck(100);
    expect(check.problemOf({ type: 'object', properties })).toContain('takes too long');
    expect(check.problemOf({ type: 'object' })).toBeUndefined();
    expect(check.problemOf({ type: 'no such type' })).toEqual(expect.any(String));
  });
});
