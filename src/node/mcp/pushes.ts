import { SdkError } from '@modelcontextprotocol/client';
import { McpError, withdrawnError } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';
import { type Disposable, toDisposable } from '../../core/util/disposable.ts';
import { short } from './words.ts';

/** What the SDK tells about a request that the server sent. */
export interface PushContext {
  readonly signal: AbortSignal;
  readonly _meta?: { readonly progressToken?: string | number | undefined } | undefined;
  notify(notification: {
    readonly method: 'notifications/progress';
    readonly params: { readonly progressToken: string | number; readonly progress: number; readonly message: string };
  }): Promise<void>;
}

/** A signal that aborts, with a sentence, when the server cancels its request or the session ends. */
export function pushSignal(server: AbortSignal, over: AbortSignal): Disposable & { readonly signal: AbortSignal } {
  const ended = new AbortController();
  const onServer = () => ended.abort(endError(server.reason));
  const onOver = () => ended.abort(over.reason);
  server.addEventListener('abort', onServer, { once: true });
  over.addEventListener('abort', onOver, { once: true });
  if (over.aborted) onOver();
  if (server.aborted) onServer();
  const listening = toDisposable(() => {
    server.removeEventListener('abort', onServer);
    over.removeEventListener('abort', onOver);
  });
  return { signal: ended.signal, dispose: () => listening.dispose() };
}

function endError(reason: unknown): McpError {
  if (reason instanceof SdkError) return new McpError('cancelled', () => t('The connection to the server was lost.'));
  return withdrawnError(() =>
    typeof reason === 'string' && reason !== ''
      ? t('The server cancelled its request: {0}', short(reason))
      : t('The server cancelled its request.'),
  );
}

/** Tells a server that gave a progress token that somebody still thinks; undefined when it gave none. */
export function keepAliveOf(context: PushContext): ((message: string) => void) | undefined {
  const progressToken = context._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return (message) => {
    progress += 1;
    const params = { progressToken, progress, message };
    context.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
