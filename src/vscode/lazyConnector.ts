import * as vscode from 'vscode';
import type { Connector } from '../core/servers/session.ts';

/** The connector whose bundle, with the protocol SDK in it, is loaded when the first server starts. */
export function lazyConnector(version: string): Connector {
  let loading: Promise<Connector> | undefined;
  const load = async (): Promise<Connector> => {
    const { createConnector } = await import('../node/mcp/index.ts');
    // With `on`, VS Code's proxy leaves a request alone that brings a dispatcher of its own; then ours stays away.
    const ownDispatcher = () => vscode.workspace.getConfiguration('http').get('proxySupport') !== 'on';
    return createConnector({ version, ownDispatcher });
  };
  return {
    async connect(launch, settings, hooks, signal) {
      loading ??= load();
      return (await loading).connect(launch, settings, hooks, signal);
    },
  };
}
