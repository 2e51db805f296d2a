import type { McpSession } from '../servers/session.ts';
import { McpError } from '../errors.ts';
import type { Disposable } from '../util/disposable.ts';
import { DisposableStore } from '../util/disposable.ts';
import { Emitter, type Event } from '../util/emitter.ts';
import { t } from '../text/l10n.ts';

/** What is watched needs of the servers. `ServerManager` is one. */
export interface WatchedServers {
  get(name: string): { readonly target: { readonly session: McpSession } | undefined } | undefined;
  readonly onDidChange: Event<void>;
}

/** One resource of one server. */
export interface ResourceRef {
  readonly server: string;
  readonly uri: string;
}

/** A resource as the key of a map. */
export function keyOf({ server, uri }: ResourceRef): string {
  return JSON.stringify([server, uri]);
}

/**
 * The resources that a person watches: each is subscribed to while its server runs, and again when it has come back. Kept until the
 * person stops watching, the server is removed, or the window ends.
 */
export class Watches implements Disposable {
  readonly #servers: WatchedServers;
  readonly #watched = new Map<string, Set<string>>();
  /** With which session each server's watches are subscribed, and what follows it. */
  readonly #sessions = new Map<string, { readonly session: McpSession; readonly follow: Disposable | undefined }>();
  readonly #store = new DisposableStore();
  readonly #change = new Emitter<string>();
  readonly #missed = new Emitter<ResourceRef>();
  readonly #failed = new Emitter<ResourceRef & { readonly error: unknown }>();

  constructor(servers: WatchedServers) {
    this.#servers = servers;
    this.#store.add(servers.onDidChange(() => this.#follow()));
  }

  /** Which resources of a server are watched has changed. */
  readonly onDidChange = this.#change.event;
  /** A resource may have changed while its server was away. */
  readonly onDidMiss = this.#missed.event;
  /** A server does not let a resource be watched any more; it is not. */
  readonly onDidFail = this.#failed.event;

  /** Whether the server lets its resources be watched, as far as it says so while it runs. */
  possible(server: string): boolean {
    return this.#servers.get(server)?.target?.session.content?.watches === true;
  }

  has(server: string, uri: string): boolean {
    return this.#watched.get(server)?.has(uri) ?? false;
  }

  of(server: string): readonly string[] {
    return [...(this.#watched.get(server) ?? [])];
  }

  /** Rejects with `McpError` when the server does not let it be watched. */
  async watch(server: string, uri: string): Promise<void> {
    if (this.has(server, uri)) return;
    const session = this.#servers.get(server)?.target?.session;
    if (!session) throw new McpError('connection', t('The server {0} is not running.', server));
    if (!session.content?.watches || !session.watch)
      throw new McpError('notDeclared', t('The server {0} does not tell when its resources change.', server));
    await session.watch(uri);
    if (!this.#watched.has(server)) this.#use(server, session);
    this.#add(server, uri);
  }

  /** Rejects with `McpError` when the server could not be told; it is not watched here any more all the same. */
  async unwatch(server: string, uri: string): Promise<void> {
    if (!this.#remove(server, uri)) return;
    await this.#servers.get(server)?.target?.session.unwatch?.(uri);
  }

  /**
   * The watched resource that an update is about: the named one, or the one that it lies below, since a server may name a part of what
   * was subscribed to.
   */
  concerned(server: string, uri: string): readonly string[] {
    return this.of(server).filter((each) => each === uri || uri.startsWith(each.endsWith('/') ? each : `${each}/`));
  }

  dispose(): void {
    this.#store.dispose();
    for (const { follow } of this.#sessions.values()) follow?.dispose();
    this.#change.dispose();
    this.#missed.dispose();
    this.#failed.dispose();
  }

  #add(server: string, uri: string): void {
    const watched = this.#watched.get(server) ?? new Set();
    this.#watched.set(server, watched.add(uri));
    this.#change.fire(server);
  }

  #remove(server: string, uri: string): boolean {
    const watched = this.#watched.get(server);
    if (!watched?.delete(uri)) return false;
    if (watched.size === 0) this.#forget(server);
    this.#change.fire(server);
    return true;
  }

  #forget(server: string): void {
    this.#watched.delete(server);
    this.#sessions.get(server)?.follow?.dispose();
    this.#sessions.delete(server);
  }

  #use(server: string, session: McpSession): void {
    this.#sessions.get(server)?.follow?.dispose();
    const follow = session.onDidEndWatch?.((uri) => {
      const error = new McpError('server', t('The server {0} does not tell any more when {1} changes.', server, uri));
      if (this.#remove(server, uri)) this.#failed.fire({ server, uri, error });
    });
    this.#sessions.set(server, { session, follow });
  }

  #follow(): void {
    for (const name of this.#watched.keys()) {
      const server = this.#servers.get(name);
      const session = server?.target?.session;
      if (!server) {
        this.#forget(name);
        this.#change.fire(name);
      } else if (session && session !== this.#sessions.get(name)?.session) {
        this.#use(name, session);
        for (const uri of this.of(name)) void this.#again(name, uri, session);
      }
    }
  }

  async #again(server: string, uri: string, session: McpSession): Promise<void> {
    try {
      if (!session.content?.watches || !session.watch)
        throw new McpError(
          'notDeclared',
          t('The server {0} does not tell any more when its resources change.', server),
        );
      await session.watch(uri);
      this.#missed.fire({ server, uri });
    } catch (error) {
      // A session that is over already is no refusal: the next one is asked.
      if (this.#servers.get(server)?.target?.session !== session) return;
      this.#remove(server, uri);
      this.#failed.fire({ server, uri, error });
    }
  }
}
