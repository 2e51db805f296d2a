import { isMcpError } from '../errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../util/disposable.ts';

/** Why a signal was aborted, as a sentence. An abort without a reason of its own gets `otherwise`. */
export function reasonOf(signal: AbortSignal, otherwise = 'The server cancelled the request.'): string {
  const reason: unknown = signal.reason;
  if (typeof reason === 'string' && reason !== '') return reason;
  // A bare `abort()` carries a DOMException whose text says nothing.
  if (isMcpError(reason) || (reason instanceof Error && reason.name !== 'AbortError'))
    return reason.message || otherwise;
  return otherwise;
}

/** Runs `callback` when the signal aborts, at once if it has already. Disposing unsubscribes. */
export function onAbort(signal: AbortSignal, callback: () => void): Disposable {
  if (signal.aborted) {
    callback();
    return toDisposable(() => undefined);
  }
  signal.addEventListener('abort', callback, { once: true });
  return toDisposable(() => signal.removeEventListener('abort', callback));
}

/** A controller that follows several signals, keeping the reason of the first, and can be let go when nobody waits any more. */
export function follow(signals: readonly AbortSignal[]): {
  readonly controller: AbortController;
  readonly disposable: Disposable;
} {
  const controller = new AbortController();
  const disposable = new DisposableStore();
  for (const signal of signals) disposable.add(onAbort(signal, () => controller.abort(signal.reason)));
  return { controller, disposable };
}
