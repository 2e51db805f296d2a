import { describe, expect, it } from 'vitest';
import { answerWithDefaults } from '../../../../src/core/elicitation/defaults.ts';
import { readQuestion } from '../../../../src/core/elicitation/question.ts';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import { everyKind } from '../../../webview/support/asks.ts';

const form = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  message: 'Who?',
  requestedSchema: { type: 'object', properties, ...more },
});

describe('an elicitation that is read', () => {
  it('has every kind of field of the specification', () => {
    const question = readQuestion({ message: 'Who?', requestedSchema: everyKind });
    expect(question.problem).toBeUndefined();
    const kinds = question.mode === 'form' ? question.form.fields.map(({ kind }) => kind) : [];
    expect(kinds).toEqual([
      ...['string', 'string', 'string', 'string', 'string', 'string', 'integer', 'number', 'boolean', 'boolean'],
      ...['choice', 'choice', 'multiChoice', 'multiChoice'],
    ]);
  });

  it('is a form without a mode, and with no field a plain yes or no', () => {
    expect(readQuestion(form({}))).toMatchObject({ mode: 'form', form: { fields: [] } });
    expect(readQuestion(form({})).problem).toBeUndefined();
  });

  it.each([
    [{ home: { type: 'object', properties: { street: { type: 'string' } } } }, /“home” is an object with fields/],
    [{ tags: { type: 'array', items: { type: 'string' } } }, /“tags” is a list of free values/],
    [{ rows: { type: 'array', items: { type: 'object' } } }, /“rows” is a list of objects/],
    [{ any: {} }, /“any” is any value/],
    [{ x: { $ref: '#/nowhere' } }, /“x” is a reference that leads nowhere/],
  ] as [JsonObject, RegExp][])('outside the specification says where: %j', (properties, words) => {
    expect(readQuestion(form(properties)).problem).toMatch(words);
  });

  it('without a usable schema says so', () => {
    expect(readQuestion({ message: 'x' }).problem).toContain('no schema');
    expect(readQuestion({ message: 'x', requestedSchema: { type: 'string' } }).problem).toContain('not an object');
  });

  it('of a page has its URL, or says why it is not opened', () => {
    const page = { mode: 'url', message: 'x', url: 'https://example.com/', elicitationId: 'e' };
    expect(readQuestion(page)).toMatchObject({ mode: 'url', elicitationId: 'e', page: { host: 'example.com' } });
    expect(readQuestion({ mode: 'url', message: 'x' }).problem).toContain('no URL');
    expect(readQuestion({ ...page, url: 'file:///etc/passwd' }).problem).toContain('not a web page (file:)');
  });

  it.each([
    [{}, 'no message'],
    [{ message: 3 }, 'no message'],
    [{ message: 'x', mode: 'voice' }, '"voice" is not known'],
    [{ message: 'x'.repeat(300_000) }, 'longer than'],
    [form({ a: { type: 'string', description: 'x'.repeat(1_100_000) } }), 'too large'],
  ] as [JsonObject, string][])('that cannot be shown is refused with -32602: %#', (params, words) => {
    expect(() => readQuestion(params)).toThrow(words);
    expect(() => readQuestion(params)).toThrow(expect.objectContaining({ code: -32602 }) as Error);
  });
});

describe('a host without a person', () => {
  it('answers a form with its defaults and opens no page', () => {
    const schema: JsonObject = everyKind;
    expect(answerWithDefaults({ message: 'x', requestedSchema: schema })).toEqual({
      action: 'accept',
      content: { email: 'ada@example.com', seats: 4, lunch: true, size: 'm', days: ['Mon'] },
    });
    expect(answerWithDefaults({ mode: 'url', message: 'x', url: 'https://example.com' })).toEqual({
      action: 'decline',
    });
  });
});
