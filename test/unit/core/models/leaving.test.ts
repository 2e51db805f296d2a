import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { leavingParts } from '../../../../src/core/models/leaving.ts';
import { makeOutgoing } from '../../../../src/core/models/outgoing.ts';
import type { ModelInfo, PreparedRequest } from '../../../../src/core/models/provider.ts';
import { estimateTokens } from '../../../../src/core/models/tokens.ts';
import { sha256 } from '../../../../src/node/hash.ts';
import { prepareChatCompletion } from '../../../../src/providers/openaiRequest.ts';
import { prepareForVsCode } from '../../../../src/providers/vscodeLmRequest.ts';
import { modelOf } from '../sampling/fakes.ts';

const endpoint = { baseUrl: 'http://127.0.0.1:1/v1', label: 'Local', accepted: {} };
const forms: readonly [string, (params: CreateMessageRequestParams, model: ModelInfo) => PreparedRequest][] = [
  ['a chat completion', (params, model) => prepareChatCompletion(params, model, endpoint)],
  ['VS Code', prepareForVsCode],
];

function partsOf(params: CreateMessageRequestParams, prepare: (typeof forms)[number][1]) {
  const model = modelOf('small');
  const outgoing = makeOutgoing(prepare(params, model), model, { sha256 });
  const parts = leavingParts(outgoing, estimateTokens(params), (params.systemPrompt ?? '') !== '');
  return { outgoing, parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
}

const image = Buffer.alloc(3_000, 7).toString('base64');
const rich: CreateMessageRequestParams = {
  systemPrompt: 'Be brief — ünïcode',
  maxTokens: 50,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image', data: image, mimeType: 'image/png' },
      ],
    },
    { role: 'assistant', content: { type: 'tool_use', id: 'u1', name: 'look', input: { at: 'it' } } },
    { role: 'user', content: { type: 'tool_result', toolUseId: 'u1', content: [{ type: 'text', text: 'A picture' }] } },
  ],
  tools: [{ name: 'look', description: 'Looks', inputSchema: { type: 'object' } }],
};

describe('what leaves, by part', () => {
  it.each(forms)('adds up to every byte of the body: %s', (_, prepare) => {
    const { outgoing, parts, bytes } = partsOf(rich, prepare);
    expect(bytes).toBe(outgoing.bytes);
    expect(parts.map(({ part, number }) => [part, number])).toEqual([
      ['system', undefined],
      ['message', 1],
      ['message', 2],
      ['message', 3],
      ['tools', 1],
      ['media', 1],
      ['rest', undefined],
    ]);
    expect(parts.find(({ part }) => part === 'media')).toMatchObject({ bytes: expect.any(Number) as number });
    expect(parts.find(({ part }) => part === 'media')?.bytes).toBeGreaterThanOrEqual(image.length);
    expect(parts.find(({ part }) => part === 'media')?.tokens).toBeUndefined();
  });

  it.each(forms)('follows an edit: %s', (_, prepare) => {
    const before = partsOf(rich, prepare).parts[0]?.bytes ?? 0;
    const after = partsOf({ ...rich, systemPrompt: `${rich.systemPrompt} and kind` }, prepare).parts[0]?.bytes;
    expect(after).toBe(before + ' and kind'.length);
    const { systemPrompt: _none, ...bare } = rich;
    expect(partsOf(bare, prepare).parts[0]?.part).toBe('message');
  });

  it.each(forms)('takes nothing that a tool was given for media: %s', (_, prepare) => {
    const uses = (input: Record<string, unknown>): CreateMessageRequestParams => ({
      maxTokens: 5,
      messages: [
        { role: 'assistant', content: { type: 'tool_use', id: 'u1', name: 'look', input } },
        { role: 'user', content: { type: 'tool_result', toolUseId: 'u1', content: [{ type: 'text', text: 'ok' }] } },
      ],
    });
    const named = { data: 'some words', url: 'data:text/plain,hi', type: 'a kind', id: 'a name' };
    const { parts, bytes, outgoing } = partsOf(uses(named), prepare);
    expect(bytes).toBe(outgoing.bytes);
    expect(parts.map(({ part }) => part)).toEqual(['message', 'message', 'rest']);
    expect(parts[0]?.tokens).toBeGreaterThan(estimateTokens(uses({})).messages);
  });

  it.each(forms)('sums up very many messages, and stays quick: %s', (_, prepare) => {
    const messages = Array.from({ length: 2_000 }, (_each, i) => ({
      role: 'user' as const,
      content: { type: 'text' as const, text: `${i} ${'words '.repeat(80)}` },
    }));
    const { outgoing, parts, bytes } = partsOf({ maxTokens: 1, messages }, prepare);
    expect(bytes).toBe(outgoing.bytes);
    expect(parts.map(({ part }) => part)).toEqual([...Array.from({ length: 12 }, () => 'message'), 'messages', 'rest']);
    expect(parts.at(-2)?.number).toBe(1_988);
    const total = parts.reduce((sum, { tokens = 0 }) => sum + tokens, 0);
    expect(total).toBe(estimateTokens({ maxTokens: 1, messages }).total);
  });
});
