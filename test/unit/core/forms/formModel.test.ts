import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../src/core/forms/fields.ts';
import { formModel } from '../../../../src/core/forms/formModel.ts';
import { anyText } from '../sampling/matchers.ts';

/** The field of a property of this schema. */
function fieldFor(property: unknown, more: object = {}): Field {
  const model = formModel({ type: 'object', properties: { x: property }, ...more });
  expect(model.whole).toBe(false);
  return model.fields[0]!;
}

describe('ordinary fields', () => {
  it.each([
    [
      { type: 'string', format: 'email', minLength: 1, maxLength: 9, pattern: '^a' },
      { kind: 'string', format: 'email', minLength: 1, maxLength: 9, pattern: '^a' },
    ],
    [
      { type: 'number', minimum: 1, maximum: 2 },
      { kind: 'number', minimum: 1, maximum: 2 },
    ],
    [
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9, multipleOf: 3 },
      { kind: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9, multipleOf: 3 },
    ],
    [
      { type: 'boolean', default: true },
      { kind: 'boolean', default: true },
    ],
    [{ type: ['string', 'null'] }, { kind: 'string', nullable: true }],
    [
      { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
      { kind: 'integer', nullable: true, default: null },
    ],
    [
      { enum: ['a', 1, null] },
      {
        kind: 'choice',
        options: [
          { value: 'a', label: 'a' },
          { value: 1, label: '1' },
          { value: null, label: 'null' },
        ],
      },
    ],
    [
      { type: 'string', enum: ['a', 'b'], enumNames: ['A'] },
      {
        kind: 'choice',
        options: [
          { value: 'a', label: 'A' },
          { value: 'b', label: 'b' },
        ],
      },
    ],
    [
      { oneOf: [{ const: 'r', title: 'Red' }, { const: 'g' }] },
      {
        kind: 'choice',
        options: [
          { value: 'r', label: 'Red' },
          { value: 'g', label: 'g' },
        ],
      },
    ],
    [
      { anyOf: [{ const: 1 }, { const: 2 }, { type: 'null' }] },
      {
        kind: 'choice',
        nullable: true,
        options: [
          { value: 1, label: '1' },
          { value: 2, label: '2' },
        ],
      },
    ],
    [{ const: 5 }, { kind: 'choice', options: [{ value: 5, label: '5' }] }],
    [
      { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2 },
      { kind: 'multiChoice', minItems: 1, maxItems: 2 },
    ],
    [
      { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } },
      { kind: 'multiChoice', options: [{ value: 'a', label: 'A' }] },
    ],
    [
      { type: 'array', items: { type: 'integer', minimum: 3 }, maxItems: 4 },
      { kind: 'list', item: { kind: 'integer', minimum: 3 }, maxItems: 4 },
    ],
    [
      { allOf: [{ type: 'string' }], description: 'D', title: 'T' },
      { kind: 'string', description: 'D', label: 'T' },
    ],
  ])('%j', (schema, expected) => {
    expect(fieldFor(schema)).toMatchObject(expected);
  });

  it('know what is required, and nest', () => {
    const field = fieldFor(
      {
        type: 'object',
        required: ['b/c'],
        properties: { 'b/c': { type: 'string' }, d: { type: 'object', properties: { e: { type: 'boolean' } } } },
      },
      { required: ['x'] },
    );
    expect(field).toMatchObject({
      kind: 'object',
      required: true,
      fields: [
        { path: '/x/b~1c', required: true },
        { kind: 'object', required: false, fields: [{ path: '/x/d/e' }] },
      ],
    });
  });

  it('follow references inside the document, with what stands beside them winning', () => {
    const defs = {
      $defs: { Color: { title: 'Color', enum: ['r'] }, Deep: { $ref: '#/$defs/Color' }, 'a/b': { type: 'string' } },
    };
    expect(fieldFor({ $ref: '#/$defs/Deep', title: 'Mine' }, defs)).toMatchObject({ kind: 'choice', label: 'Mine' });
    expect(fieldFor({ $ref: '#/$defs/a~1b' }, defs)).toMatchObject({ kind: 'string' });
  });
});

describe('what is not ordinary becomes JSON', () => {
  it.each([
    [true],
    [{}],
    [{ type: ['string', 'number'] }],
    [{ oneOf: [{ type: 'string' }, { type: 'object' }] }],
    [{ anyOf: [{ const: 1 }, { type: 'string' }] }],
    [{ allOf: [{ type: 'string' }, { minLength: 1 }] }],
    [{ type: 'object' }],
    [{ type: 'object', properties: { a: {} }, patternProperties: { '^x': {} } }],
    [{ type: 'object', properties: { a: {} }, additionalProperties: { type: 'string' } }],
    [{ type: 'object', properties: { a: { type: 'string' } }, if: {} }],
    [{ type: 'array' }],
    [{ type: 'array', items: { type: 'object', properties: { a: {} } } }],
    [{ type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }] } }],
    [{ type: 'array', items: { type: ['string', 'null'] } }],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'string' } }],
    [{ $ref: 'https://example.com/schema.json' }],
    [{ $ref: '#/$defs/none' }],
    [{ $ref: '#/%E0%A4%A' }],
    [{ $ref: 7 }],
    [{ $ref: '#/properties/x' }],
  ])('%j', (schema) => {
    expect(fieldFor(schema)).toMatchObject({ kind: 'json', path: '/x', reason: anyText });
  });

  it('a wrapper that would hide a part of what is wrapped', () => {
    expect(fieldFor({ properties: { a: {} }, allOf: [{ properties: { b: {} } }] })).toMatchObject({ kind: 'json' });
    const defs = { $defs: { Short: { type: 'string', maxLength: 3 } } };
    expect(fieldFor({ $ref: '#/$defs/Short', maxLength: 5 }, defs)).toMatchObject({ kind: 'json' });
    expect(fieldFor({ $ref: '#/$defs/Short', type: 'string' }, defs)).toMatchObject({ kind: 'string', maxLength: 3 });
  });

  it('a recursive schema ends', () => {
    const schema = { type: 'object', properties: { next: { $ref: '#' } } };
    expect(JSON.stringify(formModel(schema))).toContain('"kind":"json"');
  });

  it.each([
    [{ type: 'string' }],
    [{ type: 'object', additionalProperties: true }],
    [{ type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] }],
    [{ $ref: '#' }],
  ])('the whole of %j', (schema) => {
    expect(formModel(schema)).toMatchObject({ whole: true, fields: [{ kind: 'json', path: '' }] });
  });

  it('a tool without arguments has an empty form', () => {
    expect(formModel({ type: 'object' })).toEqual({ fields: [], whole: false });
    expect(formModel({ type: 'object', properties: {} })).toEqual({ fields: [], whole: false });
    expect(formModel(undefined)).toEqual({ fields: [], whole: false });
  });

  it('forms that nobody could fill', () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`p${index}`, { type: 'string' }]));
    expect(formModel({ type: 'object', properties: many }).whole).toBe(true);
    expect(fieldFor({ enum: Array.from({ length: 1001 }, (_, index) => index) })).toMatchObject({ kind: 'json' });
  });
});
