import type { ModelRegistry } from '../models/registry.ts';
import { ProviderError } from '../models/provider.ts';
import { estimateTokens } from '../models/tokens.ts';
import type { SamplingModels } from './ports.ts';

/** The models of a registry as the pipeline wants them. */
export function modelsOf(registry: ModelRegistry): SamplingModels {
  return {
    match: (params) => registry.match(params),
    problems: () => registry.problems(),
    prepare: (params, model) => registry.prepare(params, model),
    estimate: (params) => estimateTokens(params),
    onDidChange: registry.onDidChange,
    async send(outgoing, options) {
      const provider = registry.provider(outgoing.model.endpoint);
      if (provider) return provider.send(outgoing, options);
      throw new ProviderError('unknownModel', `The endpoint ${outgoing.model.endpoint} is not configured any more.`, {
        remedies: ['otherModel', 'openSettings', 'answerByHand'],
      });
    },
  };
}
