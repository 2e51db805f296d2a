import * as vscode from 'vscode';
import { schemes } from '../manifest.ts';
import { ledgerText } from './ledgerText.ts';

const uri = vscode.Uri.from({ scheme: schemes.ledger, path: '/Ledger.jsonc' });

/** The ledger of all windows as one read-only document. */
export class LedgerDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #folder: string;
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#change.event;

  constructor(folder: string) {
    this.#folder = folder;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(schemes.ledger, this);
  }

  /** Opens it as it is now; an open one is read again. */
  async open(): Promise<void> {
    this.#change.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  async provideTextDocumentContent(): Promise<string> {
    const { readLedger } = await import('../../node/ledgerFile.ts');
    const { entries, problems } = await readLedger(this.#folder);
    return ledgerText(entries, problems, this.#folder);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#change.dispose();
  }
}
