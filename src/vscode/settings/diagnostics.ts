import * as vscode from 'vscode';
import type { SettingsProblem } from '../../core/settings/problems.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { locate, settingWays, type TextRange, type Way } from './settingsText.ts';

/** Something wrong in a setting, and where the setting is written. */
export interface LocatedProblem {
  readonly setting: string;
  /** The ways to the value in its file, where it is no setting. */
  readonly ways?: readonly Way[];
  /** Where it stands, when the path of the problem does not say it: a text that is no JSON. */
  readonly range?: TextRange;
  readonly problem: SettingsProblem;
  /** A settings file or `.code-workspace`; absent: the user's own settings. */
  readonly file?: vscode.Uri;
}

/** User settings are opened under a scheme of VS Code's, whose address an extension is not told; this is how it ends. */
function isUserSettings(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'vscode-userdata' && document.uri.path.endsWith('/settings.json');
}

function isWorkspaceFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.code-workspace');
}

/** Shows what is wrong in settings at the very place, in the files of the workspace and in user settings that are open. */
export class SettingsDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('countersign');
  readonly #subscriptions = new DisposableStore();
  #problems: readonly LocatedProblem[] = [];

  constructor() {
    this.#subscriptions.add(this.#collection);
    this.#subscriptions.add(
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isUserSettings(document))
          this.#mark(
            document,
            this.#problems.filter(({ file }) => !file),
          );
      }),
    );
    this.#subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
  }

  async show(problems: readonly LocatedProblem[]): Promise<void> {
    this.#problems = problems;
    this.#collection.clear();
    const ofUser = problems.filter(({ file }) => !file);
    for (const document of vscode.workspace.textDocuments.filter(isUserSettings)) this.#mark(document, ofUser);
    const files = new Set(problems.flatMap(({ file }) => (file ? [file.toString()] : [])));
    for (const file of files) {
      const found = problems.filter((one) => one.file?.toString() === file);
      try {
        this.#mark(await vscode.workspace.openTextDocument(vscode.Uri.parse(file, true)), found);
      } catch {
        // The file is gone: what was wrong in it is in the tree and the log.
      }
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #forget(uri: vscode.Uri): void {
    if (uri.scheme === 'vscode-userdata') this.#collection.delete(uri);
  }

  #mark(document: vscode.TextDocument, found: readonly LocatedProblem[]): void {
    const text = document.getText();
    this.#collection.set(
      document.uri,
      found.map(({ setting, ways, range: given, problem }) => {
        const leading = ways ?? settingWays(setting, isWorkspaceFile(document.uri));
        const { offset, length } = given ?? locate(text, leading, problem.path) ?? { offset: 0, length: 1 };
        const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
        const { Error, Warning } = vscode.DiagnosticSeverity;
        const subject = problem.subject === undefined ? '' : `${problem.subject}: `;
        const diagnostic = new vscode.Diagnostic(
          range,
          `${subject}${problem.message}`,
          problem.severity === 'error' ? Error : Warning,
        );
        diagnostic.source = 'Countersign';
        return diagnostic;
      }),
    );
  }
}
