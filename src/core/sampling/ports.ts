import type { CreateMessageRequestParams } from '../mcp.ts';
import type { ModelMatcher } from '../models/candidate.ts';
import type { Completion, ModelRef, OutgoingRequest } from '../models/provider.ts';
import type { ModelProblem } from '../models/registry.ts';
import type { TokenEstimate } from '../models/tokens.ts';
import type { Event } from '../util/emitter.ts';

/** What the way of a sampling request needs of the models, whichever providers there are. */
export interface SamplingModels extends ModelMatcher {
  /** Providers that could not say which models they have, as of the last match. */
  problems(): readonly ModelProblem[];
  /** Exactly what would be sent, with its hash. Immediate. Throws `ProviderError` when the model is not there or cannot take it. */
  prepare(params: CreateMessageRequestParams, model: ModelRef): OutgoingRequest;
  /** Immediate, never throws. */
  estimate(params: CreateMessageRequestParams, model: ModelRef): TokenEstimate;
  /** See `ModelProvider.send`. */
  send(
    outgoing: OutgoingRequest,
    options: { readonly signal: AbortSignal; readonly stop: AbortSignal; readonly onText: (text: string) => void },
  ): Promise<Completion>;
  /** Fires when models, keys or endpoints changed, so that waiting reviews are matched again. */
  readonly onDidChange?: Event<void>;
}
