import { isMcpError, McpError } from '../errors.ts';
import type { Json, JsonObject, Root } from '../mcp.ts';
import type { Ask, AskResult, SamplingPipeline } from '../sampling/pipeline.ts';
import type { LegResult, RoundAnswer } from '../servers/session.ts';
import { type Clock, delay } from '../util/clock.ts';
import { asksOf, checkDeclared, MAX_ROUNDS, notOpened, pagesOf, resultAt } from './asking.ts';
import type { LiveCall } from './liveCall.ts';
import type { CallTarget } from './target.ts';

/** Pause before a retry that carries nothing but `requestState`, in milliseconds. */
const STATE_ONLY_PAUSE_MS = 250;
/** JSON-RPC: what a server answers to a state that it does not know (any more). */
const INVALID_PARAMS = -32602;

type InputRequired = Extract<LegResult, { kind: 'inputRequired' }>;

/** Hears of servers that do not take the state of a call any more. `Deadlines` is one. */
export interface Patience {
  stateRefused(ask: { readonly server: CallTarget['asking'] }, after: number): void;
}

export interface CallLegsOptions {
  readonly pipeline: Pick<SamplingPipeline, 'run'>;
  readonly clock: Clock;
  readonly roots: (target: CallTarget, call: string) => Promise<readonly Root[]>;
  readonly patience?: Patience;
}

/** The legs of calls: one, or in the modern era as many as the server has rounds. */
export class CallLegs {
  readonly #options: CallLegsOptions;

  constructor(options: CallLegsOptions) {
    this.#options = options;
  }

  /** To the result of a call. Rejects with `McpError`. */
  async run(call: LiveCall): Promise<JsonObject> {
    let answer: RoundAnswer | undefined;
    let asked = 0;
    for (let rounds = 0; ; rounds++) {
      call.signal.throwIfAborted();
      // Each leg needs the answers to the one before.
      const leg = await this.#leg(call, answer, asked);
      if (leg.kind === 'complete') return leg.result;
      if (rounds >= MAX_ROUNDS) {
        throw new McpError(
          'tooMany',
          `The server asked back ${rounds + 1} times for one call; after ${MAX_ROUNDS} rounds the call was ended.`,
        );
      }
      asked = this.#options.clock.now();
      if (leg.kind === 'inputRequired') call.round = rounds + 1;
      answer = leg.kind === 'urlRequired' ? await this.#visit(call, leg.elicitations) : await this.#answer(call, leg);
    }
  }

  async #leg(call: LiveCall, answer: RoundAnswer | undefined, asked: number): Promise<LegResult> {
    try {
      return await call.target.session.leg(call.request, {
        callId: call.id,
        signal: call.signal,
        onProgress: (progress) => call.progress(progress),
        onWaiting: (waiting) => call.rest(waiting),
        ...(answer === undefined ? {} : { answer }),
      });
    } catch (error) {
      if (answer?.requestState !== undefined && isRefusedState(error))
        this.#options.patience?.stateRefused({ server: call.target.asking }, this.#options.clock.now() - asked);
      throw error;
    }
  }

  /** The pages that a legacy call needs before it can be made again. */
  async #visit(call: LiveCall, elicitations: readonly JsonObject[]): Promise<undefined> {
    const results = await this.#review(call, pagesOf(call, elicitations));
    const refused = notOpened(results);
    if (refused) throw refused;
  }

  /** What goes back with the retry: an answer to every ask, and the server's state as it came. */
  async #answer(call: LiveCall, { inputRequests, requestState, ttlMs }: InputRequired): Promise<RoundAnswer> {
    const { clock, roots } = this.#options;
    const state = requestState === undefined ? {} : { requestState };
    const keys = Object.keys(inputRequests);
    if (keys.length === 0) {
      if (requestState === undefined)
        throw new McpError('server', 'The server asked for input, but not for what. The call was ended.');
      await delay(clock, STATE_ONLY_PAUSE_MS, call.signal);
      return state;
    }
    checkDeclared(inputRequests);
    const asks = asksOf(call, inputRequests, ttlMs === undefined ? undefined : clock.now() + ttlMs);
    const results = await this.#review(
      call,
      asks.map(([, ask]) => ask),
    );
    const answers = new Map(asks.map(([key], index) => [key, resultAt(results, index) as JsonObject]));
    const inputResponses: Record<string, JsonObject> = {};
    // One after the other, as the ledger lists them.
    for (const key of keys)
      inputResponses[key] = answers.get(key) ?? { roots: (await roots(call.target, call.id)) as unknown as Json };
    return { inputResponses, ...state };
  }

  async #review(call: LiveCall, asks: readonly Ask[]): Promise<readonly AskResult[]> {
    return this.#options.pipeline.run(asks, { onReviews: (reviews) => call.follow(reviews) });
  }
}

/** Servers have no code of its own for it, so that the words have to tell. */
function isRefusedState(error: unknown): boolean {
  return (
    isMcpError(error) && error.code === INVALID_PARAMS && /state|expired|unknown (?:call|session)/i.test(error.message)
  );
}
