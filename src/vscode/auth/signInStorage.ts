import type * as vscode from 'vscode';
import type { SavedSignIn, SignInAccount, SignInStore } from '../../core/auth/signIn.ts';
import { isObject } from '../../core/util/json.ts';
import type { Sha256 } from '../../core/util/system.ts';

const prefix = 'countersign.signIn.';

interface Stored {
  readonly server: string;
  readonly saved: SavedSignIn;
}

/**
 * Sign-ins in VS Code's SecretStorage, one entry for each server and place where it is written; in it clients and tokens by issuer.
 * Nothing of them is anywhere else.
 */
export class SignInStorage implements SignInStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #sha256: Sha256;

  constructor(secrets: vscode.SecretStorage, sha256: Sha256) {
    this.#secrets = secrets;
    this.#sha256 = sha256;
  }

  async read(account: SignInAccount): Promise<SavedSignIn | undefined> {
    return parse(await this.#secrets.get(this.#key(account)))?.saved;
  }

  async write(account: SignInAccount, saved: SavedSignIn): Promise<void> {
    const stored: Stored = { server: account.server, saved };
    await this.#secrets.store(this.#key(account), JSON.stringify(stored));
  }

  /** Forgets the tokens of every server of this name. Resolves with whether there were any. */
  async signOut(server: string): Promise<boolean> {
    let any = false;
    for (const [key, { saved }] of await this.#of(server)) {
      any ||= Object.keys(saved.tokens).length > 0;
      await this.#secrets.store(key, JSON.stringify({ server, saved: { clients: saved.clients, tokens: {} } }));
    }
    return any;
  }

  /** Forgets everything of every server of this name. Resolves with whether there was anything. */
  async forget(server: string): Promise<boolean> {
    const all = await this.#of(server);
    for (const [key] of all) await this.#secrets.delete(key);
    return all.length > 0;
  }

  async #of(server: string): Promise<readonly (readonly [string, Stored])[]> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const all = await Promise.all(keys.map(async (key) => [key, parse(await this.#secrets.get(key))] as const));
    return all.flatMap(([key, stored]) => (stored?.server === server ? [[key, stored] as const] : []));
  }

  /** Hashed: a URL in it may hold a key. */
  #key({ id }: SignInAccount): string {
    return prefix + this.#sha256(id);
  }
}

/** What we wrote ourselves; anything else counts as absent. */
function parse(text: string | undefined): Stored | undefined {
  if (text === undefined) return undefined;
  try {
    const stored: unknown = JSON.parse(text);
    if (!isObject(stored) || typeof stored['server'] !== 'string' || !isObject(stored['saved'])) return undefined;
    const { clients, tokens } = stored['saved'];
    return isObject(clients) && isObject(tokens) ? (stored as unknown as Stored) : undefined;
  } catch {
    return undefined;
  }
}
