import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/** What passed while a connection was made. The connector draws conclusions from it. */
export class Handshake {
  #probed = false;
  #probeReplied = false;
  #probeAccepted = false;
  #initialized = false;

  /** The server was asked whether it speaks the modern era. */
  get probed(): boolean {
    return this.#probed;
  }
  /** It answered that, with a yes or an error. */
  get probeReplied(): boolean {
    return this.#probeReplied;
  }
  get probeAccepted(): boolean {
    return this.#probeAccepted;
  }
  /** The legacy era was begun. */
  get initialized(): boolean {
    return this.#initialized;
  }

  /** A message passed before the connection was made. */
  passed(direction: 'sent' | 'received', message: JSONRPCMessage): void {
    if ('method' in message) {
      if (direction !== 'sent') return;
      if (message.method === 'server/discover') this.#probed = true;
      if (message.method === 'initialize') this.#initialized = true;
    } else if (direction === 'received' && String(message.id).startsWith('server-discover-probe')) {
      this.#probeReplied = true;
      if ('result' in message) this.#probeAccepted = true;
    }
  }
}
