import type { Disposable } from '../../core/util/disposable.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Clock } from '../../core/util/clock.ts';
import type { Log, Sha256 } from '../../core/util/system.ts';
import { messageOf } from '../../core/errors.ts';
import type { ModelOverrides } from '../../core/models/overrides.ts';
import type { ModelRef } from '../../core/models/provider.ts';
import { ModelRegistry } from '../../core/models/registry.ts';
import type { SpeedStore } from '../../core/models/speeds.ts';
import type { EndpointSettings } from '../../core/settings/endpoints.ts';
import type { OpenAiProvider } from '../../providers/openaiProvider.ts';
import { LazyPriceSource } from '../../providers/priceSource.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { VsCodeModelProvider } from './lmProvider.ts';

export interface ModelServiceOptions {
  readonly secrets: Secrets;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly log: Log;
  /** `countersign.models.default`. */
  readonly defaultModel: () => ModelRef | undefined;
  /** `countersign.models.aliases`, `.tiers` and `.prices`, as far as they are valid. */
  readonly overrides: () => ModelOverrides;
  readonly speeds: SpeedStore;
}

/** Keeps the providers what the settings say. */
export class ModelService implements Disposable {
  readonly registry: ModelRegistry;
  readonly #options: ModelServiceOptions;
  readonly #vscode: VsCodeModelProvider;
  readonly #subscriptions = new DisposableStore();
  #applied = 0;
  #endpoints: readonly { readonly written: string; readonly provider: OpenAiProvider }[] = [];

  constructor(options: ModelServiceOptions) {
    this.#options = options;
    const { log, sha256, clock, overrides, speeds } = options;
    const prices = new LazyPriceSource(
      () => import('../../providers/prices/index.ts'),
      (error) => log.warn(`Prices cannot be shown: ${messageOf(error)}`),
    );
    this.registry = this.#subscriptions.add(
      new ModelRegistry({ prices, sha256, clock, overrides, speeds, defaultRef: options.defaultModel }),
    );
    this.#vscode = this.#subscriptions.add(new VsCodeModelProvider(sha256, () => clock.now()));
    this.#subscriptions.add(options.secrets.onDidChange(() => this.registry.refresh()));
    this.registry.setProviders([this.#vscode]);
  }

  get endpoints(): readonly EndpointSettings[] {
    return this.#endpoints.map(({ provider }) => provider.endpoint);
  }

  /** Takes the endpoints of the settings. One that did not change keeps its list and what was learned about it. */
  async apply(endpoints: readonly EndpointSettings[]): Promise<void> {
    const latest = ++this.#applied;
    const { OpenAiProvider } = await import('../../providers/openaiProvider.ts');
    // Settings that were read later may have come through first.
    if (latest !== this.#applied) return;
    const before = new Map(this.#endpoints.map((entry) => [entry.written, entry]));
    this.#endpoints = endpoints.map((endpoint) => {
      const written = JSON.stringify(endpoint);
      return before.get(written) ?? { written, provider: new OpenAiProvider(this.#optionsOf(endpoint)) };
    });
    this.registry.setProviders([...this.#endpoints.map(({ provider }) => provider), this.#vscode]);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #optionsOf(endpoint: EndpointSettings): ConstructorParameters<typeof OpenAiProvider>[0] {
    const { secrets, sha256, clock } = this.#options;
    return {
      endpoint,
      key: () => secrets.apiKey(endpoint.id, endpoint.baseUrl),
      load: () => import('../../providers/openai/index.ts'),
      fetch: (url, init) => globalThis.fetch(url, init),
      sha256,
      clock,
    };
  }
}
