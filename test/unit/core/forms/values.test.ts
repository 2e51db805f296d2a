import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formModel } from '../../../../src/core/forms/formModel.ts';
import { compileSchema } from '../../../../src/core/forms/validate.ts';
import {
  argumentsToValues,
  initialValues,
  validateField,
  valuesToArguments,
} from '../../../../src/core/forms/values.ts';
import { anyText, containing } from '../sampling/matchers.ts';

const schema = {
  type: 'object',
  required: ['text', 'must'],
  properties: {
    text: { type: 'string', minLength: 2, maxLength: 4 },
    note: { type: 'string' },
    size: { type: 'integer', minimum: 1, maximum: 9 },
    ratio: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    flag: { type: 'boolean' },
    color: {
      oneOf: [
        { const: 'r', title: 'Red' },
        { const: 'g', title: 'Green' },
      ],
    },
    tags: { type: 'array', items: { enum: ['a', 'b', 'c'] }, maxItems: 2 },
    lines: { type: 'array', items: { type: 'string' }, minItems: 1 },
    numbers: { type: 'array', items: { type: 'number' } },
    flags: { type: 'array', items: { type: 'boolean' } },
    where: { type: 'object', properties: { lat: { type: 'number' }, tag: { type: 'string', default: 'x' } } },
    must: { type: 'object', properties: { a: { type: 'string' } } },
    extra: {},
  },
} as const;
const model = formModel(schema);
const field = (name: string) => model.fields.find((one) => one.name === name)!;

describe('from the form to the arguments', () => {
  it('reads every kind of control', () => {
    const values = {
      '/text': 'abc',
      '/size': ' 7 ',
      '/ratio': '.5',
      '/flag': false,
      '/color': '1',
      '/tags': ['2', '0'],
      '/lines': ['one', ''],
      '/numbers': ['1e3', '-2.5'],
      '/flags': ['true', 'false'],
      '/where/lat': '12',
      '/extra': '{"any": [1]}',
    };
    expect(valuesToArguments(model, values)).toEqual({
      errors: [],
      arguments: {
        text: 'abc',
        size: 7,
        ratio: 0.5,
        flag: false,
        color: 'g',
        tags: ['a', 'c'],
        lines: ['one', ''],
        numbers: [1000, -2.5],
        flags: [true, false],
        where: { lat: 12 },
        must: {},
        extra: { any: [1] },
      },
    });
  });

  it('leaves out what is empty and optional, and sends what is empty and required', () => {
    const empty = { '/text': '', '/note': '', '/size': ' ', '/color': '', '/tags': [], '/lines': [], '/extra': ' ' };
    expect(valuesToArguments(model, empty)).toEqual({ arguments: { text: '', must: {} }, errors: [] });
  });

  it('says where it cannot read a value', () => {
    const values = {
      '/size': '1.5',
      '/ratio': 'half',
      '/numbers': ['1', '', 'x'],
      '/extra': '{',
      '/where/lat': '9007199254740993',
    };
    expect(valuesToArguments(model, values).errors.map(({ path }) => path)).toEqual([
      '/size',
      '/ratio',
      '/numbers/1',
      '/numbers/1',
      '/numbers/2',
      '/where/lat',
      '/extra',
    ]);
  });

  it('takes the whole as JSON where the schema has no form', () => {
    const whole = formModel({ type: 'object', additionalProperties: { type: 'number' } });
    expect(initialValues(whole)).toEqual({ '': '{}' });
    expect(valuesToArguments(whole, { '': '{"a":1}' })).toEqual({ arguments: { a: 1 }, errors: [] });
    expect(valuesToArguments(whole, {})).toEqual({ arguments: {}, errors: [] });
    expect(valuesToArguments(whole, { '': '[1]' }).errors).toEqual([
      { path: '', message: 'The arguments must be a JSON object.' },
    ]);
    expect(valuesToArguments(whole, { '': '{' }).errors).toHaveLength(1);
    expect(argumentsToValues(whole, { a: 1 })).toEqual({ values: { '': '{\n  "a": 1\n}' }, fits: true });
  });
});

describe('one control as it stands', () => {
  it.each([
    ['text', 'a', 'At least 2 characters.'],
    ['text', 'abcde', 'At most 4 characters.'],
    ['text', undefined, 'A value is needed.'],
    ['text', '👍👍', undefined],
    ['note', '', undefined],
    ['size', '0', 'At least 1.'],
    ['size', '10', 'At most 9.'],
    ['size', 'x', '“x” is not a number.'],
    ['size', '2.5', 'Enter a whole number.'],
    ['ratio', '0', 'More than 0.'],
    ['ratio', '1', 'Less than 1.'],
    ['ratio', '0.5', undefined],
    ['tags', ['0', '1', '2'], 'At most 2 entries.'],
    ['lines', ['a'], undefined],
    ['numbers', [''], 'Enter a number.'],
    ['extra', 'nope', containing('not JSON')],
  ])('%s = %j', (name, value, expected) => {
    expect(validateField(field(name), value)).toEqual(expected);
  });

  it('asks for enough entries of a required list', () => {
    const required = formModel({
      type: 'object',
      required: ['l'],
      properties: { l: { type: 'array', items: { type: 'string' }, minItems: 1 } },
    });
    expect(validateField(required.fields[0]!, [])).toBe('At least 1 entry.');
  });
});

describe('from arguments to the form', () => {
  it('comes back to the same arguments', () => {
    const args = fc.record(
      {
        text: fc.string(),
        note: fc.string({ minLength: 1 }),
        size: fc.integer(),
        ratio: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
        flag: fc.boolean(),
        color: fc.constantFrom('r', 'g'),
        tags: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
        lines: fc.array(fc.string(), { minLength: 1 }),
        flags: fc.array(fc.boolean(), { minLength: 1 }),
        where: fc.record({ lat: fc.integer() }),
        must: fc.record({ a: fc.string({ minLength: 1 }) }),
        extra: fc
          .jsonValue()
          .filter((value) => !JSON.stringify(value).includes('-0') && !JSON.stringify(value).includes('__proto__')),
      },
      { requiredKeys: ['text', 'must'] },
    );
    fc.assert(
      fc.property(args, (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as typeof value;
        fc.pre(Math.abs(plain.ratio ?? 0) < Number.MAX_SAFE_INTEGER);
        const { values, fits } = argumentsToValues(model, plain);
        expect(fits).toBe(true);
        expect(valuesToArguments(model, values)).toEqual({ arguments: plain, errors: [] });
      }),
    );
  });

  it.each([
    [{ unknown: 1 }],
    [{ text: 5 }],
    [{ note: '' }],
    [{ size: '5' }],
    [{ flag: 'yes' }],
    [{ color: 'blue' }],
    [{ tags: ['b', 'a'] }],
    [{ tags: 'a' }],
    [{ lines: [1] }],
    [{ numbers: 'x' }],
    [{ where: [] }],
    [{ where: { other: 1 } }],
  ])('says that %j does not fit', (args) => {
    expect(argumentsToValues(model, args as never).fits).toBe(false);
  });

  it('begins with the defaults', () => {
    const withDefaults = formModel({
      type: 'object',
      required: ['only'],
      properties: {
        a: { type: 'string', default: 'hi' },
        b: { type: 'integer', default: 'wrong' },
        only: { const: 'x' },
        nested: { type: 'object', properties: { c: { type: 'boolean', default: true } } },
        whole: { type: 'object', default: { c: false }, properties: { c: { type: 'boolean', default: true } } },
      },
    });
    expect(initialValues(withDefaults)).toEqual({ '/a': 'hi', '/only': '0', '/nested/c': true, '/whole/c': false });
  });
});

describe('the validator', () => {
  const errors = (of: unknown, value: unknown) => compileSchema(of).validate?.(value);

  it('says what is wrong and where', () => {
    expect(errors(schema, { text: 'a', color: 'x', must: 1 })).toEqual(
      expect.arrayContaining([
        { path: '/text', message: 'Must NOT have fewer than 2 characters.' },
        { path: '/must', message: 'Must be object.' },
      ]),
    );
    expect(errors(schema, {})).toEqual([
      { path: '/text', message: 'A value is needed.' },
      { path: '/must', message: 'A value is needed.' },
    ]);
    expect(errors({ enum: ['a'] }, 'b')).toEqual([{ path: '', message: 'Must be one of: "a".' }]);
    expect(errors({ type: 'object', additionalProperties: false }, { 'a/b': 1 })).toEqual([
      { path: '/a~1b', message: 'This property is not allowed.' },
    ]);
    expect(errors(schema, { text: 'abc', must: {} })).toEqual([]);
  });

  it('knows both dialects and formats', () => {
    const tuple = { prefixItems: [{ type: 'string' }], items: false };
    expect(errors(tuple, ['a', 1])).toHaveLength(1);
    const old = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      items: [{ type: 'string' }],
      additionalItems: false,
    };
    expect(errors(old, ['a', 1])).toHaveLength(1);
    expect(errors({ type: 'string', format: 'email' }, 'nope')).toHaveLength(1);
    expect(errors({ $schema: 'https://example.com/other', type: 'string' }, 1)).toHaveLength(1);
    expect(errors({ $id: 'same', type: 'string' }, 1)).toHaveLength(1);
    expect(errors({ $id: 'same', type: 'number' }, 1)).toEqual([]);
    expect(errors({ $async: true, type: 'string' }, 1)).toHaveLength(1);
    expect(errors(true, 1)).toEqual([]);
    expect(errors(false, 1)).toHaveLength(1);
  });

  it.each([
    [{ $ref: 'https://example.com/schema.json' }],
    [{ $ref: 'file:///etc/passwd' }],
    [{ type: 'nothing' }],
    [{ pattern: '(' }],
    ['text'],
    [{ description: 'x'.repeat(1024 * 1024) }],
  ])('refuses a schema that it cannot use, at once', (bad) => {
    const started = performance.now();
    expect(compileSchema(bad).error).toEqual(anyText);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
