import * as vscode from 'vscode';
import type { Root } from '../../core/mcp.ts';
import { chosenRoots, type Folder, keptChoice, type RootsSource, withChoice } from '../../core/roots/roots.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';

/** Where choices are kept: they are about the folders of this workspace. */
const KEY = 'countersign.roots';

/** The workspace folders as roots, narrowed or refused for a server by the person. */
export class WorkspaceRoots implements RootsSource, vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #change = new vscode.EventEmitter<string | undefined>();
  readonly #follow: vscode.Disposable;

  /** Fires with the server whose choice changed, or without one when the folders did. */
  readonly onDidChange = this.#change.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#follow = vscode.workspace.onDidChangeWorkspaceFolders(() => this.#change.fire(undefined));
  }

  rootsOf(server: string): readonly Root[] {
    if (!vscode.workspace.isTrusted) return [];
    return chosenRoots(this.#folders, keptChoice(this.#memento.get<unknown>(KEY), server));
  }

  /** *Choose Roots…*: which folders a server is told. */
  async choose(server: string): Promise<void> {
    const folders = this.#folders;
    const name = displayText(server, 60);
    if (folders.length === 0) {
      void vscode.window.showInformationMessage(t('No folder is open, so servers are told no roots.'));
      return;
    }
    const told = new Set(this.rootsOf(server).map(({ uri }) => uri));
    const items = folders.map(({ uri, name: label }) => ({
      label: displayText(label),
      description: displayText(vscode.Uri.parse(uri, true).fsPath, 300),
      uri,
      picked: told.has(uri),
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      title: t('Roots of {0}', name),
      placeHolder: t('The ticked folders are told to it. All: also those that you open later. None: no roots.'),
    });
    if (chosen === undefined) return;
    const all = chosen.length === folders.length;
    const choice = all ? undefined : chosen.map(({ uri }) => uri);
    await this.#memento.update(KEY, withChoice(this.#memento.get<unknown>(KEY), server, choice));
    this.#change.fire(server);
  }

  dispose(): void {
    this.#follow.dispose();
    this.#change.dispose();
  }

  /** What lies on another machine, or in no file system, is no root: the specification has `file:` URIs only. */
  get #folders(): readonly Folder[] {
    return (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri, name }) => ({ uri: uri.toString(), name }));
  }
}
