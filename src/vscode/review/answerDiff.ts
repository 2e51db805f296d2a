import * as vscode from 'vscode';
import { answerText } from '../../core/review/answerText.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { displayText } from '../../core/text/display.ts';
import { t } from '../../core/text/l10n.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { schemes } from '../manifest.ts';

type Side = 'said' | 'returns';

function sideUri(review: string, side: Side): vscode.Uri {
  return vscode.Uri.from({ scheme: schemes.answer, path: `/${side}/${encodeURIComponent(review)}/answer.txt` });
}

/** What the model said and what would be returned, as read-only documents, and VS Code's diff between them. */
export class AnswerDiff implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions = new DisposableStore();

  readonly onDidChange = this.#change.event;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
    this.#subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(schemes.answer, this));
    this.#subscriptions.add(
      desk.onDidChangeReview(({ id, part }) => {
        if (part !== 'status') return;
        this.#change.fire(sideUri(id, 'said'));
        this.#change.fire(sideUri(id, 'returns'));
      }),
    );
    this.#subscriptions.add(this.#change);
  }

  /** What the model said on the left, what would be returned on the right. */
  async show(id: string): Promise<void> {
    const review = this.#desk.get(id);
    if (!review?.answer) return;
    const title = t('{0}: the model’s answer ↔ as you edited it', displayText(review.ask.server.name, 40));
    await vscode.commands.executeCommand('vscode.diff', sideUri(id, 'said'), sideUri(id, 'returns'), title, {
      preview: true,
    } satisfies vscode.TextDocumentShowOptions);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const [, side, id = ''] = uri.path.split('/');
    const answer = this.#desk.get(decodeURIComponent(id))?.answer;
    if (!answer) return t('This answer is not on the desk any more.');
    return answerText(side === 'said' ? (answer.edited?.said ?? answer.completion) : answer.completion);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
