import type { ServerState } from '../servers/state.ts';
import type { Clock } from '../util/clock.ts';
import { DisposableStore } from '../util/disposable.ts';
import type { Event } from '../util/emitter.ts';

/** What the waiting needs of the servers. `ServerManager` is one. */
export interface WakingServers {
  get(name: string): { readonly state: Pick<ServerState, 'kind'> } | undefined;
  readonly onDidChange: Event<void>;
}

/** Milliseconds that a server which is on its way is waited for. */
const PATIENCE = 20_000;
/** Milliseconds after the window's start in which a server that is not there, or rests, may still be about to start. */
const EARLY = 3_000;

const ON_ITS_WAY: readonly string[] = [
  'starting',
  'restarting',
  'reconnecting',
] satisfies readonly ServerState['kind'][];

/** Resolves when a server runs, or will not by itself: a restored editor asks before the servers are there. Never rejects. */
export async function awake(servers: WakingServers, name: string, since: number, clock: Clock): Promise<void> {
  const coming = (): boolean => {
    const kind = servers.get(name)?.state.kind ?? 'stopped';
    return kind === 'stopped' ? clock.now() - since < EARLY : ON_ITS_WAY.includes(kind);
  };
  if (!coming()) return;
  const store = new DisposableStore();
  await new Promise<void>((resolve) => {
    const look = (): void => void (coming() || resolve());
    store.add(servers.onDidChange(look));
    store.add(clock.timeout(look, Math.max(0, since + EARLY - clock.now())));
    store.add(clock.timeout(resolve, PATIENCE));
  });
  store.dispose();
}
