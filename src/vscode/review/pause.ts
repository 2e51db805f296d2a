import * as vscode from 'vscode';
import type { ReviewDesk } from '../../core/review/desk.ts';

const key = 'countersign.paused';

/**
 * *Pause All Sampling*: kept over restarts and for all windows. Another window’s choice is taken over when this one gets the focus, and
 * before anything is let through here: what was approved beforehand goes on with nobody looking at the window.
 */
export class Pause implements vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #memento: vscode.Memento;
  readonly #follow: vscode.Disposable;
  /** Chosen here, and not kept yet. */
  #choice: boolean | undefined;

  constructor(desk: ReviewDesk, memento: vscode.Memento) {
    this.#desk = desk;
    this.#memento = memento;
    desk.paused = this.#kept;
    this.#follow = vscode.window.onDidChangeWindowState(() => this.look());
  }

  /** Takes over what was chosen in another window. */
  look(): void {
    this.#desk.paused = this.#choice ?? this.#kept;
  }

  async set(paused: boolean): Promise<void> {
    this.#choice = paused;
    this.#desk.paused = paused;
    try {
      await this.#memento.update(key, paused);
    } finally {
      if (this.#choice === paused) this.#choice = undefined;
    }
  }

  dispose(): void {
    this.#follow.dispose();
  }

  /** Anything but `false` that was stored counts as a pause: what cannot be read must not let anything through. */
  get #kept(): boolean {
    return this.#memento.get<unknown>(key, false) !== false;
  }
}
