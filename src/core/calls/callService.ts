import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { Ledger } from '../ledger/entry.ts';
import type { CreateMessageRequestParams, JsonObject, Tool } from '../mcp.ts';
import type { SamplingAsk } from '../sampling/ask.ts';
import { attribute, callsOf } from '../sampling/attribution.ts';
import type { SamplingPipeline, SamplingResult } from '../sampling/pipeline.ts';
import { serverRecord } from '../sampling/records.ts';
import { follow } from '../sampling/signals.ts';
import type {
  CallRequest,
  LegResult,
  McpSession,
  PushedSampling,
  RoundAnswer,
  ServerLogMessage,
} from '../servers/session.ts';
import { displayText } from '../text/display.ts';
import { type Clock, delay } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import type { NewId } from '../util/system.ts';
import { argumentsOf, type Call, nameOf } from './call.ts';
import { closedSentence, LiveCall } from './liveCall.ts';
import type { CallTarget, PushHandler } from './target.ts';

/** Rounds of one modern call after which it is given up. */
export const MAX_ROUNDS = 10;
/** Pause before a retry that carries nothing but `requestState`, in milliseconds. */
const STATE_ONLY_PAUSE_MS = 250;

/** Says what is wrong with the structured content of a tool's result, or nothing. Never rejects. */
export type OutputValidator = (
  schema: NonNullable<Tool['outputSchema']>,
  content: unknown,
) => Promise<string | undefined>;

export interface CallServiceOptions {
  readonly pipeline: Pick<SamplingPipeline, 'run'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly validateOutput: OutputValidator;
}

type InputRequired = Extract<LegResult, { kind: 'inputRequired' }>;

/** Runs calls, in both eras, and says which call a server's push belongs to. */
export class CallService implements PushHandler, Disposable {
  readonly #options: CallServiceOptions;
  readonly #running = new Set<LiveCall>();

  constructor(options: CallServiceOptions) {
    this.#options = options;
  }

  /** Starts a call. Never throws: what goes wrong is in the snapshot. `title` names it for a person. */
  start(target: CallTarget, request: CallRequest, options: { readonly title?: string } = {}): Call {
    const call = new LiveCall(this.#options.newId(), target, request, this.#options.clock, options.title);
    this.#running.add(call);
    void call.finished.then(() => this.#running.delete(call));
    void this.#run(call);
    return call;
  }

  /**
   * A protocol log message of a server. Where the transport cannot tell which call it belongs to, it is listed with each of the server's
   * calls in flight, since missing it would be worse than seeing it twice.
   */
  logMessage(session: McpSession, message: ServerLogMessage): void {
    const { callId } = message;
    for (const call of this.#callsOf(session)) if (callId === undefined || callId === call.id) call.log(message);
  }

  async handlePush(target: CallTarget, push: PushedSampling): Promise<SamplingResult> {
    const calls = this.#callsOf(target.session);
    const cause = attribute(
      push.callId,
      calls.map((call) => call.ref),
    );
    const possible = calls.filter((call) => callsOf(cause).includes(call.ref));
    const life = this.#lifeOf(target, push, possible);
    const { params, keepAlive } = push;
    const ask: SamplingAsk = {
      server: target.asking,
      cause,
      params,
      signal: life.signal,
      ...(keepAlive === undefined ? {} : { keepAlive }),
    };
    try {
      const results = await this.#options.pipeline.run([ask], {
        onReviews: (reviews) => possible.forEach((call) => call.follow(reviews)),
      });
      return resultAt(results, 0);
    } finally {
      life.dispose();
    }
  }

  /** Ends all calls, for the end of the window. */
  dispose(): void {
    for (const call of [...this.#running]) call.cancel('The window was closed.');
  }

  #callsOf(session: McpSession): readonly LiveCall[] {
    return [...this.#running].filter((call) => call.target.session === session);
  }

  /** A push ends with the server, when the server cancels it, and when the last call that it can belong to ends. */
  #lifeOf(
    target: CallTarget,
    push: PushedSampling,
    calls: readonly LiveCall[],
  ): { readonly signal: AbortSignal } & Disposable {
    const { controller, disposable } = follow([push.signal]);
    const closing = target.session.onDidClose(({ expected, reason }) =>
      controller.abort(new McpError('connection', closedSentence(target.asking.name, expected, reason))),
    );
    const ends = calls.map((call) => {
      const onEnd = (): void => {
        if (calls.every((other) => !other.running)) controller.abort(call.signal.reason);
      };
      call.signal.addEventListener('abort', onEnd, { once: true });
      return () => call.signal.removeEventListener('abort', onEnd);
    });
    const dispose = (): void => {
      closing.dispose();
      disposable.dispose();
      for (const end of ends) end();
    };
    return { signal: controller.signal, dispose };
  }

  async #run(call: LiveCall): Promise<void> {
    try {
      await call.target.permit(call.request, { signal: call.signal, onWaiting: (waiting) => call.waiting(waiting) });
      await this.#writeDown(call);
      const result = await this.#legs(call);
      const warning = await this.#warningOf(call.request, result);
      call.end({ status: 'done', result, ...(warning === undefined ? {} : { warning }) });
    } catch (error) {
      const reason = isMcpError(error) ? error : new McpError('server', messageOf(error));
      if (reason.kind === 'rejected' && call.target.asking.era === 'modern')
        call.end({ status: 'cancelled', error: endedHere(reason) }, reason);
      else call.abort(reason);
    }
  }

  async #writeDown(call: LiveCall): Promise<void> {
    const { request, target, id } = call;
    try {
      await this.#options.ledger.append({
        kind: 'call',
        server: serverRecord(target.asking),
        call: id,
        method: request.method,
        name: nameOf(request),
        arguments: argumentsOf(request),
      });
    } catch (error) {
      throw new McpError(
        'noLedger',
        `The call was not made: it could not be written to the ledger (${messageOf(error)}).`,
      );
    }
  }

  /** One leg, or in the modern era as many as the server has rounds. */
  async #legs(call: LiveCall): Promise<JsonObject> {
    let answer: RoundAnswer | undefined;
    for (let rounds = 0; ; rounds++) {
      call.signal.throwIfAborted();
      // Each leg needs the answers to the one before.
      const leg = await call.target.session.leg(call.request, {
        callId: call.id,
        signal: call.signal,
        onProgress: (progress) => call.progress(progress),
        ...(answer === undefined ? {} : { answer }),
      });
      if (leg.kind === 'complete') return leg.result;
      if (rounds >= MAX_ROUNDS) {
        throw new McpError(
          'tooMany',
          `The server asked back ${rounds + 1} times for one call; after ${MAX_ROUNDS} rounds the call was ended.`,
        );
      }
      answer = await this.#answer(call, leg);
    }
  }

  /** What goes back with the retry: an answer to every ask, and the server's state as it came. */
  async #answer(call: LiveCall, leg: InputRequired): Promise<RoundAnswer> {
    const state = leg.requestState === undefined ? {} : { requestState: leg.requestState };
    const asks = Object.entries(leg.inputRequests);
    if (asks.length === 0) {
      if (leg.requestState === undefined)
        throw new McpError('server', 'The server asked for input, but not for what. The call was ended.');
      await delay(this.#options.clock, STATE_ONLY_PAUSE_MS, call.signal);
      return state;
    }
    for (const [key, { method }] of asks) {
      if (method !== 'sampling/createMessage') {
        const what = `${displayText(method, 80)} (${displayText(key, 80)})`;
        throw new McpError(
          'notDeclared',
          `The server asked for ${what}, which was not declared to it. The call was ended.`,
        );
      }
    }
    const results = await this.#options.pipeline.run(
      asks.map(([key, { params }]) => this.#ask(call, key, params)),
      { onReviews: (reviews) => call.follow(reviews) },
    );
    const inputResponses = Object.fromEntries(
      asks.map(([key], index) => [key, resultAt(results, index) as JsonObject]),
    );
    return { inputResponses, ...state };
  }

  #ask(call: LiveCall, key: string, params: JsonObject | undefined): SamplingAsk {
    return {
      server: call.target.asking,
      cause: { certainty: 'certain', call: call.ref },
      key,
      // Of this type once the pipeline's intake has passed it.
      params: (params ?? {}) as unknown as CreateMessageRequestParams,
      signal: call.signal,
    };
  }

  async #warningOf(request: CallRequest, result: JsonObject): Promise<string | undefined> {
    if (request.method !== 'tools/call' || request.tool.outputSchema === undefined || result['isError'] === true)
      return undefined;
    const content = result['structuredContent'];
    if (content === undefined) return 'The tool declares an output schema, but its result has no structured content.';
    return this.#options.validateOutput(request.tool.outputSchema, content);
  }
}

function resultAt(results: readonly SamplingResult[], index: number): SamplingResult {
  const result = results[index];
  if (result === undefined) throw new McpError('failed', 'The sampling request has no result.');
  return result;
}

/** A modern server is never told of a denial: the call is not retried, and the person is told that. */
function endedHere(error: McpError): string {
  return `${error.message}. The call was ended here, and the server was not told: in its protocol version a call that waits for input is simply not taken up again.`;
}
