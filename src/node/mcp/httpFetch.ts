/** A `fetch` as transports take it. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** What requests to servers are sent with. */
export interface FetchDeps {
  /** The extension host's `fetch`, looked up at each request: VS Code replaces it to add proxies and certificates. */
  readonly fetch?: Fetch;
  /**
   * Whether this extension may bring its own dispatcher for a URL; true by default. VS Code's setting `http.proxySupport: on` leaves
   * requests with a dispatcher alone, which would go past the proxy, so say false there.
   */
  ownDispatcher?(url: URL): boolean;
}

type Dispatcher = { close(): Promise<void> };

/** The symbols under which Node's own undici keeps its global dispatcher, newest first. */
const GLOBAL_DISPATCHERS = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')];

/**
 * A `fetch` that waits as long as a person thinks. Node's ends a response that is silent for five minutes, which is a server that waits
 * for an approval. The limit sits in the dispatcher, and the class of Node's own is at hand without adding undici as a dependency;
 * where it is not, the limit stays. A `fetch` that VS Code has replaced gets the dispatcher too and may put its own in its place.
 */
export class PatientFetch {
  readonly #deps: FetchDeps;
  /** Why the last request failed on the network; the SDK's SSE transport keeps only a part of the message. */
  lastError: unknown;
  #dispatcher: Dispatcher | undefined;

  constructor(deps: FetchDeps) {
    this.#deps = deps;
  }

  readonly fetch: Fetch = (url, init) => {
    const base: Fetch = this.#deps.fetch ?? globalThis.fetch;
    return base(url, this.#patient(new URL(url), init)).catch((error: unknown) => {
      this.lastError = error;
      throw error;
    });
  };

  #patient(url: URL, init: RequestInit | undefined): RequestInit | undefined {
    if (this.#deps.ownDispatcher && !this.#deps.ownDispatcher(url)) return init;
    this.#dispatcher ??= patientDispatcher();
    return this.#dispatcher ? withDispatcher(init, this.#dispatcher) : init;
  }

  /** Closes idle connections. Requests that run end first. */
  async close(): Promise<void> {
    const dispatcher = this.#dispatcher;
    this.#dispatcher = undefined;
    await dispatcher?.close().catch(() => undefined);
  }
}

/** `dispatcher` is undici's own member of `RequestInit`, which the DOM types do not know. */
function withDispatcher(init: RequestInit | undefined, dispatcher: Dispatcher): RequestInit {
  const own: Record<string, unknown> = { ...init, dispatcher };
  return own;
}

function patientDispatcher(): Dispatcher | undefined {
  // Node loads undici, and with it the global dispatcher, when one of its classes is first named.
  void globalThis.Headers;
  for (const symbol of GLOBAL_DISPATCHERS) {
    const current: unknown = Reflect.get(globalThis, symbol);
    if (typeof current !== 'object' || current === null) continue;
    try {
      const made: unknown = Reflect.construct(current.constructor as new (options: object) => object, [
        { bodyTimeout: 0, headersTimeout: 0 },
      ]);
      if (isDispatcher(made)) return made;
    } catch {
      // Somebody set a dispatcher that cannot be made this way, such as a ProxyAgent: theirs stays in use.
    }
  }
  return undefined;
}

function isDispatcher(value: unknown): value is Dispatcher {
  return typeof value === 'object' && value !== null && 'dispatch' in value && 'close' in value;
}
