import type { Connector } from '../core/servers/session.ts';

/** The connector whose bundle, with the protocol SDK in it, is loaded when the first server starts. */
export function lazyConnector(version: string): Connector {
  let loading: Promise<Connector> | undefined;
  const load = async (): Promise<Connector> => {
    const { createConnector } = await import('../node/mcp/index.ts');
    return createConnector({ version });
  };
  return {
    async connect(launch, settings, hooks, signal) {
      loading ??= load();
      return (await loading).connect(launch, settings, hooks, signal);
    },
  };
}
