import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { Review } from '../../core/review/review.ts';
import { summaryView } from '../../core/review/views.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { setContextKey } from '../contextKeys.ts';
import { commands, items, views } from '../manifest.ts';
import { plainTooltip } from '../tree/items.ts';

/** Several changes within this time are one for the view. Milliseconds. */
const SETTLE = 40;

const phases = {
  pending: { words: 'waits for you', icon: 'bell-dot' },
  decided: { words: 'waits for the rest of its round', icon: 'clock' },
  running: { words: 'model answers', icon: 'loading~spin' },
  answered: { words: 'answer waits for you', icon: 'mail-read' },
  closed: { words: 'closed', icon: 'circle-slash' },
} as const;

/** The list of open reviews, with their number as a badge. A row opens the desk at its review. */
export class ReviewsView implements vscode.TreeDataProvider<Review>, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #change = new vscode.EventEmitter<undefined>();
  readonly #subscriptions = new DisposableStore();
  readonly #view: vscode.TreeView<Review>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#change.event;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
    this.#view = vscode.window.createTreeView<Review>(views.reviews, { treeDataProvider: this });
    this.#subscriptions.add(this.#view);
    this.#subscriptions.add(this.#change);
    this.#subscriptions.add(desk.onDidChange(() => this.#settle()));
    this.#update();
  }

  getChildren(parent?: Review): Review[] {
    return parent ? [] : this.#desk.reviews.filter((review) => !review.closed);
  }

  getTreeItem(review: Review): vscode.TreeItem {
    const { id, label, server, cause, phase, failed } = summaryView(review);
    const look =
      failed && phase === 'pending' ? { words: 'model failed, waits for you', icon: 'error' } : phases[phase];
    const item = new vscode.TreeItem(label);
    item.id = `review:${id}`;
    item.description = `${server} · ${look.words}`;
    item.iconPath = new vscode.ThemeIcon(look.icon);
    item.contextValue = items.review;
    item.tooltip = plainTooltip([label, `Asked by ${server}, for ${cause}`, look.words]);
    item.command = { command: commands.openDesk, title: 'Open Review Desk', arguments: [id] };
    item.accessibilityInformation = { label: `Review for ${server}, ${look.words}: ${label}` };
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #settle(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#update();
    }, SETTLE);
  }

  #update(): void {
    const waiting = this.#desk.pendingCount;
    this.#change.fire(undefined);
    this.#view.badge =
      waiting === 0
        ? undefined
        : { value: waiting, tooltip: `${waiting} ${waiting === 1 ? 'request waits' : 'requests wait'} for you` };
    setContextKey('countersign.pendingReviews', waiting);
    setContextKey('countersign.paused', this.#desk.paused);
  }
}
