import { McpError } from '../errors.ts';
import { isLoopbackHost } from '../util/hosts.ts';
import { isLoopbackAddress, isPublicAddress, literalAddress } from './addresses.ts';
import { t } from '../text/l10n.ts';

/** What is known about the server when a URL of its metadata is judged. */
export interface MetadataUrlOptions {
  /** The URL that the person configured: its origin is theirs, not the server's, choice. */
  readonly server: string;
  /** The authorization server that the person configured, if they did: the same holds. */
  readonly issuer?: string | undefined;
}

/** What may be done with a URL: request it as it is, or only at addresses that pass `allows`. */
export type UrlVerdict =
  | { readonly kind: 'configured' }
  | { readonly kind: 'checked'; readonly allows: (address: string) => boolean };

/**
 * Decides about the URLs that a server's metadata names (authorization servers, their endpoints, more metadata): `https` at addresses
 * of the public Internet, or this machine where the configured server is on this machine. So no server talks this extension into
 * a request to a router, a cloud's metadata service or an intranet.
 */
export class MetadataUrls {
  readonly #origins: ReadonlySet<string>;
  readonly #local: boolean;

  constructor({ server, issuer }: MetadataUrlOptions) {
    const configured = [server, ...(issuer === undefined ? [] : [issuer])].map((url) => new URL(url));
    this.#origins = new Set(configured.map(({ origin }) => origin));
    this.#local = isLoopbackHost(new URL(server).hostname);
  }

  /** @throws {McpError} `connection` saying why it is refused */
  check(url: URL): UrlVerdict {
    const where = placeOf(url);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refusal(t('{0} is no web address.', where));
    if (url.username !== '' || url.password !== '') throw refusal(t('{0} holds a name and a password.', where));
    if (this.#origins.has(url.origin)) return { kind: 'configured' };
    const literal = literalAddress(url.hostname);
    const loopback = isLocalName(url.hostname) || (literal !== undefined && isLoopbackAddress(literal));
    if (loopback && this.#local) return { kind: 'checked', allows: isLoopbackAddress };
    if (loopback) throw refusal(t('{0} is this machine, and the server is not.', where));
    if (url.protocol !== 'https:') throw refusal(t('{0} is not https.', where));
    if (literal !== undefined && !isPublicAddress(literal)) throw privateAddress(where);
    return { kind: 'checked', allows: isPublicAddress };
  }
}

/** The refusal of a name that leads to a private address. `where` is the URL for a person. */
export function privateAddress(where: string): McpError {
  return refusal(t('{0} leads into a private network.', where));
}

/** `localhost`, what ends in it (RFC 6761 §6.3), and both with a final dot. */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return isLoopbackHost(name) || name.endsWith('.localhost');
}

/** A URL for a person: without its query, which may hold what is secret. */
export function placeOf(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function refusal(why: string): McpError {
  return new McpError(
    'connection',
    t(
      'The server’s sign-in was refused: {0} If it is right, name the authorization server as oauth.issuer in the server’s definition.',
      why,
    ),
  );
}
