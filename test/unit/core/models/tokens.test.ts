import { estimateTokenCount } from 'tokenx';
import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { estimateTokens } from '../../../../src/core/models/tokens.ts';

const prose = 'The quick brown fox, in 1999, jumped over “lazy” dogs; {"a": [1, 2]}.\n';
const params = (more: Partial<CreateMessageRequestParams>): CreateMessageRequestParams => ({
  messages: [],
  maxTokens: 1,
  ...more,
});
const user = (text: string) => ({ role: 'user' as const, content: { type: 'text' as const, text } });

describe('an estimate of tokens', () => {
  it('counts each part, and nothing twice', () => {
    const estimate = estimateTokens(
      params({
        systemPrompt: 'Be brief and kind.',
        messages: [
          user(prose),
          { role: 'assistant', content: { type: 'tool_use', id: 'c', name: 'look', input: { at: 'the moon' } } },
          {
            role: 'user',
            content: {
              type: 'tool_result',
              toolUseId: 'c',
              content: [
                { type: 'text', text: prose },
                { type: 'resource', resource: { uri: 'file:///a', text: prose } },
                { type: 'resource_link', uri: 'file:///b', name: 'b' },
              ],
            },
          },
        ],
        tools: [{ name: 'look', description: 'Looks at a thing.', inputSchema: { type: 'object' } }],
      }),
    );
    expect(estimate.system).toBe(estimateTokenCount('Be brief and kind.'));
    expect(estimate.messages).toBe(
      3 * estimateTokenCount(prose) + estimateTokenCount('look') + estimateTokenCount('{"at":"the moon"}'),
    );
    expect(estimate.tools).toBeGreaterThan(5);
    expect(estimate.total).toBe(estimate.system + estimate.messages + estimate.tools);
    expect(estimate.source).toBe('Estimated with tokenx, usually within 10 %.');
  });

  it('is 0 for nothing, and says that media are not counted', () => {
    expect(estimateTokens(params({ systemPrompt: '' }))).toMatchObject({ total: 0, uncountedMedia: 0 });
    const image = { type: 'image' as const, data: 'x'.repeat(1000), mimeType: 'image/png' };
    const one = estimateTokens(params({ messages: [{ role: 'user', content: image }] }));
    expect(one).toMatchObject({ total: 0, uncountedMedia: 1 });
    expect(one.source).toContain('an image or sound is not counted');
    const audio = { type: 'audio' as const, data: 'x', mimeType: 'audio/wav' };
    const three = estimateTokens(
      params({
        messages: [
          { role: 'user', content: [image, audio, { type: 'tool_result', toolUseId: 'c', content: [image] }] },
        ],
      }),
    );
    expect(three.source).toContain('3 images or sounds are not counted');
  });

  it('samples a long text, near to the whole count, and says so', () => {
    const mixed = prose.repeat(3000) + '東京の天気は晴れです。'.repeat(8000) + 'x = y * 2;\n'.repeat(20_000);
    const sampled = estimateTokens(params({ systemPrompt: prose, messages: [user(mixed)] }));
    expect(sampled.source).toContain('from samples of a long text');
    const whole = estimateTokenCount(mixed);
    expect(Math.abs(sampled.messages - whole) / whole).toBeLessThan(0.05);
    expect(sampled.system).toBe(estimateTokenCount(prose));
  });

  it('samples many small messages as one long text', () => {
    const many = Array.from({ length: 20_000 }, () => user(prose));
    const sampled = estimateTokens(params({ messages: many }));
    const whole = 20_000 * estimateTokenCount(prose);
    expect(Math.abs(sampled.messages - whole) / whole).toBeLessThan(0.05);
  });
});
