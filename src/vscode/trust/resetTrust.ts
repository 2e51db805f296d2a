import * as vscode from 'vscode';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import type { PinBook } from '../../core/trust/pinBook.ts';
import type { ConfirmationStore } from './confirmations.ts';
import { t } from '../../core/text/l10n.ts';

export interface ResetTrustOptions {
  readonly manager: ServerManager;
  readonly confirmations: ConfirmationStore;
  readonly pins: PinBook;
}

const whatIsForgotten = t(
  'Forgotten are the confirmation of what runs, and what is remembered of the tools, prompts and instructions: the next list is taken as the first one, and nothing of it will count as changed. Secrets, settings and the ledger stay.',
);

/** *Reset Trust*: what was confirmed and remembered is forgotten, once a person has read that. */
export class ResetTrust {
  readonly #options: ResetTrustOptions;

  constructor(options: ResetTrustOptions) {
    this.#options = options;
  }

  async one(server: ManagedServer): Promise<void> {
    const name = displayText(server.name, 60);
    const detail = t(
      '{0} The server is stopped, and asks to be confirmed where its definition needs that.',
      whatIsForgotten,
    );
    if (!(await agreed(t('Reset the trust in the server {0}?', name), detail))) return;
    await this.#forget([server], { name: server.name, source: server.entry.source });
    void vscode.window.showInformationMessage(t('The trust in {0} was reset.', name));
  }

  async all(): Promise<void> {
    const detail = t(
      '{0} This goes for every server of this workspace, and what is remembered of tools for those of other workspaces too. All servers are stopped, and ask to be confirmed where their definitions need that.',
      whatIsForgotten,
    );
    if (!(await agreed(t('Reset the trust in all servers?'), detail))) return;
    await this.#forget(this.#options.manager.servers, undefined);
    void vscode.window.showInformationMessage(t('The trust in all servers was reset.'));
  }

  async #forget(servers: readonly ManagedServer[], which: Parameters<ConfirmationStore['forget']>[0]): Promise<void> {
    const { confirmations, pins } = this.#options;
    const rested = new Set(servers.filter(({ state }) => state.kind === 'stopped' || state.kind === 'untrusted'));
    // First the end: a server that still runs would be remembered again.
    await Promise.all(servers.map((server) => server.stop()));
    await confirmations.forget(which);
    await pins.forget(which);
    for (const server of servers) {
      const { definition } = server;
      // What needs no confirmation stays stopped: whoever starts it again takes what it lists then.
      if (rested.has(server) || !definition || confirmations.isConfirmed(definition)) continue;
      void server.start({ interactive: false });
    }
  }
}

/** A modal, since nothing brings back what is forgotten. */
async function agreed(question: string, detail: string): Promise<boolean> {
  const yes = t('Reset Trust');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
