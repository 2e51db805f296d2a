import { type Client, ProtocolError } from '@modelcontextprotocol/client';
import { type Clock, delay } from '../../core/util/clock.ts';

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

/**
 * Keeps a `subscriptions/listen` stream of the modern era open: it ends with every network hiccup and the SDK does not open it again.
 * `onReopened` says that changes may have been missed. Ends for good when the server refuses it or the signal aborts; never rejects.
 */
export async function keepListening(
  client: Client,
  filter: Filter,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    onOpened?(honored: Filter): void;
    onReopened(): void;
  },
): Promise<void> {
  const { clock, signal } = options;
  for (let losses = 0; !signal.aborted; losses++) {
    try {
      const subscription = await client.listen(filter, { timeout: ACKNOWLEDGEMENT, signal });
      const since = clock.now();
      options.onOpened?.(subscription.honoredFilter);
      if (losses > 0) options.onReopened();
      if ((await subscription.closed) === 'local') return;
      if (clock.now() - since >= LONGEST_PAUSE) losses = 0;
    } catch (error) {
      if (error instanceof ProtocolError) return;
    }
    await delay(clock, Math.min(1_000 * 2 ** losses, LONGEST_PAUSE), signal).catch(() => undefined);
  }
}
