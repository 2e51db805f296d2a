import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { SignInDeps } from '../../core/auth/signIn.ts';
import { isMcpError, McpError } from '../../core/errors.ts';
import type { CommonSettings, Launch } from '../../core/servers/definition.ts';
import type { Connector, McpSession, SessionHooks } from '../../core/servers/session.ts';
import type { Clock } from '../../core/util/clock.ts';
import type { Disposable } from '../../core/util/disposable.ts';
import { IdleTimer } from '../../core/util/idleTimer.ts';
import { Account } from '../auth/account.ts';
import type { Resolve } from '../auth/guardedFetch.ts';
import { askOf, HttpFetch, MAX_SIGN_INS } from '../auth/signedFetch.ts';
import { triedEnough } from '../auth/words.ts';
import { systemClock } from '../clock.ts';
import { sha256 } from '../hash.ts';
import type { FetchDeps } from './httpFetch.ts';
import type { HealthTimings } from './health.ts';
import { watchOpening } from './opening.ts';
import { ClientSession, type SessionOptions } from './session.ts';
import { StdioTransport } from './stdioTransport.ts';
import { exitText, spawnFailure, toMcpError } from './words.ts';
import { t } from '../../core/text/l10n.ts';

/** How long to wait for what, in milliseconds. */
export interface Timings {
  /** For the answer to the probe of the modern era, over stdio. */
  readonly probe: number;
  /** Over HTTP silence means an outage rather than an old server, and a server that has just been deployed needs its time. */
  readonly httpProbe: number;
  /** Over stdio, for a server that was too slow the first time. */
  readonly slowProbe: number;
  /** Silence after which connecting fails; what a program writes to stderr (a download, say) counts as life. */
  readonly handshake: number;
  /** For connecting as a whole. */
  readonly longestHandshake: number;
}

const TIMINGS: Timings = {
  probe: 5_000,
  httpProbe: 10_000,
  slowProbe: 30_000,
  handshake: 30_000,
  longestHandshake: 180_000,
};
/** HTTP statuses of `initialize` after which the specification has a client try the older HTTP+SSE transport. */
const OLD_TRANSPORT = new Set([400, 404, 405]);
/** How a lost stream is opened again: about two minutes of trying, then the session counts as lost. */
const RECONNECTION = {
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 30_000,
  reconnectionDelayGrowFactor: 1.5,
  maxRetries: 8,
};

/** What a connector is made with. */
export interface ConnectorDeps extends FetchDeps {
  /** Absent: a server that asks for a sign-in cannot be used. */
  readonly signIn?: SignInDeps;
  /** Finds the addresses of names in a server's metadata. */
  readonly resolve?: Resolve;
  /** This extension's version, which servers are told. */
  readonly version: string;
  readonly clock?: Clock;
  /** Has a program's tree ended should this process be killed, until it is disposed. */
  readonly guard?: (pid: number) => Disposable;
  readonly timings?: Partial<Timings>;
  readonly health?: Partial<HealthTimings>;
}

type Settings = Pick<CommonSettings, 'era' | 'timeout' | 'sampling'>;
type StdioLaunch = Extract<Launch, { type: 'stdio' }>;
type HttpLaunch = Exclude<Launch, { type: 'stdio' }>;

/** What was learned about a server's start, by its launch. `legacy`: it cannot bear the probe. `slow`: it needs longer for it. */
type Verdict = 'legacy' | 'slow';

/** What all attempts of one connect share. */
interface Attempt {
  readonly settings: Settings;
  readonly hooks: SessionHooks;
  readonly signal: AbortSignal;
  /** The sign-in, over HTTP. */
  readonly account?: Account | undefined;
}

/** Connects over stdio, Streamable HTTP and HTTP+SSE, in both eras. */
export class SdkConnector implements Connector {
  readonly #deps: ConnectorDeps;
  readonly #clock: Clock;
  readonly #timings: Timings;
  readonly #verdicts = new Map<string, Verdict>();

  constructor(deps: ConnectorDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    this.#timings = { ...TIMINGS, ...deps.timings };
  }

  async connect(launch: Launch, settings: Settings, hooks: SessionHooks, signal: AbortSignal): Promise<McpSession> {
    if (signal.aborted) throw new McpError('cancelled', t('Connecting was cancelled.'));
    const attempt = { settings, hooks, signal };
    switch (launch.type) {
      case 'stdio':
        return this.#connectStdio(launch, attempt);
      case 'http':
        return this.#signedIn(launch, attempt, (one) => this.#connectHttp(launch, one));
      case 'sse':
        return this.#signedIn(launch, attempt, (one) => this.#connectSse(launch, one));
    }
  }

  /** Connects; where only a sign-in helps and is wanted, signs in and connects again. */
  async #signedIn(
    launch: HttpLaunch,
    attempt: Attempt,
    connect: (attempt: Attempt) => Promise<ClientSession>,
  ): Promise<ClientSession> {
    const account = this.#accountOf(launch, attempt);
    let refresh = true;
    for (let signIns = 0; ; ) {
      try {
        return await connect({ ...attempt, account });
      } catch (error) {
        const blocked = account?.blocked;
        if (account === undefined || blocked === undefined || attempt.signal.aborted) throw error;
        account.blocked = undefined;
        if (signIns === MAX_SIGN_INS) throw toMcpError(triedEnough(askOf(blocked.challenge, account, false)));
        const options = { refresh, call: false, signal: attempt.signal };
        const renewal = await account.renew(blocked.challenge, blocked.used, options).catch((failure: unknown) => {
          throw toMcpError(failure);
        });
        if (renewal === 'refreshed') refresh = false;
        if (renewal === 'signedIn') signIns += 1;
      }
    }
  }

  #accountOf({ url, signIn }: HttpLaunch, { hooks }: Attempt): Account | undefined {
    const deps = this.#deps.signIn;
    if (deps === undefined || signIn === undefined) return undefined;
    return new Account({
      url,
      launch: signIn,
      deps,
      maySignIn: async (ask) => (await hooks.onSignIn?.(ask)) ?? false,
      onSecrets: (secrets) => hooks.onSecrets?.(secrets),
      ownConnection: (one) => this.#deps.ownDispatcher?.(one) ?? true,
      resolve: this.#deps.resolve,
    });
  }

  /** One spawn. A second one only where the server ended because of the probe, or was too slow for it and now knows only the modern era. */
  async #connectStdio(launch: StdioLaunch, attempt: Attempt): Promise<ClientSession> {
    const key = sha256(JSON.stringify(launch));
    const verdict = this.#verdicts.get(key);
    // Whoever connects has decided on the first spawn.
    maySpawn(attempt);
    if (attempt.settings.era === 'legacy' || verdict === 'legacy')
      return (await this.#tryStdio(launch, attempt, undefined)).orThrow();
    const first = await this.#tryStdio(
      launch,
      attempt,
      verdict === 'slow' ? this.#timings.slowProbe : this.#timings.probe,
    );
    const { probed, probeAccepted, initialized } = first.session.handshake;
    const late = initialized && probeAccepted;
    if (first.error === undefined) {
      // It never answered the probe: the next time it need not wait for that.
      if (first.session.era === 'legacy' && !first.session.handshake.probeReplied)
        this.#verdicts.set(key, late ? 'slow' : 'legacy');
      return first.session;
    }
    if (attempt.signal.aborted || !probed) throw first.error;
    const second = first.exited && !initialized ? 'legacy' : late ? 'slow' : undefined;
    if (second === undefined || !maySpawn(attempt)) throw first.error;
    return this.#again(launch, attempt, key, second);
  }

  async #again(launch: StdioLaunch, attempt: Attempt, key: string, verdict: Verdict): Promise<ClientSession> {
    const second = await this.#tryStdio(launch, attempt, verdict === 'slow' ? this.#timings.slowProbe : undefined);
    const session = second.orThrow();
    this.#verdicts.set(key, verdict);
    return session;
  }

  async #tryStdio(launch: StdioLaunch, attempt: Attempt, probe: number | undefined) {
    const stdio: StdioTransport = new StdioTransport(
      launch,
      {
        onStderr: (line) => {
          session.onLife?.();
          attempt.hooks.onStderr(line);
        },
        onStrayOutput: (line) => {
          session.onLife?.();
          attempt.hooks.onStrayOutput(line);
          const broken = brokenMessage(line);
          if (broken) session.failPending(broken.id, t('The server answered with malformed JSON.'));
        },
      },
      this.#deps.guard,
    );
    const session = this.#session({
      transport: stdio,
      stdio,
      hooks: attempt.hooks,
      settings: attempt.settings,
      ...(probe !== undefined && { probe }),
    });
    const failure = await this.#open(session, attempt.signal);
    const error = failure === undefined ? undefined : stdioFailure(failure, stdio, launch);
    return {
      session,
      error,
      exited: stdio.exit !== undefined && stdio.broken === undefined,
      orThrow() {
        if (error) throw error;
        return session;
      },
    };
  }

  async #connectHttp(launch: HttpLaunch, attempt: Attempt): Promise<ClientSession> {
    const probe = attempt.settings.era === 'legacy' ? undefined : this.#timings.httpProbe;
    const first = await this.#tryStreamable(launch, attempt, probe);
    if (first.failure === undefined) return first.session;
    if (attempt.signal.aborted) throw toMcpError(first.failure);
    let failure = first.failure;
    if (!first.session.handshake.initialized && isTimeout(failure)) {
      const second = await this.#tryStreamable(launch, attempt, undefined);
      if (second.failure === undefined) return second.session;
      failure = second.failure;
    }
    if (failure instanceof SdkHttpError && OLD_TRANSPORT.has(failure.status ?? 0) && !attempt.signal.aborted) {
      const { session, failure: olderFailure } = await this.#trySse(launch, attempt);
      if (olderFailure === undefined) return session;
    }
    throw toMcpError(failure, placeOf(launch));
  }

  async #connectSse(launch: HttpLaunch, attempt: Attempt): Promise<ClientSession> {
    const { session, failure } = await this.#trySse(launch, attempt);
    if (failure !== undefined) throw toMcpError(failure, placeOf(launch));
    return session;
  }

  async #tryStreamable(launch: HttpLaunch, attempt: Attempt, probe: number | undefined) {
    const fetch = new HttpFetch(this.#deps, attempt.account);
    const transport = new StreamableHTTPClientTransport(new URL(launch.url), {
      requestInit: { headers: launch.headers },
      fetch: watchOpening(fetch.fetch, this.#clock, {
        onTrouble: (sentence) => session.onStreamTrouble(sentence),
        onReopened: () => session.missedChanges(),
      }),
      reconnectionOptions: RECONNECTION,
    });
    const session: ClientSession = this.#session({
      transport,
      hooks: attempt.hooks,
      settings: attempt.settings,
      where: placeOf(launch),
      onOver: () => fetch.close(),
      ...(probe !== undefined && { probe }),
    });
    fetch.onAsking = session.onAsking;
    const failure = await this.#open(session, attempt.signal);
    fetch.established = failure === undefined;
    return { session, failure };
  }

  async #trySse(launch: HttpLaunch, attempt: Attempt) {
    const fetch = new HttpFetch(this.#deps, attempt.account);
    const transport = new SSEClientTransport(new URL(launch.url), {
      requestInit: { headers: launch.headers },
      fetch: fetch.fetch,
    });
    const session = this.#session({
      transport,
      hooks: attempt.hooks,
      settings: attempt.settings,
      where: placeOf(launch),
      onOver: () => fetch.close(),
    });
    fetch.onAsking = session.onAsking;
    const failure = await this.#open(session, attempt.signal);
    fetch.established = failure === undefined;
    return { session, failure: failure instanceof SseError ? (fetch.lastError ?? failure) : failure };
  }

  #session(options: Omit<SessionOptions, 'client' | 'clock'>): ClientSession {
    return new ClientSession({
      ...options,
      client: { name: 'countersign', version: this.#deps.version },
      clock: this.#clock,
      health: this.#deps.health,
    });
  }

  /** @returns undefined when it is open; else what went wrong, after everything of the attempt is gone */
  async #open(session: ClientSession, signal: AbortSignal): Promise<unknown> {
    const ended = new AbortController();
    const onAbort = () => ended.abort(new McpError('cancelled', t('Connecting was cancelled.')));
    signal.addEventListener('abort', onAbort, { once: true });
    const silence = new IdleTimer(this.#clock, this.#timings.handshake, () =>
      ended.abort(neverAnswered(this.#timings.handshake)),
    );
    session.onLife = () => silence.heard();
    // The SDK's connect hears the signal only while it waits for `initialize`.
    const aborted = new Promise<never>((_resolve, reject) => {
      ended.signal.addEventListener('abort', () => reject(ended.signal.reason as McpError), { once: true });
    });
    try {
      await Promise.race([session.open({ signal: ended.signal, timeout: this.#timings.longestHandshake }), aborted]);
      return undefined;
    } catch (error) {
      await session.close();
      return ended.signal.aborted ? ended.signal.reason : error;
    } finally {
      silence.dispose();
      session.onLife = undefined;
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/** Every spawn counts; the second one of a connect is made only where the first did not use up what was left. */
function maySpawn({ hooks }: Attempt): boolean {
  return hooks.onSpawn?.() ?? true;
}

function neverAnswered(ms: number): McpError {
  return new McpError('timeout', t('It did not answer within {0} s. Is it an MCP server?', ms / 1000));
}

function isTimeout(error: unknown): boolean {
  return error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout;
}

function stdioFailure(failure: unknown, stdio: StdioTransport, launch: StdioLaunch): McpError {
  if (isMcpError(failure)) return failure;
  if (stdio.pid === null) return spawnFailure(failure, launch);
  if (stdio.broken !== undefined) return new McpError('connection', exitText(stdio));
  const answered = failure instanceof ProtocolError;
  return stdio.exit !== undefined && !answered ? new McpError('connection', exitText(stdio)) : toMcpError(failure);
}

/** The URL without its query, which may hold a key. */
function placeOf(launch: HttpLaunch): string {
  const { origin, pathname } = new URL(launch.url);
  return origin + pathname;
}

/** The id of a line that was meant to be an answer and is none; undefined for a line of any other kind. */
function brokenMessage(line: string): { readonly id: number | string | undefined } | undefined {
  if (!/^\s*\{/.test(line) || !line.includes('"jsonrpc"') || line.includes('"method"')) return undefined;
  const [, number, text] = /"id"\s*:\s*(?:(\d+)|"([^"]*)")/.exec(line) ?? [];
  if (number !== undefined) return { id: Number(number) };
  // Valid JSON without an id answers nothing; it may be an error that the protocol allows to have none.
  return text === undefined && isJson(line) ? undefined : { id: text };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
