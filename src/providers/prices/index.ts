/** The bundle with the price table; the only importer of `@pydantic/genai-prices`, loaded when a price is first wanted. */
import { calcPrice, findProvider } from '@pydantic/genai-prices';
import type { PriceFacts, RequestSize } from '../../core/models/prices.ts';
import { t } from '../../core/text/l10n.ts';

const TABLE = '@pydantic/genai-prices';

/** Dollars per million tokens, where a model has one price and not steps. */
function perMillion(value: unknown): string | undefined {
  return typeof value === 'number' ? `$${Number(value.toPrecision(6))}` : undefined;
}

/** Where a price comes from, in a sentence. `media`: there is some, and it is not counted. */
function sourceOf(provider: string, rates: readonly [string, string] | undefined, media: boolean): string {
  const from = rates
    ? t('Prices of {0} in {1}: {2} in and {3} out per million tokens', provider, TABLE, ...rates)
    : t('Prices of {0} in {1}', provider, TABLE);
  return media
    ? t('{0}, for the estimated tokens; images and audio not counted.', from)
    : t('{0}, for the estimated tokens.', from);
}

/** The table compares with the beginning of an address; a query says nothing about who answers. */
function addressOf(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const url = new URL(baseUrl);
  return url.protocol === 'https:' ? `${url.origin}${url.pathname}` : undefined;
}

/**
 * What a request to a model costs and how much the model holds: from nothing but the input up to the longest answer allowed.
 * `undefined` for an address that is not one of a provider with published prices: whoever listens on a loopback port or at a
 * gateway may forward to anybody, so a model's name alone gives no price.
 */
export function priceOf(modelId: string, baseUrl: string, size: RequestSize): PriceFacts | undefined {
  const providerApiUrl = addressOf(baseUrl);
  if (providerApiUrl === undefined) return undefined;
  const provider = findProvider({ providerApiUrl });
  if (!provider) return undefined;
  const price = (outputTokens: number) =>
    calcPrice({ input_tokens: size.inputTokens, output_tokens: outputTokens }, modelId, { provider });
  const least = price(0);
  const most = price(size.maxOutputTokens);
  if (!least || !most) return undefined;
  const [input, output] = [perMillion(most.model_price.input_mtok), perMillion(most.model_price.output_mtok)];
  const contextTokens = most.model.context_window;
  return {
    cost: {
      min: least.total_price,
      max: most.total_price,
      source: sourceOf(provider.name, input && output ? [input, output] : undefined, size.uncountedMedia > 0),
    },
    ...(contextTokens !== undefined && { contextTokens }),
  };
}
