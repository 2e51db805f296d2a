import type { JSONRPCMessage } from '@modelcontextprotocol/client';

type Id = string | number;

/** Of a request. */
export function requestId(message: JSONRPCMessage): Id | undefined {
  return 'method' in message && 'id' in message ? message.id : undefined;
}

/** Of the request that a notification cancels. */
export function cancelledId(message: JSONRPCMessage): Id | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** Of the request that a message answers. */
export function answeredId(message: JSONRPCMessage): Id | undefined {
  return 'method' in message || !('id' in message) ? undefined : message.id;
}
