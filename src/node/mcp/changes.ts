import { type Client, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { type Clock, delay } from '../../core/util/clock.ts';
import { t } from '../../core/text/l10n.ts';

/** Milliseconds. */
const ACKNOWLEDGEMENT = 10_000;
const LONGEST_PAUSE = 60_000;

type Filter = Parameters<Client['listen']>[0];

/** What a modern server is asked to tell about, by what it says it can; undefined when there is nothing. */
export function changeFilter(capabilities: ReturnType<Client['getServerCapabilities']>): Filter | undefined {
  const filter: Filter = {
    ...(capabilities?.tools?.listChanged && { toolsListChanged: true }),
    ...(capabilities?.resources?.listChanged && { resourcesListChanged: true }),
    ...(capabilities?.prompts?.listChanged && { promptsListChanged: true }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

/** What is heard of a stream of changes. */
export interface ChangeListener {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onOpened?(honored: Filter): void;
  /** Changes may have been missed. */
  onReopened(): void;
  /** Why changes are not told of at the moment, in a sentence; undefined when they are again. */
  readonly onTrouble?: (sentence: string | undefined) => void;
}

const TRYING = t('The server refuses to tell of changes at the moment. What is shown may be old until it does again.');
const GONE = t(
  'The server does not tell of changes any more. What is shown may be old: Restart Server asks for all of it again.',
);

/**
 * Keeps a `subscriptions/listen` stream of the modern era open: it ends with every network hiccup and the SDK does not open it again.
 * Ends for good when the signal aborts, when the server refuses the first one, or when it says later that it cannot do this at all. A
 * refusal of a server that is only too busy is none of these. Never rejects.
 */
export async function keepListening(client: Client, filter: Filter, listener: ChangeListener): Promise<void> {
  const { clock, signal } = listener;
  let opened = false;
  for (let losses = 0; !signal.aborted; losses++) {
    try {
      const subscription = await client.listen(filter, { timeout: ACKNOWLEDGEMENT, signal });
      const since = clock.now();
      opened = true;
      listener.onTrouble?.(undefined);
      listener.onOpened?.(subscription.honoredFilter);
      if (losses > 0) listener.onReopened();
      if ((await subscription.closed) === 'local') return;
      if (clock.now() - since >= LONGEST_PAUSE) losses = 0;
    } catch (error) {
      if (error instanceof ProtocolError) {
        const final = !opened || isFinal(error);
        if (opened) listener.onTrouble?.(final ? GONE : TRYING);
        if (final) return;
      }
    }
    await delay(clock, Math.min(1_000 * 2 ** losses, LONGEST_PAUSE), signal).catch(() => undefined);
  }
}

const FINAL: readonly number[] = [ProtocolErrorCode.MethodNotFound, ProtocolErrorCode.InvalidParams];

function isFinal({ code }: ProtocolError): boolean {
  return FINAL.includes(code);
}
