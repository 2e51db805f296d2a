import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { PinBook } from '../../core/trust/pinBook.ts';
import type { PinChange } from '../../core/trust/change.ts';
import type { ServerPins } from '../../core/trust/serverPins.ts';
import type { Log } from '../../core/util/system.ts';
import type { FromConfirm, ToConfirm } from '../../shared/confirm.ts';
import { setContextKey } from '../contextKeys.ts';
import { panels } from '../manifest.ts';
import { pageHtml, panelIcon, send, webviewOptions } from '../webviews/page.ts';
import type { ChangeDocuments } from './changeDocuments.ts';
import { changeView } from './changeView.ts';
import type { ConfirmationStore } from './confirmations.ts';
import { ConfirmList, type Unconfirmed } from './confirmList.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** How long the notification waits for further definitions, in milliseconds. */
const ANNOUNCE_AFTER = 500;

export interface ConfirmPanelOptions {
  readonly manager: ServerManager;
  readonly confirmations: ConfirmationStore;
  readonly pins: PinBook;
  readonly documents: ChangeDocuments;
  readonly extension: vscode.Uri;
  readonly now: () => number;
  readonly log: Log;
}

function waiting(manager: ServerManager): readonly Unconfirmed[] {
  return manager.servers.flatMap(({ state }) => (state.kind === 'needsConfirmation' ? [state] : []));
}

/** All that is not what was remembered; what a call waits for comes first. */
function changesOf(manager: ServerManager): readonly PinChange[] {
  const all = manager.servers.flatMap(({ pins }) =>
    (pins?.changes ?? []).map((change) => ({ change, waits: pins?.waits(change.id) === true })),
  );
  return [...all.filter(({ waits }) => waits), ...all.filter(({ waits }) => !waits)].map(({ change }) => change);
}

/** The one place where launch definitions are confirmed: all that wait, each in full, one button a server; and the changes of tools too. */
export class ConfirmPanel implements vscode.Disposable {
  readonly #options: ConfirmPanelOptions;
  readonly #list: ConfirmList;
  readonly #subscriptions = new DisposableStore();
  /** Hashes that a notification has named already. */
  readonly #announced = new Set<string>();
  #panel: vscode.WebviewPanel | undefined;
  #ready = false;
  /** True once the person has confirmed or put aside something on this page. */
  #acted = false;
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConfirmPanelOptions) {
    this.#options = options;
    this.#list = new ConfirmList(options.now);
    this.#subscriptions.add(options.manager.onDidChange(() => this.#update()));
    this.#subscriptions.add(options.pins.onDidAsk(() => this.show()));
    this.#update();
  }

  show(): void {
    const { manager } = this.#options;
    this.#update();
    if (!this.#panel && waiting(manager).length === 0 && changesOf(manager).length === 0) {
      void vscode.window.showInformationMessage(t('No server waits to be confirmed, and no tool has changed.'));
      return;
    }
    this.#acted = false;
    this.#list.restore();
    if (this.#panel) {
      this.#panel.reveal();
      this.#send();
      return;
    }
    this.#open();
  }

  #open(): void {
    const { extension } = this.#options;
    const panel = vscode.window.createWebviewPanel(
      panels.confirm,
      this.#title,
      vscode.ViewColumn.Active,
      webviewOptions(extension),
    );
    this.#panel = panel;
    panel.iconPath = panelIcon(extension);
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#outOfSight();
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#outOfSight();
      this.#refuseAll();
    });
    panel.webview.html = pageHtml(panel.webview, extension, { title: t('Confirm Servers'), bundle: 'confirm' });
  }

  dispose(): void {
    clearTimeout(this.#announcing);
    this.#subscriptions.dispose();
    this.#panel?.dispose();
  }

  #outOfSight(): void {
    this.#ready = false;
    this.#list.forgetRendered();
  }

  #update(): void {
    const all = waiting(this.#options.manager);
    setContextKey('countersign.unconfirmed', all.length);
    if (this.#list.update(all, changesOf(this.#options.manager))) this.#show();
    // Definitions arrive one after the other when a window opens: one notification is for all of them.
    if (all.length > 0) this.#announcing ??= setTimeout(() => this.#announce(), ANNOUNCE_AFTER);
  }

  /** One notification for all that wait, again only when another definition joins them. */
  #announce(): void {
    this.#announcing = undefined;
    const all = waiting(this.#options.manager);
    if (this.#panel?.visible) return;
    const fresh = all.filter(({ definition }) => !this.#announced.has(definition.hash));
    if (fresh.length === 0) return;
    for (const { definition } of fresh) this.#announced.add(definition.hash);
    const names = all.map(({ definition }) => displayText(definition.name, 40));
    const text = plural(
      names.length,
      'The MCP server {1} waits for you to confirm what it runs.',
      '{0} MCP servers ({1}) wait for you to confirm what they run.',
      displayText(names.join(', '), 200),
    );
    void vscode.window.showInformationMessage(text, t('Look at It')).then((choice) => {
      if (choice !== undefined) this.show();
    });
  }

  async #receive(message: unknown): Promise<void> {
    const { fromConfirmSchema } = await import('../../shared/confirm.ts');
    const parsed = fromConfirmSchema.safeParse(message);
    if (!parsed.success) {
      this.#options.log.warn('The page that confirms servers sent a message that is none; it was ignored.');
      return;
    }
    void this.#act(parsed.data).catch((error: unknown) =>
      this.#options.log.error(`Confirm servers: ${messageOf(error)}`),
    );
  }

  async #act(message: FromConfirm): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#list.forgetRendered();
        return this.#send();
      case 'rendered':
        if (this.#ready && this.#list.rendered(message.revision))
          this.#post({ type: 'seen', revision: message.revision });
        return;
      case 'dismiss':
        this.#acted = true;
        this.#list.dismiss(message.hash);
        return this.#show();
      case 'problem':
        return this.#options.log.error(`Confirm servers, in the page: ${message.message}`);
      case 'confirm':
        return this.#confirm(message.hash, message.revision);
      case 'accept':
        return this.#accept(message.id, message.revision);
      case 'refuse':
        this.#acted = true;
        await this.#pinsOf(message.id)?.refuse(message.id);
        this.#list.dismiss(message.id);
        return this.#show();
      case 'compare': {
        const change = this.#pinsOf(message.id)?.changes.find(({ id }) => id === message.id);
        return change && this.#options.documents.show(change);
      }
    }
  }

  /** Whether a click counts; when not, the page says why. */
  #taken(id: string, revision: number): boolean {
    const panel = this.#panel;
    const sight = { visible: panel?.visible === true, focused: panel?.active === true && vscode.window.state.focused };
    const taken = this.#list.mayConfirm(id, revision, sight);
    if (!taken.taken) this.#post({ type: 'notTaken', hash: id, message: taken.message });
    return taken.taken;
  }

  async #accept(id: string, revision: number): Promise<void> {
    if (!this.#taken(id, revision)) return;
    this.#acted = true;
    try {
      await this.#pinsOf(id)?.accept(id);
    } catch (error) {
      return this.#post({ type: 'notTaken', hash: id, message: messageOf(error) });
    }
    this.#options.log.info(`Accepted the change ${id.slice(0, 12)}….`);
    this.#update();
  }

  /** A closed page is no yes. */
  #refuseAll(): void {
    for (const { pins } of this.#options.manager.servers)
      for (const { id } of pins?.changes ?? []) void pins?.refuse(id);
  }

  #pinsOf(id: string): ServerPins | undefined {
    return this.#options.manager.servers.find(({ pins }) => pins?.changes.some((change) => change.id === id))?.pins;
  }

  /** What the tab says: what a person is asked about. */
  get #title(): string {
    return this.#list.shown.length === 0 && this.#list.shownChanges.length > 0
      ? t('Changed Tools')
      : t('Confirm Servers');
  }

  async #confirm(hash: string, revision: number): Promise<void> {
    if (!this.#taken(hash, revision)) return;
    const server = this.#options.manager.servers.find((one) => waitsWith(one, hash));
    if (server?.state.kind !== 'needsConfirmation') return;
    await this.#options.confirmations.confirm(server.state.definition);
    this.#options.log.info(`Confirmed the definition ${hash.slice(0, 12)}… of ${server.name}.`);
    this.#acted = true;
    // Its state changes, and with it the page.
    await server.start({ interactive: true });
  }

  /** The page closes when the person has dealt with all; not when a definition vanishes because it is being edited. */
  #show(): void {
    const { shown, shownChanges } = this.#list;
    if (this.#acted && shown.length === 0 && shownChanges.length === 0) this.#panel?.dispose();
    else this.#send();
  }

  #send(): void {
    const { confirmations } = this.#options;
    const state = this.#list.state(
      ({ definition, disclosure }) => confirmations.compare(definition, disclosure),
      (change) => changeView(change, this.#pinsOf(change.id)?.waits(change.id) === true),
    );
    if (this.#panel) this.#panel.title = this.#title;
    this.#post({ type: 'state', state });
  }

  #post(message: ToConfirm): void {
    if (this.#ready) send(this.#panel, message);
  }
}

function waitsWith(server: ManagedServer, hash: string): boolean {
  return server.state.kind === 'needsConfirmation' && server.state.definition.hash === hash;
}
