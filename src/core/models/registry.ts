import { messageOf, shownOf } from '../errors.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import { Emitter, type Event } from '../util/emitter.ts';
import type { Sha256 } from '../util/system.ts';
import { withNotesAfter } from './afterwards.ts';
import type { Match } from './candidate.ts';
import { matchModels } from './matching.ts';
import { makeOutgoing } from './outgoing.ts';
import { noOverrides, type ModelOverrides } from './overrides.ts';
import { type PriceFacts, type PriceSource, sizeOf, withOwnPrice } from './prices.ts';
import {
  type Completion,
  isProviderError,
  type ModelInfo,
  type ModelProvider,
  type ModelRef,
  type OutgoingRequest,
  ProviderError,
  type Remedy,
  type SendOptions,
} from './provider.ts';
import type { Priorities } from './scoring.ts';
import { remember, type SpeedStore } from './speeds.ts';
import { estimateTokens, type TokenEstimate } from './tokens.ts';

/** Why an endpoint's models are not in the list. */
export interface ModelProblem {
  readonly endpoint: string;
  readonly label: string;
  /** A sentence for a person. */
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export interface ModelRegistryOptions {
  readonly prices: PriceSource;
  readonly sha256: Sha256;
  readonly clock: Clock;
  /** `endpoint/model`, used when nothing else decides. Asked for each match, since a setting can change. */
  readonly defaultRef: () => ModelRef | undefined;
  /** What the person's settings say of hints and models. Asked for each match too. */
  readonly overrides?: () => ModelOverrides;
  /** Where the speed of answers is kept. */
  readonly speeds?: SpeedStore;
  /** How long a list of models is good, in milliseconds. */
  readonly freshMs?: number;
  /** How long one provider may take to list its models, in milliseconds. */
  readonly listMs?: number;
}

/** A list that failed is asked for again sooner: somebody may just have started the server. In milliseconds. */
const failedMs = 10_000;

interface Listing {
  models: readonly ModelInfo[];
  problem?: ModelProblem;
  /** When it was listed; `undefined` until it was. */
  at?: number;
  running?: Promise<void>;
  /** Grows with every provider change: a list that was asked for before counts as old. */
  generation: number;
}

/** All providers' models in one list, matched to requests. Lists are asked for when they are needed, and kept for a minute. */
export class ModelRegistry implements Disposable {
  readonly #options: ModelRegistryOptions & { readonly freshMs: number; readonly listMs: number };
  readonly #changed = new Emitter<void>();
  readonly #listening = new DisposableStore();
  #providers: readonly ModelProvider[] = [];
  #listings = new Map<ModelProvider, Listing>();
  /** Everything that was ever listed by the present providers: an endpoint that is down for a moment keeps a review alive. */
  #known = new Map<ModelRef, { readonly model: ModelInfo; readonly provider: ModelProvider }>();

  constructor(options: ModelRegistryOptions) {
    this.#options = { freshMs: 60_000, listMs: 5_000, ...options };
  }

  /** Fires when the providers, their models or their problems are others than before. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** Puts other providers in place of the present ones. A provider that stays keeps its list. */
  setProviders(providers: readonly ModelProvider[]): void {
    this.#listening.clear();
    this.#providers = [...providers];
    const kept = new Set(providers);
    this.#listings = new Map([...this.#listings].filter(([provider]) => kept.has(provider)));
    this.#known = new Map([...this.#known].filter(([, { provider }]) => kept.has(provider)));
    for (const provider of providers) {
      const subscription = provider.onDidChange?.(() => this.refresh(provider.id));
      if (subscription) this.#listening.add(subscription);
    }
    this.#changed.fire();
  }

  /** The models of all providers that answer in time, each ref once; the others are in `problems()`. Never rejects. */
  async models(): Promise<readonly ModelInfo[]> {
    await Promise.all(this.#providers.map((provider) => this.#list(provider)));
    const models = new Map<ModelRef, ModelInfo>();
    for (const provider of this.#providers) {
      for (const model of this.#listings.get(provider)?.models ?? []) {
        if (!models.has(model.ref)) models.set(model.ref, model);
      }
    }
    return [...models.values()];
  }

  /** One a provider that could not list its models when it was last asked. */
  problems(): readonly ModelProblem[] {
    return this.#providers.flatMap((provider) => this.#listings.get(provider)?.problem ?? []);
  }

  /** Forgets the lists (or one endpoint's), so that the next question asks again: after a key was set, for example. */
  refresh(endpoint?: string): void {
    for (const [provider, listing] of this.#listings) {
      if (endpoint !== undefined && provider.id !== endpoint) continue;
      listing.generation += 1;
      delete listing.at;
    }
    this.#changed.fire();
  }

  /** `yours`: the person's priorities, in place of the server's. */
  async match(params: CreateMessageRequestParams, yours?: Priorities): Promise<Match> {
    const models = await this.models();
    const tokens = estimateTokens(params);
    const overrides = this.#options.overrides?.() ?? noOverrides;
    const facts = await this.#factsOf(models, params, tokens);
    const prices = new Map<ModelRef, PriceFacts>();
    const informed = models.map((model, index): ModelInfo => {
      const fact = withOwnPrice(facts[index], model, overrides, sizeOf(params, tokens));
      if (!fact) return model;
      prices.set(model.ref, fact);
      const contextTokens = model.contextTokens ?? fact.contextTokens;
      return contextTokens === undefined ? model : { ...model, contextTokens };
    });
    const speeds = this.#options.speeds?.read() ?? {};
    return matchModels(params, informed, {
      defaultRef: this.#options.defaultRef(),
      prices,
      tokens,
      overrides,
      speeds,
      yours,
    });
  }

  /**
   * What would be sent to a model that was listed before. Immediate, for a desk that edits. Throws `ProviderError`:
   * `unknownModel` when there is no such model, and whatever the provider cannot prepare.
   */
  prepare(params: CreateMessageRequestParams, ref: ModelRef): OutgoingRequest {
    const known = this.#known.get(ref);
    if (!known) {
      throw new ProviderError('unknownModel', () => t('There is no model {0} any more.', ref), {
        remedies: ['otherModel', 'openSettings', 'answerByHand'],
      });
    }
    try {
      return {
        ...makeOutgoing(known.provider.prepare(params, known.model), known.model, this.#options),
        asked: params,
      };
    } catch (error) {
      if (isProviderError(error)) throw error;
      // JSON that is nested too deeply for the stack, for example: a server's doing, so it must not end more than its request.
      throw new ProviderError('badRequest', () => t('The request cannot be prepared: {0}.', messageOf(error)), {
        remedies: ['otherModel', 'answerByHand'],
      });
    }
  }

  /** Sends it through the provider that has the model, and notes what it did with the request. See `ModelProvider.send`. */
  async send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion> {
    const provider = this.#providers.find(({ id }) => id === outgoing.model.endpoint);
    if (!provider) {
      const { endpoint } = outgoing.model;
      throw new ProviderError('unknownModel', () => t('The endpoint {0} is not configured any more.', endpoint), {
        remedies: ['otherModel', 'openSettings', 'answerByHand'],
      });
    }
    const { clock, speeds } = this.#options;
    let sentAt = clock.now();
    let firstMs: number | undefined;
    const beforeSending = (): void => {
      options.beforeSending?.();
      // To look up a key can take as long as a person unlocks it.
      sentAt = clock.now();
    };
    const onText = (text: string): void => {
      firstMs ??= clock.now() - sentAt;
      options.onText(text);
    };
    const completion = await provider.send(outgoing, { ...options, onText, beforeSending });
    if (speeds) remember(speeds, outgoing.model.ref, completion, firstMs);
    return withNotesAfter(outgoing, completion);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #factsOf(
    models: readonly ModelInfo[],
    params: CreateMessageRequestParams,
    tokens: TokenEstimate,
  ): Promise<readonly (PriceFacts | undefined)[]> {
    return models.length === 0 ? [] : this.#options.prices.factsOf(models, sizeOf(params, tokens));
  }

  /** Single flight: whoever asks while a list is on its way waits for the same one. */
  #list(provider: ModelProvider): Promise<void> {
    let listing = this.#listings.get(provider);
    if (!listing) {
      listing = { models: [], generation: 0 };
      this.#listings.set(provider, listing);
    }
    const { at } = listing;
    const freshMs = listing.problem ? Math.min(failedMs, this.#options.freshMs) : this.#options.freshMs;
    if (at !== undefined && this.#options.clock.now() - at < freshMs) return Promise.resolve();
    const own = listing;
    own.running ??= this.#ask(provider, own).finally(() => {
      delete own.running;
    });
    return own.running;
  }

  async #ask(provider: ModelProvider, listing: Listing): Promise<void> {
    const { generation } = listing;
    let models: readonly ModelInfo[] = [];
    let problem: ModelProblem | undefined;
    try {
      models = await this.#inTime(provider);
    } catch (error) {
      problem = {
        endpoint: provider.id,
        label: provider.label,
        message: shownOf(error),
        remedies: isProviderError(error) ? error.remedies : ['retry', 'openSettings'],
      };
    }
    const before = JSON.stringify([listing.models, listing.problem]);
    listing.models = models;
    if (problem) listing.problem = problem;
    else delete listing.problem;
    // Refreshed meanwhile: usable now, and asked again the next time.
    if (listing.generation === generation) listing.at = this.#options.clock.now();
    if (!this.#listings.has(provider)) return;
    for (const model of models) this.#known.set(model.ref, { model, provider });
    if (JSON.stringify([models, listing.problem]) !== before) this.#changed.fire();
  }

  async #inTime(provider: ModelProvider): Promise<readonly ModelInfo[]> {
    const controller = new AbortController();
    const { clock, listMs } = this.#options;
    let timer: Disposable | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = clock.timeout(() => {
        const words = (): string => t('{0} did not list its models within {1} s.', provider.label, listMs / 1000);
        reject(new ProviderError('timeout', words, { remedies: ['retry', 'openSettings', 'answerByHand'] }));
        controller.abort();
      }, listMs);
    });
    try {
      return await Promise.race([provider.listModels(controller.signal), late]);
    } finally {
      timer?.dispose();
    }
  }
}
