import * as vscode from 'vscode';
import type { ManagedServer } from '../../core/servers/managedServer.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import type { ServerAction } from '../../shared/server.ts';
import { type CommandId, commands, panels } from '../manifest.ts';
import { ServerNode } from '../tree/nodes.ts';
import { PagePanel } from './pagePanel.ts';
import { pageState } from './pageState.ts';
import { t } from '../../core/text/l10n.ts';

/** Figures change with every message; they are shown anew this often at most, in milliseconds. */
const SETTLE = 400;

export interface ServerPanelOptions {
  readonly manager: ServerManager;
  readonly extension: vscode.Uri;
  readonly log: Log;
  /** The log level that was chosen for a server, in words. */
  readonly logLevel: (server: string) => string;
  /** A `data:` URI of the server's picture, once it is there. */
  readonly icon: (server: string) => string | undefined;
}

const actionCommands: Readonly<Record<ServerAction, CommandId>> = {
  start: commands.startServer,
  stop: commands.stopServer,
  restart: commands.restartServer,
  confirm: commands.confirmServers,
  signIn: commands.signIn,
  showLog: commands.showLog,
  openTraffic: commands.openTraffic,
  setLogLevel: commands.setLogLevel,
  openSettings: commands.openServerSettings,
};

/** The page of one server. It follows the server for as long as it is open, and closes when the server is no longer configured. */
export class ServerPanel implements vscode.Disposable {
  readonly #name: string;
  readonly #options: ServerPanelOptions;
  readonly #panel: PagePanel;
  readonly #store = new DisposableStore();
  #server: ManagedServer | undefined;
  #follow: { dispose(): void } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = '';

  readonly onDidDispose: vscode.Event<void>;

  constructor(name: string, options: ServerPanelOptions) {
    this.#name = name;
    this.#options = options;
    const { manager, extension, log } = options;
    this.#panel = new PagePanel({
      viewType: panels.server,
      title: t('Server'),
      server: name,
      extension,
      log,
      onReady: () => {
        this.#shown = '';
        this.#show();
      },
      onMessage: (message) => {
        if (message.type === 'action')
          void vscode.commands.executeCommand(actionCommands[message.action], new ServerNode(name));
      },
    });
    this.onDidDispose = this.#panel.onDidDispose;
    this.#store.add(manager.onDidChange(() => this.#changed()));
    this.onDidDispose(() => {
      clearTimeout(this.#timer);
      this.#follow?.dispose();
      this.#store.dispose();
    });
    this.#changed();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #changed(): void {
    const server = this.#options.manager.get(this.#name);
    if (!server) {
      this.dispose();
      return;
    }
    // A server that was removed and added again is another one under the same name.
    if (server !== this.#server) {
      this.#follow?.dispose();
      this.#follow = server.facts.traffic.onDidAdd(() => this.#soon());
      this.#server = server;
    }
    this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#show(), SETTLE);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#server) return;
    const { logLevel, icon } = this.#options;
    const page = pageState(this.#server, logLevel(this.#name), icon(this.#name));
    const text = JSON.stringify(page);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#panel.post({ type: 'page', page });
  }
}
