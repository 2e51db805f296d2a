import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { SignInAsk } from '../../core/auth/signIn.ts';
import { isMcpError, McpError } from '../../core/errors.ts';
import { isObject } from '../../core/util/json.ts';
import { type Fetch, type FetchDeps, PatientFetch } from '../mcp/httpFetch.ts';
import { requestSignal } from '../mcp/requests.ts';
import type { Account, Challenge } from './account.ts';
import { SignInNeeded } from './needed.ts';
import { triedEnough } from './words.ts';

/** Sign-ins through the browser for one request. */
export const MAX_SIGN_INS = 3;
/** Calls that a person starts; anything else happens in the background. */
const CALLS = new Set(['tools/call', 'prompts/get', 'resources/read']);

/** What goes around a transport's `fetch`. */
export interface SignedFetchOptions {
  readonly account: Account;
  readonly base: Fetch;
  /** False while the connection is made, which has time limits: a refusal ends the attempt, and the connector sees to the token. */
  established(): boolean;
  /** A person is being asked, or is done: time limits rest meanwhile. */
  onAsking(asking: boolean): void;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
}

/**
 * A `fetch` that sends the account's token along, and repeats a request that was refused for want of one as soon as there is another:
 * refreshed, or after a sign-in through the browser. It is the same for every transport and every message.
 */
export function signedFetch(options: SignedFetchOptions): Fetch {
  const { account, base } = options;
  return async (url, init) => {
    if (new URL(url).origin !== account.origin) return base(url, init);
    let signIns = 0;
    let refresh = true;
    for (;;) {
      const used = await account.token();
      const response = await base(url, used === undefined ? init : withToken(init, used));
      const challenge = challengeOf(response);
      if (challenge === undefined) return response;
      await response.body?.cancel().catch(() => undefined);
      if (!options.established()) {
        account.blocked = { challenge, used };
        throw new SignInNeeded(askOf(challenge, account, false));
      }
      const call = isCall(init);
      const done = await renewed(options, challenge, used, { refresh, call, signIns, signal: init?.signal });
      if (done === 'refreshed') refresh = false;
      if (done === 'signedIn') signIns += 1;
    }
  };
}

interface State {
  readonly refresh: boolean;
  readonly call: boolean;
  readonly signIns: number;
  readonly signal: AbortSignal | null | undefined;
}

async function renewed(options: SignedFetchOptions, challenge: Challenge, used: string | undefined, state: State) {
  const { account, signal } = options;
  if (state.signIns >= MAX_SIGN_INS) {
    throw triedEnough(askOf(challenge, account, state.call));
  }
  options.onAsking(true);
  try {
    return await account.renew(challenge, used, {
      refresh: state.refresh,
      call: state.call,
      signal: AbortSignal.any(
        [signal, state.signal, requestSignal.getStore()].filter((one) => one instanceof AbortSignal),
      ),
    });
  } catch (error) {
    // Denied, given up: without a token nothing else works either.
    if (challenge.status === 401 && isMcpError(error) && error.kind === 'needsSignIn')
      throw new SignInNeeded(askOf(challenge, account, state.call), error.message);
    throw error;
  } finally {
    options.onAsking(false);
  }
}

/** A refusal as the person hears of it while the authorization server is not known. */
export function askOf({ status }: Challenge, { origin }: Account, call: boolean): SignInAsk {
  return { reason: status === 403 ? 'scope' : 'refused', host: new URL(origin).host, scopes: [], call };
}

function withToken(init: RequestInit | undefined, token: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

/** What an HTTP answer says about signing in (RFC 6750 §3, RFC 9728 §5.1); undefined when it is not about that. */
function challengeOf(response: Response): Challenge | undefined {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(response);
  if (response.status === 403 && error !== 'insufficient_scope') return undefined;
  return { status: response.status, resourceMetadataUrl, scope };
}

function isCall(init: RequestInit | undefined): boolean {
  if (typeof init?.body !== 'string') return false;
  try {
    const message: unknown = JSON.parse(init.body);
    return isObject(message) && typeof message['method'] === 'string' && CALLS.has(message['method']);
  } catch {
    return false;
  }
}

/** What an HTTP transport sends its requests with: patient, and signed where there is an account. */
export class HttpFetch {
  readonly #patient: PatientFetch;
  readonly #over = new AbortController();
  readonly fetch: Fetch;
  /** Whether the connection is made. */
  established = false;
  onAsking: ((asking: boolean) => void) | undefined;

  constructor(deps: FetchDeps, account: Account | undefined) {
    this.#patient = new PatientFetch(deps);
    const base = this.#patient.fetch;
    this.fetch =
      account === undefined
        ? base
        : signedFetch({
            account,
            base,
            established: () => this.established,
            onAsking: (asking) => this.onAsking?.(asking),
            signal: this.#over.signal,
          });
  }

  /** Why the last request failed on the network. */
  get lastError(): unknown {
    return this.#patient.lastError;
  }

  async close(): Promise<void> {
    this.#over.abort(new McpError('cancelled', 'The connection was closed.'));
    await this.#patient.close();
  }
}
