import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { applyEdits, type Edit, type Edits, isEdited, NO_EDITS, withEdit } from '../../../../src/core/review/edits.ts';

const params = {
  messages: [
    { role: 'user', content: { type: 'text', text: 'one', annotations: { priority: 1 } }, extra: 1 },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'two' },
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
      ],
    },
  ],
  systemPrompt: 'system',
  maxTokens: 100,
  temperature: 0.5,
  unknown: { kept: true },
} as unknown as CreateMessageRequestParams;

function edited(...edits: Edit[]): Edits {
  let all = NO_EDITS;
  for (const edit of edits) {
    const next = withEdit(params, all, edit);
    if (typeof next !== 'string') all = next;
  }
  return all;
}

describe('edits of a request', () => {
  it('change only what was edited', () => {
    const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({ part: fc.constant('system' as const), text: fc.constantFrom('', 'system', 'other') }),
      fc.record({
        part: fc.constant('maxTokens' as const),
        value: fc.constantFrom(1, 50, 100, 101, 0, 2.5, Number.NaN),
      }),
      fc.record({
        part: fc.constant('text' as const),
        message: fc.nat(2),
        block: fc.nat(2),
        text: fc.constantFrom('one', 'two', 'new', ''),
      }),
    );
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 6 }), (list) => {
        const edits = edited(...list);
        const result = applyEdits(params, edits);
        // Put back by hand what the edits name; the rest must be the very same.
        const undone = {
          ...result,
          systemPrompt: edits.system === undefined ? result.systemPrompt : params.systemPrompt,
          maxTokens: edits.maxTokens === undefined ? result.maxTokens : params.maxTokens,
          messages: result.messages.map((message, m) => {
            const back = (block: unknown, b: number) =>
              edits.texts.has(`${m}.${b}`) ? { ...(block as object), text: ['one', 'two'][m] } : block;
            const { content } = message;
            return { ...message, content: Array.isArray(content) ? content.map(back) : back(content, 0) };
          }),
        };
        expect(undone).toEqual(params);
        expect(isEdited(edits)).toBe(result !== params);
        if (!isEdited(edits)) expect(result).toBe(params);
        expect(result.temperature).toBe(0.5);
        expect((result as Record<string, unknown>)['unknown']).toBe((params as Record<string, unknown>)['unknown']);
      }),
    );
  });

  it('keep untouched messages and the shape of the content', () => {
    const result = applyEdits(params, edited({ part: 'text', message: 1, block: 0, text: 'new' }));
    expect(result.messages[0]).toBe(params.messages[0]);
    expect(result.messages[1]?.content).toEqual([
      { type: 'text', text: 'new' },
      { type: 'image', data: 'aGk=', mimeType: 'image/png' },
    ]);
    const single = applyEdits(params, edited({ part: 'text', message: 0, block: 0, text: 'new' }));
    expect(single.messages[0]).toEqual({
      role: 'user',
      content: { type: 'text', text: 'new', annotations: { priority: 1 } },
      extra: 1,
    });
  });

  it('that come back to what the server asked are none', () => {
    const edits = edited(
      { part: 'system', text: 'x' },
      { part: 'system', text: 'system' },
      { part: 'text', message: 0, block: 0, text: 'x' },
      { part: 'text', message: 0, block: 0, text: 'one' },
      { part: 'maxTokens', value: 5 },
      { part: 'maxTokens', value: 100 },
    );
    expect(isEdited(edits)).toBe(false);
  });

  it('take an empty system prompt as none', () => {
    expect('systemPrompt' in applyEdits(params, edited({ part: 'system', text: '' }))).toBe(false);
  });

  it.each([
    [{ part: 'maxTokens', value: 101 }, 'at most 100'],
    [{ part: 'maxTokens', value: 0 }, 'at least 1'],
    [{ part: 'maxTokens', value: 1.5 }, 'whole number'],
    [{ part: 'text', message: 1, block: 1, text: 'x' }, 'no text'],
    [{ part: 'text', message: 7, block: 0, text: 'x' }, 'no text'],
  ] as const)('%j is refused', (edit, says) => {
    expect(withEdit(params, NO_EDITS, edit)).toContain(says);
  });
});
