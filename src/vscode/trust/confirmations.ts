import type * as vscode from 'vscode';
import type { DefinitionSource, DisclosureLine, ServerDefinition } from '../../core/servers/definition.ts';
import { disclose } from '../../core/servers/disclosure.ts';
import type { Confirmations } from '../../core/servers/managedServer.ts';
import { type ComparedLine, compareLines, type KeptLine, keepLines } from '../../core/trust/confirmedLines.ts';
import { serverKey } from '../../core/trust/serverKey.ts';
import type { Sha256 } from '../../core/util/system.ts';

const key = 'countersign.confirmed';
const lastKey = 'countersign.lastConfirmed';

/** A confirmed definition, as it is stored. */
interface Confirmed {
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** The definition of a server that was confirmed last: its lines, without secrets. */
export interface LastConfirmed {
  readonly hash: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly lines: readonly KeptLine[];
}

/**
 * Which launch definitions a person has confirmed, by hash: a changed byte is another hash and asks again. It is kept for the
 * workspace, since a definition of a folder, or one that depends on the folder, means something only there. A definition in the
 * person's own user settings that says the same everywhere, and runs no command of VS Code, needs no confirmation: writing it was one.
 */
export class ConfirmationStore implements Confirmations {
  readonly #memento: vscode.Memento;
  readonly #now: () => number;
  readonly #sha256: Sha256;

  constructor(memento: vscode.Memento, now: () => number, sha256: Sha256) {
    this.#memento = memento;
    this.#now = now;
    this.#sha256 = sha256;
  }

  isConfirmed(definition: ServerDefinition): boolean {
    const runsCommand = definition.inputs?.some(({ type }) => type === 'command') === true;
    if (definition.source.kind === 'user' && !definition.dependsOnFolder && !runsCommand) return true;
    return Object.hasOwn(this.#all(), definition.hash);
  }

  /** The lines of a definition beside those that were last confirmed of this server, as written in this place. */
  compare(
    definition: ServerDefinition,
    lines: readonly DisclosureLine[],
  ): { readonly lines: readonly ComparedLine[]; readonly confirmedAt: number | undefined } {
    const last = this.#lastOf()[serverKey(definition)];
    if (last === undefined || !Array.isArray(last.lines)) {
      return { lines: lines.map((line) => ({ ...line, mark: 'same' })), confirmedAt: undefined };
    }
    return { lines: compareLines(last.lines, lines, this.#sha256), confirmedAt: last.at };
  }

  async confirm(definition: ServerDefinition): Promise<void> {
    const at = this.#now();
    const entry: Confirmed = { name: definition.name, at };
    const lines = keepLines(disclose(definition), this.#sha256);
    const last: LastConfirmed = { hash: definition.hash, at, lines };
    await this.#memento.update(lastKey, { ...this.#lastOf(), [serverKey(definition)]: last });
    await this.#memento.update(key, { ...this.#all(), [definition.hash]: entry });
  }

  /** Forgets every confirmation of a server of this name, wherever it was written; without a name, all of them. */
  async forget(server?: { readonly name: string; readonly source: DefinitionSource }): Promise<void> {
    const all = server && Object.entries(this.#all()).filter(([, { name }]) => name !== server.name);
    const last = server && Object.entries(this.#lastOf()).filter(([known]) => known !== serverKey(server));
    await this.#memento.update(key, all && Object.fromEntries(all));
    await this.#memento.update(lastKey, last && Object.fromEntries(last));
  }

  #lastOf(): Readonly<Record<string, LastConfirmed>> {
    const stored: unknown = this.#memento.get(lastKey);
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, LastConfirmed>) : {};
  }

  #all(): Readonly<Record<string, Confirmed>> {
    const stored: unknown = this.#memento.get(key);
    // Unreadable is unconfirmed.
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, Confirmed>) : {};
  }
}
