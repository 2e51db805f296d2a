import * as z from 'zod/mini';
import { httpDestination } from '../core/models/destination.ts';
import type { ModelInfo } from '../core/models/provider.ts';
import type { EndpointModel } from '../core/settings/endpoints.ts';

/** Where models are, as far as a model needs to know. */
export interface ModelsOf {
  readonly id: string;
  readonly label: string;
  /** The URL of chat completions. */
  readonly url: URL;
}

const figure = z.nullish(z.number());
const words = z.nullish(z.array(z.string()));

/** An entry of a list, with the extras by which servers tell more than OpenAI does; anything else is left alone. */
const entrySchema = z.looseObject({
  id: z.string(),
  name: z.nullish(z.string()),
  /** vLLM */
  max_model_len: figure,
  /** OpenRouter, Groq (`context_window`), Mistral (`max_context_length`) */
  context_length: figure,
  context_window: figure,
  max_context_length: figure,
  max_completion_tokens: figure,
  /** llama.cpp: the size in which the model runs, and the one for which it was trained */
  meta: z.nullish(z.looseObject({ n_ctx: figure })),
  architecture: z.nullish(z.looseObject({ input_modalities: words })),
  top_provider: z.nullish(z.looseObject({ max_completion_tokens: figure })),
  supported_parameters: words,
  capabilities: z.nullish(z.union([z.array(z.string()), z.looseObject({})])),
});
type Entry = z.infer<typeof entrySchema>;

/**
 * Names of models that hold no conversation: OpenAI lists them with the others. A model that is wrongly taken for one can
 * be named in the settings.
 */
const noChat =
  /(^|[^a-z])(embed|embedding|embeddings|rerank|reranker|whisper|tts|dall-e|moderation|transcribe|realtime|sora|babbage|davinci|gpt-image|image-\d+|imagen|veo|bge)($|[^a-z])/i;

const positive = (...values: readonly (number | null | undefined)[]) =>
  values.find((value): value is number => typeof value === 'number' && value > 0);

function inputOf(entry: Entry): ModelInfo['input'] {
  const modalities = entry.architecture?.input_modalities;
  if (modalities) return { image: modalities.includes('image'), audio: modalities.includes('audio') };
  const { capabilities } = entry;
  if (Array.isArray(capabilities)) return capabilities.includes('multimodal') ? { image: true } : undefined;
  return typeof capabilities?.vision === 'boolean' ? { image: capabilities.vision } : undefined;
}

function toolsOf(entry: Entry): boolean | undefined {
  if (entry.supported_parameters) return entry.supported_parameters.includes('tools');
  const { capabilities } = entry;
  if (Array.isArray(capabilities) || typeof capabilities?.function_calling !== 'boolean') return undefined;
  return capabilities.function_calling;
}

function infoOf(
  endpoint: ModelsOf,
  model: Omit<ModelInfo, 'ref' | 'endpoint' | 'providerLabel' | 'destination'>,
): ModelInfo {
  return {
    ref: `${endpoint.id}/${model.id}`,
    endpoint: endpoint.id,
    providerLabel: endpoint.label,
    destination: httpDestination(endpoint.url),
    ...model,
  };
}

function fromEntry(entry: Entry, endpoint: ModelsOf): ModelInfo {
  const contextTokens = positive(
    entry.max_model_len,
    entry.context_length,
    entry.context_window,
    entry.max_context_length,
    entry.meta?.n_ctx,
  );
  const maxOutputTokens = positive(entry.top_provider?.max_completion_tokens, entry.max_completion_tokens);
  const input = inputOf(entry);
  const tools = toolsOf(entry);
  return infoOf(endpoint, {
    id: entry.id,
    name: entry.name || entry.id,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(input && { input }),
    ...(tools !== undefined && { tools }),
  });
}

/** The entries of a list in the forms that servers have; `undefined` when it is no list at all. */
export function entriesOf(list: unknown): unknown[] | undefined {
  if (Array.isArray(list)) return list as unknown[];
  if (typeof list !== 'object' || list === null) return undefined;
  const { data, models, object } = list as { data?: unknown; models?: unknown; object?: unknown };
  if (Array.isArray(data)) return data as unknown[];
  if (Array.isArray(models)) return models as unknown[];
  // Ollama without a model says `"data": null`.
  return object === 'list' ? [] : undefined;
}

/** The models of a listed answer, without those that hold no conversation, in the order of their ids. */
export function modelsFromList(entries: readonly unknown[], endpoint: ModelsOf): ModelInfo[] {
  const models = new Map<string, ModelInfo>();
  for (const value of entries) {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success || parsed.data.id === '' || noChat.test(parsed.data.id)) continue;
    models.set(parsed.data.id, fromEntry(parsed.data, endpoint));
  }
  return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The models that the settings name, as they name them. */
export function modelsFromSettings(models: readonly EndpointModel[], endpoint: ModelsOf): ModelInfo[] {
  return models.map(({ id, name, contextTokens, input, tools }) =>
    infoOf(endpoint, {
      id,
      name: name || id,
      ...(contextTokens !== undefined && { contextTokens }),
      ...(input && { input }),
      ...(tools !== undefined && { tools }),
    }),
  );
}
