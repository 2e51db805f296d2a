import { type PriceFacts, type PriceSource, type RequestSize, sizeFor } from '../core/models/prices.ts';
import type { ModelInfo } from '../core/models/provider.ts';
import type * as PriceBundle from './prices/index.ts';

/**
 * Prices out of the lazily loaded table. Where the table cannot be loaded there are no prices, and `onFailure` hears of it
 * once; a model that no HTTP endpoint serves, or one on this machine, has none anyway, and the table stays unloaded for it.
 */
export class LazyPriceSource implements PriceSource {
  readonly #load: () => Promise<Pick<typeof PriceBundle, 'priceOf'>>;
  readonly #onFailure: (error: unknown) => void;
  #failed = false;

  constructor(load: () => Promise<Pick<typeof PriceBundle, 'priceOf'>>, onFailure: (error: unknown) => void) {
    this.#load = load;
    this.#onFailure = onFailure;
  }

  async factsOf(models: readonly ModelInfo[], size: RequestSize): Promise<readonly (PriceFacts | undefined)[]> {
    const priced = ({ destination }: ModelInfo) => destination.url !== undefined && !destination.loopback;
    if (this.#failed || !models.some(priced)) return models.map(() => undefined);
    try {
      const { priceOf } = await this.#load();
      return models.map((model) =>
        priced(model) ? priceOf(model.id, model.destination.url ?? '', sizeFor(model, size)) : undefined,
      );
    } catch (error) {
      this.#failed = true;
      this.#onFailure(error);
      return models.map(() => undefined);
    }
  }
}
