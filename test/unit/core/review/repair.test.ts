import { describe, expect, it } from 'vitest';
import { redactor } from '../../../../src/core/findings/redactions.ts';
import { applyEdits } from '../../../../src/core/review/applyEdits.ts';
import { NO_EDITS } from '../../../../src/core/review/edits.ts';
import { repairEdits } from '../../../../src/core/review/repair.ts';
import { Review } from '../../../../src/core/review/review.ts';
import type { Answer } from '../../../../src/core/review/steps.ts';
import { withEdits } from '../../../../src/core/review/withEdit.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { askOf, completionOf, FakeModels, paramsOf, settle, toolUse } from '../sampling/fakes.ts';

const asked = paramsOf('Answer in JSON.');
const json = { why: 'asked', schema: true, problems: [{ message: 'Must be number.', path: '/a', line: 1, column: 7 }] };
const wrong: Answer = {
  completion: completionOf('{"a": "x"}'),
  complete: true,
  byHand: false,
  checks: { json, tools: [], problems: [] },
};

function repaired(answer: Answer, edits = NO_EDITS): ReturnType<typeof applyEdits>['messages'] {
  const list = repairEdits(asked, edits, answer);
  if (typeof list === 'string') throw new Error(list);
  const next = withEdits(asked, edits, list);
  if (typeof next === 'string') throw new Error(next);
  return applyEdits(asked, next).messages;
}

describe('a repair', () => {
  it('ends the request with the answer and with what is wrong with it, and where', () => {
    const [first, answer, complaint] = repaired(wrong);
    expect(first).toBe(asked.messages[0]);
    expect(answer).toEqual({ role: 'assistant', content: { type: 'text', text: '{"a": "x"}' } });
    expect(complaint).toMatchObject({ role: 'user' });
    expect(JSON.stringify(complaint)).toContain('- /a, line 1, column 7: Must be number.');
  });

  it('can be made again, below what was added before', () => {
    const list = repairEdits(asked, NO_EDITS, wrong);
    const once = typeof list === 'string' ? list : withEdits(asked, NO_EDITS, list);
    if (typeof once === 'string') throw new Error(once);
    const again = { ...wrong, completion: completionOf('{"a": "y"}') };
    const texts = repaired(again, once).map(({ content }) => JSON.stringify(content));
    expect(texts).toHaveLength(5);
    expect(texts[3]).toContain('y');
    expect(texts[4]).toContain('Must be number.');
  });

  it('tells of uses of tools in words, since they cannot stand in a message of a person’s own', () => {
    const problems = [{ message: 'Must be string.', path: '/query' }];
    const tools = [{ known: true, problems }];
    const completion = completionOf('', { content: [toolUse('1')] });
    const [, complaint, more] = repaired({ ...wrong, completion, checks: { tools, problems: [] } });
    expect(more).toBeUndefined();
    expect(complaint?.role).toBe('user');
    expect(JSON.stringify(complaint)).toMatch(/search.*cats.*- \/query: Must be string\./);
  });

  it('holds nothing of what was redacted and put back into the answer', () => {
    const completion = completionOf('{"a": "hunter2"}');
    const problems = [{ message: 'Not allowed: hunter2' }];
    const answer = { ...wrong, completion, checks: { json: { ...json, problems }, tools: [], problems: [] } };
    const list = repairEdits(asked, NO_EDITS, answer, redactor([{ value: 'hunter2', placeholder: '[REDACTED_1]' }]));
    expect(JSON.stringify(list)).not.toContain('hunter2');
    expect(JSON.stringify(list).split('[REDACTED_1]')).toHaveLength(3);
  });

  it('is none where nothing is wrong', () => {
    const { checks: _checks, ...unchecked } = wrong;
    expect(repairEdits(asked, NO_EDITS, unchecked)).toContain('Nothing is known');
  });

  it('is an edit like any other: another hash, which alone can be sent, and one step to take back', async () => {
    const models = new FakeModels();
    const ask = askOf({ params: asked });
    const review = new Review({ id: 'r', ask, receivedAt: 1, inspection: inspect(asked), preparation: models });
    review.setMatch(models.found, []);
    const before = review.outgoing?.hash ?? '';
    await settle();
    review.approve({ hash: before });
    const step = await review.next();
    if (step.kind === 'approve') review.run(step.outgoing, 1);
    review.answered(completionOf('{'), false);
    const list = repairEdits(asked, review.draft.edits, { ...wrong, completion: completionOf('{') });
    if (typeof list === 'string') throw new Error(list);
    expect(review.edit(list)).toEqual({ taken: true });
    expect(review.outgoing?.hash).not.toBe(before);
    expect(review.regenerate({ hash: before })).toMatchObject({ taken: false });
    review.revise('undo');
    expect(review.outgoing?.hash).toBe(before);
  });
});
