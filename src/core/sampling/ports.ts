import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Match } from '../models/candidate.ts';
import type { Completion, ModelRef, OutgoingRequest, SendOptions } from '../models/provider.ts';
import type { ModelProblem } from '../models/registry.ts';
import type { Priorities } from '../models/scoring.ts';
import type { Event } from '../util/emitter.ts';

/** What the way of a sampling request needs of the models, whichever providers there are. `ModelRegistry` is one. */
export interface SamplingModels {
  /**
   * Deterministic for the same request and models; `yours` are the person's priorities in place of the server's. Never rejects for a
   * provider's fault: that is in `problems()`.
   */
  match(params: CreateMessageRequestParams, yours?: Priorities): Promise<Match>;
  /** Providers that could not say which models they have, as of the last match. */
  problems(): readonly ModelProblem[];
  /** Exactly what would be sent, with its hash. Immediate. Throws `ProviderError` when the model is not there or cannot take it. */
  prepare(params: CreateMessageRequestParams, model: ModelRef): OutgoingRequest;
  /** See `ModelProvider.send`. */
  send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion>;
  /** Fires when models, keys or endpoints changed, so that waiting reviews are matched again. */
  readonly onDidChange?: Event<void>;
}
