import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { OnDesk } from '../../core/review/deskItem.ts';
import { causeLabel } from '../../core/review/views.ts';
import { callsOf } from '../../core/sampling/attribution.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { ReviewOpen } from '../manifest.ts';
import { t } from '../../core/text/l10n.ts';

export interface AnnouncerOptions {
  readonly desk: ReviewDesk;
  readonly panel: { readonly visible: boolean; show(options: { readonly focus: boolean }): void };
  /** `countersign.review.open`. */
  readonly mode: () => ReviewOpen;
  /** True while the person looks at the call panel of one of these calls: then the keyboard goes to the desk. */
  readonly watching: (calls: readonly string[]) => boolean;
}

/** Tells the person that a request has come: opens the desk, or shows a notification, as the settings say. */
export class Announcer implements vscode.Disposable {
  readonly #options: AnnouncerOptions;
  readonly #subscriptions = new DisposableStore();
  /** Servers with a notification on screen: twenty requests need one. */
  readonly #announced = new Set<string>();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#subscriptions.add(options.desk.onDidAdd((reviews) => this.#announce(reviews)));
    this.#subscriptions.add(options.desk.onDidChange(() => this.#forget()));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #announce(reviews: readonly OnDesk[]): void {
    const [first] = reviews;
    const { desk, panel, mode, watching } = this.#options;
    // A request of one's own opens the desk itself.
    if (!first || panel.visible || first.ask.server.own) return;
    const calls = callsOf(first.ask.cause);
    const opens = mode() === 'always' || (mode() === 'whenYouStartedIt' && calls.length > 0);
    if (opens) {
      // The keyboard stays where somebody types, unless they wait for this very call.
      const focus = watching(calls.map(({ id }) => id));
      if (focus || !showsOpen(desk)) desk.select(entryOf(desk, first));
      panel.show({ focus });
      // The desk is open, but nobody is at the window.
      if (vscode.window.state.focused) return;
    }
    void this.#notify(first);
  }

  async #notify(review: OnDesk): Promise<void> {
    const { desk, panel } = this.#options;
    const server = review.ask.server.name;
    if (this.#announced.has(server)) return;
    this.#announced.add(server);
    const name = displayText(server, 60);
    const cause = displayText(causeLabel(review.ask.cause), 80);
    const text = t('{0} {1} ({2}). Nothing is sent before you have looked at it.', name, wantOf(review), cause);
    const look = t('Review');
    const choice = await vscode.window.showInformationMessage(text, look);
    this.#announced.delete(server);
    if (choice !== look) return;
    if (!desk.select(entryOf(desk, review))) desk.selectNext();
    panel.show({ focus: true });
  }

  /** A notification that was hidden, not answered, must not keep the next one away. */
  #forget(): void {
    const waiting = new Set(
      this.#options.desk.items.filter((review) => !review.closed).map(({ ask }) => ask.server.name),
    );
    for (const server of this.#announced) if (!waiting.has(server)) this.#announced.delete(server);
  }
}

/** What the list shows a request as: itself, or the batch that it is in. */
function entryOf(desk: ReviewDesk, item: OnDesk): string {
  return desk.batches.of(item)?.id ?? item.id;
}

/** True while the desk shows something that is not over. */
function showsOpen(desk: ReviewDesk): boolean {
  const rows = desk.batches.get(desk.selectedId)?.rows ?? [];
  return [desk.selected, ...rows].some((item) => item?.closed === false);
}

/** In words of ours alone. */
function wantOf(item: OnDesk): string {
  if (item.kind === 'sampling') return t('asks for a model’s answer');
  return item.question.mode === 'form' ? t('asks you to fill in a form') : t('asks you to open a web page');
}
