import type { CreateMessageRequestParams } from '../core/mcp.ts';
import { httpDestination } from '../core/models/destination.ts';
import type {
  Completion,
  ModelInfo,
  ModelProvider,
  OutgoingRequest,
  PreparedRequest,
  SendOptions,
} from '../core/models/provider.ts';
import type { EndpointSettings } from '../core/settings/endpoints.ts';
import { t } from '../core/text/l10n.ts';
import type { Clock } from '../core/util/clock.ts';
import type { Sha256 } from '../core/util/system.ts';
import type { Refused } from './errorBody.ts';
import {
  changedFailure,
  type FailureContext,
  keyNotAllowedFailure,
  noKeyFailure,
  notAnEndpointFailure,
  unusableKeyFailure,
} from './errors.ts';
import { entriesOf, modelsFromList, modelsFromSettings } from './openaiModels.ts';
import { type Accepted, endpointUrl, type OptionalParameter, prepareChatCompletion } from './openaiRequest.ts';
import type * as OpenAiBundle from './openai/index.ts';
import type { Fetch, Patience } from './openai/index.ts';

export interface OpenAiProviderOptions {
  readonly endpoint: EndpointSettings;
  /** The key saved for this endpoint's id and base URL, if there is one. */
  readonly key: () => Promise<string | undefined>;
  /** The bundle that talks through `openai`, loaded when it is first needed. */
  readonly load: () => Promise<Pick<typeof OpenAiBundle, 'sendChatCompletion' | 'fetchModelList'>>;
  readonly fetch: Fetch;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly patience?: Patience;
}

/** A local model may read a long prompt for minutes before its first word; a hosted one that is silent for two is lost. */
const usualPatience: Patience = { begin: 300_000, idle: 120_000 };

/** What an HTTP header can carry; a line break in a key would end the header, and the error would show the key. */
const usableKey = /^[\x21-\x7e]+$/;

/** Any OpenAI-compatible endpoint: OpenAI, Azure, Ollama, LM Studio, vLLM, llama.cpp, LiteLLM, OpenRouter. */
export class OpenAiProvider implements ModelProvider {
  readonly #options: OpenAiProviderOptions;
  /** What the endpoint refused, by model; the next preparation leaves it out or names it otherwise, and is signed anew. */
  readonly #learned = new Map<
    string,
    { use?: Accepted['maxTokensParameter']; readonly without: Set<OptionalParameter> }
  >();

  constructor(options: OpenAiProviderOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.endpoint.id;
  }

  get label(): string {
    return this.#options.endpoint.label;
  }

  get endpoint(): EndpointSettings {
    return this.#options.endpoint;
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    const { endpoint, fetch, clock, load } = this.#options;
    const models = { id: this.id, label: this.label, url: this.#url('/chat/completions') };
    const url = this.#url('/models');
    // Before the settings' own list as well: a model that cannot be called for want of a key is no candidate.
    const { key, context } = await this.#keyFor(url);
    if (endpoint.models && endpoint.models.length > 0) return modelsFromSettings(endpoint.models, models);
    const { fetchModelList } = await load();
    const patience = this.#options.patience ?? usualPatience;
    const list = await fetchModelList({ url: url.href, key, context, signal, fetch, clock, patience });
    const entries = entriesOf(list);
    if (!entries) throw notAnEndpointFailure(context, () => t('JSON that is no list of models'));
    return modelsFromList(entries, models);
  }

  prepare(params: CreateMessageRequestParams, model: ModelInfo): PreparedRequest {
    const { baseUrl } = this.#options.endpoint;
    return prepareChatCompletion(params, model, { baseUrl, label: this.label, accepted: this.#accepted(model.id) });
  }

  async send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion> {
    const { fetch, sha256, clock, load } = this.#options;
    const model = outgoing.model.id;
    const url = this.#url('/chat/completions');
    // The settings may have changed since it was signed: the key of this endpoint goes to this endpoint's address alone.
    if (outgoing.model.endpoint !== this.id || outgoing.destination.url !== url.href) {
      throw changedFailure(this.#context(url, undefined, model), () => t('{0} now has another address', this.label));
    }
    const { key, context } = await this.#keyFor(url, model);
    const { sendChatCompletion } = await load();
    const patience = this.#options.patience ?? usualPatience;
    const onRefused = (refused: Refused) => this.#learn(model, refused);
    return sendChatCompletion({ ...options, outgoing, key, context, sha256, fetch, clock, patience, onRefused });
  }

  #url(path: '/chat/completions' | '/models'): URL {
    return endpointUrl(this.#options.endpoint.baseUrl, path, this.label);
  }

  #context(url: URL, key: string | undefined, model?: string): FailureContext {
    const { host, loopback } = httpDestination(url);
    return { label: this.label, host, loopback, key, ...(model !== undefined && { model }) };
  }

  /**
   * The key for a URL of this endpoint, and what failures are told with. A key goes over https, or over plain http to this
   * machine; without one, a request goes to this machine or over plain http (a server in the same network that asks for none).
   */
  async #keyFor(url: URL, model?: string): Promise<{ key: string | undefined; context: FailureContext }> {
    const key = (await this.#options.key())?.trim() || undefined;
    const context = this.#context(url, key, model);
    if (key === undefined) {
      if (url.protocol === 'https:' && !context.loopback) throw noKeyFailure(context);
      return { key, context };
    }
    if (!usableKey.test(key)) throw unusableKeyFailure(context);
    if (url.protocol !== 'https:' && !context.loopback) throw keyNotAllowedFailure(context);
    return { key, context };
  }

  #accepted(model: string): Accepted {
    const { models, maxTokensParameter } = this.#options.endpoint;
    const learned = this.#learned.get(model);
    const named = models?.find(({ id }) => id === model)?.maxTokensParameter;
    return { maxTokensParameter: learned?.use ?? named ?? maxTokensParameter, without: learned?.without };
  }

  #learn(model: string, refused: Refused): void {
    const learned = this.#learned.get(model) ?? { without: new Set<OptionalParameter>() };
    if (refused.parameter === 'maxTokens') learned.use = refused.use;
    else learned.without.add(refused.parameter);
    this.#learned.set(model, learned);
  }
}
