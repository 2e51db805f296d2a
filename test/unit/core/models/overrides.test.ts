import { describe, expect, it } from 'vitest';
import { aliasOf, isLike, noOverrides, overrideOf } from '../../../../src/core/models/overrides.ts';
import { withOwnPrice } from '../../../../src/core/models/prices.ts';
import { modelNamed } from './cases.ts';

describe('patterns', () => {
  it.each([
    ['openai/gpt-5', 'openai/gpt-5', true],
    ['OpenAI/GPT-5', ' openai/gpt-5 ', true],
    ['openai/gpt-5-mini', 'openai/gpt-5', false],
    ['ollama/qwen3:8b', 'ollama/*', true],
    ['ollama/qwen3:8b', '*:8b', true],
    ['ollama/qwen3:8b', 'ollama/*3*b', true],
    ['ollama/qwen3:8b', 'ollama/*4*', false],
    ['aba', 'ab*ba', false],
    ['anything', '*', true],
    ['a.b', 'a?b', false],
  ])('%s is like %s: %s', (text, pattern, like) => {
    expect(isLike(text, pattern)).toBe(like);
  });

  it('take no time, however many stars', () => {
    const start = performance.now();
    expect(isLike('a'.repeat(10_000), `${'*a'.repeat(200)}*b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('give way to the very name, and the shorter to the longer', () => {
    const tiers = [
      { model: '*', strength: 0 },
      { model: 'openai/*', strength: 1 },
      { model: 'openai/gpt-5', strength: 2 },
    ];
    expect(overrideOf(tiers, 'openai/gpt-5')?.strength).toBe(2);
    expect(overrideOf(tiers, 'openai/gpt-4o')?.strength).toBe(1);
    expect(overrideOf(tiers, 'x/y')?.strength).toBe(0);
    expect(overrideOf([], 'x/y')).toBeUndefined();
    const aliases = [
      { hint: 'claude*', models: ['a/1'] },
      { hint: 'Claude-Haiku', models: ['a/2'] },
    ];
    expect(aliasOf({ ...noOverrides, aliases }, 'claude-haiku')).toEqual(['a/2']);
    expect(aliasOf({ ...noOverrides, aliases }, 'claude-opus')).toEqual(['a/1']);
    expect(aliasOf(noOverrides, 'claude-opus')).toBeUndefined();
  });
});

it('an own price is for this request, goes before the list, and says so', () => {
  const size = { inputTokens: 1_000_000, maxOutputTokens: 500_000, uncountedMedia: 1 };
  const prices = [{ model: 'ollama/*', input: 1, output: 4 }];
  const known = { cost: { min: 9, max: 9, source: 'list' }, contextTokens: 8 };
  const facts = withOwnPrice(known, modelNamed('ollama/q'), { ...noOverrides, prices }, size);
  expect(facts).toEqual({
    contextTokens: 8,
    cost: {
      min: 1,
      max: 3,
      source: 'Your prices: $1 in and $4 out per million tokens, for the estimated tokens; media not counted.',
    },
  });
  expect(withOwnPrice(known, modelNamed('x/q'), { ...noOverrides, prices }, size)).toBe(known);
  // A model that answers shorter than is allowed is asked for no more.
  const short = withOwnPrice(
    known,
    modelNamed('ollama/q', { maxOutputTokens: 250_000 }),
    { ...noOverrides, prices },
    size,
  );
  expect(short?.cost?.max).toBe(2);
});
