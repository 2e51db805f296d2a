import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client';
import type { SavedSignIn, SignInAccount, SignInStore } from '../../core/auth/signIn.ts';
import type { JsonObject } from '../../core/mcp.ts';

const NOTHING: SavedSignIn = { clients: {}, tokens: {} };

/** What is saved of one server's sign-in. Read anew where another window may have changed it. */
export class Wallet {
  readonly #store: SignInStore;
  readonly #account: SignInAccount;
  readonly #onSecrets: (secrets: readonly string[]) => void;
  #saved: SavedSignIn | undefined;

  constructor(store: SignInStore, account: SignInAccount, onSecrets: (secrets: readonly string[]) => void) {
    this.#store = store;
    this.#account = account;
    this.#onSecrets = onSecrets;
  }

  /** Looks at the store again. */
  async refresh(): Promise<void> {
    this.#saved = (await this.#store.read(this.#account)) ?? NOTHING;
    for (const kept of [...Object.values(this.#saved.tokens), ...Object.values(this.#saved.clients)])
      this.#onSecrets(secretsIn(kept));
  }

  /** The token that goes with requests to the server. */
  async accessToken(): Promise<string | undefined> {
    const { current, tokens } = await this.#all();
    const token = current === undefined ? undefined : own(tokens, current)?.['access_token'];
    return typeof token === 'string' ? token : undefined;
  }

  /** The issuer whose token is in use, and what it was given for. */
  async granted(): Promise<{ readonly issuer: string; readonly scope: string | undefined } | undefined> {
    const { current, tokens } = await this.#all();
    if (current === undefined) return undefined;
    const scope = own(tokens, current)?.['scope'];
    return { issuer: current, scope: typeof scope === 'string' ? scope : undefined };
  }

  async tokens(issuer: string): Promise<StoredOAuthTokens | undefined> {
    return own((await this.#all()).tokens, issuer) as StoredOAuthTokens | undefined;
  }

  /** The client that is registered at this issuer; with `redirect` only one that was registered for this address. */
  async client(issuer: string, redirect?: string): Promise<StoredOAuthClientInformation | undefined> {
    const client = own((await this.#all()).clients, issuer);
    const registered = client?.['redirect_uris'];
    if (redirect !== undefined && Array.isArray(registered) && !registered.includes(redirect)) return undefined;
    return client as StoredOAuthClientInformation | undefined;
  }

  /** The issuer that a client registered by hand was used with; `issuer` when it was with none yet. */
  async boundIssuer(clientId: string, issuer: string): Promise<string> {
    const bound = Object.entries((await this.#all()).clients).filter(([, client]) => client['client_id'] === clientId);
    return bound.length === 0 || bound.some(([known]) => known === issuer) ? issuer : (bound[0]?.[0] ?? issuer);
  }

  async saveClient(issuer: string, client: StoredOAuthClientInformation): Promise<void> {
    const all = await this.#all();
    const kept = client as JsonObject;
    this.#onSecrets(secretsIn(kept));
    await this.#write({ ...all, clients: { ...all.clients, [issuer]: kept } });
  }

  /** The tokens of other issuers go: one is in use. */
  async saveTokens(issuer: string, tokens: StoredOAuthTokens): Promise<void> {
    const kept = tokens as JsonObject;
    this.#onSecrets(secretsIn(kept));
    await this.#write({ ...(await this.#all()), current: issuer, tokens: { [issuer]: kept } });
  }

  async forgetTokens(): Promise<void> {
    const { clients } = await this.#all();
    await this.#write({ clients, tokens: {} });
  }

  async forgetClient(issuer: string): Promise<void> {
    const all = await this.#all();
    const { [issuer]: _gone, ...clients } = all.clients;
    await this.#write({ ...all, clients });
  }

  async #all(): Promise<SavedSignIn> {
    if (this.#saved === undefined) await this.refresh();
    return this.#saved ?? NOTHING;
  }

  async #write(saved: SavedSignIn): Promise<void> {
    this.#saved = saved;
    await this.#store.write(this.#account, saved);
  }
}

function own(record: Readonly<Record<string, JsonObject>>, key: string): JsonObject | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

const SECRET_FIELDS = ['access_token', 'refresh_token', 'id_token', 'client_secret', 'registration_access_token'];

function secretsIn(answer: JsonObject): string[] {
  return SECRET_FIELDS.map((name) => answer[name]).filter(
    (value) => typeof value === 'string' && value !== '',
  ) as string[];
}
