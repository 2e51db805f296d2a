import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { referencesIn } from '../../core/servers/variables.ts';
import { addServer } from './addServer.ts';

/** How long the settings may take to arrive. Milliseconds. */
const PATIENCE = 5_000;

/** *Add Server…*, and then its start, so that it can ask for what it needs while the person is still here. */
export async function addServerCommand(manager: ServerManager): Promise<void> {
  const name = await addServer(manager.servers.map((server) => server.name));
  if (name === undefined) return;
  const server = await appears(manager, name);
  // Its own first start never asks for anything; one that needs an input has failed by now, or is about to.
  if (server && asksForInput(server)) await server.restart({ interactive: true });
}

function asksForInput({ entry }: ManagedServer): boolean {
  return referencesIn(JSON.stringify(entry.settings)).some(({ kind }) => kind === 'input');
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
