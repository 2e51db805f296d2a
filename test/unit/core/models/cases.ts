import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { matchModels } from '../../../../src/core/models/matching.ts';
import { type ModelOverrides, noOverrides } from '../../../../src/core/models/overrides.ts';
import type { PriceFacts } from '../../../../src/core/models/prices.ts';
import type { ModelInfo } from '../../../../src/core/models/provider.ts';
import type { Priorities } from '../../../../src/core/models/scoring.ts';
import type { SpeedHistory } from '../../../../src/core/models/speeds.ts';
import { estimateTokens } from '../../../../src/core/models/tokens.ts';

/** A model by its reference; a price is dollars for the longest answer. */
export function modelNamed(ref: string, more: Partial<ModelInfo> = {}): ModelInfo {
  const [endpoint = '', ...rest] = ref.split('/');
  const id = rest.join('/');
  return {
    ref,
    endpoint,
    id,
    name: id,
    providerLabel: endpoint,
    destination: { kind: 'http', host: endpoint, loopback: false },
    ...more,
  };
}

const named: Readonly<Record<string, Partial<ModelInfo>>> = {
  'vscode/claude-sonnet-4.5': { name: 'Claude Sonnet 4.5', family: 'claude-sonnet' },
  'vscode/gpt-4o': { name: 'GPT-4o', family: 'gpt-4o' },
  'vscode/copilot-fast': { name: 'Copilot Fast', family: 'gpt-4o-mini' },
  'ollama/llama3.1:8b': { tools: false, input: { image: false, audio: false }, contextTokens: 8192 },
  'ollama/short': { contextTokens: 32_000, maxOutputTokens: 4_000 },
  'ollama/llava': { input: { image: true, audio: false }, tools: false },
};

const dollars: Readonly<Record<string, number>> = {
  'anthropic/claude-opus-4-5': 0.05,
  'anthropic/claude-sonnet-4-5': 0.03,
  'anthropic/claude-haiku-4-5': 0.01,
  'openai/gpt-5': 0.02,
  'openai/gpt-5-mini': 0.004,
  'openai/gpt-5-nano': 0.0008,
  'openai/gpt-4o': 0.02,
  'google/gemini-2.5-pro': 0.02,
  'google/gemini-2.5-flash': 0.005,
};

/** What a case is made of. Priorities are cost, speed and intelligence. */
export interface Given {
  readonly hints?: readonly (string | undefined)[];
  readonly priorities?: readonly [number | undefined, number | undefined, number | undefined];
  readonly models: readonly string[];
  readonly default?: string;
  readonly asks?: Partial<CreateMessageRequestParams>;
  readonly settings?: Partial<ModelOverrides>;
  readonly speeds?: SpeedHistory;
  readonly yours?: Priorities;
}

/** A title, what is given, the model that a person would expect, and the words that must explain it. */
export type Case = readonly [string, Given, string | undefined, string];

/** Matches a case. */
export function matchCase(given: Given) {
  const { hints, priorities, models, default: defaultRef, asks, settings, speeds, yours } = given;
  const [costPriority, speedPriority, intelligencePriority] = priorities ?? [];
  const modelPreferences = {
    ...(hints && { hints: hints.map((name) => (name === undefined ? {} : { name })) }),
    ...(costPriority !== undefined && { costPriority }),
    ...(speedPriority !== undefined && { speedPriority }),
    ...(intelligencePriority !== undefined && { intelligencePriority }),
  };
  const params: CreateMessageRequestParams = {
    messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }],
    maxTokens: 100,
    ...(Object.keys(modelPreferences).length > 0 && { modelPreferences }),
    ...asks,
  };
  const prices = new Map<string, PriceFacts>(
    models.flatMap((ref) => {
      const max = dollars[ref];
      return max === undefined ? [] : [[ref, { cost: { min: max / 4, max, source: 'A list.' } }] as const];
    }),
  );
  return matchModels(
    params,
    models.map((ref) => modelNamed(ref, named[ref])),
    {
      defaultRef,
      prices,
      tokens: estimateTokens(params),
      overrides: { ...noOverrides, ...settings },
      ...(speeds && { speeds }),
      yours,
    },
  );
}
