import { createHash } from 'node:crypto';
import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';
import { makeOutgoing } from '../../../src/core/models/outgoing.ts';
import {
  type Completion,
  isProviderError,
  type ModelInfo,
  type OutgoingRequest,
  type ProviderError,
} from '../../../src/core/models/provider.ts';
import type { EndpointSettings } from '../../../src/core/settings/endpoints.ts';
import type { Clock } from '../../../src/core/util/clock.ts';
import { OpenAiProvider, type OpenAiProviderOptions } from '../../../src/providers/openaiProvider.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A clock that a test moves on by hand. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  readonly #timers = new Set<{ at: number; every?: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  timeout(callback: () => void, ms: number) {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }

  interval(callback: () => void, ms: number) {
    const timer = { at: this.#now + ms, every: ms, callback };
    this.#timers.add(timer);
    return { dispose: () => void this.#timers.delete(timer) };
  }

  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

export const ask = (text: string, more: Partial<CreateMessageRequestParams> = {}): CreateMessageRequestParams => ({
  messages: [{ role: 'user', content: { type: 'text', text } }],
  maxTokens: 100,
  ...more,
});

export interface Driven {
  readonly provider: OpenAiProvider;
  readonly clock: ManualClock;
  readonly model: ModelInfo;
  outgoing(params: CreateMessageRequestParams): OutgoingRequest;
  /** Sends, and gathers the pieces of text in `pieces`. */
  send(
    params: CreateMessageRequestParams | OutgoingRequest,
    options?: { signal?: AbortSignal; stop?: AbortSignal },
  ): Promise<Completion>;
  readonly pieces: string[];
  /** Resolves when text has come whose whole is `text`. */
  until(text: string): Promise<void>;
}

/** A provider over the real `openai` and a real HTTP server. */
export function drive(
  endpoint: Pick<EndpointSettings, 'baseUrl'> & Partial<EndpointSettings>,
  options: Partial<OpenAiProviderOptions> & { readonly savedKey?: string } = {},
): Driven {
  const clock = new ManualClock();
  const { id = 'local', label = 'Local models', baseUrl, models, maxTokensParameter } = endpoint;
  const whole = { id, label, baseUrl, ...(models && { models }), ...(maxTokensParameter && { maxTokensParameter }) };
  const provider = new OpenAiProvider({
    endpoint: whole,
    key: () => Promise.resolve(options.savedKey),
    load: () => import('../../../src/providers/openai/index.ts'),
    fetch: (url, init) => fetch(url, init),
    sha256,
    clock,
    ...options,
  });
  const model: ModelInfo = {
    ref: `${whole.id}/stand-in-1`,
    endpoint: whole.id,
    id: 'stand-in-1',
    name: 'Stand-in',
    providerLabel: whole.label,
    destination: { kind: 'http', host: new URL(whole.baseUrl).host, loopback: true },
  };
  const pieces: string[] = [];
  const waiting: { text: string; resolve: () => void }[] = [];
  const outgoing = (params: CreateMessageRequestParams) =>
    makeOutgoing(provider.prepare(params, model), model, { sha256 });
  return {
    provider,
    clock,
    model,
    pieces,
    outgoing,
    until: (text) =>
      new Promise((resolve) => {
        if (pieces.join('') === text) resolve();
        else waiting.push({ text, resolve });
      }),
    send: (params, { signal = new AbortController().signal, stop = new AbortController().signal } = {}) =>
      provider.send('hash' in params ? params : outgoing(params), {
        signal,
        stop,
        onText: (text) => {
          pieces.push(text);
          for (const { text: awaited, resolve } of waiting) if (pieces.join('') === awaited) resolve();
        },
      }),
  };
}

/** The `ProviderError` that a promise rejects with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  try {
    await promise;
  } catch (error) {
    if (isProviderError(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
