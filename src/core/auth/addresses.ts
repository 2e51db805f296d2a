import ipaddr from 'ipaddr.js';

/** The block in which the public Internet's IPv6 addresses lie (IANA: Global Unicast). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to the public Internet: not loopback, private, link-local, shared (CGNAT), multicast, reserved, and no
 * IPv6 form that wraps another address (mapped, compatible, NAT64, 6to4, Teredo), which could wrap one of these. What cannot be read is
 * not public. (security_best_practices, “SSRF”.)
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parse(address);
  if (parsed === undefined || parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}

/** Whether an IP address is this machine. */
export function isLoopbackAddress(address: string): boolean {
  return parse(address)?.range() === 'loopback';
}

/** The IP address that a URL's `hostname` is, without brackets; undefined for a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/s, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // Only the four-part decimal form: a resolver gives no other, and `URL` has turned every other one into it.
  if (address.includes(':') ? !ipaddr.IPv6.isValid(address) : !ipaddr.IPv4.isValidFourPartDecimal(address))
    return undefined;
  return ipaddr.parse(address);
}
