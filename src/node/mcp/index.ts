/**
 * Entry of the lazily loaded bundle with the protocol SDK: everything else sees only types of it.
 */
import type { Connector } from '../../core/servers/session.ts';
import { type ConnectorDeps, SdkConnector } from './connector.ts';

export type { ConnectorDeps } from './connector.ts';

/** Makes the connector that speaks to real servers. One is enough: it remembers what it learned about them. */
export function createConnector(deps: ConnectorDeps): Connector {
  return new SdkConnector(deps);
}
export { IconFiles } from '../icons/iconFiles.ts';
