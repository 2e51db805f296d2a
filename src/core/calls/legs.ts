import { isMcpError, McpError } from '../errors.ts';
import type { Json, JsonObject, Root } from '../mcp.ts';
import type { Ask, AskResult, SamplingPipeline } from '../sampling/pipeline.ts';
import type { LegResult, RoundAnswer } from '../servers/session.ts';
import { t } from '../text/l10n.ts';
import { type Clock, delay } from '../util/clock.ts';
import { asksOf, checkDeclared, MAX_ROUNDS, notOpened, pagesOf, resultAt } from './asking.ts';
import type { Earlier } from '../review/history.ts';
import type { LiveCall } from './liveCall.ts';
import type { ParkedRound, Parking } from './parking.ts';
import { RoundKeeper } from './roundKeeper.ts';
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

/** Knows what calls have asked so far. `CallHistory` is one. */
export interface CallMemory {
  of(call: string): readonly Earlier[];
  restore(call: string, before: readonly Earlier[]): void;
}

export interface CallLegsOptions {
  readonly pipeline: Pick<SamplingPipeline, 'run'>;
  readonly clock: Clock;
  readonly roots: (target: CallTarget, call: string) => Promise<readonly Root[]>;
  readonly patience?: Patience;
  /** What a parked call has asked before is parked with it. */
  readonly history?: CallMemory;
  /** Absent: nothing survives a reload. */
  readonly parking?: Parking;
}

/** The legs of calls: one, or in the modern era as many as the server has rounds. */
export class CallLegs {
  readonly #options: CallLegsOptions;

  constructor(options: CallLegsOptions) {
    this.#options = options;
  }

  /** To the result of a call. `from` is the round that it is taken up again in. Rejects with `McpError`. */
  async run(call: LiveCall, from?: ParkedRound): Promise<JsonObject> {
    const { clock } = this.#options;
    call.signal.throwIfAborted();
    if (from?.earlier !== undefined) this.#options.history?.restore(call.id, from.earlier);
    let resumed = from;
    let leg: LegResult = from === undefined ? await this.#leg(call, undefined, 0) : legOf(from);
    for (let rounds = from === undefined ? 0 : from.round - 1; leg.kind !== 'complete'; rounds++) {
      call.signal.throwIfAborted();
      if (rounds >= MAX_ROUNDS) {
        const asked = rounds + 1;
        throw new McpError('tooMany', () =>
          t('The server asked back {0} times for one call; after {1} rounds the call was ended.', asked, MAX_ROUNDS),
        );
      }
      const askedAt = resumed?.parkedAt ?? clock.now();
      let answer: RoundAnswer | undefined;
      if (leg.kind === 'urlRequired') await this.#visit(call, leg.elicitations);
      else {
        call.round = rounds + 1;
        // JSON can hold a number that is none: `1e999`.
        const lasts = Number.isFinite(leg.ttlMs) ? leg.ttlMs : undefined;
        const expiresAt = lasts === undefined ? resumed?.expiresAt : clock.now() + lasts;
        answer = await this.#answer(call, leg, { askedAt, expiresAt, edits: resumed?.edits });
      }
      resumed = undefined;
      // Each leg needs the answers to the one before.
      leg = await this.#leg(call, answer, askedAt);
    }
    return leg.result;
  }

  async #leg(call: LiveCall, answer: RoundAnswer | undefined, askedAt: number): Promise<LegResult> {
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
        this.#options.patience?.stateRefused({ server: call.target.asking }, this.#options.clock.now() - askedAt);
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
  async #answer(call: LiveCall, leg: InputRequired, round: RoundFacts): Promise<RoundAnswer> {
    const { inputRequests, requestState } = leg;
    const state = requestState === undefined ? {} : { requestState };
    const keys = Object.keys(inputRequests);
    if (keys.length === 0) {
      if (requestState === undefined)
        throw new McpError('server', () => t('The server asked for input, but not for what. The call was ended.'));
      await delay(this.#options.clock, STATE_ONLY_PAUSE_MS, call.signal);
      return state;
    }
    checkDeclared(inputRequests);
    return { inputResponses: await this.#responses(call, leg, round), ...state };
  }

  /** Written down before a person sees it, and not any more once the call goes on or has ended. */
  async #responses(call: LiveCall, leg: InputRequired, round: RoundFacts): Promise<Record<string, JsonObject>> {
    const keeper = this.#keeperOf(call, leg, round);
    await keeper?.begin();
    let responses: Record<string, JsonObject>;
    try {
      responses = await this.#answers(call, leg, round, keeper);
    } catch (error) {
      await (call.resumable ? keeper?.leave() : keeper?.end());
      throw error;
    }
    if (call.resumable) await keeper?.leave();
    // Of all windows that have taken it for theirs one alone takes it off the disk, and that one goes on.
    else if ((await keeper?.end()) === false) throw wentOn();
    call.signal.throwIfAborted();
    return responses;
  }

  async #answers(
    call: LiveCall,
    { inputRequests }: InputRequired,
    round: RoundFacts,
    keeper: RoundKeeper | undefined,
  ): Promise<Record<string, JsonObject>> {
    const about = { expiresAt: round.expiresAt, edits: round.edits, ...(keeper && { parked: keeper.kept }) };
    const asks = asksOf(call, inputRequests, about);
    const results = await this.#review(
      call,
      asks.map(([, ask]) => ask),
      keeper,
    );
    const answers = new Map(asks.map(([key], index) => [key, resultAt(results, index) as JsonObject]));
    const roots = await this.#roots(call, inputRequests);
    return Object.fromEntries(Object.keys(inputRequests).map((key) => [key, answers.get(key) ?? roots]));
  }

  /** However often a round asks for them, they are told and written down once. */
  async #roots(call: LiveCall, inputRequests: InputRequired['inputRequests']): Promise<JsonObject> {
    if (Object.values(inputRequests).every(({ method }) => method !== 'roots/list')) return {};
    return { roots: (await this.#options.roots(call.target, call.id)) as unknown as Json };
  }

  /** Only what a person decides about is kept, and a task lives with its connection. */
  #keeperOf(call: LiveCall, leg: InputRequired, round: RoundFacts): RoundKeeper | undefined {
    const { parking, clock } = this.#options;
    if (parking === undefined || leg.task || call.target.asking.era !== 'modern') return undefined;
    if (Object.values(leg.inputRequests).every(({ method }) => method === 'roots/list')) return undefined;
    const earlier = this.#options.history?.of(call.id);
    return new RoundKeeper(parking, clock, { ...parkedOf(call, leg, round), earlier });
  }

  async #review(call: LiveCall, asks: readonly Ask[], keeper?: RoundKeeper): Promise<readonly AskResult[]> {
    return this.#options.pipeline.run(asks, {
      onReviews: (reviews) => {
        call.follow(reviews);
        keeper?.follow(reviews);
      },
    });
  }
}

/** What is known of a round besides what the server asks. Times in milliseconds since the Unix epoch. */
interface RoundFacts {
  readonly expiresAt?: number | undefined;
  readonly edits?: ParkedRound['edits'] | undefined;
  /** When the server asked. */
  readonly askedAt: number;
}

function legOf({ inputRequests, requestState }: ParkedRound): LegResult {
  return { kind: 'inputRequired', inputRequests, ...(requestState === undefined ? {} : { requestState }) };
}

function parkedOf(call: LiveCall, { inputRequests, requestState }: InputRequired, round: RoundFacts): ParkedRound {
  const { id, ref, target } = call;
  const { method, name, title, origin, startedAt } = ref;
  const { name: server, definition } = target.asking;
  return {
    id,
    parkedAt: round.askedAt,
    server,
    definition,
    method,
    name,
    title,
    arguments: ref.arguments,
    origin,
    startedAt,
    round: call.round,
    inputRequests,
    requestState,
    expiresAt: round.expiresAt,
    edits: round.edits ?? {},
  };
}

/** Another window has taken the call for its own. */
export function wentOn(): McpError {
  return new McpError('cancelled', 'The call goes on in another window, so it was ended in this one.');
}

/** Servers have no code of its own for it, so that the words have to tell. */
function isRefusedState(error: unknown): boolean {
  return (
    isMcpError(error) && error.code === INVALID_PARAMS && /state|expired|unknown (?:call|session)/i.test(error.message)
  );
}
