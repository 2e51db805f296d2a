import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { commonEnds, templateOf } from '../../../../src/core/review/template.ts';
import { paramsOf } from '../sampling/fakes.ts';

describe('what texts have in common', () => {
  it('is what they begin and end with, cut where a word ends', () => {
    expect(commonEnds(['Translate to German please', 'Translate to Greek please'])).toEqual({
      before: 'Translate to ',
      after: ' please',
    });
    expect(commonEnds(['one', 'other'])).toEqual({ before: '', after: '' });
    expect(commonEnds(['a b', 'a b c'])).toEqual({ before: 'a ', after: '' });
  });

  it('never halves a character that has two units', () => {
    // Both begin with the same high surrogate.
    const { before } = commonEnds(['x \u{1f600}', 'x \u{1f601}']);
    expect(before).toBe('x ');
  });

  it('gives every text back, to the character', () => {
    const word = fc.constantFrom('a', 'to', ' ', '\n', '\u{1f600}', '\u0301', '\u200b', 'e\u0301', '<rows>');
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, fc.array(text, { minLength: 2, maxLength: 5 }), (start, end, middles) => {
        const texts = middles.map((middle) => `${start} ${middle} ${end}`);
        const { messages, values } = templateOf(texts.map((one) => paramsOf(one)));
        const [block] = messages[0]?.blocks ?? [];
        texts.forEach((one, at) => {
          if (block?.kind === 'varies') expect(`${block.before}${values[at]?.join('')}${block.after}`).toBe(one);
          else expect(block).toMatchObject({ kind: 'same', block: { text: one } });
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a template', () => {
  const two = (system: string, text: string): CreateMessageRequestParams => ({
    maxTokens: 10,
    messages: [
      { role: 'user', content: [{ type: 'text', text: system }] },
      { role: 'assistant', content: { type: 'tool_use', id: text, name: 'search', input: { query: text } } },
    ],
  });

  it('has a value for each place that varies, and what is the same once', () => {
    const template = templateOf([two('Same.', 'a'), two('Same.', 'b')]);
    expect(template.messages[0]?.blocks[0]).toMatchObject({ kind: 'same', block: { text: 'Same.' } });
    expect(template.messages[1]?.blocks[0]).toMatchObject({ kind: 'varies' });
    expect(template.values).toHaveLength(2);
    expect(template.values[0]?.[0]).toContain('"a"');
  });

  it('of requests that are all alike varies nowhere', () => {
    expect(templateOf([paramsOf('x'), paramsOf('x')]).values).toEqual([[], []]);
  });
});
