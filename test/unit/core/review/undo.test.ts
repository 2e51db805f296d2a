import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestDraft } from '../../../../src/core/review/draft.ts';
import type { Edit } from '../../../../src/core/review/edits.ts';
import { Review } from '../../../../src/core/review/review.ts';
import { UndoStack } from '../../../../src/core/review/undoStack.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { askOf, FakeModels, paramsOf } from '../sampling/fakes.ts';

function draft() {
  const models = new FakeModels();
  const asked = { ...paramsOf('Hello', { systemPrompt: 'Be brief' }), unknown: { kept: true } };
  const made = new RequestDraft(asked, models);
  made.setMatch(models.found, []);
  return { asked, made };
}

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ part: fc.constant('system' as const), text: fc.string() }),
  fc.record({ part: fc.constant('maxTokens' as const), value: fc.integer({ min: 0, max: 110 }) }),
  fc.record({
    part: fc.constant('text' as const),
    message: fc.constantFrom('m0', 'a1'),
    block: fc.constant(0),
    text: fc.string(),
  }),
  fc.record({
    part: fc.constant('addMessage' as const),
    id: fc.constantFrom('a1', 'a2'),
    role: fc.constant('user' as const),
  }),
  fc.record({
    part: fc.constantFrom('removeMessages' as const, 'restoreMessages' as const),
    messages: fc.constantFrom(['m0'], ['a1']),
  }),
);
type Act = Edit | 'big' | 'small' | 'reset';
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(edits, fc.constantFrom('big' as const, 'small' as const, 'reset' as const)),
  {
    maxLength: 20,
  },
);

function act(made: RequestDraft, what: Act): void {
  if (what === 'reset') made.reset();
  else if (typeof what === 'string') made.selectModel(`local/${what}`);
  else made.edit(what);
}

describe('undo', () => {
  it('goes back through every state to the very request of the server, and redo forth through the same', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { asked, made } = draft();
        const seen = (): unknown => [made.params, made.edits, made.model, made.outgoing?.hash];
        const states = [seen()];
        for (const what of list) {
          act(made, what);
          if (made.canUndo) states.push(seen());
        }
        const forth = [seen()];
        const back = [seen()];
        while (made.undo()) back.unshift(seen());
        expect(made.params).toBe(asked);
        expect(made.model).toBe('local/small');
        while (made.redo()) forth.push(seen());
        expect(made.canRedo).toBe(false);
        expect(seen()).toEqual(back.at(-1));
        // Each state that was gone back through was one that had been seen.
        for (const state of back) expect(states).toContainEqual(state);
      }),
      { numRuns: 300 },
    );
  });

  it('takes what was typed in one sitting back at once', () => {
    const { made } = draft();
    made.edit({ part: 'system', text: 'a' }, 'one');
    made.edit({ part: 'system', text: 'ab' }, 'one');
    made.edit({ part: 'system', text: 'abc' }, 'two');
    expect([made.undo(), made.params.systemPrompt]).toEqual([true, 'ab']);
    expect([made.undo(), made.params.systemPrompt]).toEqual([true, 'Be brief']);
    expect(made.undo()).toBe(false);
    made.redo();
    // What was gone back from is over: the same sitting begins a new step.
    made.edit({ part: 'system', text: 'x' }, 'one');
    expect(made.canRedo).toBe(false);
    expect([made.undo(), made.params.systemPrompt]).toEqual([true, 'ab']);
  });

  it('brings back what a reset took, the model too', () => {
    const { asked, made } = draft();
    made.edit({ part: 'system', text: 'long and typed with care' });
    made.selectModel('local/big');
    expect(made.reset()).toBe(true);
    expect([made.params, made.model, made.modelByPerson]).toEqual([asked, 'local/small', false]);
    expect(made.reset()).toBe(false);
    made.undo();
    expect([made.params.systemPrompt, made.model, made.modelByPerson]).toEqual([
      'long and typed with care',
      'local/big',
      true,
    ]);
  });

  it('has an end: the oldest steps go first, the last one stays however large it is', () => {
    const stack = new UndoStack<string>((state) => state.length);
    for (let step = 0; step < 700; step++) stack.step(String(step));
    let steps = 0;
    while (stack.undo('') !== undefined) steps++;
    expect(steps).toBe(500);
    stack.step('small');
    stack.step('x'.repeat(9_000_000));
    expect(stack.undo('')?.length).toBe(9_000_000);
    expect(stack.canUndo).toBe(false);
  });
});

describe('a review whose request was taken back', () => {
  it('asks again: an approval of what was on screen before does not count', () => {
    const models = new FakeModels();
    const ask = askOf();
    const review = new Review({ id: 'r', ask, receivedAt: 1, inspection: inspect(ask.params), preparation: models });
    review.setMatch(models.found, []);
    const late: (() => unknown)[] = [
      () => review.edit({ part: 'system', text: 'x' }),
      () => review.edit({ part: 'temperature', value: 0.3 }),
      () => review.edit({ part: 'stopSequences', value: ['END'] }),
      () => review.edit({ part: 'addMessage', id: 'a1', role: 'assistant', text: 'Mine' }),
      () => review.edit({ part: 'removeMessages', messages: ['m0'] }),
      () => review.selectModel('local/big'),
      () => review.revise('undo'),
      () => review.revise('redo'),
      () => review.revise('reset'),
    ];
    for (const change of late) {
      const hash = review.shownHash ?? '';
      const { revision } = review;
      change();
      expect(review.shownHash).not.toBe(hash);
      expect(review.revision >= revision).toBe(true);
      expect(review.approve({ hash })).toMatchObject({ taken: false });
      expect(review.phase).toBe('pending');
    }
  });

  it('sends nothing when no message is left', () => {
    const { made } = draft();
    made.edit([
      { part: 'addMessage', id: 'a1', role: 'user', text: 'Mine' },
      { part: 'removeMessages', messages: ['m0'] },
    ]);
    expect(made.outgoing).toBeDefined();
    made.edit({ part: 'text', message: 'a1', block: 0, text: ' ' });
    expect(made.outgoing).toBeUndefined();
    expect(made.problem).toContain('No message is left');
  });
});
