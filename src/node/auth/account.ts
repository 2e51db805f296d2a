import {
  type AuthorizationServerMetadata,
  computeScopeUnion,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  discoverOAuthServerInfo,
  OAuthError,
  type OAuthServerInfo,
  refreshAuthorization,
  resourceUrlFromServerUrl,
  checkResourceAllowed,
} from '@modelcontextprotocol/client';
import { MetadataUrls } from '../../core/auth/metadataUrls.ts';
import type { SignInAsk, SignInDeps, SignInLaunch } from '../../core/auth/signIn.ts';
import { McpError } from '../../core/errors.ts';
import { SharedWork } from '../../core/util/sharedWork.ts';
import { unlessAborted } from '../../core/util/unlessAborted.ts';
import { cancelError } from '../mcp/requests.ts';
import { AnswerFetch } from './answers.ts';
import { refusesRedirect, SignInFlow } from './flow.ts';
import { checkForBrowser, guardedFetch, type GuardedFetchOptions, type Resolve } from './guardedFetch.ts';
import { Wallet } from './wallet.ts';
import { SignInNeeded } from './needed.ts';
import { signInFailure } from './words.ts';
import { t } from '../../core/text/l10n.ts';

/** Why a request was refused: HTTP 401, or 403 for want of a permission. */
export interface Challenge {
  readonly status: 401 | 403;
  readonly resourceMetadataUrl: URL | undefined;
  readonly scope: string | undefined;
}

/** What an account is made with. */
export interface AccountOptions {
  /** The server's URL. */
  readonly url: string;
  readonly launch: SignInLaunch;
  readonly deps: SignInDeps;
  /** Whether a browser may be opened now. */
  maySignIn(ask: SignInAsk): Promise<boolean>;
  /** Is told every secret as soon as it is known. */
  onSecrets(secrets: readonly string[]): void;
  ownConnection?(url: URL): boolean;
  readonly resolve?: Resolve | undefined;
}

/** A refusal while the connection was made, and the token that was sent. */
export interface Blocked {
  readonly challenge: Challenge;
  readonly used: string | undefined;
}

/** How a token is renewed. */
export interface RenewOptions {
  /** False after a refresh whose token was refused as well. */
  readonly refresh: boolean;
  /** Whether a call of the person waits. */
  readonly call: boolean;
  readonly signal: AbortSignal;
}

/** How there came to be another token. */
export type Renewal = 'refreshed' | 'signedIn' | 'changed';

/** The sign-in at one server: which token goes with its requests, and how there comes to be another one. */
export class Account {
  readonly #options: AccountOptions;
  readonly #wallet: Wallet;
  readonly #guard: GuardedFetchOptions;
  readonly #answers: AnswerFetch;
  #renewing: SharedWork<Renewal> | undefined;
  /** What was asked for last: an authorization server may not repeat it. */
  #requested: string | undefined;
  /** The refusal that ended the last attempt to connect. */
  blocked: Blocked | undefined;

  constructor(options: AccountOptions) {
    const { url, launch, deps } = options;
    this.#options = options;
    this.#guard = {
      urls: new MetadataUrls({ server: url, issuer: launch.issuer }),
      resolve: options.resolve,
      ownConnection: (one) => options.ownConnection?.(one) ?? true,
    };
    this.#answers = new AnswerFetch(guardedFetch(this.#guard));
    this.#wallet = new Wallet(deps.store, launch.account, (secrets) => {
      this.#answers.remember(secrets);
      options.onSecrets(secrets);
    });
    if (launch.clientSecret !== undefined) this.#answers.remember([launch.clientSecret]);
  }

  /** Goes with requests to this origin only. */
  get origin(): string {
    return new URL(this.#options.url).origin;
  }

  token(): Promise<string | undefined> {
    return this.#wallet.accessToken();
  }

  /**
   * Gets another token than the one that was `used`. Several requests that are refused at once wait for the same, each until its own
   * signal aborts; when nobody waits any more, no browser is opened and no answer of it is taken.
   * @throws {SignInNeeded} when only a person could help and may not be asked, or does not want to
   * @throws {McpError} when it failed
   */
  async renew(challenge: Challenge, used: string | undefined, options: RenewOptions): Promise<Renewal> {
    try {
      // A refresh that is under way ends before another may begin: its token is good for one.
      while (this.#renewing?.abandoned) await unlessAborted(this.#renewing.over, options.signal);
      this.#renewing ??= this.#begin(challenge, used, options);
      return await this.#renewing.join(options.signal);
    } catch (error) {
      throw options.signal.aborted ? cancelError(options.signal.reason) : error;
    }
  }

  #begin(challenge: Challenge, used: string | undefined, options: RenewOptions): SharedWork<Renewal> {
    const work = new SharedWork((signal) => this.#renew(challenge, used, { ...options, signal }));
    void work.over.then(() => {
      this.#renewing = undefined;
    });
    return work;
  }

  async #renew(challenge: Challenge, used: string | undefined, options: RenewOptions): Promise<Renewal> {
    await this.#wallet.refresh();
    const token = await this.#wallet.accessToken();
    if (token !== undefined && token !== used) return 'changed';
    const info = await this.#discover(challenge);
    if (challenge.status === 401 && options.refresh && (await this.#refresh(info))) return 'refreshed';
    const reason = challenge.status === 403 ? 'scope' : used === undefined ? 'first' : 'refused';
    const scopes = (challenge.scope ?? '').split(/\s+/).filter((one) => one !== '');
    const ask: SignInAsk = { reason, host: hostOf(info), scopes: reason === 'scope' ? scopes : [], call: options.call };
    options.signal.throwIfAborted();
    if (!(await unlessAborted(this.#options.maySignIn(ask), options.signal))) throw new SignInNeeded(ask);
    await this.#signIn(info, challenge, options.signal);
    return 'signedIn';
  }

  /** Asked for anew each time: the server may have moved to another authorization server (SEP-2352). */
  async #discover({ resourceMetadataUrl }: Challenge): Promise<OAuthServerInfo> {
    const { url } = this.#options;
    let info: OAuthServerInfo;
    try {
      info = await this.#ask(resourceMetadataUrl);
    } catch (error) {
      throw signInFailure(error, new URL(url).host, undefined);
    }
    if (info.resourceMetadata === undefined && info.authorizationServerMetadata === undefined) throw nothingSaid(url);
    const metadata = info.authorizationServerMetadata;
    if (metadata === undefined) {
      throw new McpError(
        'connection',
        t(
          '{0}, the authorization server that the server names, has no metadata. Ask the server’s operator.',
          hostOf(info),
        ),
      );
    }
    // MUST of the specification: without the field nobody knows whether the code is protected.
    if (metadata.code_challenge_methods_supported?.includes('S256') !== true) {
      throw new McpError(
        'connection',
        t(
          '{0} does not say that it protects the sign-in with PKCE (S256), which the protocol demands. Ask the server’s operator.',
          hostOf(info),
        ),
      );
    }
    this.#checkPageOwner(info, metadata);
    return info;
  }

  /**
   * An authorization server whose page is on another host, and whose answers do not say whose they are, may send the person to the
   * page of somebody else and keep the code that comes back (mix-up). Then only the definition can vouch for it.
   * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.4
   */
  #checkPageOwner(info: OAuthServerInfo, metadata: AuthorizationServerMetadata): void {
    if (this.#options.launch.issuer !== undefined) return;
    if (metadata['authorization_response_iss_parameter_supported'] === true) return;
    const page = URL.parse(metadata.authorization_endpoint);
    if (page?.origin === new URL(issuerOf(info)).origin) return;
    throw new McpError(
      'connection',
      t(
        '{0}, the authorization server that the server names, sends to a sign-in page at {1} and does not say whose answers are whose, so a code could end with the wrong one. If you trust it, write {2} as “issuer” under “oauth” in the server’s definition.',
        hostOf(info),
        page?.host ?? t('no address'),
        issuerOf(info),
      ),
    );
  }

  /** The authorization server of the definition, else the first one that the server names. */
  async #ask(resourceMetadataUrl: URL | undefined): Promise<OAuthServerInfo> {
    const { url, launch } = this.#options;
    const fetchFn = this.#answers.fetch;
    const where = resourceMetadataUrl && { resourceMetadataUrl };
    if (launch.issuer === undefined) return discoverOAuthServerInfo(url, { fetchFn, ...where });
    const authorizationServerMetadata = await discoverAuthorizationServerMetadata(launch.issuer, { fetchFn });
    const resourceMetadata = await discoverOAuthProtectedResourceMetadata(url, where, fetchFn).catch(
      (error: unknown) => {
        if (error instanceof TypeError) throw error;
        // There is none; then the token is for no resource in particular.
        return undefined;
      },
    );
    return {
      authorizationServerUrl: launch.issuer,
      ...(authorizationServerMetadata && { authorizationServerMetadata }),
      ...(resourceMetadata && { resourceMetadata }),
    };
  }

  /** @returns false when only a person can help */
  async #refresh(info: OAuthServerInfo): Promise<boolean> {
    const issuer = issuerOf(info);
    const { launch } = this.#options;
    const tokens = await this.#wallet.tokens(issuer);
    const saved = await this.#wallet.client(issuer);
    if (tokens?.refresh_token === undefined || saved === undefined) return false;
    const secret = launch.clientSecret;
    try {
      const next = await refreshAuthorization(info.authorizationServerUrl, {
        ...(info.authorizationServerMetadata && { metadata: info.authorizationServerMetadata }),
        clientInformation: { ...saved, ...(secret !== undefined && { client_secret: secret }) },
        refreshToken: tokens.refresh_token,
        ...(info.resourceMetadata && { resource: this.#resourceOf(info.resourceMetadata.resource) }),
        fetchFn: this.#answers.fetch,
      });
      await this.#wallet.saveTokens(issuer, { ...next, scope: next.scope ?? tokens.scope, issuer });
      return true;
    } catch (error) {
      if (error instanceof OAuthError) {
        // What was registered by hand stays bound to its issuer, whatever an authorization server says.
        const ours = launch.clientId === undefined;
        if (ours && (error.code === 'invalid_client' || error.code === 'unauthorized_client'))
          await this.#wallet.forgetClient(issuer);
        return false;
      }
      throw signInFailure(error, hostOf(info), this.#answers.detail);
    }
  }

  /** The resource indicator (RFC 8707), as the server writes it. */
  #resourceOf(resource: string): string {
    const requestedResource = resourceUrlFromServerUrl(this.#options.url);
    if (checkResourceAllowed({ requestedResource, configuredResource: resource })) return resource;
    throw new Error(`Protected resource ${resource} does not match`);
  }

  async #signIn(info: OAuthServerInfo, challenge: Challenge, signal: AbortSignal): Promise<void> {
    this.#answers.detail = undefined;
    try {
      await this.#through(info, challenge, signal, false).catch(async (error: unknown) => {
        if (!refusesRedirect(error)) throw error;
        await this.#through(info, challenge, signal, true);
      });
    } catch (error) {
      const described = error instanceof OAuthError ? error.message : '';
      const detail = this.#answers.detail ?? this.#answers.clean(described);
      throw signInFailure(error, hostOf(info), detail);
    }
  }

  async #through(info: OAuthServerInfo, challenge: Challenge, signal: AbortSignal, loopback: boolean): Promise<void> {
    const { url, launch, deps } = this.#options;
    const page = await deps.answerPage(launch.account.server, { issuer: hostOf(info), loopback });
    try {
      const scope = await this.#scopeFor(challenge);
      this.#requested = scope;
      const flow = new SignInFlow({
        serverUrl: url,
        launch,
        wallet: this.#wallet,
        page,
        discovery: info,
        scope,
        fetch: this.#answers.fetch,
        checkPage: (authorization) => checkForBrowser(authorization, this.#guard),
      });
      await flow.run(signal);
    } finally {
      page.dispose();
    }
  }

  /** What the definition says, else what the server asks for; a step up keeps what was given before (SEP-2350). */
  async #scopeFor({ status, scope }: Challenge): Promise<string | undefined> {
    const written = this.#options.launch.scopes?.join(' ');
    if (status === 401) return written ?? scope;
    const granted = (await this.#wallet.granted())?.scope;
    return computeScopeUnion(written, this.#requested, granted, scope);
  }
}

function nothingSaid(url: string): McpError {
  const { origin, pathname } = new URL(url);
  return new McpError(
    'connection',
    t(
      '{0}{1} asks for authorization (HTTP 401) and does not say where to sign in. Check the headers in its definition.',
      origin,
      pathname,
    ),
  );
}

function issuerOf({ authorizationServerMetadata, authorizationServerUrl }: OAuthServerInfo): string {
  return authorizationServerMetadata?.issuer ?? authorizationServerUrl;
}

function hostOf(info: OAuthServerInfo): string {
  return new URL(issuerOf(info)).host;
}
