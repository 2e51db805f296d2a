import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { referencesIn } from '../../core/servers/variables.ts';
import type { MovedSecretsOptions } from '../secrets/movedSecrets.ts';
import { addServer } from './addServer.ts';

/** How long the settings may take to arrive. Milliseconds. */
const PATIENCE = 5_000;

/** *Add Server…*, and then its start, so that it can ask for what it needs while the person is still here. */
export async function addServerCommand(manager: ServerManager, options: MovedSecretsOptions): Promise<void> {
  const taken = manager.servers.map((server) => server.name);
  const added = await addServer(taken, options);
  if (added === undefined) return;
  const server = await appears(manager, added.name);
  // Its own first start never asks for anything; one that needs an input has failed by now, or is about to.
  if (server && asksForInput(server, added.given)) await server.restart({ interactive: true });
}

function asksForInput({ entry }: ManagedServer, given: readonly string[]): boolean {
  const references = referencesIn(JSON.stringify(entry.settings));
  return references.some(({ kind, name }) => kind === 'input' && !given.includes(name));
}

function appears(manager: ServerManager, name: string): Promise<ManagedServer | undefined> {
  const known = manager.get(name);
  if (known) return Promise.resolve(known);
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(manager.get(name));
    };
    const timer = setTimeout(done, PATIENCE);
    const subscription = manager.onDidChange(() => {
      if (manager.get(name)) done();
    });
  });
}
