import { AsyncLocalStorage } from 'node:async_hooks';
import { isMcpError, McpError, messageOf } from '../../core/errors.ts';
import { type Clock, LONGEST_TIMEOUT } from '../../core/util/clock.ts';
import { IdleTimer } from '../../core/util/idleTimer.ts';
import { t } from '../../core/text/l10n.ts';

/** What the SDK is given with a request. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** Milliseconds; always the longest. */
  readonly timeout: number;
}

/**
 * The signal of the request that the current asynchronous context sends. In the legacy era the SDK gives it to no transport, so that a
 * `fetch` would go on waiting for what nobody wants any more.
 */
export const requestSignal = new AsyncLocalStorage<AbortSignal>();

/**
 * The requests of a session that are under way. Each fails after some time of silence on the server's side; the time that a person
 * takes to review what the server asks counts for none of them. The SDK's own timeout could not be paused, so it is never used.
 */
export class Requests {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #over: AbortSignal;
  readonly #wordsFor: (error: unknown) => McpError;
  readonly #silences = new Set<IdleTimer>();
  #pushes = 0;

  /**
   * @param timeout milliseconds of silence
   * @param over aborts, with an error as its reason, when the session ends
   */
  constructor(clock: Clock, timeout: number, over: AbortSignal, wordsFor: (error: unknown) => McpError) {
    this.#clock = clock;
    this.#timeout = timeout;
    this.#over = over;
    this.#wordsFor = wordsFor;
  }

  /** Whether the session has ended: then every request fails with the reason. */
  get over(): boolean {
    return this.#over.aborted;
  }

  /** Requests that have no answer yet. */
  get pending(): number {
    return this.#silences.size;
  }

  /** The server shows that it is at work. */
  heard(): void {
    for (const silence of this.#silences) silence.heard();
  }

  /** Somebody here handles a request of the server, so the server rightly says nothing. */
  pushStarted(): void {
    this.#pushes += 1;
    if (this.#pushes === 1) for (const silence of this.#silences) silence.hold();
  }

  pushEnded(): void {
    this.#pushes -= 1;
    if (this.#pushes === 0) for (const silence of this.#silences) silence.release();
  }

  /** Sends one request. Rejects with `McpError`: `cancelled` by the signal, `timeout`, or what happened. */
  async run<T>(
    signal: AbortSignal | undefined,
    send: (options: RequestOptions, heard: () => void) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    let ended: McpError | undefined;
    const end = (error: McpError) => {
      ended ??= error;
      controller.abort(ended.message);
    };
    const silence = new IdleTimer(this.#clock, this.#timeout, () => end(silenceError(this.#timeout)));
    if (this.#pushes > 0) silence.hold();
    const onAbort = () => end(cancelError(signal?.reason));
    const onOver = () => end(overError(this.#over.reason));
    if (signal?.aborted) onAbort();
    if (this.#over.aborted) onOver();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#over.addEventListener('abort', onOver, { once: true });
    this.#silences.add(silence);
    try {
      if (ended) throw ended;
      return await requestSignal.run(controller.signal, () =>
        send({ signal: controller.signal, timeout: LONGEST_TIMEOUT }, () => silence.heard()),
      );
    } catch (error) {
      throw ended ?? this.#wordsFor(error);
    } finally {
      silence.dispose();
      this.#silences.delete(silence);
      signal?.removeEventListener('abort', onAbort);
      this.#over.removeEventListener('abort', onOver);
    }
  }
}

/** Why a call was cancelled, from the reason of its signal. */
export function cancelError(reason: unknown): McpError {
  // Not `instanceof`: the reason may come from another bundle.
  if (isMcpError(reason)) return reason;
  return new McpError('cancelled', typeof reason === 'string' ? reason : t('The call was cancelled.'));
}

function overError(reason: unknown): McpError {
  const kind = isMcpError(reason) && reason.kind === 'needsSignIn' ? 'needsSignIn' : 'connection';
  return new McpError(kind, messageOf(reason));
}

function silenceError(ms: number): McpError {
  const time = ms < 1_000 ? t('{0} ms', ms) : t('{0} s', Math.round(ms / 1_000));
  return new McpError('timeout', t('The server gave no sign of life for {0}.', time));
}
