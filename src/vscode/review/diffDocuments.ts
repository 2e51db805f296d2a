import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { schemes } from '../manifest.ts';
import { requestText } from './requestText.ts';

type Side = 'asked' | 'goes';

function sideUri(review: string, side: Side): vscode.Uri {
  return vscode.Uri.from({ scheme: schemes.difference, path: `/${side}/${encodeURIComponent(review)}/request.txt` });
}

/** The two sides of an edited request as read-only documents, and the diff between them. */
export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions = new DisposableStore();

  readonly onDidChange = this.#change.event;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
    this.#subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(schemes.difference, this));
    this.#subscriptions.add(
      desk.onDidChangeReview(({ id, part }) => {
        if (part === 'content') this.#change.fire(sideUri(id, 'goes'));
      }),
    );
    this.#subscriptions.add(this.#change);
  }

  /** What the server asked on the left, what would be sent on the right. */
  async show(id: string): Promise<void> {
    const review = this.#desk.get(id);
    if (!review) return;
    const title = t('{0}: asked ↔ as you edited it', displayText(review.ask.server.name, 40));
    await vscode.commands.executeCommand('vscode.diff', sideUri(id, 'asked'), sideUri(id, 'goes'), title, {
      preview: true,
    } satisfies vscode.TextDocumentShowOptions);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const [, side, id = ''] = uri.path.split('/');
    const review = this.#desk.get(decodeURIComponent(id));
    if (!review) return `${t('This request is not on the desk any more.')}\n`;
    return requestText(side === 'asked' ? review.ask.params : review.params);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
