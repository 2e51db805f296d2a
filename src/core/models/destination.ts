import { isLoopbackHost } from '../util/hosts.ts';
import type { Destination } from './provider.ts';

/** The destination of an HTTP request. */
export function httpDestination(url: URL): Destination {
  return { kind: 'http', host: url.host, url: url.href, loopback: isLoopbackHost(url.hostname) };
}
