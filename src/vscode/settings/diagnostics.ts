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
  /** The text that was read, where it was not VS Code that read it: a document may be a moment behind. */
  readonly text?: string;
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
      const uri = vscode.Uri.parse(file, true);
      // All problems of one file were read at once.
      const text = found[0]?.text;
      try {
        if (text === undefined) this.#mark(await vscode.workspace.openTextDocument(uri), found);
        else this.#collection.set(uri, diagnosticsOf(uri, text, found));
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
    this.#collection.set(document.uri, diagnosticsOf(document.uri, document.getText(), found));
  }
}

function diagnosticsOf(uri: vscode.Uri, text: string, found: readonly LocatedProblem[]): vscode.Diagnostic[] {
  return found.map(({ setting, ways, range: given, problem }) => {
    const leading = ways ?? settingWays(setting, isWorkspaceFile(uri));
    const { offset, length } = given ?? locate(text, leading, problem.path) ?? { offset: 0, length: 1 };
    const range = new vscode.Range(positionAt(text, offset), positionAt(text, offset + length));
    const { Error, Warning } = vscode.DiagnosticSeverity;
    const subject = problem.subject === undefined ? '' : `${problem.subject}: `;
    const severity = problem.severity === 'error' ? Error : Warning;
    const diagnostic = new vscode.Diagnostic(range, `${subject}${problem.message}`, severity);
    diagnostic.source = 'Countersign';
    return diagnostic;
  });
}

function positionAt(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
}
