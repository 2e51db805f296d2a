import { lookup as systemLookup, type LookupAddress } from 'node:dns';
// oxlint-disable-next-line unicorn/prefer-node-protocol -- VS Code adds proxies and certificates under this very name only
import http from 'http';
// oxlint-disable-next-line unicorn/prefer-node-protocol -- VS Code patches this very name, and not the one with `node:`
import https from 'https';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { literalAddress } from '../../core/auth/addresses.ts';
import { type MetadataUrls, placeOf, privateAddress, type UrlVerdict } from '../../core/auth/metadataUrls.ts';
import { McpError } from '../../core/errors.ts';
import type { Fetch } from '../mcp/httpFetch.ts';
import { t } from '../../core/text/l10n.ts';

/** Bytes of one answer: metadata and tokens are small. */
const LONGEST_ANSWER = 1024 * 1024;
/** Milliseconds for one request. */
const TIMEOUT = 30_000;

/** Finds the addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** What guarded requests are made with. */
export interface GuardedFetchOptions {
  readonly urls: MetadataUrls;
  /** Ends every request. */
  readonly signal?: AbortSignal | undefined;
  readonly resolve?: Resolve | undefined;
  /** Whether a connection of its own may be opened for a URL; see `FetchDeps.ownDispatcher`. */
  ownConnection?(url: URL): boolean;
}

const resolveAll: Resolve = async (host) => promisify(systemLookup)(host, { all: true, verbatim: true });

/**
 * A `fetch` for the URLs that a server's metadata names. Every URL is judged, every name resolved and judged, and the connection goes to
 * an address that was judged, whatever the name means a moment later (DNS rebinding). Redirects are never followed here: the SDK asks
 * again for one of the same origin, which is judged like any other. A proxy resolves names itself; then only the local answer is judged.
 */
export function guardedFetch(options: GuardedFetchOptions): Fetch {
  return async (input, init) => {
    const url = new URL(input);
    const verdict = options.urls.check(url);
    const addresses = verdict.kind === 'checked' ? await allowedAddresses(url, verdict, options.resolve) : undefined;
    return request(url, init ?? {}, {
      signal: options.signal,
      lookup: addresses && lookupOf(addresses),
      fresh: options.ownConnection?.(url) ?? true,
    });
  };
}

/**
 * Judges a URL that the browser shall open, by the same rules.
 * @throws {McpError} when it is refused
 */
export async function checkForBrowser(url: URL, { urls, resolve }: GuardedFetchOptions): Promise<void> {
  const verdict = urls.check(url);
  if (verdict.kind === 'checked') await allowedAddresses(url, verdict, resolve);
}

type Checked = Extract<UrlVerdict, { kind: 'checked' }>;

/** One bad address among good ones is enough to refuse: which one a connection takes is nobody's choice. */
async function allowedAddresses(
  url: URL,
  verdict: Checked,
  resolve: Resolve = resolveAll,
): Promise<readonly LookupAddress[]> {
  const literal = literalAddress(url.hostname);
  if (literal !== undefined) {
    if (!verdict.allows(literal)) throw privateAddress(placeOf(url));
    return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  }
  // Without a local answer a proxy may still know the name; a direct connection then fails in `lookup`.
  const addresses = await resolve(url.hostname).catch((): readonly LookupAddress[] => []);
  if (addresses.some(({ address }) => !verdict.allows(address))) throw privateAddress(placeOf(url));
  return addresses;
}

/** A name means what was judged, and nothing else. */
function lookupOf(addresses: readonly LookupAddress[]): LookupFunction {
  return (hostname, { all, family }, callback) => {
    const wanted = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : undefined;
    const fitting = addresses.filter((one) => wanted === undefined || one.family === wanted);
    const [first] = fitting;
    if (first === undefined) {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', hostname });
      callback(error, all === true ? [] : '', 0);
    } else if (all === true) callback(null, [...fitting]);
    else callback(null, first.address, first.family);
  };
}

interface Connection {
  readonly signal: AbortSignal | undefined;
  readonly lookup: LookupFunction | undefined;
  /** No connection that somebody else has opened. */
  readonly fresh: boolean;
}

async function request(url: URL, init: RequestInit, connection: Connection): Promise<Response> {
  const signals = [AbortSignal.timeout(TIMEOUT), init.signal, connection.signal].filter(
    (one) => one instanceof AbortSignal,
  );
  const whole = new Request(url, {
    method: init.method ?? 'GET',
    headers: init.headers ?? {},
    body: init.body ?? null,
  });
  const body = whole.body === null ? undefined : Buffer.from(await whole.arrayBuffer());
  const headers = { ...Object.fromEntries(whole.headers), 'accept-encoding': 'identity' };
  return new Promise((resolve, reject) => {
    const { request: send } = url.protocol === 'https:' ? https : http;
    const sent = send(url, {
      method: whole.method,
      headers: body === undefined ? headers : { ...headers, 'content-length': String(body.length) },
      signal: AbortSignal.any(signals),
      ...(connection.lookup && { lookup: connection.lookup }),
      ...(connection.fresh && { agent: false }),
    });
    // As `fetch` does: a network error is a TypeError with the cause.
    sent.once('error', (cause) => reject(new TypeError('fetch failed', { cause })));
    sent.once('response', (message) => {
      collect(message).then(
        (content) => resolve(responseOf(message, content)),
        (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
    sent.end(body);
  });
}

async function collect(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) {
      message.destroy();
      throw new McpError('connection', t('The authorization server’s answer is larger than 1 MB.'));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseOf(message: http.IncomingMessage, content: Buffer): Response {
  const status = message.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  // `Response` refuses a body with these.
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : new Uint8Array(content), { status, headers });
}
