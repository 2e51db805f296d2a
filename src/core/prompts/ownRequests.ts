import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { CallSnapshot } from '../calls/call.ts';
import { argumentsOf, nameOf } from '../calls/call.ts';
import type { AskingServer, SamplingAsk } from '../sampling/ask.ts';
import type { SamplingPipeline } from '../sampling/pipeline.ts';
import { samplingMessages } from './messages.ts';

/** Tokens that an answer may have, until the person says otherwise on the desk. */
const MAX_TOKENS = 4096;

export interface OwnRequestsOptions {
  readonly pipeline: Pick<SamplingPipeline, 'run'>;
  /** Something went wrong where nobody waits any more. */
  onFailure(message: string): void;
}

/**
 * Requests of the person's own: the messages of a prompt, put on the desk as what a server asks is, and walked the very same way, so no
 * model is called without a verdict there. The answer stays on the desk and in the ledger; no server hears of it.
 */
export class OwnRequests {
  readonly #options: OwnRequestsOptions;

  constructor(options: OwnRequestsOptions) {
    this.#options = options;
  }

  /** Puts it on the desk. Resolves with the review's id once it is there; rejects with `McpError` when it was refused. */
  async send(from: AskingServer, prompt: CallSnapshot, title: string): Promise<string> {
    const ask = askOf(from, prompt, title);
    return new Promise((resolve, reject) => {
      const run = this.#options.pipeline.run([ask], {
        onReviews: ([review]) => review && resolve(review.id),
      });
      run.then(
        () => undefined,
        (error: unknown) => {
          reject(isMcpError(error) ? error : new McpError('failed', messageOf(error)));
          // How a review ends is said on the desk; anything else would pass unseen.
          if (!isMcpError(error)) this.#options.onFailure(messageOf(error));
        },
      );
    });
  }
}

function askOf(from: AskingServer, prompt: CallSnapshot, title: string): SamplingAsk {
  const { id, request, startedAt, result } = prompt;
  const origin = 'sendPrompt' as const;
  const call = {
    id,
    method: request.method,
    name: nameOf(request),
    title,
    arguments: argumentsOf(request),
    startedAt,
    origin,
  };
  return {
    server: {
      name: 'You',
      own: true,
      definition: from.definition,
      reach: `with a prompt of ${from.name}`,
      era: from.era,
      tools: false,
    },
    cause: { certainty: 'certain', call },
    params: { messages: [...samplingMessages(result ?? {})], maxTokens: MAX_TOKENS },
    // It belongs to no call and no connection: the person ends it, or the window.
    signal: new AbortController().signal,
  };
}
