import { describe, expect, it } from 'vitest';
import { quicknessOf, strengthOf, tierOf } from '../../../../src/core/models/tiers.ts';

describe('our tiers', () => {
  it.each([
    ['gpt-4o-mini', 'small'],
    ['gpt-4o', 'strong'],
    ['gpt-5', 'strong'],
    ['gpt-5-nano', 'tiny'],
    ['gpt-5-pro', 'strong'],
    ['gpt-3.5-turbo', 'small'],
    ['gpt-4-turbo', 'strong'],
    ['o3', 'strong'],
    ['o4-mini', 'small'],
    ['claude-opus-4-5', 'frontier'],
    ['claude-3-5-sonnet', 'strong'],
    ['claude-haiku-4-5', 'small'],
    ['gemini-2.5-pro', 'strong'],
    ['gemini-2.5-flash', 'small'],
    ['gemini-2.5-flash-lite', 'tiny'],
    ['anthropic/claude-opus-4', 'frontier'],
    ['mistral-large-latest', 'strong'],
    ['ministral-3b', 'tiny'],
    ['llama3.2:1b', 'tiny'],
    ['llama3.1:8b', 'small'],
    ['llama-3.3-70b-versatile', 'strong'],
    ['mixtral-8x7b', 'strong'],
    ['llama-3.1-405b', 'frontier'],
    ['qwen3-30b-a3b', 'strong'],
    ['deepseek-r1', 'strong'],
    ['custom_model', undefined],
    ['my-gemini-clone', undefined],
    ['', undefined],
  ])('%s is %s', (name, tier) => {
    expect(tierOf(name)).toBe(tier);
  });

  it('order strength and quickness against each other, and thinking costs time', () => {
    expect(strengthOf('claude-opus-4')).toBeGreaterThan(strengthOf('claude-haiku-4') ?? 9);
    expect(quicknessOf('claude-haiku-4')).toBeGreaterThan(quicknessOf('claude-opus-4') ?? 9);
    expect(quicknessOf('deepseek-r1')).toBeLessThan(quicknessOf('deepseek-v3') ?? 0);
    expect(quicknessOf('unheard-of')).toBeUndefined();
    expect(strengthOf('unheard-of')).toBeUndefined();
  });
});
