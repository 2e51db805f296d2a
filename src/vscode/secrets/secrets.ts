import * as vscode from 'vscode';
import type { Sha256 } from '../../core/util/system.ts';

/** A saved secret as it can be listed: what it is for, never what it is. */
export interface SavedSecret {
  readonly key: string;
  readonly purpose:
    | { readonly kind: 'apiKey'; readonly endpoint: string; readonly baseUrl: string }
    | { readonly kind: 'input'; readonly server: string; readonly input: string; readonly definition: string };
}

interface Stored {
  readonly purpose: SavedSecret['purpose'];
  readonly value: string;
}

const prefix = 'countersign.secret.';

/**
 * API keys and server inputs in VS Code's SecretStorage. A key is bound to its endpoint's id *and* base URL, an input to the hash of
 * the definition that asked for it: change either, and the secret is not found. So a secret never reaches a place that it was not
 * saved for.
 */
export class Secrets implements vscode.Disposable {
  readonly #storage: vscode.SecretStorage;
  readonly #sha256: Sha256;
  readonly #onRead: (value: string) => void;
  readonly #change = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** A secret was saved or forgotten, here or in another window. */
  readonly onDidChange = this.#change.event;

  /** `onRead` is told every secret that is read or saved, so that it can be kept out of records. */
  constructor(storage: vscode.SecretStorage, sha256: Sha256, onRead: (value: string) => void) {
    this.#onRead = onRead;
    this.#storage = storage;
    this.#sha256 = sha256;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#change.fire();
    });
  }

  apiKey(endpoint: string, baseUrl: string): Promise<string | undefined> {
    return this.#get({ kind: 'apiKey', endpoint, baseUrl });
  }

  async setApiKey(endpoint: string, baseUrl: string, value: string): Promise<void> {
    await this.#set({ kind: 'apiKey', endpoint, baseUrl }, value);
  }

  /** A saved input of a server; `definition` is the hash of its definition. */
  input(server: string, definition: string, input: string): Promise<string | undefined> {
    return this.#get({ kind: 'input', server, definition, input });
  }

  async setInput(server: string, definition: string, input: string, value: string): Promise<void> {
    await this.#set({ kind: 'input', server, definition, input }, value);
  }

  /** Everything that is saved, without its value. */
  async list(): Promise<readonly SavedSecret[]> {
    const keys = (await this.#storage.keys()).filter((key) => key.startsWith(prefix));
    const all = await Promise.all(
      keys.map(async (key): Promise<SavedSecret | undefined> => {
        const stored = parse(await this.#storage.get(key));
        return stored && { key, purpose: stored.purpose };
      }),
    );
    return all.filter((saved) => saved !== undefined);
  }

  async forget(secret: SavedSecret): Promise<void> {
    await this.#storage.delete(secret.key);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#change.dispose();
  }

  async #get(purpose: SavedSecret['purpose']): Promise<string | undefined> {
    const value = parse(await this.#storage.get(this.#key(purpose)))?.value;
    if (value !== undefined) this.#onRead(value);
    return value;
  }

  async #set(purpose: SavedSecret['purpose'], value: string): Promise<void> {
    this.#onRead(value);
    await this.#storage.store(this.#key(purpose), JSON.stringify({ purpose, value } satisfies Stored));
  }

  /** Hashed: an endpoint's id or a server's name may contain anything. */
  #key(purpose: SavedSecret['purpose']): string {
    const parts =
      purpose.kind === 'apiKey'
        ? ['apiKey', purpose.endpoint, purpose.baseUrl]
        : ['input', purpose.server, purpose.definition, purpose.input];
    return prefix + this.#sha256(JSON.stringify(parts));
  }
}

/** What we wrote ourselves; anything else counts as absent. */
function parse(text: string | undefined): Stored | undefined {
  if (text === undefined) return undefined;
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    return stored.purpose && typeof stored.value === 'string' ? (stored as Stored) : undefined;
  } catch {
    return undefined;
  }
}
