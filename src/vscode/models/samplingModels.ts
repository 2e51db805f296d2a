import type { CreateMessageRequestParams } from '../../core/mcp.ts';
import type { Match } from '../../core/models/candidate.ts';
import { type Completion, type ModelRef, type OutgoingRequest, ProviderError } from '../../core/models/provider.ts';
import type { ModelProblem, ModelRegistry } from '../../core/models/registry.ts';
import { estimateTokens } from '../../core/models/tokens.ts';
import type { SamplingModels, TokenEstimate } from '../../core/sampling/ports.ts';

/** All models of all providers, as the way of a sampling request needs them. */
export class RegistryModels implements SamplingModels {
  readonly #registry: ModelRegistry;
  readonly onDidChange: ModelRegistry['onDidChange'];

  constructor(registry: ModelRegistry) {
    this.#registry = registry;
    this.onDidChange = registry.onDidChange;
  }

  match(params: CreateMessageRequestParams): Promise<Match> {
    return this.#registry.match(params);
  }

  problems(): readonly ModelProblem[] {
    return this.#registry.problems();
  }

  prepare(params: CreateMessageRequestParams, model: ModelRef): OutgoingRequest {
    return this.#registry.prepare(params, model);
  }

  estimate(params: CreateMessageRequestParams): TokenEstimate {
    return estimateTokens(params);
  }

  send(outgoing: OutgoingRequest, options: Parameters<SamplingModels['send']>[1]): Promise<Completion> {
    const provider = this.#registry.provider(outgoing.model.endpoint);
    if (provider) return provider.send(outgoing, options);
    const message = `The endpoint ${outgoing.model.providerLabel} is not in the settings any more.`;
    return Promise.reject(
      new ProviderError('unknownModel', message, { remedies: ['otherModel', 'openSettings', 'answerByHand'] }),
    );
  }
}
