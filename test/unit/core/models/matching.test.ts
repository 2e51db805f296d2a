import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { matchModels } from '../../../../src/core/models/matching.ts';
import type { PriceFacts } from '../../../../src/core/models/prices.ts';
import type { ModelInfo } from '../../../../src/core/models/provider.ts';
import { estimateTokens } from '../../../../src/core/models/tokens.ts';
import { modelNamed as model } from './cases.ts';

const gpt = model('openai/gpt-4o', { name: 'GPT-4o' });
const mini = model('openai/gpt-4o-mini', { name: 'GPT-4o mini' });
const flash = model('google/gemini-2.5-flash');
const sonnet = model('vscode/claude-sonnet-4', { family: 'claude-sonnet' });
const demo = model('demo/plain-text', { input: { image: false }, tools: false, contextTokens: 4096 });
const all = [gpt, mini, flash, sonnet, demo];
const prices = new Map<string, PriceFacts>([
  [gpt.ref, { cost: { min: 0.01, max: 0.02, source: 'list' } }],
  [mini.ref, { cost: { min: 0.0005, max: 0.001, source: 'list' } }],
  [flash.ref, { cost: { min: 0.001, max: 0.002, source: 'list' } }],
]);

function match(
  preferences: CreateMessageRequestParams['modelPreferences'],
  options: { models?: ModelInfo[]; defaultRef?: string; more?: Partial<CreateMessageRequestParams> } = {},
) {
  const params: CreateMessageRequestParams = {
    messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }],
    maxTokens: 100,
    ...(preferences && { modelPreferences: preferences }),
    ...options.more,
  };
  return matchModels(params, options.models ?? all, {
    defaultRef: options.defaultRef,
    prices,
    tokens: estimateTokens(params),
  });
}
const hints = (...names: string[]) => ({ hints: names.map((name) => ({ name })) });

describe('hints', () => {
  it.each([
    [['gpt-4o-mini'], mini.ref, 'Hint 1, “gpt-4o-mini”, matches GPT-4o mini.'],
    [['unknown', 'SONNET'], sonnet.ref, 'Hint 2, “SONNET”, matches claude-sonnet-4.'],
    [['gpt-4o mini'], mini.ref, 'Hint 1, “gpt-4o mini”, matches GPT-4o mini.'],
    [['claude-sonnet'], sonnet.ref, 'Hint 1, “claude-sonnet”, matches claude-sonnet-4.'],
    [['gpt-4o'], gpt.ref, 'Hint 1, “gpt-4o”, is the very name of GPT-4o.'],
    [['flash', 'gpt-4o'], flash.ref, 'Hint 1, “flash”, matches gemini-2.5-flash.'],
  ])('%j choose %s', (names, chosen, why) => {
    expect(match(hints(...names), { defaultRef: demo.ref })).toMatchObject({ chosen, why });
  });

  it('that are empty, blank or without a name match nothing', () => {
    expect(match({ hints: [{}, { name: '' }, { name: '  ' }] }, { defaultRef: demo.ref })).toMatchObject({
      chosen: demo.ref,
      why: 'It is your default model.',
    });
  });

  it('prefer the default model among those that match, if none has the very name', () => {
    expect(match(hints('gpt'), { defaultRef: mini.ref }).chosen).toBe(mini.ref);
    expect(match(hints('gpt-4o'), { defaultRef: mini.ref }).chosen).toBe(gpt.ref);
    expect(match(hints('gpt')).chosen).toBe(gpt.ref);
  });

  it('stand in the table for every model that they match', () => {
    const { candidates } = match(hints('mini', 'gpt'));
    expect(Object.fromEntries(candidates.map((candidate) => [candidate.model.ref, candidate.hint]))).toEqual({
      [mini.ref]: 0,
      [flash.ref]: 0, // “gemini” has “mini” in it: a substring, as the specification says
      [gpt.ref]: 1,
      [sonnet.ref]: undefined,
      [demo.ref]: undefined,
    });
  });

  it('fall back to an equivalent of another provider, of the same tier, only when none matches', () => {
    expect(match(hints('claude-haiku-4-5'), { models: [gpt, flash, demo] })).toMatchObject({
      chosen: flash.ref,
      why: 'Hint 1, “claude-haiku-4-5”, is no model of yours; gemini-2.5-flash is of the same tier (ours).',
    });
    expect(match(hints('claude-haiku-4-5', 'gpt-4o'), { models: [gpt, flash] }).chosen).toBe(gpt.ref);
    expect(match(hints('my-own-model', 'claude-3-opus'), { defaultRef: demo.ref })).toMatchObject({
      chosen: demo.ref,
      why: 'No hint matches a model of yours. It is your default model.',
    });
  });

  it('skip a model that cannot serve the request', () => {
    const blind = model('x/blind', { input: { image: false } });
    const image = {
      messages: [{ role: 'user' as const, content: { type: 'image' as const, data: '', mimeType: 'image/png' } }],
    };
    expect(match(hints('blind', 'gpt-4o'), { models: [blind, gpt], more: image }).chosen).toBe(gpt.ref);
  });

  it('are quoted on one line, and short', () => {
    const { why } = match(hints(`gpt\u202e\n${'x'.repeat(500)}`, 'gpt-4o'));
    expect(why).toBe('Hint 2, “gpt-4o”, is the very name of GPT-4o.');
    const long = match(hints('haiku \n\u202e '.repeat(100)), { models: [flash] }).why;
    expect(long).not.toMatch(/[\n\u202e]/);
    expect(long.length).toBeLessThan(200);
  });

  it('of many thousands do not take long', () => {
    const many = { hints: Array.from({ length: 200_000 }, (_v, index) => ({ name: `nothing-${index}` })) };
    const start = performance.now();
    match(many);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('priorities', () => {
  it('choose by price, tier and size', () => {
    expect(match({ costPriority: 1 }, { defaultRef: gpt.ref }).chosen).toBe(mini.ref);
    expect(match({ intelligencePriority: 1 }, { models: [mini, gpt, flash] }).chosen).toBe(gpt.ref);
    expect(match({ speedPriority: 1 }, { models: [gpt, sonnet, flash] }).chosen).toBe(flash.ref);
  });

  it('weigh within the group that a hint has fixed', () => {
    expect(match({ ...hints('gpt'), costPriority: 1 })).toMatchObject({
      chosen: mini.ref,
      why: 'Hint 1, “gpt”, matches GPT-4o mini. Of 2 such models it fits the priorities best (cost 1).',
    });
  });

  it('of 0 are none', () => {
    expect(match({ costPriority: 0, speedPriority: 0 }, { defaultRef: gpt.ref })).toMatchObject({
      chosen: gpt.ref,
      why: 'It is your default model.',
    });
  });

  it('tell which they are', () => {
    expect(match({ costPriority: 0.7, intelligencePriority: 0.1 }).why).toBe(
      'Of 5 models, GPT-4o mini fits the priorities best (cost 0.7, intelligence 0.1).',
    );
  });

  it('count what is not known as 0.5, and say so', () => {
    const { candidates } = match({ costPriority: 1 });
    const plain = candidates.find(({ model: { ref } }) => ref === demo.ref);
    expect(plain?.cost).toEqual({ value: 0.5, known: false, source: 'No price is known; counted as 0.5.' });
    expect(plain?.intelligence.known).toBe(false);
    const best = candidates.find(({ model: { ref } }) => ref === mini.ref);
    expect(best?.cost).toEqual({ value: 1, known: true, source: 'list' });
    expect(best?.intelligence.source).toContain('Our tier');
  });

  it('that tie leave it to the default, and then to the name', () => {
    const twins = [model('x/b'), model('x/a'), model('x/c')];
    expect(match({ costPriority: 1 }, { models: twins }).chosen).toBe('x/a');
    expect(match({ costPriority: 1 }, { models: twins, defaultRef: 'x/c' }).chosen).toBe('x/c');
  });
});

describe('without a word of the server', () => {
  it('it is the default model, or the first by name', () => {
    expect(match(undefined, { defaultRef: sonnet.ref })).toMatchObject({
      chosen: sonnet.ref,
      why: 'It is your default model.',
    });
    expect(match(undefined)).toMatchObject({
      chosen: demo.ref,
      why: 'No default model is set. It is the first model by name.',
    });
    expect(match(undefined, { models: [flash] }).why).toBe('gemini-2.5-flash is the only model that can serve this.');
    expect(match(undefined, { defaultRef: 'gone/gone' }).chosen).toBe(demo.ref);
  });

  it('a default that cannot serve it gives way', () => {
    const tools = { tools: [{ name: 't', inputSchema: { type: 'object' as const } }] };
    const found = match(undefined, { defaultRef: demo.ref, more: tools });
    expect(found).toMatchObject({
      chosen: flash.ref,
      why: 'Your default model cannot serve this. It is the first model by name.',
    });
    expect(found.candidates.at(-1)).toMatchObject({ model: { ref: demo.ref }, excluded: 'It cannot use tools.' });
  });
});

describe('what excludes a model', () => {
  const deaf = model('x/deaf', { input: { audio: false, image: true } });
  const message = (content: CreateMessageRequestParams['messages'][number]['content']) => ({
    messages: [{ role: 'user' as const, content }],
  });

  it.each([
    [message({ type: 'audio', data: '', mimeType: 'audio/wav' }), deaf, 'It takes no audio.'],
    [message([{ type: 'image', data: '', mimeType: 'image/png' }]), demo, 'It takes no images.'],
    [
      message({ type: 'tool_result', toolUseId: 'c', content: [{ type: 'image', data: '', mimeType: 'image/png' }] }),
      demo,
      'It takes no images.',
    ],
    [{ maxTokens: 5000 }, demo, 'The prompt and the answer may need about 5,001 tokens, and it holds 4,096.'],
  ])('%j', (more, candidate, reason) => {
    const found = match(undefined, { models: [candidate], more });
    expect(found.chosen).toBeUndefined();
    expect(found.candidates[0]?.excluded).toBe(reason);
    expect(found.why).toContain(`cannot serve this request: ${reason}`);
  });

  it('is never what is not known', () => {
    const needy = {
      ...message([
        { type: 'image', data: '', mimeType: 'image/png' },
        { type: 'audio', data: '', mimeType: 'audio/wav' },
      ]),
      maxTokens: 1e9,
      tools: [{ name: 't', inputSchema: { type: 'object' as const } }],
    };
    expect(match(undefined, { models: [gpt], more: needy }).chosen).toBe(gpt.ref);
  });

  it('leaves nothing where there is nothing', () => {
    expect(match(undefined, { models: [] })).toMatchObject({
      candidates: [],
      why: 'There is no model to send this to.',
    });
    const image = message({ type: 'image', data: '', mimeType: 'image/png' });
    expect(match(undefined, { models: [demo, model('x/y', { input: { image: false } })], more: image }).why).toBe(
      'None of the 2 models can serve this request; the table says why.',
    );
  });
});

it('the table is whole and the same in any order of models', () => {
  const words = ['gpt', 'mini', 'flash', 'claude', 'x', 'opus', 'a', '7b'];
  const anyModel = fc
    .record({
      id: fc.constantFrom('gpt-5', 'gpt-5-mini', 'claude-opus-4', 'llama3.1:8b', 'x', 'a', 'flash'),
      at: fc.constantFrom('p', 'q'),
    })
    .map(({ id, at }) => model(`${at}/${id}`));
  fc.assert(
    fc.property(
      fc.uniqueArray(anyModel, { selector: ({ ref }) => ref }),
      fc.array(fc.constantFrom(...words), { maxLength: 3 }),
      fc.record(
        {
          costPriority: fc.double({ min: 0, max: 1, noNaN: true }),
          speedPriority: fc.double({ min: 0, max: 1, noNaN: true }),
        },
        { requiredKeys: [] },
      ),
      fc.option(fc.constantFrom('p/x', 'q/gpt-5'), { nil: undefined }),
      (models, names, priorities, defaultRef) => {
        const options = { models, ...(defaultRef !== undefined && { defaultRef }) };
        const first = match({ ...hints(...names), ...priorities }, options);
        const second = match({ ...hints(...names), ...priorities }, { ...options, models: [...models].reverse() });
        expect(second).toEqual(first);
        expect(first.candidates.map(({ model: { ref } }) => ref).sort()).toEqual(models.map(({ ref }) => ref).sort());
        expect(first.chosen).toBe(first.candidates[0]?.model.ref);
        for (const { total } of first.candidates) expect(total >= 0 && total <= 1).toBe(true);
        // A hint that matches is never passed over for a later one.
        const chosen = first.candidates[0];
        const earliest = Math.min(...first.candidates.map(({ hint }) => hint ?? Number.POSITIVE_INFINITY));
        if (Number.isFinite(earliest)) expect(chosen?.hint).toBe(earliest);
      },
    ),
  );
});
