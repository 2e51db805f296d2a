import * as vscode from 'vscode';
import { isMcpError, messageOf } from '../../core/errors.ts';
import { isGone } from '../../core/resources/gone.ts';
import { keyOf, type ResourceRef } from '../../core/resources/watches.ts';
import type { Resource } from '../../core/mcp.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { schemes } from '../manifest.ts';
import { ReadonlyFiles } from '../readonlyFiles.ts';
import { KnownUris } from './knownUris.ts';
import type { ResourceCache } from './resourceCache.ts';
import type { Content } from './resourceContents.ts';
import { fromQuery, type ResourcePlace, toUriParts } from './resourceUri.ts';
import { Wanted } from './wanted.ts';
import { t } from '../../core/text/l10n.ts';

export interface ResourceFilesOptions {
  readonly cache: ResourceCache;
  /** How the server lists a resource, where it does. */
  listed(ref: ResourceRef): Resource | undefined;
}

/**
 * The resources of servers as read-only files, `countersign-resource:`. A file is read by a `resources/read` call, which goes the way
 * of every call, and only where somebody opened it; looking at a file's size or time asks nobody. What was read is kept until it changes or its last editor is closed.
 */
export class ResourceFiles extends ReadonlyFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #options: ResourceFilesOptions;
  readonly #store = new DisposableStore();
  readonly #change = this.#store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #opened = this.#store.add(new vscode.EventEmitter<void>());
  readonly #known = new KnownUris<vscode.Uri>();
  /** Resources that the server did not have any more when they were read again. */
  readonly #gone = new Set<string>();
  readonly #wanted: Wanted;

  readonly onDidChangeFile = this.#change.event;
  /** Which files are open may have changed. */
  readonly onDidChangeOpen = this.#opened.event;

  constructor(options: ResourceFilesOptions) {
    super();
    this.#options = options;
    this.#wanted = new Wanted({
      isHere: (ref) => options.cache.peek(ref) !== undefined,
      open: () => this.open().flatMap((uri) => this.placeOf(uri) ?? []),
    });
    const flags = { isReadonly: true, isCaseSensitive: true };
    this.#store.add(vscode.workspace.registerFileSystemProvider(schemes.resource, this, flags));
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed([uri])));
    this.#store.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed, opened }) => {
        this.#closed(closed.flatMap(urisOf));
        if (opened.some((tab) => urisOf(tab).some(isResource))) this.#opened.fire();
      }),
    );
  }

  /** The URI of a resource, or of one of its contents; `content` gives it a name and an extension that fit. */
  uri(place: ResourcePlace, content?: Content): vscode.Uri {
    const { server, uri, part } = place;
    this.#wanted.give(place);
    const several = content !== undefined && content.uri !== uri;
    const mimeType = content?.mimeType ?? this.#options.listed({ server, uri })?.mimeType;
    const parts = toUriParts({ server, uri, part }, mimeType, several ? content.uri : uri);
    return vscode.Uri.from({ scheme: schemes.resource, ...parts });
  }

  /** Which resource a URI of this file system is about. */
  placeOf(uri: vscode.Uri): ResourcePlace | undefined {
    return uri.scheme === schemes.resource ? fromQuery(uri.query) : undefined;
  }

  /** The files that are open in an editor. */
  open(): readonly vscode.Uri[] {
    return vscode.window.tabGroups.all.flatMap((group) => group.tabs.flatMap(urisOf)).filter(isResource);
  }

  /** What is kept has changed, or is outdated: editors that have it open read again. */
  changed(ref: ResourceRef): void {
    this.#gone.delete(keyOf(ref));
    this.#fire(ref, vscode.FileChangeType.Changed);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const place = this.#place(uri);
    const key = keyOf(place);
    if (this.#gone.has(key)) throw vscode.FileSystemError.FileNotFound(goneWords(place));
    const cached = this.#options.cache.peek(place);
    const time = cached?.time ?? 0;
    const size = cached?.contents[place.part]?.bytes.length ?? this.#options.listed(place)?.size ?? 0;
    return { type: vscode.FileType.File, ctime: time, mtime: time, size, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const place = this.#place(uri);
    if (!this.#wanted.has(place)) throw vscode.FileSystemError.NoPermissions(unwantedWords(place));
    const known = this.#options.cache.peek(place) !== undefined;
    try {
      const { contents } = await this.#options.cache.read(place);
      const content = contents[place.part];
      if (content) return content.bytes;
    } catch (error) {
      throw this.#failure(place, error, known);
    }
    const server = displayText(place.server, 60);
    throw vscode.FileSystemError.FileNotFound(
      place.part === 0
        ? t('{0} gave {1} without any content.', server, short(place))
        : t('{0} gave {1} without its part {2}.', server, short(place), place.part + 1),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  #place(uri: vscode.Uri): ResourcePlace {
    const place = this.placeOf(uri);
    if (!place) throw vscode.FileSystemError.FileNotFound(t('This is no address of a resource.'));
    this.#known.note(keyOf(place), uri);
    return place;
  }

  /** A server that answers that there is no such resource is told from one that cannot be asked. */
  #failure(place: ResourcePlace, error: unknown, known: boolean): vscode.FileSystemError {
    const kind = isMcpError(error) ? error.kind : undefined;
    const why = displayText(messageOf(error), 300);
    if (kind === 'rejected') return vscode.FileSystemError.NoPermissions(why);
    if (!isGone(error)) return vscode.FileSystemError.Unavailable(why);
    if (!known) return vscode.FileSystemError.FileNotFound(`${displayText(place.server, 60)}: ${why}`);
    this.#gone.add(keyOf(place));
    this.#fire(place, vscode.FileChangeType.Deleted);
    return vscode.FileSystemError.FileNotFound(`${goneWords(place)} ${why}`);
  }

  #fire(ref: ResourceRef, type: vscode.FileChangeType): void {
    const uris = this.#known.of(keyOf(ref));
    if (uris.length > 0) this.#change.fire(uris.map((uri) => ({ type, uri })));
  }

  /** What no editor shows any more is let go; a document without an editor keeps its text, as every document does. */
  #closed(uris: readonly vscode.Uri[]): void {
    const closed = uris.map((uri) => this.placeOf(uri)).filter((place) => place !== undefined);
    if (closed.length === 0) return;
    const open = new Set(
      this.open()
        .flatMap((uri) => this.placeOf(uri) ?? [])
        .map(keyOf),
    );
    for (const place of closed) {
      if (open.has(keyOf(place))) continue;
      this.#options.cache.drop(place);
      this.#gone.delete(keyOf(place));
      this.#known.forget(keyOf(place));
    }
    this.#opened.fire();
  }
}

function short({ uri }: ResourceRef): string {
  return displayText(uri, 120);
}

function goneWords(ref: ResourceRef): string {
  return t('The resource {0} is not there any more.', short(ref));
}

function unwantedWords(ref: ResourceRef): string {
  return t(
    'The resource {0} of {1} is read only when you open it. Open it from the servers tree.',
    short(ref),
    displayText(ref.server, 60),
  );
}

function isResource(uri: vscode.Uri): boolean {
  return uri.scheme === schemes.resource;
}

/** What a tab shows: a file, both sides of a difference, a picture, a notebook. */
function urisOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return [input.uri];
  if (input instanceof vscode.TabInputNotebook) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
