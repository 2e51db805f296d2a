import type { JsonObject } from '../mcp.ts';

/** What a definition says about signing in, with its secrets put in. Part of a launch: never shown, logged or stored. */
export interface SignInLaunch {
  /** Whose sign-in it is: the server's name, where its definition was written, and its URL. The key of what is saved. */
  readonly account: SignInAccount;
  /** Of a client that was registered by hand. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** URL of a Client ID Metadata Document that the person publishes. */
  readonly clientMetadataUrl?: string;
  /** What to ask for, instead of what the server suggests. */
  readonly scopes?: readonly string[];
  /** The only authorization server to use. */
  readonly issuer?: string;
}

/** Whose sign-in it is. */
export interface SignInAccount {
  /** Name of the server. */
  readonly server: string;
  /** Tells definitions of the same name apart. May contain what is secret: hash it. */
  readonly id: string;
}

/** What is saved of one sign-in, by issuer: credentials of one authorization server never reach another one (SEP-2352). */
export interface SavedSignIn {
  /** The issuer whose token is in use. */
  readonly current?: string;
  /** Client registrations, as the SDK keeps them. */
  readonly clients: Readonly<Record<string, JsonObject>>;
  /** Tokens, as the SDK keeps them. */
  readonly tokens: Readonly<Record<string, JsonObject>>;
}

/** Where sign-ins are kept. The real one is VS Code's SecretStorage, which all windows share. */
export interface SignInStore {
  read(account: SignInAccount): Promise<SavedSignIn | undefined>;
  write(account: SignInAccount, saved: SavedSignIn): Promise<void>;
}

/** Why a browser would be opened. */
export interface SignInAsk {
  /** `first`: there is no token. `refused`: the token is refused and cannot be refreshed. `scope`: more permissions are needed. */
  readonly reason: 'first' | 'refused' | 'scope';
  /** Host of the authorization server. Text of the server's. */
  readonly host: string;
  /** What the server asks for, with `scope`. Text of the server's. */
  readonly scopes: readonly string[];
  /** True where a call of the person waits for it, false for what happens in the background. */
  readonly call: boolean;
}

/** A way for the answer to come back from the browser, ready before the person is sent there. */
export interface AnswerPage {
  /** The redirect URI. */
  readonly url: string;
  /**
   * Sends the person to the page of the authorization server and waits for the answer with this `state`.
   * @returns the query of the answer
   * @throws {McpError} `cancelled` when the person gives up or the signal aborts
   */
  visit(authorization: URL, state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** No answer is taken any more. */
  dispose(): void;
}

/** For whom a way back is made, and of which kind. */
export interface AnswerPageOptions {
  readonly issuer: string;
  readonly loopback: boolean;
}

/** What signing in needs from the outside. */
export interface SignInDeps {
  readonly store: SignInStore;
  /**
   * `server` is how the server is called, `issuer` the host of the authorization server. `loopback` asks for a page of this machine, for authorization servers that know no other.
   * Only called after the person's consent.
   */
  answerPage(server: string, options: AnswerPageOptions): Promise<AnswerPage>;
}
