import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../../../src/core/settings/modelOverrides.ts';

const nothing = { aliases: undefined, tiers: undefined, prices: undefined };

describe('settings about models', () => {
  it('are taken as they are written', () => {
    const { overrides, problems } = parseOverrides({
      aliases: { 'claude-3*': 'openai/gpt-5', fast: ['groq/llama', 'ollama/qwen3:8b'] },
      tiers: { 'ollama/*': { strength: 1, quickness: 2.5 }, 'x/y': {} },
      prices: { 'ollama/*': { input: 0, output: 0 } },
    });
    expect(problems).toEqual([]);
    expect(overrides).toEqual({
      aliases: [
        { hint: 'claude-3*', models: ['openai/gpt-5'] },
        { hint: 'fast', models: ['groq/llama', 'ollama/qwen3:8b'] },
      ],
      tiers: [{ model: 'ollama/*', strength: 1, quickness: 2.5 }, { model: 'x/y' }],
      prices: [{ model: 'ollama/*', input: 0, output: 0 }],
    });
  });

  it('that are absent say nothing', () => {
    expect(parseOverrides(nothing)).toEqual({ overrides: { aliases: [], tiers: [], prices: [] }, problems: [] });
  });

  it.each([
    ['aliases', { ok: 'a/b', bad: 'no slash' }, ['bad'], 'must be a model as “endpoint/model”'],
    ['aliases', { ok: 'a/b', bad: [] }, ['bad'], 'empty'],
    ['aliases', { ok: 'a/b', bad: 5 }, ['bad'], 'must be'],
    ['tiers', { 'x/ok': {}, 'x/*': { strength: 4 } }, ['x/*', 'strength'], '“strength” must be at most 3.'],
    ['tiers', { 'x/ok': {}, 'x/*': { quickness: 'fast' } }, ['x/*', 'quickness'], 'must be a number, not text'],
    ['tiers', { 'x/ok': {}, 'gpt-5': { strength: 1 } }, ['gpt-5'], '“gpt-5” is no model'],
    [
      'prices',
      { 'x/ok': { input: 1, output: 2 }, 'gpt-5': { input: 1, output: 2 } },
      ['gpt-5'],
      'must be “endpoint/model”',
    ],
    ['prices', { 'x/ok': { input: 1, output: 2 }, 'x/*': { input: 1 } }, ['x/*', 'output'], '“output” is missing.'],
    ['prices', { 'x/ok': { input: 1, output: 2 }, 'x/*': { input: -1, output: 1 } }, ['x/*', 'input'], 'at least 0'],
  ] as const)('of %s that are wrong are warned about at their place and ignored: %j', (setting, raw, path, words) => {
    const { overrides, problems } = parseOverrides({ ...nothing, [setting]: raw });
    expect(overrides[setting]).toHaveLength(1);
    expect(problems).toMatchObject([{ setting, problem: { subject: path[0], path, severity: 'warning' } }]);
    expect(problems[0]?.problem.message).toContain(words);
  });

  it('warn of a field that nobody knows, and of what is no object', () => {
    const typo = parseOverrides({ ...nothing, tiers: { 'a/b': { strenght: 3 } } });
    expect(typo.problems[0]?.problem).toMatchObject({ path: ['a/b', 'strenght'], severity: 'warning' });
    expect(typo.overrides.tiers).toEqual([{ model: 'a/b' }]);
    const list = parseOverrides({ ...nothing, prices: [1], aliases: { ' ': 'a/b' } });
    expect(list.overrides).toEqual({ aliases: [], tiers: [], prices: [] });
    expect(list.problems.map(({ problem }) => problem.message)).toEqual([
      'An entry needs a name.',
      'countersign.models.prices must be an object, not a list.',
    ]);
  });
});
