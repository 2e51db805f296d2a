import * as vscode from 'vscode';
import type { Batch } from '../../core/review/batchBook.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { OnDesk } from '../../core/review/deskItem.ts';
import { summaryView } from '../../core/review/views.ts';
import { displayText } from '../../core/text/display.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { setContextKey } from '../contextKeys.ts';
import { commands, items, views } from '../manifest.ts';
import { plainTooltip } from '../tree/items.ts';

/** Several changes within this time are one for the view. Milliseconds. */
const SETTLE = 40;

const phases = {
  pending: { words: t('waits for you'), icon: 'bell-dot' },
  decided: { words: t('waits for the rest of its round'), icon: 'clock' },
  running: { words: t('model answers'), icon: 'loading~spin' },
  answered: { words: t('answer waits for you'), icon: 'mail-read' },
  closed: { words: 'closed', icon: 'circle-slash' },
} as const;

function lookOf({ kind }: OnDesk, phase: keyof typeof phases, failed: boolean): Look {
  if (failed && phase === 'pending') return { words: t('model failed, waits for you'), icon: 'error' };
  return kind === 'elicitation' && phase === 'answered'
    ? { words: t('page opened, waits for you'), icon: 'globe' }
    : phases[phase];
}

interface Look {
  readonly words: string;
  readonly icon: string;
}

type Row = OnDesk | Batch;

function batchItem({ id, rows }: Batch): vscode.TreeItem {
  const [first] = rows;
  const server = displayText(first?.ask.server.name ?? '');
  const waiting = rows.filter(({ phase }) => phase === 'pending' || phase === 'answered').length;
  const label = plural(rows.length, '{0} similar request', '{0} similar requests');
  const words = plural(waiting, '{0} waits for you', '{0} wait for you');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `review:${id}`;
  item.description = `${server} · ${words}`;
  item.iconPath = new vscode.ThemeIcon('layers');
  item.tooltip = plainTooltip([label, server, words]);
  item.command = { command: commands.openDesk, title: t('Open Review Desk'), arguments: [id] };
  item.accessibilityInformation = { label: `${label}, ${server}, ${words}` };
  return item;
}

/** The list of what is open, with their number as a badge. A row opens the desk at its review. */
export class ReviewsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #change = new vscode.EventEmitter<undefined>();
  readonly #subscriptions = new DisposableStore();
  readonly #view: vscode.TreeView<Row>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#change.event;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
    this.#view = vscode.window.createTreeView<Row>(views.reviews, { treeDataProvider: this });
    this.#subscriptions.add(this.#view);
    this.#subscriptions.add(this.#change);
    this.#subscriptions.add(desk.onDidChange(() => this.#settle()));
    this.#update();
  }

  /** Requests that are decided together are one row, with each of them below it. */
  getChildren(parent?: Row): Row[] {
    if (parent) return 'rows' in parent ? parent.rows.filter((review) => !review.closed) : [];
    const open = this.#desk.items.filter((review) => !review.closed);
    return [...new Set(open.map((review) => this.#desk.batches.of(review) ?? review))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return 'rows' in row ? batchItem(row) : this.#reviewItem(row);
  }

  #reviewItem(review: OnDesk): vscode.TreeItem {
    const { id, label, server, cause, phase, failed } = summaryView(review);
    const look = lookOf(review, phase, failed);
    const item = new vscode.TreeItem(label);
    item.id = `review:${id}`;
    item.description = `${server} · ${look.words}`;
    item.iconPath = new vscode.ThemeIcon(look.icon);
    item.contextValue = items.review;
    item.tooltip = plainTooltip([label, t('Asked by {0}, for {1}', server, cause), look.words]);
    item.command = { command: commands.openDesk, title: t('Open Review Desk'), arguments: [id] };
    item.accessibilityInformation = { label: t('Review for {0}, {1}: {2}', server, look.words, label) };
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
        : {
            value: waiting,
            tooltip: plural(waiting, '{0} request waits for you', '{0} requests wait for you'),
          };
    setContextKey('countersign.pendingReviews', waiting);
    setContextKey('countersign.paused', this.#desk.paused);
  }
}
