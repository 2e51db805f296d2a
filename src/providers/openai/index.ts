/**
 * The bundle that talks through `openai`; the only importer of that package, loaded when a model is first listed or asked.
 * Everything that `openai` does by itself is off here: retries, redirects, environment variables, its log, its headers.
 */
import { APIConnectionError, APIError, OpenAI } from 'openai';
import type { Completion, OutgoingRequest, SendOptions } from '../../core/models/provider.ts';
import { isProviderError } from '../../core/models/provider.ts';
import { t } from '../../core/text/l10n.ts';
import { type Clock, LONGEST_TIMEOUT } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import type { Sha256 } from '../../core/util/system.ts';
import { type Refused, refusedParameter } from '../errorBody.ts';
import {
  brokenFailure,
  connectionFailure,
  type FailureContext,
  notAnEndpointFailure,
  responseFailure,
  setupFailure,
  streamedFailure,
  timeoutFailure,
} from '../errors.ts';
import { Answer } from './answer.ts';
import { type Expected, type Fetch, type Guard, makeGuard } from './guard.ts';

export type { Fetch } from './guard.ts';

/** How long nothing may happen, in milliseconds. There is no limit on the whole. */
export interface Patience {
  /** Until the answer begins: a local model may read a long prompt first. */
  readonly begin: number;
  /** Between two pieces of the answer. */
  readonly idle: number;
}

interface CallOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly key: string | undefined;
  readonly context: FailureContext;
  readonly signal: AbortSignal;
}

export interface ChatOptions extends CallOptions, SendOptions {
  readonly outgoing: OutgoingRequest;
  readonly sha256: Sha256;
  /** Told when the endpoint refuses a parameter by name, just before the failure. */
  readonly onRefused: (refused: Refused) => void;
}

/** Ends a call that stands still, and joins the reasons for which it can end into one signal. */
class Watch implements Disposable {
  readonly #controller = new AbortController();
  readonly #options: CallOptions;
  readonly #signals: readonly AbortSignal[];
  #timer: Disposable | undefined;
  #begun = false;
  #late = false;
  readonly #abort = () => this.#controller.abort();

  constructor(options: CallOptions, signals: readonly AbortSignal[]) {
    this.#options = options;
    this.#signals = signals;
    for (const signal of signals) signal.addEventListener('abort', this.#abort, { once: true });
    this.#restart(options.patience.begin);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Set when nothing happened for too long: how long, and whether the answer had begun. */
  get late(): { readonly ms: number; readonly begun: boolean } | undefined {
    if (!this.#late) return undefined;
    const { begin, idle } = this.#options.patience;
    return { ms: this.#begun ? idle : begin, begun: this.#begun };
  }

  readonly activity = (): void => {
    this.#begun = true;
    this.#restart(this.#options.patience.idle);
  };

  dispose(): void {
    this.#timer?.dispose();
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#abort);
  }

  #restart(ms: number): void {
    this.#timer?.dispose();
    this.#timer = this.#options.clock.timeout(() => {
      this.#late = true;
      this.#controller.abort();
    }, ms);
  }
}

function makeClient(url: string, path: string, { key, context }: CallOptions, fetch: Fetch): OpenAI {
  const base = new URL(url);
  base.pathname = base.pathname.slice(0, -path.length);
  try {
    return new OpenAI({
      baseURL: base.href,
      // `openai` cannot be made without a key; the guard makes the headers, and sends none where there is none.
      apiKey: key ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      // `Watch` keeps the time.
      timeout: LONGEST_TIMEOUT,
      logLevel: 'off',
      fetch: (input, init) => fetch(input instanceof Request ? input.url : String(input), init ?? {}),
    });
  } catch {
    // The variable is read whatever one passes, and a header name that is none ends the constructor.
    throw setupFailure(context);
  }
}

/** Why a call failed. `begun`: the answer had begun, with `context.partial` as its text so far. */
function translate(error: unknown, context: FailureContext, begun: boolean, now: number): Error {
  if (isProviderError(error)) return error;
  if (error instanceof APIError && typeof error.status === 'number') {
    const headers = error.headers as Headers | undefined;
    const body: unknown = error.error ?? error.message.replace(/^\d+ /, '');
    return responseFailure({ status: error.status, body, header: (name) => headers?.get(name) }, context, now);
  }
  if (begun) {
    if (error instanceof APIError && !(error instanceof APIConnectionError))
      return streamedFailure(error.error, context);
    return brokenFailure(context, () =>
      error instanceof SyntaxError
        ? t('The endpoint sent a part of an answer that is no JSON.')
        : t('The connection broke off in the middle of the answer.'),
    );
  }
  return connectionFailure(error, context);
}

async function receive(options: ChatOptions, guard: Guard, signal: AbortSignal, answer: Answer): Promise<void> {
  const { outgoing } = options;
  const client = makeClient(outgoing.destination.url ?? '', '/chat/completions', options, guard.fetch);
  const stream = await client.chat.completions.create(outgoing.body as never, { signal });
  for await (const chunk of stream as unknown as AsyncIterable<unknown>) answer.take(chunk);
}

/** The reasons to end that come before whatever `openai` made of them. */
function throwIfEnded({ signal, context }: CallOptions, watch: Watch, partial?: string): void {
  signal.throwIfAborted();
  if (watch.late) throw timeoutFailure({ ...context, partial }, watch.late.ms, watch.late.begun);
}

function refusedIn(error: unknown): Refused | undefined {
  const asked = error instanceof APIError && (error.status === 400 || error.status === 422);
  return asked ? refusedParameter(error.error ?? error.message) : undefined;
}

function answerTo({ outgoing, context, onText }: ChatOptions): Answer {
  const body = outgoing.body as { readonly tools?: readonly unknown[]; readonly stop?: readonly string[] };
  const against = { toolsOffered: body.tools !== undefined, stopSequences: body.stop ?? [] };
  return new Answer({ ...context, ...against, model: outgoing.model.id }, onText);
}

/**
 * Sends what was signed, once, and gathers the answer. Rejects with `ProviderError`, or with the reason of `signal`;
 * `stop` resolves with what had come.
 */
export async function sendChatCompletion(options: ChatOptions): Promise<Completion> {
  const { outgoing, sha256, clock, context, signal, stop } = options;
  const startedAt = clock.now();
  const answer = answerTo(options);
  signal.throwIfAborted();
  if (stop.aborted) return answer.complete(0, true);
  const watch = new Watch(options, [signal, stop]);
  const expected: Expected = { method: 'POST', url: outgoing.destination.url ?? '', outgoing, sha256 };
  const guard = makeGuard({ ...options, expected, onActivity: watch.activity });
  let failed: { readonly error: unknown } | undefined;
  try {
    await receive(options, guard, watch.signal, answer);
  } catch (error) {
    failed = { error };
  } finally {
    watch.dispose();
  }
  throwIfEnded(options, watch, answer.text);
  if (stop.aborted) return answer.complete(clock.now() - startedAt, true);
  const kept = guard.failure();
  if (kept) throw kept;
  const failing = { ...context, partial: answer.text };
  // Once the server has said why the answer ended, it is whole, and a connection that then breaks takes nothing away.
  if (failed && (!answer.finished || isProviderError(failed.error))) {
    const refused = refusedIn(failed.error);
    if (refused) options.onRefused(refused);
    throw translate(failed.error, failing, guard.begun(), clock.now());
  }
  if (!answer.finished && !guard.done()) throw brokenFailure(failing, () => t('The answer broke off before its end.'));
  return answer.complete(clock.now() - startedAt, false);
}

/** `GET …/models`, as the endpoint answers it. Rejects with `ProviderError`, or with the reason of `signal`. */
export async function fetchModelList(options: CallOptions & { readonly url: string }): Promise<unknown> {
  const { context, signal, clock } = options;
  signal.throwIfAborted();
  const watch = new Watch(options, [signal]);
  const expected: Expected = { method: 'GET', url: options.url };
  const guard = makeGuard({ ...options, expected, onActivity: watch.activity });
  try {
    const list = await makeClient(options.url, '/models', options, guard.fetch).get('/models', {
      signal: watch.signal,
    });
    if (typeof list === 'object' && list !== null) return list;
    throw notAnEndpointFailure(context, () => t('something other than JSON'));
  } catch (error) {
    throwIfEnded(options, watch);
    const kept = guard.failure();
    if (kept) throw kept;
    if (error instanceof SyntaxError) throw notAnEndpointFailure(context, () => t('JSON that breaks off'));
    throw translate(error, context, guard.begun(), clock.now());
  } finally {
    watch.dispose();
  }
}
