import { isMcpError, McpError, messageOf, shownOf } from '../errors.ts';
import type { Ledger } from '../ledger/entry.ts';
import type { ElicitAnswer, ElicitationAsk } from '../elicitation/ask.ts';
import type { JsonObject, Root, Tool } from '../mcp.ts';
import { type RootsSource, rootsSentence } from '../roots/roots.ts';
import type { Cause, SamplingAsk } from '../sampling/ask.ts';
import { attribute, callsOf } from '../sampling/attribution.ts';
import type { Ask, AskResult, SamplingPipeline, SamplingResult } from '../sampling/pipeline.ts';
import { serverRecord } from '../sampling/records.ts';
import { follow } from '../sampling/signals.ts';
import type {
  CallRequest,
  McpSession,
  Pushed,
  PushedElicitation,
  PushedSampling,
  ServerLogMessage,
} from '../servers/session.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import type { NewId } from '../util/system.ts';
import { resultAt } from './asking.ts';
import { argumentsOf, type Call, nameOf } from './call.ts';
import type { ParkedRound, Parking } from './parking.ts';
import { CallLegs, type CallMemory, type Patience, wentOn } from './legs.ts';
import { type CallAbout, closedError, LiveCall } from './liveCall.ts';
import type { CallTarget, PushHandler } from './target.ts';

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
  /** Absent: every server is told that there are none. */
  readonly roots?: RootsSource;
  /** Told of servers that have forgotten a call. */
  readonly patience?: Patience;
  /** Keeps what waits for a person over a reload of the window, with what the call had asked before. */
  readonly parking?: Parking;
  readonly history?: CallMemory;
  /** Told of pages that a server says are complete. */
  readonly pages?: { complete(server: string, elicitationId: string): boolean };
  /** Told of the id of each call that has ended, however it did. */
  readonly onEnd?: (call: string) => void;
}

/** What tells the kinds of pushed asks apart. */
type AskedPart = Pick<SamplingAsk, 'params'> | Pick<ElicitationAsk, 'kind' | 'params' | 'afterOpening'>;

/** Runs calls, in both eras, and says which call a server's push belongs to. */
export class CallService implements PushHandler, Disposable {
  readonly #options: CallServiceOptions;
  readonly #running = new Set<LiveCall>();
  readonly #legs: CallLegs;
  /** What is not over yet, to its last step. */
  readonly #runs = new Set<Promise<void>>();

  constructor(options: CallServiceOptions) {
    this.#options = options;
    this.#legs = new CallLegs({ ...options, roots: (target, call) => this.#roots(target, call) });
    options.parking?.onDidLose((id) => [...this.#running].find((call) => call.id === id)?.abort(wentOn()));
  }

  /** Starts a call. Never throws: what goes wrong is in the snapshot. `about` says what it is and why it is made. */
  start(target: CallTarget, request: CallRequest, about: CallAbout = {}): Call {
    const call = new LiveCall(this.#options.newId(), target, request, this.#options.clock, about);
    this.#follow(call);
    this.#track(this.#run(call));
    return call;
  }

  /** Takes up a call again that was parked: what its server asked comes to the desk as it did, and nothing is sent before that. */
  resume(target: CallTarget, request: CallRequest, from: ParkedRound): Call {
    const { clock } = this.#options;
    const { title, origin, startedAt } = from;
    const call = new LiveCall(from.id, target, request, clock, {
      ...(title === undefined ? {} : { title }),
      ...(origin === undefined ? {} : { origin }),
      startedAt,
      resumedAt: clock.now(),
    });
    this.#follow(call);
    this.#track(this.#run(call, from));
    return call;
  }

  #follow(call: LiveCall): void {
    this.#running.add(call);
    void call.finished.then(() => {
      this.#running.delete(call);
      this.#options.onEnd?.(call.ref.id);
    });
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
    return (await this.#pushed(target, push, { params: push.params })) as SamplingResult;
  }

  /** A request that ends before the person has answered it is cancelled, which is an answer too. */
  async handleElicitation(target: CallTarget, push: PushedElicitation): Promise<ElicitAnswer> {
    try {
      const ask = { kind: 'elicitation', params: push.params, afterOpening: 'answer' } as const;
      return (await this.#pushed(target, push, ask)) as ElicitAnswer;
    } catch (error) {
      if (isMcpError(error) && (error.kind === 'cancelled' || error.kind === 'connection' || error.kind === 'timeout'))
        return { action: 'cancel' };
      throw error;
    }
  }

  elicitationComplete(target: CallTarget, elicitationId: string): void {
    if (this.#options.pages?.complete(target.asking.name, elicitationId))
      target.note?.('It says that what you did at its page is complete.');
  }

  async handleRoots(target: CallTarget, { callId }: Pushed): Promise<readonly Root[]> {
    return this.#roots(target, callId);
  }

  /** Ends all calls, for the end of the window. */
  dispose(): void {
    for (const call of [...this.#running]) {
      call.resumable = true;
      call.cancel(() => t('The window was closed.'));
    }
  }

  /** Like `dispose`; resolves when what is kept of them is on disk. */
  async shutdown(): Promise<void> {
    this.dispose();
    await Promise.all(this.#runs);
  }

  #track(run: Promise<void>): void {
    this.#runs.add(run);
    void run.then(() => this.#runs.delete(run));
  }

  async #pushed(target: CallTarget, push: Pushed, asked: AskedPart): Promise<AskResult> {
    const calls = this.#callsOf(target.session);
    const refs = calls.map((call) => call.ref);
    const cause: Cause = attribute(push.callId, refs);
    const possible = calls.filter((call) => callsOf(cause).includes(call.ref));
    const life = this.#lifeOf(target, push, possible);
    const { keepAlive } = push;
    const base = {
      server: target.asking,
      cause,
      signal: life.signal,
      ...(keepAlive === undefined ? {} : { keepAlive }),
    };
    const ask: Ask = { ...base, ...asked };
    try {
      const results = await this.#options.pipeline.run([ask], {
        onReviews: (reviews) => possible.forEach((call) => call.follow(reviews)),
      });
      return resultAt(results, 0);
    } finally {
      life.dispose();
    }
  }

  /** Answered without a review, but written down where a person can see it. */
  async #roots(target: CallTarget, call: string | undefined): Promise<readonly Root[]> {
    const roots = this.#options.roots?.rootsOf(target.asking.name) ?? [];
    const named = roots.map(({ uri, name }) => (name === undefined ? { uri } : { uri, name }));
    const server = serverRecord(target.asking);
    try {
      await this.#options.ledger.append({
        kind: 'roots',
        server,
        ...(call === undefined ? {} : { call }),
        roots: named,
      });
    } catch (error) {
      target.note?.(`It asked for the roots, which were not told: ${messageOf(error)}`);
      throw new McpError('noLedger', 'Refused: the request could not be written to the user’s ledger.');
    }
    target.note?.(rootsSentence(roots));
    return named;
  }

  #callsOf(session: McpSession): readonly LiveCall[] {
    return [...this.#running].filter((call) => call.target.session === session);
  }

  /** A push ends with the server, when the server cancels it, and when the last call that it can belong to ends. */
  #lifeOf(target: CallTarget, push: Pushed, calls: readonly LiveCall[]): { readonly signal: AbortSignal } & Disposable {
    const { controller, disposable } = follow([push.signal]);
    const closing = target.session.onDidClose((end) => controller.abort(closedError(target.asking.name, end)));
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

  async #run(call: LiveCall, from?: ParkedRound): Promise<void> {
    try {
      await this.#begin(call, from);
      const result = await this.#legs.run(call, from);
      const warning = await this.#warningOf(call.request, result);
      call.end({ status: 'done', result, ...(warning === undefined ? {} : { warning }) });
    } catch (error) {
      const reason = isMcpError(error) ? error : new McpError('server', messageOf(error));
      if (reason.kind === 'rejected' && call.target.asking.era === 'modern')
        call.end({ status: 'cancelled', error: endedHere(reason) }, reason);
      else call.abort(reason);
    }
  }

  /** What comes before the first leg. A parked call that is not let through stays parked. */
  async #begin(call: LiveCall, from: ParkedRound | undefined): Promise<void> {
    try {
      await call.target.permit(call.request, { signal: call.signal, onWaiting: (waiting) => call.waiting(waiting) });
      await this.#writeDown(call);
    } catch (error) {
      if (from !== undefined) await this.#options.parking?.leave(from.id);
      throw error;
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
        ...(call.ref.resumedAt === undefined ? {} : { resumed: true }),
      });
    } catch (error) {
      throw new McpError('noLedger', () =>
        t('The call was not made: it could not be written to the ledger ({0}).', messageOf(error)),
      );
    }
  }

  async #warningOf(request: CallRequest, result: JsonObject): Promise<string | undefined> {
    if (request.method !== 'tools/call' || request.tool.outputSchema === undefined || result['isError'] === true)
      return undefined;
    const content = result['structuredContent'];
    if (content === undefined)
      return t('The tool declares an output schema, but its result has no structured content.');
    return this.#options.validateOutput(request.tool.outputSchema, content);
  }
}

/** A modern server is never told of a denial: the call is not retried, and the person is told that. */
function endedHere(error: McpError): string {
  const ended = t(
    'The call was ended here, and the server was not told: in its protocol version a call that waits for input is simply not taken up again.',
  );
  return `${shownOf(error)}. ${ended}`;
}
