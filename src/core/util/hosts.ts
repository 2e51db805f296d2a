/** Whether a URL's host name is this machine: 127.0.0.0/8, ::1 or localhost. `hostname` as `URL` normalises it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
