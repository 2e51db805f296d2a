import * as vscode from 'vscode';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { type LensSource, lensSpecs, lensTitle } from './specs.ts';

/** Several changes within this time are one for the editors. Milliseconds. */
const SETTLE = 150;

const selector: vscode.DocumentSelector = [
  { scheme: 'vscode-userdata', pattern: '**/settings.json' },
  { pattern: '**/.vscode/settings.json' },
  { pattern: '**/.vscode/mcp.json' },
  { pattern: '**/*.code-workspace' },
];

/** State and actions above each server, in the files that define servers of this window and nowhere else. */
export class ServerLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #manager: ServerManager;
  readonly #change = new vscode.EventEmitter<void>();
  readonly #subscriptions = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = '';

  readonly onDidChangeCodeLenses = this.#change.event;

  constructor(manager: ServerManager) {
    this.#manager = manager;
    this.#subscriptions.add(this.#change);
    this.#subscriptions.add(vscode.languages.registerCodeLensProvider(selector, this));
    this.#subscriptions.add(manager.onDidChange(() => this.#settle()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const sources = sourcesIn(document.uri);
    if (sources.length === 0) return [];
    return lensSpecs(document.getText(), sources, (name) => this.#manager.get(name)).map(
      ({ offset, title, command, server }) => {
        const at = document.positionAt(offset);
        return new vscode.CodeLens(new vscode.Range(at, at), { title, command, arguments: [server] });
      },
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #settle(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const shown = JSON.stringify(
        this.#manager.servers.map((server) => [server.name, server.entry.source, lensTitle(server)]),
      );
      if (shown === this.#shown) return;
      this.#shown = shown;
      this.#change.fire();
    }, SETTLE);
  }
}

/** Which sources of servers a document is. */
function sourcesIn(uri: vscode.Uri): readonly LensSource[] {
  if (uri.scheme === 'vscode-userdata') return [{ kind: 'user' }];
  const text = uri.toString();
  if (text === vscode.workspace.workspaceFile?.toString()) {
    return [
      { kind: 'workspace', uri: text },
      { kind: 'workspaceMcp', uri: text },
    ];
  }
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const file = (name: string) => vscode.Uri.joinPath(folder.uri, '.vscode', name).toString();
    if (text === file('settings.json')) return [{ kind: 'folder', uri: text }];
    if (text === file('mcp.json')) return [{ kind: 'mcpJson', uri: text }];
  }
  return [];
}
