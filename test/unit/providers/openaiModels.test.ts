import { describe, expect, it } from 'vitest';
import { entriesOf, modelsFromList, modelsFromSettings } from '../../../src/providers/openaiModels.ts';

const endpoint = { id: 'e', label: 'Example', url: new URL('https://models.example/v1/chat/completions') };
const one = (entry: object) => modelsFromList([{ id: 'm', ...entry }], endpoint)[0];

describe('a listed model', () => {
  it('has a ref, a label and a destination', () => {
    expect(one({ owned_by: 'me' })).toEqual({
      ref: 'e/m',
      endpoint: 'e',
      id: 'm',
      name: 'm',
      providerLabel: 'Example',
      destination: {
        kind: 'http',
        host: 'models.example',
        url: 'https://models.example/v1/chat/completions',
        loopback: false,
      },
    });
  });

  it.each([
    ['vLLM', { max_model_len: 8192 }, { contextTokens: 8192 }],
    [
      'OpenRouter',
      {
        name: 'The M',
        context_length: 100,
        architecture: { input_modalities: ['text', 'image'] },
        top_provider: { max_completion_tokens: 50 },
        supported_parameters: ['temperature'],
      },
      { name: 'The M', contextTokens: 100, maxOutputTokens: 50, input: { image: true, audio: false }, tools: false },
    ],
    ['Groq', { context_window: 10, max_completion_tokens: 5 }, { contextTokens: 10, maxOutputTokens: 5 }],
    [
      'Mistral',
      { max_context_length: 7, capabilities: { vision: false, function_calling: true } },
      { contextTokens: 7, input: { image: false }, tools: true },
    ],
    [
      'llama.cpp',
      { meta: { n_ctx: 4096, n_ctx_train: 100_000 }, capabilities: ['completion', 'multimodal'] },
      { contextTokens: 4096, input: { image: true } },
    ],
  ])('tells what %s adds', (_server, entry, facts) => {
    expect(one(entry)).toMatchObject(facts);
  });

  it('tells nothing that is not known', () => {
    const model = one({ name: null, context_length: 0, capabilities: ['completion'] });
    expect(Object.keys(model ?? {})).not.toContain('contextTokens');
    expect(model).not.toHaveProperty('input');
    expect(model).not.toHaveProperty('tools');
  });

  it('that holds no conversation is left out, and so is what is no model', () => {
    const ids = [
      'text-embedding-3-small',
      'whisper-1',
      'gpt-4o-mini-tts',
      'dall-e-3',
      'omni-moderation-latest',
      'nomic-embed-text:latest',
      'gpt-4o',
      'gemini-2.5-flash',
      'gpt-4o-audio-preview',
    ];
    const models = modelsFromList(
      [...ids.map((id) => ({ id })), { id: '' }, { id: 7 }, null, 'x', { id: 'gpt-4o' }],
      endpoint,
    );
    expect(models.map(({ id }) => id)).toEqual(['gemini-2.5-flash', 'gpt-4o', 'gpt-4o-audio-preview']);
  });
});

it('a list has one of several forms', () => {
  expect(entriesOf({ data: [1] })).toEqual([1]);
  expect(entriesOf({ models: [1] })).toEqual([1]);
  expect(entriesOf([1])).toEqual([1]);
  expect(entriesOf({ object: 'list', data: null })).toEqual([]);
  expect(entriesOf({ hello: 1 })).toBeUndefined();
  expect(entriesOf(7)).toBeUndefined();
});

it('models of the settings are as the person says', () => {
  const [plain, full] = modelsFromSettings(
    [{ id: 'a' }, { id: 'b', name: 'Bee', contextTokens: 1, input: { image: false, audio: true }, tools: false }],
    endpoint,
  );
  expect(plain).toMatchObject({ ref: 'e/a', name: 'a' });
  expect(full).toMatchObject({
    name: 'Bee',
    contextTokens: 1,
    input: { image: false, audio: true },
    tools: false,
  });
});
