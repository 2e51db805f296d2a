import { isMcpError, shownOf } from '../errors.ts';
import { inEnglish, t } from '../text/l10n.ts';
import { type Disposable, DisposableStore, toDisposable } from '../util/disposable.ts';

/** Why a signal was aborted, as a sentence for servers and the ledger. */
export function reasonOf(signal: AbortSignal): string {
  return spoken(signal.reason, (reason) => reason.message) ?? inEnglish(unsaid);
}

/** The same for the person. */
export function shownReasonOf(signal: AbortSignal): string {
  return spoken(signal.reason, shownOf) ?? unsaid();
}

/** A bare `abort()` carries a DOMException whose text says nothing. */
function spoken(reason: unknown, words: (reason: Error) => string): string | undefined {
  if (typeof reason === 'string' && reason !== '') return reason;
  const says = isMcpError(reason) || (reason instanceof Error && reason.name !== 'AbortError');
  return says ? words(reason) || undefined : undefined;
}

const unsaid = (): string => t('The server cancelled the request.');

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
