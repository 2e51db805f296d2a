import * as vscode from 'vscode';
import type { ManagedServer } from '../core/servers/managedServer.ts';
import type { GivenUp, ServerManager } from '../core/servers/serverManager.ts';
import { displayText } from '../core/text/display.ts';
import type { LogLevels } from './logs/logLevels.ts';
import type { ServerLogs } from './logs/serverLogs.ts';
import { commands, settings } from './manifest.ts';
import type { ServerPanels } from './serverPage/serverPanels.ts';
import type { FilePlace } from './settings/serverSettings.ts';
import { locate, serverWays } from './settings/settingsText.ts';
import { InvalidNode } from './tree/nodes.ts';
import { serverLook } from './tree/words.ts';
import type { ResetTrust } from './trust/resetTrust.ts';
import { t } from '../core/text/l10n.ts';

export interface ServerCommandsOptions {
  readonly manager: ServerManager;
  readonly logs: ServerLogs;
  readonly confirm: () => void;
  readonly pages: Pick<ServerPanels, 'openPage' | 'openTraffic'>;
  readonly logLevels: LogLevels;
}

/** What a person does with a server. `argument` is a row of the tree or a name; anything else is asked for. */
export class ServerCommands {
  readonly #options: ServerCommandsOptions;

  constructor(options: ServerCommandsOptions) {
    this.#options = options;
  }

  async start(argument: unknown): Promise<void> {
    const server = await this.#choose(
      argument,
      t('Start which server?'),
      ({ state }) => state.kind !== 'running' && state.kind !== 'starting',
    );
    if (server) await this.started(server, () => server.start({ interactive: true }));
  }

  async stop(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Stop which server?'), ({ state }) =>
      ['running', 'starting', 'restarting', 'reconnecting'].includes(state.kind),
    );
    await server?.stop();
  }

  async restart(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Restart which server?'), ({ state }) => state.kind !== 'untrusted');
    if (server) await this.started(server, () => server.restart({ interactive: true }));
  }

  async showLog(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Show the log of which server?'), () => true);
    if (server) this.#options.logs.of(server.name).show();
  }

  async chooseRoots(argument: unknown, choose: (server: string) => Promise<void>): Promise<void> {
    const server = await this.#choose(argument, t('Choose the roots of which server?'), () => true);
    if (server) await choose(server.name);
  }

  /** Says so to the running server of this name, or without one to all. */
  rootsChanged(name: string | undefined): void {
    for (const server of this.#options.manager.servers)
      if (name === undefined || server.name === name) server.target?.session.rootsChanged();
  }

  async openPage(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Open the page of which server?'), () => true);
    if (server) this.#options.pages.openPage(server.name);
  }

  async openTraffic(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Open the traffic of which server?'), () => true);
    if (server) this.#options.pages.openTraffic(server.name);
  }

  async setLogLevel(argument: unknown): Promise<void> {
    const server = await this.#choose(argument, t('Set the log level of which server?'), () => true);
    if (server) await this.#options.logLevels.choose(server);
  }

  /** Forgets what was confirmed and remembered of a server, once the person has read that. */
  async resetTrust(argument: unknown, trust: Pick<ResetTrust, 'one'>): Promise<void> {
    const server = await this.#choose(argument, t('Reset the trust in which server?'), () => true);
    if (server) await trust.one(server);
  }

  /** Opens the settings file with the definition, or all settings of ours when there is none. */
  async openSettings(argument: unknown): Promise<void> {
    const name = nameIn(argument);
    const server = name === undefined ? undefined : this.#options.manager.get(name);
    if (argument instanceof InvalidNode && argument.place) return showPlace(argument.place);
    if (!server) {
      await vscode.commands.executeCommand('workbench.action.openSettings', settings.servers);
      return;
    }
    const { source } = server.entry;
    if (source.kind === 'user') {
      await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
        revealSetting: { key: settings.servers },
      });
      return;
    }
    await showPlace({ file: source.uri, ways: serverWays(source), path: [server.name] });
  }

  /** A server that was started again and again has been given up: said once. */
  async gaveUp({ server, reason }: GivenUp): Promise<void> {
    await this.#offerWaysOut(server, reason);
  }

  /** Says what became of a start that the person asked for, where it is not what they wanted. */
  async started(server: ManagedServer, begin: () => Promise<void>): Promise<void> {
    if (server.state.kind === 'untrusted') {
      void vscode.window
        .showWarningMessage(t('No server starts in a folder that you do not trust.'), t('Manage Trust'))
        .then((choice) => {
          if (choice !== undefined) void vscode.commands.executeCommand('workbench.trust.manage');
        });
      return;
    }
    await begin();
    if (server.state.kind === 'needsConfirmation') this.#options.confirm();
    else if (server.state.kind === 'needsSignIn') await this.#offerSignIn(server, server.state.reason);
    else if (server.state.kind === 'failed') await this.#offerWaysOut(server, server.state.reason);
  }

  /** One that is reached over HTTP: only such a server can ask for a sign-in. */
  chooseRemote(name: string | undefined, question: string): Promise<ManagedServer | undefined> {
    return this.chooseWhere(name, question, isRemote);
  }

  /** One of those that fit. */
  chooseWhere(
    name: string | undefined,
    question: string,
    fits: (server: ManagedServer) => boolean,
  ): Promise<ManagedServer | undefined> {
    return this.#choose(name, question, fits);
  }

  async #offerSignIn(server: ManagedServer, reason: string): Promise<void> {
    const text = `${displayText(server.name, 60)}: ${displayText(reason, 300)}`;
    const signIn = t('Sign In');
    const showLog = t('Show Log');
    const choice = await vscode.window.showWarningMessage(text, signIn, showLog);
    if (choice === signIn) await this.started(server, () => server.signIn());
    else if (choice === showLog) await this.showLog(server.name);
  }

  async #offerWaysOut(server: ManagedServer, reason: string): Promise<void> {
    const text = `${displayText(server.name, 60)}: ${displayText(reason, 300)}`;
    const [showLog, openSettings, retry] = [t('Show Log'), t('Open Settings'), t('Retry')];
    const choice = await vscode.window.showErrorMessage(text, showLog, openSettings, retry);
    if (choice === showLog) await this.showLog(server.name);
    else if (choice === openSettings) await this.openSettings(server.name);
    else if (choice === retry) await this.start(server.name);
  }

  async #choose(
    argument: unknown,
    question: string,
    fits: (server: ManagedServer) => boolean,
  ): Promise<ManagedServer | undefined> {
    const { manager } = this.#options;
    const name = nameIn(argument);
    if (name !== undefined) return manager.get(name);
    const items = manager.servers.filter(fits).map((server) => ({
      label: displayText(server.name, 60),
      description: serverLook(server).words,
      server,
    }));
    if (items.length === 0) {
      await this.#nothingToChoose();
      return undefined;
    }
    const choice = await vscode.window.showQuickPick(items, { placeHolder: question });
    return choice?.server;
  }

  async #nothingToChoose(): Promise<void> {
    if (this.#options.manager.servers.length > 0) {
      void vscode.window.showInformationMessage(t('No server is in a state for that.'));
      return;
    }
    const choice = await vscode.window.showInformationMessage(t('There is no MCP server yet.'), t('Add Server…'));
    if (choice !== undefined) await vscode.commands.executeCommand(commands.addServer);
  }
}

/** Whether it is reached over HTTP. */
export function isRemote({ entry }: ManagedServer): boolean {
  return entry.settings.type !== 'stdio';
}

async function showPlace({ file, ways, path, offset }: FilePlace): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file, true));
  const start = document.positionAt(offset ?? locate(document.getText(), ways, path)?.offset ?? 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

/** The name of a server in a command's argument: a row of the tree has it, and a keybinding may give it as text. */
function nameIn(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null || !('server' in argument)) return undefined;
  return typeof argument.server === 'string' ? argument.server : undefined;
}
