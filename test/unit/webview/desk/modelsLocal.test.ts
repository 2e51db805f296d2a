import { describe, expect, it } from 'vitest';
import { chosenBy, firstRows, rankedBy, rowsOf, serverWeights } from '../../../../src/webview/desk/modelsLocal.ts';
import { candidate, candidates, content, modelOf } from '../../../webview/support/reviews.ts';

const refs = (rows: readonly { readonly ref: string }[]) => rows.map(({ ref }) => ref);
const weights = { cost: 0, speed: 0, intelligence: 0 };

describe('the table', () => {
  it('is ranked as matching does: able ones, those in the running, the priorities, then ties', () => {
    expect(refs(rankedBy(candidates, { ...weights, cost: 1 }))).toEqual([
      'openai/gpt-5-mini',
      'openai/gpt-5',
      'ollama/qwen3:8b',
      'ollama/llava',
    ]);
    expect(refs(rankedBy(candidates, { ...weights, intelligence: 1 })).slice(0, 2)).toEqual([
      'openai/gpt-5',
      'openai/gpt-5-mini',
    ]);
    // Without a priority nothing but the ties decides.
    expect(refs(rankedBy([...candidates].reverse(), weights))[0]).toBe('openai/gpt-5-mini');
  });

  it('says which model these weights would choose, if any', () => {
    expect(chosenBy(modelOf(), { ...weights, intelligence: 1 })?.ref).toBe('openai/gpt-5');
    expect(chosenBy(modelOf({ candidates: candidates.slice(3) }), weights)).toBeUndefined();
    expect(chosenBy(modelOf({ candidates: [] }), weights)).toBeUndefined();
  });

  it('shows the first rows, what a filter leaves, all on request, and always the chosen one', () => {
    const many = Array.from({ length: 100 }, (_, index) => candidate(`x/m${index}`, [0, 0, 0]));
    const some = rowsOf(many, { filter: '', all: false }, 'x/m99');
    expect(some.rows).toHaveLength(firstRows + 1);
    expect(some.rows.at(-1)?.ref).toBe('x/m99');
    expect(some.found).toBe(100);
    expect(refs(rowsOf(many, { filter: ' M77 ', all: false }, undefined).rows)).toEqual(['x/m77']);
    expect(rowsOf(many, { filter: '', all: true }, undefined).rows).toHaveLength(100);
    expect(rowsOf(many, { filter: 'no', all: false }, 'x/m1')).toEqual({ rows: [], found: 0 });
  });

  it('takes what the server did not give as 0', () => {
    expect(serverWeights(content({ preferences: { hints: [], speedPriority: 0.4 } }))).toEqual({
      ...weights,
      speed: 0.4,
    });
  });
});
