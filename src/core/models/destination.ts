import type { Destination } from './provider.ts';

/** Whether a URL's host name is this machine: 127.0.0.0/8, ::1 or localhost. `hostname` as `URL` normalises it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** The destination of an HTTP request. */
export function httpDestination(url: URL): Destination {
  return { kind: 'http', host: url.host, url: url.href, loopback: isLoopbackHost(url.hostname) };
}
