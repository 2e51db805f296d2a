import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import type { FromServer, ToServer } from '../../shared/server.ts';
import { pageHtml, panelIcon, send, webviewOptions } from '../webviews/page.ts';

/** What a page may ask for besides being told everything. */
export type PageMessage = Exclude<FromServer, { type: 'ready' | 'problem' }>;

export interface PagePanelOptions {
  readonly viewType: string;
  /** Before the server's name. */
  readonly title: string;
  readonly server: string;
  readonly extension: vscode.Uri;
  readonly log: Log;
  /** The page is there, or there again, and knows nothing. */
  onReady(): void;
  onMessage(message: PageMessage): unknown;
}

/** The window of one page of a server: what both pages have in common. */
export class PagePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: PagePanelOptions;
  readonly #store = new DisposableStore();
  #ready = false;

  readonly onDidDispose: vscode.Event<void>;

  constructor(options: PagePanelOptions) {
    this.#options = options;
    const { extension, viewType, title, server } = options;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      `${title}: ${displayText(server, 40)}`,
      vscode.ViewColumn.Active,
      webviewOptions(extension),
    );
    this.#panel = panel;
    panel.iconPath = panelIcon(extension);
    this.onDidDispose = panel.onDidDispose;
    this.#store.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)));
    this.#store.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    this.#store.add(panel.onDidDispose(() => this.#store.dispose()));
    panel.webview.html = pageHtml(panel.webview, extension, { title, bundle: 'server' });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Dropped while nobody sees the page: it asks for everything when it is seen again. */
  post(message: ToServer): void {
    if (this.#ready) send(this.#panel, message);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const { fromServerSchema } = await import('../../shared/server.ts');
    const { log, server } = this.#options;
    const parsed = fromServerSchema.safeParse(message);
    if (!parsed.success) {
      log.warn(`The page of ${server} sent a message that is none; it was ignored.`);
      return;
    }
    try {
      await this.#act(parsed.data);
    } catch (error) {
      log.error(`The page of ${server}: ${messageOf(error)}`);
      this.post({ type: 'said', text: messageOf(error) });
    }
  }

  async #act(message: FromServer): Promise<void> {
    if (message.type === 'ready') {
      this.#ready = true;
      this.#options.onReady();
    } else if (message.type === 'problem') {
      this.#options.log.error(`The page of ${this.#options.server}, in the page: ${message.message}`);
    } else await this.#options.onMessage(message);
  }
}
