import { describe, expect, it } from 'vitest';
import { formatHint, inputType, listHint, numberHint, stringHint } from '../../../../src/webview/tool/parts/hints.ts';
import { callSentence, endWords, progressWords, runWords } from '../../../../src/webview/tool/words.ts';
import { call } from '../../../webview/support/calls.ts';

const base = { path: '/a', name: 'a', label: 'a', required: false, nullable: false };

describe('hints below a field', () => {
  it('say what a text may be', () => {
    expect(stringHint({ ...base, kind: 'string' })).toBeUndefined();
    expect(stringHint({ ...base, kind: 'string', minLength: 1 })).toBeUndefined();
    expect(stringHint({ ...base, kind: 'string', minLength: 2, maxLength: 9 })).toBe(
      'At least 2, at most 9 characters.',
    );
    expect(stringHint({ ...base, kind: 'string', maxLength: 1 })).toBe('At most 1 character.');
    expect(stringHint({ ...base, kind: 'string', format: 'date' })).toBeUndefined();
    expect(stringHint({ ...base, kind: 'string', format: 'uuid', pattern: '^a' })).toBe('Format: uuid. Pattern: ^a');
  });

  it('say what a number may be', () => {
    expect(numberHint({ ...base, kind: 'number' })).toBeUndefined();
    expect(numberHint({ ...base, kind: 'integer', minimum: 1, maximum: 5 })).toBe(
      'Whole number, at least 1, at most 5.',
    );
    expect(numberHint({ ...base, kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.5 })).toBe(
      'More than 0, less than 1, a multiple of 0.5.',
    );
  });

  it('say how many entries a list takes', () => {
    expect([listHint({}), listHint({ minItems: 0 }), listHint({ minItems: 1 }), listHint({ maxItems: 3 })]).toEqual([
      undefined,
      undefined,
      'At least 1 entry.',
      'At most 3 entries.',
    ]);
  });

  it('give formats an input of their own, and an example where there is none', () => {
    expect([inputType('email'), inputType('date'), inputType('date-time'), inputType(undefined)]).toEqual([
      'email',
      'date',
      'text',
      undefined,
    ]);
    expect([formatHint('date-time'), formatHint('strange')]).toEqual(['2026-03-14T09:30:00Z', undefined]);
  });
});

describe('the course of a call', () => {
  it('is named after what is called', () => {
    expect([runWords('tool'), runWords('prompt'), runWords('resource'), runWords('resourceTemplate')]).toEqual([
      'Run tool',
      'Get prompt',
      'Read resource',
      'Read resource',
    ]);
  });

  it('shows the server’s own numbers', () => {
    expect(progressWords({ progress: 1500 })).toBe('1,500');
    expect(progressWords({ progress: 3, total: 10, message: 'Reading' })).toBe('3 of 10: Reading');
  });

  it('tells how it ended and after how long', () => {
    const ended = { startedAt: 1000, endedAt: 4200 };
    expect(endWords(call({ ...ended, status: 'done' }))).toBe('Done after 3.2 s');
    expect(endWords(call({ ...ended, status: 'done', result: { isError: true, blocks: [] } }))).toBe(
      'Ended with an error after 3.2 s',
    );
    expect(endWords(call({ status: 'cancelled' }))).toBe('Cancelled');
    expect(callSentence(call({ waitingForReview: true }))).toBe('The call is waiting for your review');
    expect(callSentence(call())).toBe('The call is running');
    expect(callSentence(call({ ...ended, status: 'failed' }))).toBe('Failed after 3.2 s');
  });
});
