import type * as vscode from 'vscode';
import type { Offered } from '../tree/nodes.ts';
import { idOf } from '../tree/offered.ts';
import { CallPanel, type CallPanelOptions, type OpenThen } from './callPanel.ts';

/** One panel for each tool, prompt and template that was opened. */
export class CallPanels implements vscode.Disposable {
  readonly #options: CallPanelOptions;
  readonly #panels = new Map<string, CallPanel>();

  constructor(options: CallPanelOptions) {
    this.#options = options;
  }

  /** Opens the panel, or brings it to the front; `then` starts the call at once, or leads what it gives to the desk. */
  open(server: string, offered: Offered, then: OpenThen = {}): void {
    const key = JSON.stringify([server, offered.kind, idOf(offered)]);
    const known = this.#panels.get(key);
    if (known) {
      known.reveal();
      known.next(then);
      return;
    }
    const panel = new CallPanel(server, offered, this.#options);
    this.#panels.set(key, panel);
    panel.onDidDispose(() => this.#panels.delete(key));
    panel.next(then);
  }

  /** Whether the person is looking at the panel of one of these calls. */
  watching(calls: readonly string[]): boolean {
    return [...this.#panels.values()].some(
      (panel) => panel.active && panel.call !== undefined && calls.includes(panel.call.id),
    );
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }
}
