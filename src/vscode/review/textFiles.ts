import * as vscode from 'vscode';
import { isOpen, type Review } from '../../core/review/review.ts';
import type { ReviewDesk } from '../../core/review/desk.ts';
import { editOf, mergeSaved, type PlacedText, textAt } from '../../core/review/textPlaces.ts';
import { t } from '../../core/text/l10n.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { TextPlace } from '../../shared/desk.ts';
import { safeName } from '../calls/contentNames.ts';
import { schemes } from '../manifest.ts';
import { ReadonlyFiles } from '../readonlyFiles.ts';

/** A text that was opened from the desk. */
interface Opened {
  readonly uri: vscode.Uri;
  readonly review: string;
  readonly place: TextPlace;
  /** As VS Code was last told; with the time that it was told. */
  text: string;
  time: number;
}

const encoder = new TextEncoder();

/**
 * The texts of a request as files that editors write, `countersign-review:`, one for each text that a person opened from the desk.
 * Saving changes the draft like typing on the desk does, so it has to be painted there before it can be approved. Only what stands in
 * an open editor is taken: nothing else can write here, and nothing can be opened by its address alone.
 */
export class TextFiles extends ReadonlyFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #desk: ReviewDesk;
  readonly #now: () => number;
  readonly #store = new DisposableStore();
  readonly #change = this.#store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #opened = new Map<string, Opened>();

  readonly onDidChangeFile = this.#change.event;

  constructor(desk: ReviewDesk, now: () => number) {
    super();
    this.#desk = desk;
    this.#now = now;
    this.#store.add(vscode.workspace.registerFileSystemProvider(schemes.review, this, { isCaseSensitive: true }));
    this.#store.add(desk.onDidChangeReview(({ id }) => this.#changed(id)));
    this.#store.add(desk.onDidClose(({ id }) => this.#closed(id)));
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#unsaved(document.uri)));
    this.#store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#unsaved(uri)));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#unsaved(uri);
        this.#forget(uri);
      }),
    );
  }

  /** Opens a text of a request in an editor beside the desk. */
  async open(review: string, place: TextPlace): Promise<void> {
    const found = this.#find(review, place);
    if (found === undefined) return;
    const name = place.part === 'toolInput' ? `${found.name}.json` : `${found.name}.txt`;
    const query = JSON.stringify([review, place]);
    const server = this.#desk.get(review)?.ask.server.name ?? '';
    const known = [...this.#opened.values()].find(({ uri }) => uri.query === query);
    const path = `/${safeName(server)}/${safeName(name)}`;
    const uri = known?.uri ?? vscode.Uri.from({ scheme: schemes.review, path, query });
    this.#opened.set(uri.toString(), known ?? { uri, review, place, text: found.text, time: this.#now() });
    const document = await vscode.workspace.openTextDocument(uri, { encoding: 'utf8' });
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const opened = this.#get(uri);
    const { text } = this.#text(opened);
    this.#note(opened, text);
    const size = encoder.encode(text).length;
    const base = { type: vscode.FileType.File, ctime: opened.time, mtime: opened.time, size };
    const review = this.#desk.get(opened.review);
    return review && isOpen(review) ? base : { ...base, permissions: vscode.FilePermission.Readonly };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return encoder.encode(this.#text(this.#get(uri)).text);
  }

  override writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const opened = this.#get(uri);
    const { text: before, name } = this.#text(opened);
    const saved = this.#standsInEditor(uri, content);
    const text = mergeSaved(before, saved);
    if (text === before) return;
    const taken = this.#desk.edit(opened.review, editOf(opened.place, text));
    if (!taken.taken) throw vscode.FileSystemError.NoPermissions(taken.message);
    this.#desk.get(opened.review)?.savedInTab(name);
    const after = this.#find(opened.review, opened.place);
    if (after) this.#note(opened, after.text);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** What is to be saved, if it is what a person sees in an editor: another extension could write without one. */
  #standsInEditor(uri: vscode.Uri, content: Uint8Array): string {
    const saved = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');
    if (document !== undefined && isShown(uri) && withoutMark(document.getText()) === withoutMark(saved)) return saved;
    throw vscode.FileSystemError.NoPermissions(t('Only what stands in an open editor can be saved to this request.'));
  }

  #get(uri: vscode.Uri): Opened {
    const opened = this.#opened.get(uri.toString());
    if (opened) return opened;
    throw vscode.FileSystemError.FileNotFound(
      t('Open this text from the review desk. What you typed stays here until you close it.'),
    );
  }

  #find(review: string, place: TextPlace): PlacedText | undefined {
    const draft = this.#desk.get(review)?.draft;
    return draft && textAt(draft.asked, draft.edits, place);
  }

  #text({ review, place }: Opened): PlacedText {
    const found = this.#find(review, place);
    if (found) return found;
    throw vscode.FileSystemError.FileNotFound(t('This text is not in the request any more.'));
  }

  /** Times only grow: VS Code compares them to see that a file is newer than what it has. */
  #note(opened: Opened, text: string): void {
    if (text === opened.text) return;
    opened.text = text;
    opened.time = Math.max(this.#now(), opened.time + 1);
  }

  #changed(id: string): void {
    const changes = [...this.#opened.values()].filter(({ review }) => review === id);
    if (changes.length === 0) return;
    for (const opened of changes) {
      const found = this.#find(id, opened.place);
      if (found) this.#note(opened, found.text);
    }
    this.#change.fire(changes.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  /** Nothing more can be written; a tab with text that was not saved stays, so that it can be copied. */
  #closed(id: string): void {
    this.#changed(id);
    const uris = new Set(
      [...this.#opened.values()].filter(({ review }) => review === id).map(({ uri }) => uri.toString()),
    );
    if (uris.size === 0) return;
    const tabs = tabsOf((uri) => uris.has(uri.toString())).filter(({ isDirty }) => !isDirty);
    void vscode.window.tabGroups.close(tabs, true);
    // VS Code may have let go of a document long before its request ended.
    const shown = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const uri of uris) if (!shown.has(uri)) this.#opened.delete(uri);
  }

  /** A text whose request is over and whose editor is closed can be opened no more, and may be large. */
  #forget(uri: vscode.Uri): void {
    const opened = this.#opened.get(uri.toString());
    const review = opened && this.#desk.get(opened.review);
    if (opened && (review === undefined || review.closed)) this.#opened.delete(uri.toString());
  }

  #unsaved({ scheme }: vscode.Uri): void {
    if (scheme !== schemes.review) return;
    const dirty = new Set(
      vscode.workspace.textDocuments
        .filter(({ isDirty, isClosed }) => isDirty && !isClosed)
        .map(({ uri }) => uri.toString()),
    );
    const names = new Map<Review, string[]>();
    for (const { uri, review: id, place } of this.#opened.values()) {
      const review = this.#desk.get(id);
      const name = dirty.has(uri.toString()) ? this.#find(id, place)?.name : undefined;
      if (review) names.set(review, [...(names.get(review) ?? []), ...(name === undefined ? [] : [name])]);
    }
    for (const [review, unsaved] of names) review.unsavedInTabs(unsaved);
  }
}

function tabsOf(which: (uri: vscode.Uri) => boolean): vscode.Tab[] {
  const all = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return all.filter(({ input }) => input instanceof vscode.TabInputText && which(input.uri));
}

function isShown(uri: vscode.Uri): boolean {
  return tabsOf((shown) => shown.toString() === uri.toString()).length > 0;
}
