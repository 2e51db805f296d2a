import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';

const key = 'countersign.paused';

/** *Pause All Sampling*: kept over restarts, and taken over from other windows when this one gets the focus. */
export class Pause implements vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #memento: vscode.Memento;
  readonly #follow: vscode.Disposable;

  constructor(desk: ReviewDesk, memento: vscode.Memento) {
    this.#desk = desk;
    this.#memento = memento;
    desk.paused = this.#kept;
    this.#follow = vscode.window.onDidChangeWindowState(() => {
      desk.paused = this.#kept;
    });
  }

  async set(paused: boolean): Promise<void> {
    this.#desk.paused = paused;
    await this.#memento.update(key, paused);
  }

  dispose(): void {
    this.#follow.dispose();
  }

  /** Anything but `false` that was stored counts as a pause: what cannot be read must not let anything through. */
  get #kept(): boolean {
    return this.#memento.get<unknown>(key, false) !== false;
  }
}
