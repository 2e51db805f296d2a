import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { awake } from '../../core/resources/awake.ts';
import { isGone } from '../../core/resources/gone.ts';
import { keyOf, type ResourceRef, type Watches } from '../../core/resources/watches.ts';
import type { JsonObject, Resource } from '../../core/mcp.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { displayText } from '../../core/text/display.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import { systemClock } from '../../node/clock.ts';
import type { DirectCalls } from '../calls/directCall.ts';
import { setContextKey } from '../contextKeys.ts';
import { ResourceCache } from './resourceCache.ts';
import { type Content, contentOf, contentsOf } from './resourceContents.ts';
import { ResourceFiles } from './resourceFiles.ts';
import { t } from '../../core/text/l10n.ts';

/** More editors than this at once help nobody. */
const MOST = 10;
/** Updates of one resource within this time are one. Milliseconds. */
const SETTLE = 250;

export interface ResourcesOptions {
  readonly manager: ServerManager;
  readonly watches: Watches;
  readonly direct: DirectCalls;
  now(): number;
}

/** Reads, opens and keeps the resources of servers. Each reading is a call like any other. */
export class Resources implements vscode.Disposable {
  readonly files: ResourceFiles;
  readonly #options: ResourcesOptions;
  readonly #cache: ResourceCache;
  readonly #store = new DisposableStore();
  readonly #settling = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: ResourcesOptions) {
    this.#options = options;
    const { manager, watches } = options;
    const since = options.now();
    this.#cache = new ResourceCache({
      load: async ({ server, uri }, origin) => {
        await awake(manager, server, since, systemClock);
        return contentsOf(uri, await options.direct.read(server, uri, origin));
      },
      source: (server) => manager.get(server)?.target?.session,
      now: () => options.now(),
    });
    this.files = this.#store.add(new ResourceFiles({ cache: this.#cache, listed: (ref) => this.listed(ref) }));
    this.#store.add(watches.onDidMiss((ref) => this.#soon(ref)));
    this.#store.add(watches.onDidChange(() => this.#tellMenus()));
    this.#store.add(this.files.onDidChangeOpen(() => this.#tellMenus()));
    this.#store.add(manager.onDidChange(() => this.#tellMenus()));
    this.#store.add({ dispose: () => this.#settling.forEach((timer) => clearTimeout(timer)) });
  }

  /** How the server lists a resource; undefined for one that it does not list, such as a template's. */
  listed({ server, uri }: ResourceRef): Resource | undefined {
    return this.#options.manager.get(server)?.catalog.catalog.resources.find((each) => each.uri === uri);
  }

  /** A server says that a resource has changed: what is watched because of it is read again by the editors that show it. */
  updated({ server, uri }: ResourceRef): void {
    const concerned = this.#options.watches.concerned(server, uri);
    if (concerned.length === 0) return;
    for (const each of new Set([uri, ...concerned])) this.#soon({ server, uri: each });
  }

  /** Reads a resource anew and opens it. What goes wrong has been said when this resolves. */
  async show(ref: ResourceRef): Promise<void> {
    try {
      const { contents } = await this.#cache.reload(ref, 'opened');
      await this.#open(ref, contents);
    } catch (error) {
      if (isGone(error)) await this.#tellUnread(ref, error);
      else await this.#options.direct.tell(ref.server, error);
    }
  }

  /** Opens what `resources/read` gave to a call that was made elsewhere. */
  async showResult(ref: ResourceRef, result: JsonObject): Promise<void> {
    await this.#open(ref, this.#cache.put(ref, contentsOf(ref.uri, result)).contents);
  }

  /** Opens a resource that came inside of a result. */
  async showEmbedded(server: string, uri: string, resource: unknown): Promise<void> {
    const ref = { server, uri };
    await this.#open(ref, this.#cache.put(ref, [contentOf(uri, resource)]).contents);
  }

  /** The contents, from what is kept where it is still right. Rejects with `McpError`. */
  async contents(ref: ResourceRef): Promise<readonly Content[]> {
    return (await this.#cache.read(ref)).contents;
  }

  /** Whether it is here already, so that looking at it asks nobody. */
  isHere(ref: ResourceRef): boolean {
    return this.#cache.peek(ref) !== undefined;
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #open(ref: ResourceRef, contents: readonly Content[]): Promise<void> {
    this.files.changed(ref);
    if (contents.length === 0) {
      void vscode.window.showInformationMessage(t('The server returned this resource without any content.'));
      return;
    }
    for (const [part, content] of contents.slice(0, MOST).entries()) {
      // One after the other, so that the tabs have the order of the parts.
      await vscode.commands.executeCommand('vscode.open', this.files.uri({ ...ref, part }, content), {
        preview: contents.length === 1,
      } satisfies vscode.TextDocumentShowOptions);
    }
    if (contents.length > MOST) {
      void vscode.window.showInformationMessage(
        t('This resource has {0} parts; the first {1} are open.', contents.length, MOST),
      );
    }
  }

  #soon(ref: ResourceRef): void {
    const key = keyOf(ref);
    if (this.#settling.has(key)) return;
    const settled = (): void => {
      this.#settling.delete(key);
      this.#cache.outdate(ref);
      void this.#refresh(ref);
    };
    this.#settling.set(key, setTimeout(settled, SETTLE));
  }

  /** Only what is open is read again, and before its editors are told, so that they see a new time and size at once. */
  async #refresh(ref: ResourceRef): Promise<void> {
    const open = this.files.open().some((uri) => {
      const place = this.files.placeOf(uri);
      return place?.server === ref.server && place.uri === ref.uri;
    });
    if (!open) return;
    try {
      await this.#cache.reload(ref, 'changed');
    } catch (error) {
      // The editors find out by themselves, and mark it as gone.
      if (isGone(error)) void this.#tellGone(ref, error);
    }
    this.files.changed(ref);
  }

  /** The server answers that it cannot give it: a list may be older than what there is. */
  async #tellUnread(ref: ResourceRef, error: unknown): Promise<void> {
    const what = t('{0} does not give the resource {1}', displayText(ref.server, 60), displayText(ref.uri, 120));
    const said = t('{0}: {1}. It may be gone since it was listed.', what, displayText(messageOf(error), 200));
    const again = t('Try Again');
    const chosen = await vscode.window.showErrorMessage(said, again, t('Show Log'));
    if (chosen === again) await this.show(ref);
    else if (chosen !== undefined) this.#options.direct.showLog(ref.server);
  }

  async #tellGone(ref: ResourceRef, error: unknown): Promise<void> {
    const what = t(
      'The resource {0} of {1} cannot be read any more',
      displayText(ref.uri, 120),
      displayText(ref.server, 60),
    );
    const stop = t('Stop Watching');
    const said = t('{0}: {1}. The editor keeps what it had.', what, displayText(messageOf(error), 200));
    const chosen = await vscode.window.showWarningMessage(said, stop);
    if (chosen === stop) await this.#options.watches.unwatch(ref.server, ref.uri).catch(() => undefined);
  }

  #tellMenus(): void {
    const { watches } = this.#options;
    const watched: string[] = [];
    const watchable: string[] = [];
    for (const uri of this.files.open()) {
      const place = this.files.placeOf(uri);
      if (!place) continue;
      if (watches.has(place.server, place.uri)) watched.push(uri.toString());
      else if (watches.possible(place.server)) watchable.push(uri.toString());
    }
    setContextKey('countersign.watched', [...new Set(watched)].sort());
    setContextKey('countersign.watchable', [...new Set(watchable)].sort());
  }
}
