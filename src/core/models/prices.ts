import type { CreateMessageRequestParams } from '../mcp.ts';
import { t } from '../text/l10n.ts';
import { type ModelOverrides, overrideOf } from './overrides.ts';
import type { CostEstimate, ModelInfo } from './provider.ts';
import { answerTokens } from './requirements.ts';
import type { TokenEstimate } from './tokens.ts';

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

/** The size of a request, estimated. */
export function sizeOf(
  { maxTokens }: Pick<CreateMessageRequestParams, 'maxTokens'>,
  tokens: TokenEstimate,
): RequestSize {
  return {
    inputTokens: tokens.total,
    maxOutputTokens: Math.max(0, maxTokens),
    uncountedMedia: tokens.uncountedMedia,
  };
}

/** The size as one model is asked for it: where it answers shorter than is allowed, that is what is sent. */
export function sizeFor(model: ModelInfo, size: RequestSize): RequestSize {
  return { ...size, maxOutputTokens: answerTokens(model, size.maxOutputTokens) };
}

/** The facts with the person's own price in place of the table's, where the settings give one: also of models that no table knows. */
export function withOwnPrice(
  facts: PriceFacts | undefined,
  model: ModelInfo,
  { prices }: ModelOverrides,
  asked: RequestSize,
): PriceFacts | undefined {
  const own = overrideOf(prices, model.ref);
  if (!own) return facts;
  const size = sizeFor(model, asked);
  const min = (size.inputTokens * own.input) / 1e6;
  const max = min + (size.maxOutputTokens * own.output) / 1e6;
  const [input, output] = [`$${own.input}`, `$${own.output}`];
  const source =
    size.uncountedMedia > 0
      ? t(
          'Your prices: {0} in and {1} out per million tokens, for the estimated tokens; media not counted.',
          input,
          output,
        )
      : t('Your prices: {0} in and {1} out per million tokens, for the estimated tokens.', input, output);
  return { ...facts, cost: { min, max, source } };
}
