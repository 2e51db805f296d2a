import { describe, expect, it } from 'vitest';
import { formModel } from '../../../../src/core/forms/formModel.ts';
import { jsonProblem } from '../../../../src/core/text/jsonProblem.ts';
import {
  errorAt,
  formErrors,
  idOf,
  labelAt,
  parseArguments,
  startValues,
} from '../../../../src/webview/tool/arguments.ts';

const model = formModel({
  type: 'object',
  required: ['path', 'confirm'],
  properties: {
    path: { type: 'string', title: 'Path', minLength: 2 },
    confirm: { type: 'boolean' },
    verbose: { type: 'boolean' },
    count: { type: 'integer', default: 5 },
    tags: { type: 'array', items: { type: 'number' } },
    owner: {
      type: 'object',
      title: 'Owner',
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 } },
    },
    filter: {},
  },
});

describe('JSON as typed', () => {
  it('says where it stops being JSON', () => {
    expect(jsonProblem('{"a":1}')).toBeUndefined();
    expect(jsonProblem('{\n  "a": }')).toEqual({ line: 2, column: 8, message: 'a value is missing' });
    expect(jsonProblem('{\n  "a": 1\n')).toMatchObject({ line: 3, message: 'a closing brace is missing' });
    expect(jsonProblem('{"a":1,}')).toMatchObject({ line: 1, column: 8 });
    expect(jsonProblem('{a:1}')).toMatchObject({ line: 1, column: 2 });
    expect(jsonProblem('{"a":"x\ny"}')).toMatchObject({ line: 1 });
    expect(jsonProblem('{} // done')).toMatchObject({ message: 'JSON has no comments' });
    expect(jsonProblem('')).toMatchObject({ message: 'a value is missing' });
  });

  it('is arguments when it is an object, and none when it is empty', () => {
    expect(parseArguments(' ')).toEqual({ arguments: {} });
    expect(parseArguments('{"a":[1]}')).toEqual({ arguments: { a: [1] } });
    expect(parseArguments('[1]')).toEqual({ problem: 'The arguments must be a JSON object, in braces.' });
    expect(parseArguments('{')).toMatchObject({
      problem: expect.stringMatching(/^Line 1, column \d+: .*\.$/) as string,
    });
  });
});

describe('what a form starts with', () => {
  it('is the defaults, and no for a tick that must have a value', () => {
    expect(startValues(model, undefined).values).toEqual({ '/count': '5', '/confirm': false });
  });

  it('is the last arguments where they fit', () => {
    expect(startValues(model, { path: 'ab', confirm: true })).toEqual({
      fits: true,
      values: { '/path': 'ab', '/confirm': true },
    });
    expect(startValues(model, { path: 'ab', more: 1 }).fits).toBe(false);
  });
});

describe('what is wrong before the schema is asked', () => {
  it('has one sentence a place', () => {
    expect(formErrors(model, { '/path': 'a', '/confirm': false, '/count': '1.5', '/tags': ['1', 'x'] })).toEqual([
      { path: '/count', message: 'Enter a whole number.' },
      { path: '/tags/1', message: '“x” is not a number.' },
      { path: '/path', message: 'At least 2 characters.' },
      { path: '/tags', message: expect.any(String) as string },
    ]);
  });

  it('leaves an optional object alone that is left empty', () => {
    const good = { '/path': 'ab', '/confirm': true };
    expect(formErrors(model, good)).toEqual([]);
    expect(formErrors(model, { ...good, '/owner/name': '' })).toEqual([
      { path: '/owner/name', message: 'At least 1 character.' },
    ]);
  });
});

describe('where an error stands', () => {
  it('is at its field, or at the one that holds the value as a whole', () => {
    const errors = [
      { path: '/filter/op', message: 'Must be a string.' },
      { path: '/tags/0', message: 'Must be a number.' },
    ];
    expect(errorAt(errors, { path: '/filter', kind: 'json' })).toBe('/op: Must be a string.');
    expect(errorAt(errors, { path: '/tags', kind: 'list' })).toBeUndefined();
    expect(errorAt(errors, { path: '/tags/0', kind: 'number' })).toBe('Must be a number.');
  });

  it('has the label of the nearest field', () => {
    expect(labelAt(model.fields, '/owner/name')).toEqual({ label: 'name', path: '/owner/name' });
    expect(labelAt(model.fields, '/owner/more')).toEqual({ label: 'Owner', path: '/owner' });
    expect(labelAt(model.fields, '/tags/3')).toEqual({ label: 'tags', path: '/tags' });
    expect(labelAt(model.fields, '/unknown')).toBeUndefined();
  });

  it('has an id of its own for every path', () => {
    const paths = ['/a b', '/a_b', '/a/b', '/a~1b', '/ä', '/a-b'];
    const ids = paths.map(idOf);
    expect(new Set(ids).size).toBe(paths.length);
    expect(ids.every((id) => /^[A-Za-z][\w-]*$/.test(id))).toBe(true);
  });
});
