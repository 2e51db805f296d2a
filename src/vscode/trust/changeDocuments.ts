import * as vscode from 'vscode';
import type { PinChange } from '../../core/trust/change.ts';
import { displayText } from '../../core/text/display.ts';
import { schemes } from '../manifest.ts';
import { sidesOf } from './changeView.ts';
import { t } from '../../core/text/l10n.ts';

/** Comparisons that are kept; the oldest go first. */
const MOST = 20;

/** What a tool was and what it is, as read-only documents, and VS Code's own comparison of them. */
export class ChangeDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #sides = new Map<string, ReturnType<typeof sidesOf>>();
  readonly #registration: vscode.Disposable;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(schemes.pins, this);
  }

  async show(change: PinChange): Promise<void> {
    this.#sides.delete(change.id);
    this.#sides.set(change.id, sidesOf(change));
    for (const oldest of [...this.#sides.keys()].slice(0, -MOST)) this.#sides.delete(oldest);
    const uri = (side: 'before' | 'now') => {
      const file = change.kind === 'instructions' ? 'instructions.txt' : 'definition.json';
      return vscode.Uri.from({ scheme: schemes.pins, path: `/${side}/${change.id}/${file}` });
    };
    const what = change.kind === 'instructions' ? 'instructions' : displayText(change.name, 60);
    const title = t('{0}, {1}: accepted ↔ now', displayText(change.server, 40), what);
    await vscode.commands.executeCommand('vscode.diff', uri('before'), uri('now'), title, {
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    } satisfies vscode.TextDocumentShowOptions);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const [, side, id = ''] = uri.path.split('/');
    const sides = this.#sides.get(id);
    if (!sides) return t('This change is not there any more.\n');
    return side === 'before' ? sides.before : sides.now;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
