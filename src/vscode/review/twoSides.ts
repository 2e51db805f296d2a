import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { ReviewPart } from '../../core/review/deskItem.ts';
import type { Review } from '../../core/review/review.ts';
import { DisposableStore } from '../../core/util/disposable.ts';

/** What differs of a review, and how its two sides read. */
export interface TwoSidesOptions<S extends string> {
  readonly scheme: string;
  /** The last part of a document's path: its end tells VS Code the language. */
  readonly file: string;
  /** Left, then right. */
  readonly sides: readonly [S, S];
  /** The sides that may read otherwise after a change of this part of a review. */
  readonly changedBy: (part: ReviewPart) => readonly S[];
  /** Undefined while there is nothing to compare. */
  readonly title: (review: Review) => string | undefined;
  readonly text: (side: S, review: Review | undefined) => string;
}

/** Two sides of a review as read-only documents, and VS Code's own diff between them. */
export class TwoSides<S extends string> implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #options: TwoSidesOptions<S>;
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions = new DisposableStore();

  readonly onDidChange = this.#change.event;

  constructor(desk: ReviewDesk, options: TwoSidesOptions<S>) {
    this.#desk = desk;
    this.#options = options;
    this.#subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(options.scheme, this));
    this.#subscriptions.add(
      desk.onDidChangeReview(({ id, part }) => {
        for (const side of options.changedBy(part)) this.#change.fire(this.#uri(id, side));
      }),
    );
    this.#subscriptions.add(this.#change);
  }

  async show(id: string): Promise<void> {
    const review = this.#desk.get(id);
    const title = review && this.#options.title(review);
    if (title === undefined) return;
    const [left, right] = this.#options.sides.map((side) => this.#uri(id, side));
    await vscode.commands.executeCommand('vscode.diff', left, right, title, {
      preview: true,
    } satisfies vscode.TextDocumentShowOptions);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const [, name, id = ''] = uri.path.split('/');
    const [left, right] = this.#options.sides;
    return this.#options.text(name === left ? left : right, this.#desk.get(decodeURIComponent(id)));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #uri(review: string, side: S): vscode.Uri {
    const { scheme, file } = this.#options;
    return vscode.Uri.from({ scheme, path: `/${side}/${encodeURIComponent(review)}/${file}` });
  }
}
