import * as vscode from 'vscode';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { MOST_MESSAGES, type Traffic, type TrafficEntry } from '../../core/servers/traffic.ts';
import { hasText, jsonLine, readable } from '../../core/servers/trafficLines.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import type { TrafficRow } from '../../shared/server.ts';
import { panels } from '../manifest.ts';
import { type PageMessage, PagePanel } from './pagePanel.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** Messages that come within this time travel as one. Milliseconds. */
const SETTLE = 100;

export interface TrafficPanelOptions {
  readonly manager: ServerManager;
  readonly extension: vscode.Uri;
  readonly log: Log;
}

/** The traffic of one server, as it passes. Texts stay here: the page asks for the one that is looked at. */
export class TrafficPanel implements vscode.Disposable {
  readonly #server: string;
  readonly #manager: ServerManager;
  readonly #panel: PagePanel;
  readonly #store = new DisposableStore();
  #traffic: Traffic | undefined;
  #follow: DisposableStore | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What came since the page was told. */
  #fresh: TrafficEntry[] = [];
  #looksFor = '';

  readonly onDidDispose: vscode.Event<void>;

  constructor(server: string, { manager, extension, log }: TrafficPanelOptions) {
    this.#server = server;
    this.#manager = manager;
    this.#panel = new PagePanel({
      viewType: panels.traffic,
      title: t('Traffic'),
      server,
      extension,
      log,
      onReady: () => this.#all(),
      onMessage: (message) => this.#take(message),
    });
    this.onDidDispose = this.#panel.onDidDispose;
    this.#store.add(manager.onDidChange(() => this.#track()));
    this.onDidDispose(() => {
      clearTimeout(this.#timer);
      this.#follow?.dispose();
      this.#store.dispose();
    });
    this.#track();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** A server that was removed and added again is another one under the same name. */
  #track(): void {
    const traffic = this.#manager.get(this.#server)?.facts.traffic;
    if (!traffic || traffic === this.#traffic) return;
    this.#follow?.dispose();
    this.#follow = new DisposableStore();
    this.#traffic = traffic;
    this.#follow.add(
      traffic.onDidAdd((entry) => {
        this.#fresh.push(entry);
        if (this.#fresh.length > MOST_MESSAGES) this.#fresh.shift();
        this.#timer ??= setTimeout(() => this.#added(), SETTLE);
      }),
    );
    this.#follow.add(traffic.onDidClear(() => this.#all()));
    this.#all();
  }

  #entries(seqs?: readonly number[]): readonly TrafficEntry[] {
    const entries = this.#traffic?.entries ?? [];
    if (!seqs) return entries;
    const wanted = new Set(seqs);
    return entries.filter(({ seq }) => wanted.has(seq));
  }

  #all(): void {
    this.#fresh = [];
    const entries = this.#entries();
    this.#panel.post({ type: 'traffic', server: this.#server, rows: entries.map(rowOf), calls: this.#calls(entries) });
  }

  #added(): void {
    this.#timer = undefined;
    const entries = this.#fresh;
    this.#fresh = [];
    if (entries.length === 0) return;
    const found = this.#looksFor === '' ? [] : entries.filter((entry) => hasText(entry, this.#looksFor));
    this.#panel.post({
      type: 'added',
      rows: entries.map(rowOf),
      most: MOST_MESSAGES,
      calls: this.#calls(entries),
      found: found.map(({ seq }) => seq),
    });
  }

  #calls(entries: readonly TrafficEntry[]): Record<string, string> {
    const names = this.#traffic?.calls;
    return Object.fromEntries(
      entries.flatMap(({ call }) => (call === undefined ? [] : [[call, names?.get(call) ?? call] as const])),
    );
  }

  #take(message: PageMessage): unknown {
    switch (message.type) {
      case 'look':
        return this.#look(message.seq);
      case 'find':
        return this.#find(message.text);
      case 'copy':
        return this.#copy(message.seqs);
      case 'save':
        return this.#save(message.seqs);
      case 'clear':
        return this.#traffic?.clear();
      case 'action':
        return undefined;
    }
  }

  #find(text: string): void {
    this.#looksFor = text.toLowerCase();
    const found = this.#entries().filter((entry) => hasText(entry, this.#looksFor));
    this.#panel.post({ type: 'found', text, found: found.map(({ seq }) => seq) });
  }

  #look(seq: number): void {
    const [entry] = this.#entries([seq]);
    if (!entry) {
      this.#panel.post({ type: 'message', seq, text: '', note: t('This message is no longer kept.') });
      return;
    }
    const kept = t(
      'Only the beginning of this message is kept: {0} characters of {1} bytes.',
      entry.text.length,
      entry.size,
    );
    this.#panel.post({ type: 'message', seq, text: readable(entry), ...(entry.cut && { note: kept }) });
  }

  async #copy(seqs: readonly number[]): Promise<void> {
    const entries = this.#entries(seqs);
    const [only] = entries;
    const text = entries.length === 1 && only ? readable(only) : entries.map(jsonLine).join('\n');
    await vscode.env.clipboard.writeText(text);
    this.#panel.post({ type: 'said', text: plural(entries.length, 'Copied {0} message.', 'Copied {0} messages.') });
  }

  async #save(seqs: readonly number[]): Promise<void> {
    // What is saved is what was shown when the person asked for it.
    const entries = this.#entries(seqs);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `${this.#server.replaceAll(/[^\w.-]+/g, '-')}-traffic.jsonl`;
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: { 'JSON lines': ['jsonl'] },
      title: t('Save the Messages That Are Shown'),
    });
    if (!target) return;
    const text = entries.map((entry) => `${jsonLine(entry)}\n`).join('');
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    this.#panel.post({ type: 'said', text: plural(entries.length, 'Saved {0} message.', 'Saved {0} messages.') });
  }
}

function rowOf({ text: _text, ...row }: TrafficEntry): TrafficRow {
  return row;
}
