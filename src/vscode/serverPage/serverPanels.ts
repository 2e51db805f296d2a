import type * as vscode from 'vscode';
import { ServerPanel, type ServerPanelOptions } from './serverPanel.ts';
import { TrafficPanel } from './trafficPanel.ts';

type Panel = ServerPanel | TrafficPanel;

/** The open pages of servers: at most one page and one traffic view each. */
export class ServerPanels implements vscode.Disposable {
  readonly #options: ServerPanelOptions;
  readonly #panels = new Map<string, Panel>();

  constructor(options: ServerPanelOptions) {
    this.#options = options;
  }

  openPage(server: string): void {
    this.#open(`page:${server}`, () => new ServerPanel(server, this.#options));
  }

  openTraffic(server: string): void {
    this.#open(`traffic:${server}`, () => new TrafficPanel(server, this.#options));
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #open(key: string, make: () => Panel): void {
    const known = this.#panels.get(key);
    if (known) {
      known.reveal();
      return;
    }
    const panel = make();
    this.#panels.set(key, panel);
    panel.onDidDispose(() => this.#panels.delete(key));
  }
}
