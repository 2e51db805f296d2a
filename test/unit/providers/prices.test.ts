import { describe, expect, it, vi } from 'vitest';
import type { ModelInfo } from '../../../src/core/models/provider.ts';
import { priceOf } from '../../../src/providers/prices/index.ts';
import { LazyPriceSource } from '../../../src/providers/priceSource.ts';

const size = { inputTokens: 1_000_000, maxOutputTokens: 1000, uncountedMedia: 0 };

describe('a price', () => {
  it('runs from the input alone to the longest answer, and names its source', () => {
    const facts = priceOf('gpt-4o-mini', 'https://api.openai.com/v1/chat/completions', size);
    const half = priceOf('gpt-4o-mini', 'https://api.openai.com/v1/chat/completions', {
      ...size,
      inputTokens: 500_000,
    });
    expect(facts?.cost?.min).toBeGreaterThan(0);
    expect(facts?.cost?.max).toBeGreaterThan(facts?.cost?.min ?? 0);
    expect(half?.cost?.min).toBeCloseTo((facts?.cost?.min ?? 0) / 2);
    expect(facts?.cost?.source).toMatch(
      /^Prices of OpenAI in @pydantic\/genai-prices: \$[\d.]+ in and \$[\d.]+ out per million tokens, for the estimated tokens\.$/,
    );
    expect(facts?.contextTokens).toBe(128_000);
  });

  it('says when it leaves media out', () => {
    const facts = priceOf('gpt-4o-mini', 'https://api.openai.com/v1', { ...size, uncountedMedia: 1 });
    expect(facts?.cost?.source).toContain('images and audio not counted');
  });

  it.each([
    ['gpt-4o', 'http://127.0.0.1:4000/v1'],
    ['gpt-4o', 'https://gateway.example/v1'],
    ['gpt-4o', 'http://api.openai.com/v1'],
    ['gpt-4o', 'no address'],
    ['a-model-of-mine', 'https://api.openai.com/v1'],
    ['gpt-4o', 'https://gateway.example/?https://api.openai.com'],
  ])('of %s at %s is not known, and not guessed', (id, url) => {
    expect(priceOf(id, url, size)).toBeUndefined();
  });
});

describe('the source of prices', () => {
  const model = (url: string | undefined, loopback: boolean): ModelInfo => ({
    ref: 'e/m',
    endpoint: 'e',
    id: 'm',
    name: 'm',
    providerLabel: 'E',
    destination: {
      kind: url === undefined ? 'vscode.lm' : 'http',
      host: 'h',
      loopback,
      ...(url !== undefined && { url }),
    },
  });
  const remote = model('https://api.openai.com/v1', false);
  const local = model('http://127.0.0.1/v1', true);
  const vscode = model(undefined, false);

  it('loads its table only for a model that may have a price', async () => {
    const load = vi.fn(() => Promise.resolve({ priceOf: () => ({ contextTokens: 5 }) }));
    const source = new LazyPriceSource(load, () => {});
    expect(await source.factsOf([local, vscode], size)).toEqual([undefined, undefined]);
    expect(load).not.toHaveBeenCalled();
    expect(await source.factsOf([local, remote, vscode], size)).toEqual([undefined, { contextTokens: 5 }, undefined]);
  });

  it('asks for the longest answer that a model gives', async () => {
    const asked: unknown[] = [];
    const priceOf = (...of: unknown[]) => void asked.push(of[2]);
    const source = new LazyPriceSource(
      () => Promise.resolve({ priceOf: (...of) => (priceOf(...of), undefined) }),
      () => {},
    );
    await source.factsOf([remote, { ...remote, maxOutputTokens: 10 }], size);
    expect(asked).toEqual([size, { ...size, maxOutputTokens: 10 }]);
  });

  it('has none when the table cannot be loaded, and says so once', async () => {
    const failures: unknown[] = [];
    const source = new LazyPriceSource(
      () => Promise.reject(new Error('gone')),
      (error) => failures.push(error),
    );
    expect(await source.factsOf([remote], size)).toEqual([undefined]);
    expect(await source.factsOf([remote], size)).toEqual([undefined]);
    expect(failures).toEqual([new Error('gone')]);
  });
});
