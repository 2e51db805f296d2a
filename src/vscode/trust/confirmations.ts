import type * as vscode from 'vscode';
import type { ServerDefinition } from '../../core/servers/definition.ts';
import type { Confirmations } from '../../core/servers/managedServer.ts';

const key = 'countersign.confirmed';

/** A confirmed definition, as it is stored. */
interface Confirmed {
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * Which launch definitions a person has confirmed, by hash: a changed byte is another hash and asks again. It is kept for the
 * workspace, since a definition of a folder, or one that depends on the folder, means something only there. A definition in the
 * person's own user settings that says the same everywhere needs no confirmation: writing it was one.
 */
export class ConfirmationStore implements Confirmations {
  readonly #memento: vscode.Memento;
  readonly #now: () => number;

  constructor(memento: vscode.Memento, now: () => number) {
    this.#memento = memento;
    this.#now = now;
  }

  isConfirmed(definition: ServerDefinition): boolean {
    if (definition.source.kind === 'user' && !definition.dependsOnFolder) return true;
    return Object.hasOwn(this.#all(), definition.hash);
  }

  /** Whether some definition of this name was confirmed here: then another one is a change. */
  knows(name: string): boolean {
    return Object.values(this.#all()).some((confirmed) => confirmed.name === name);
  }

  async confirm(definition: ServerDefinition): Promise<void> {
    const entry: Confirmed = { name: definition.name, at: this.#now() };
    await this.#memento.update(key, { ...this.#all(), [definition.hash]: entry });
  }

  #all(): Readonly<Record<string, Confirmed>> {
    const stored: unknown = this.#memento.get(key);
    // Unreadable is unconfirmed.
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, Confirmed>) : {};
  }
}
