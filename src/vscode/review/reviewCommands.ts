import * as vscode from 'vscode';
import type { Batch } from '../../core/review/batchBook.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import type { OnDesk } from '../../core/review/deskItem.ts';
import { displayText } from '../../core/text/display.ts';
import { plural, t } from '../../core/text/l10n.ts';

export interface ReviewCommandsOptions {
  readonly desk: ReviewDesk;
  readonly panel: { show(options: { readonly focus: boolean }): void };
  readonly pause: { set(paused: boolean): Promise<void> };
}

/** The review commands. Each of them can be run by a task of a workspace, so none of them approves, releases or answers. */
export class ReviewCommands {
  readonly #options: ReviewCommandsOptions;

  constructor(options: ReviewCommandsOptions) {
    this.#options = options;
  }

  /** Opens the desk, at a review when its id is given. */
  open(review: unknown): void {
    const { desk, panel } = this.#options;
    if (typeof review === 'string') desk.select(review);
    panel.show({ focus: true });
  }

  next(): void {
    const { desk, panel } = this.#options;
    if (!desk.selectNext()) {
      void vscode.window.showInformationMessage(t('No request waits for you.'));
      return;
    }
    panel.show({ focus: true });
  }

  /** Denies the chosen review. The reason is asked for, which also keeps a stray key from denying. */
  async deny(): Promise<void> {
    const { desk } = this.#options;
    const batch = desk.batches.get(desk.selectedId);
    if (batch?.rows.some(({ phase }) => phase === 'pending')) return this.#denyBatch(batch);
    const review = desk.selected && !desk.selected.closed ? desk.selected : desk.items.find(({ closed }) => !closed);
    if (!review) {
      void vscode.window.showInformationMessage(t('No request waits for you.'));
      return;
    }
    if (review.kind === 'elicitation') return this.#decline(review);
    const reason = await vscode.window.showInputBox({
      title: t('Deny the request of {0}', displayText(review.ask.server.name, 60)),
      prompt: t('A reason for the server, if you like. Enter denies.'),
    });
    if (reason !== undefined) desk.deny(review.id, reason);
  }

  /** A batch that is on screen is denied as a whole. */
  async #denyBatch({ id, rows }: Batch): Promise<void> {
    const pending = rows.filter(({ phase }) => phase === 'pending');
    const server = displayText(rows[0]?.ask.server.name ?? '', 60);
    const reason = await vscode.window.showInputBox({
      title: t('Deny {0} requests of {1}', pending.length, server),
      prompt: t('A reason for the server, if you like. Enter denies.'),
    });
    const ids = pending.map((row) => row.id);
    if (reason !== undefined) this.#options.desk.batches.deny(id, ids, reason);
  }

  /** An elicitation has no reason; the question keeps a stray key from declining. */
  async #decline({ id, ask }: OnDesk): Promise<void> {
    const decline = { label: `$(circle-slash) ${t('Decline')}`, detail: t('The server is told that you said no.') };
    const stay = { label: `$(discard) ${t('Keep it')}`, detail: t('It goes on waiting for you.') };
    const placeHolder = t('Decline the request of {0}?', displayText(ask.server.name, 60));
    const choice = await vscode.window.showQuickPick([decline, stay], { placeHolder });
    if (choice === decline) this.#options.desk.deny(id);
  }

  async denyAll(): Promise<void> {
    const { desk } = this.#options;
    const open = desk.items.filter(({ closed }) => !closed).length;
    if (open === 0) {
      void vscode.window.showInformationMessage(t('No request waits for you.'));
      return;
    }
    desk.denyAll();
    void vscode.window.showInformationMessage(plural(open, 'The request was denied.', 'All {0} requests were denied.'));
  }

  /** Pauses at once; what switches it back is a person's choice, since a workspace can run this command too. */
  async pause(): Promise<void> {
    if (this.#options.desk.paused) await this.resume();
    else await this.#options.pause.set(true);
  }

  async resume(): Promise<void> {
    if (!this.#options.desk.paused) return;
    const resume = {
      label: `$(debug-continue) ${t('Resume sampling')}`,
      detail: t('Requests come to your desk again.'),
    };
    const stay = { label: `$(debug-pause) ${t('Stay paused')}`, detail: t('Every request is refused.') };
    const choice = await vscode.window.showQuickPick([resume, stay], { placeHolder: t('Sampling is paused.') });
    if (choice === resume) await this.#options.pause.set(false);
  }
}
