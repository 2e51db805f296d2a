import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerEdit,
  applyAnswerEdits,
  NO_ANSWER_EDITS,
  toolUsesOf,
  withAnswerEdit,
  withTruth,
} from '../../../../src/core/review/answerEdits.ts';
import { changedAnswer } from '../../../../src/core/review/answers.ts';
import { textOf } from '../../../../src/core/sampling/blocks.ts';
import { completionOf, toolUse } from '../sampling/fakes.ts';

const said = completionOf('Let me look.', {
  content: [{ type: 'text', text: 'Let me look.' }, toolUse('1'), toolUse('2', 'read')],
  stopReason: 'toolUse',
});

function edited(...edits: AnswerEdit[]): ReturnType<typeof applyAnswerEdits> {
  let all = NO_ANSWER_EDITS;
  for (const edit of edits) {
    const next = withAnswerEdit(said, all, edit);
    if (typeof next === 'string') throw new Error(next);
    all = next;
  }
  return applyAnswerEdits(said, all);
}

describe('the edit of an answer', () => {
  it('drops a use of a tool, and with the last one the reason to stop for it', () => {
    expect(edited({ part: 'dropTool', use: 0, drop: true })).toMatchObject({
      stopReason: 'toolUse',
      content: [{ type: 'text' }, { id: '2' }],
    });
    const none = edited({ part: 'dropTool', use: 0, drop: true }, { part: 'dropTool', use: 1, drop: true });
    expect(none).toMatchObject({ stopReason: 'endTurn', content: [{ type: 'text', text: 'Let me look.' }] });
  });

  it('replaces arguments by an object and nothing else', () => {
    const changed = edited({ part: 'toolInput', use: 1, input: '{"query": "dogs"}' });
    expect(changed.content[2]).toMatchObject({ id: '2', name: 'read', input: { query: 'dogs' } });
    expect(changed.content[1]).toBe(said.content[1]);
    for (const input of ['[1]', '"a"', 'null', '3'])
      expect(withAnswerEdit(said, NO_ANSWER_EDITS, { part: 'toolInput', use: 0, input })).toContain('object');
    expect(withAnswerEdit(said, NO_ANSWER_EDITS, { part: 'toolInput', use: 0, input: '{\n "a": }' })).toBe(
      'Line 2, column 7: a value is missing.',
    );
    expect(withAnswerEdit(said, NO_ANSWER_EDITS, { part: 'dropTool', use: 2, drop: true })).toContain('no such use');
  });

  it('is none when everything is put back', () => {
    const back = edited(
      { part: 'text', text: 'other' },
      { part: 'dropTool', use: 0, drop: true },
      { part: 'toolInput', use: 1, input: '{}' },
      { part: 'toolInput', use: 1, input: '{"query":"cats"}' },
      { part: 'dropTool', use: 0, drop: false },
      { part: 'text', text: 'Let me look.' },
    );
    expect(back).toBe(said);
  });

  it('says never toolUse without a use of a tool, whatever is edited in whatever order', () => {
    const edit = fc.oneof(
      fc.record({ part: fc.constant('dropTool' as const), use: fc.integer({ min: 0, max: 1 }), drop: fc.boolean() }),
      fc.record({ part: fc.constant('text' as const), text: fc.constantFrom('', 'a', 'Let me look.') }),
      fc.record({
        part: fc.constant('toolInput' as const),
        use: fc.integer({ min: 0, max: 1 }),
        input: fc.constantFrom('{}', '{"query":"cats"}', '{"query":7}'),
      }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const completion = edited(...edits);
        const uses = toolUsesOf(completion).length;
        expect(completion.stopReason === 'toolUse').toBe(uses > 0);
        const text = edits.findLast((each) => each.part === 'text');
        expect(textOf(completion.content)).toBe(text?.text ?? 'Let me look.');
      }),
    );
  });

  it('leaves another stop reason, and one that is true, alone', () => {
    expect(withTruth(said)).toBe(said);
    const cut = completionOf('', { stopReason: 'maxTokens' });
    expect(withTruth(cut)).toBe(cut);
  });

  it('remembers what the model said, and forgets what was checked', () => {
    const answer = { completion: said, complete: true, byHand: false, checks: { tools: [], problems: [] } };
    const changed = changedAnswer(answer, { part: 'text', text: 'b' });
    if (typeof changed === 'string') throw new Error(changed);
    expect(changed.edited?.said).toBe(said);
    expect(changed.checks).toBeUndefined();
    expect(changedAnswer(changed, undefined)).toEqual({ completion: said, complete: true, byHand: false });
  });
});
