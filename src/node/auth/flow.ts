import {
  auth,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  OAuthError,
  RegistrationRejectedError,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  UnauthorizedError,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import { randomBytes } from 'node:crypto';
import type { AnswerPage, SignInLaunch } from '../../core/auth/signIn.ts';
import { McpError } from '../../core/errors.ts';
import type { Fetch } from '../mcp/httpFetch.ts';
import { otherIssuer } from './words.ts';
import type { Wallet } from './wallet.ts';
import { t } from '../../core/text/l10n.ts';

/** What one sign-in through the browser is made with. */
export interface FlowOptions {
  readonly serverUrl: string;
  readonly launch: SignInLaunch;
  readonly wallet: Wallet;
  readonly page: AnswerPage;
  readonly discovery: OAuthDiscoveryState;
  readonly scope: string | undefined;
  readonly fetch: Fetch;
  /** Judges the page that the browser shall open; throws when it is refused. */
  checkPage(url: URL): Promise<void>;
}

/**
 * One sign-in through the browser (OAuth 2.1 authorization code with PKCE), by the SDK's `auth()`. Nothing of it outlives it but what
 * the wallet keeps.
 */
export class SignInFlow {
  readonly #options: FlowOptions;
  readonly #state = randomBytes(32).toString('base64url');
  #discovery: OAuthDiscoveryState | undefined;
  #verifier = '';
  #authorization: URL | undefined;

  constructor(options: FlowOptions) {
    this.#options = options;
    this.#discovery = options.discovery;
  }

  /** Resolves when there is a token. Rejects with what the SDK throws, or an `McpError`. */
  async run(signal: AbortSignal): Promise<void> {
    const { serverUrl, scope, fetch, page } = this.#options;
    const provider = this.#provider();
    const common = { serverUrl, fetchFn: fetch, ...(scope !== undefined && { scope }) };
    await auth(provider, { ...common, forceReauthorization: true });
    if (this.#authorization === undefined) throw new UnauthorizedError('no authorization page');
    await this.#options.checkPage(this.#authorization);
    signal.throwIfAborted();
    const answer = await page.visit(this.#authorization, this.#state, signal);
    const { code, iss } = this.#read(answer);
    await auth(provider, { ...common, authorizationCode: code, ...(iss !== undefined && { iss }) });
  }

  /** Whose answer it is comes first: what an answer of somebody else says is not even read (RFC 9207, mix-up). */
  #read(answer: URLSearchParams): { readonly code: string; readonly iss: string | undefined } {
    if (answer.get('state') !== this.#state) {
      throw new McpError(
        'needsSignIn',
        t('The answer from the browser belongs to another sign-in. Use “Sign In” again.'),
      );
    }
    const metadata = this.#discovery?.authorizationServerMetadata;
    const iss = answer.get('iss') ?? undefined;
    validateAuthorizationResponseIssuer({
      iss,
      expectedIssuer: metadata?.issuer,
      issParameterSupported: metadata?.['authorization_response_iss_parameter_supported'] === true,
    });
    const error = answer.get('error');
    if (error !== null) throw new OAuthError(error, answer.get('error_description') ?? '');
    const code = answer.get('code');
    if (code === null || code === '') {
      throw new McpError('needsSignIn', t('The answer from the browser holds no code. Use “Sign In” again.'));
    }
    return { code, iss };
  }

  #provider(): OAuthClientProvider {
    const { page, launch, wallet } = this.#options;
    const clientMetadata = this.#clientMetadata();
    const byHand = launch.clientId !== undefined;
    return {
      redirectUrl: page.url,
      clientMetadata,
      ...(launch.clientMetadataUrl !== undefined && { clientMetadataUrl: launch.clientMetadataUrl }),
      state: () => this.#state,
      clientInformation: (context) => this.#client(context?.issuer),
      ...(!byHand && {
        saveClientInformation: (client: StoredOAuthClientInformation, context?: { issuer: string }) =>
          wallet.saveClient(context?.issuer ?? client.issuer ?? '', client),
      }),
      // A flow is there to get a new token: an old one would end it.
      tokens: () => undefined,
      saveTokens: (tokens: StoredOAuthTokens, context) => this.#saveTokens(tokens, context?.issuer ?? ''),
      redirectToAuthorization: (url) => {
        this.#authorization = url;
      },
      saveCodeVerifier: (verifier) => {
        this.#verifier = verifier;
      },
      codeVerifier: () => this.#verifier,
      discoveryState: () => this.#discovery,
      saveDiscoveryState: (state) => {
        this.#discovery = state;
      },
      invalidateCredentials: async (what) => {
        // What was registered by hand stays bound to its issuer, whatever an authorization server says.
        if (!byHand && (what === 'client' || what === 'all')) await wallet.forgetClient(this.#issuer());
      },
    };
  }

  #clientMetadata(): OAuthClientMetadata {
    const { page, discovery } = this.#options;
    const methods = discovery.authorizationServerMetadata?.token_endpoint_auth_methods_supported ?? [];
    return {
      client_name: 'Countersign',
      redirect_uris: [page.url],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...(methods.includes('none') && { token_endpoint_auth_method: 'none' }),
    };
  }

  async #client(issuer: string = this.#issuer()): Promise<StoredOAuthClientInformation | undefined> {
    const { launch, wallet, page } = this.#options;
    if (launch.clientId === undefined) return wallet.client(issuer, page.url);
    if ((await wallet.boundIssuer(launch.clientId, issuer)) !== issuer) throw otherIssuer(new URL(issuer).host);
    return {
      client_id: launch.clientId,
      ...(launch.clientSecret !== undefined && { client_secret: launch.clientSecret }),
      issuer,
    };
  }

  async #saveTokens(tokens: StoredOAuthTokens, issuer: string): Promise<void> {
    const { launch, wallet } = this.#options;
    if (launch.clientId !== undefined) await wallet.saveClient(issuer, { client_id: launch.clientId, issuer });
    await wallet.saveTokens(issuer, tokens);
  }

  #issuer(): string {
    const { authorizationServerMetadata, authorizationServerUrl } = this.#discovery ?? this.#options.discovery;
    return authorizationServerMetadata?.issuer ?? authorizationServerUrl;
  }
}

/** Whether another redirect URI may help: some authorization servers register web addresses only. */
export function refusesRedirect(error: unknown): boolean {
  return error instanceof RegistrationRejectedError && (error.status === 400 || error.status === 422);
}
