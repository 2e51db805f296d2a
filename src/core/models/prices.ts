import type { CostEstimate, ModelInfo } from './provider.ts';

/** What a price table knows of a model for one request. Absent: not known, and never guessed. */
export interface PriceFacts {
  readonly cost?: CostEstimate;
  readonly contextTokens?: number;
}

/** How much a request holds, for its price. */
export interface RequestSize {
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** Images and sounds that `inputTokens` does not count. */
  readonly uncountedMedia: number;
}

/** Where prices come from. Loaded on the first question, since the table is large. Never rejects: no table, no price. */
export interface PriceSource {
  factsOf(models: readonly ModelInfo[], size: RequestSize): Promise<readonly (PriceFacts | undefined)[]>;
}
