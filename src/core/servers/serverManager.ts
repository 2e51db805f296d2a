import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { isVsCodes, type ServerEntry } from './definition.ts';
import type { ManagedServer } from './managedServer.ts';

/** What became of a server for good. */
export interface GivenUp {
  readonly server: ManagedServer;
  readonly reason: string;
}

/** All configured servers. Settings go in, and servers appear, stop and restart accordingly. */
export class ServerManager implements Disposable {
  readonly #create: (entry: ServerEntry, trusted: boolean) => ManagedServer;
  readonly #servers = new Map<string, ManagedServer>();
  readonly #change = new Emitter<void>();
  readonly #giveUp = new Emitter<GivenUp>();
  /** Servers that are on their way out, by name: one of the same name starts only when they are gone. */
  readonly #leaving = new Map<string, Promise<void>>();
  #disposed = false;

  /** The list of servers, or anything about one of them. */
  readonly onDidChange = this.#change.event;
  readonly onDidGiveUp = this.#giveUp.event;

  constructor(create: (entry: ServerEntry, trusted: boolean) => ManagedServer) {
    this.#create = create;
  }

  /** In the order of the settings. */
  get servers(): readonly ManagedServer[] {
    return [...this.#servers.values()];
  }

  get(name: string): ManagedServer | undefined {
    return this.#servers.get(name);
  }

  /**
   * Makes the servers what the settings say: added ones appear and start, removed ones stop, changed ones restart. Without trust they
   * are listed and rest. A server that a person stopped stays stopped. Returns at once; what it starts shows in the servers' states.
   */
  apply(entries: readonly ServerEntry[], options: { readonly trusted: boolean }): void {
    if (this.#disposed) return;
    const before = new Map(this.#servers);
    this.#servers.clear();
    for (const entry of entries) {
      const known = before.get(entry.name);
      before.delete(entry.name);
      this.#servers.set(entry.name, known ?? this.#add(entry, options.trusted));
      if (known) void this.#refresh(known, entry, options.trusted);
    }
    for (const removed of before.values()) this.#remove(removed);
    this.#change.fire();
  }

  dispose(): void {
    void this.shutdown();
  }

  /** Stops all of them at once; resolves when no process is left, which takes no more than 4 s. */
  async shutdown(): Promise<void> {
    this.#disposed = true;
    this.#change.dispose();
    this.#giveUp.dispose();
    const leaving = [...this.#leaving.values()];
    await Promise.all([...this.servers.map((server) => server.shutdown()), ...leaving]);
  }

  #add(entry: ServerEntry, trusted: boolean): ManagedServer {
    const server = this.#create(entry, trusted);
    server.onDidChange(() => this.#change.fire());
    server.onDidGiveUp((reason) => this.#giveUp.fire({ server, reason }));
    if (trusted) void this.#autoStart(server);
    return server;
  }

  async #refresh(server: ManagedServer, entry: ServerEntry, trusted: boolean): Promise<void> {
    const rested = server.state.kind === 'untrusted';
    if (!trusted) await server.setTrusted(false);
    await server.update(entry);
    if (!trusted) return;
    await server.setTrusted(true);
    if (rested) await this.#autoStart(server);
  }

  async #autoStart(server: ManagedServer): Promise<void> {
    if (!server.entry.settings.autoStart) return;
    await this.#leaving.get(server.name);
    // It may have been removed again while its namesake was leaving.
    if (this.#servers.get(server.name) !== server) return;
    // VS Code may run it itself, so it connects only once a person has asked for it.
    await server.start({ interactive: false, onlyConfirmed: isVsCodes(server.entry.source) });
  }

  #remove(server: ManagedServer): void {
    const gone = Promise.all([this.#leaving.get(server.name), server.shutdown()]).then(() => {
      if (this.#leaving.get(server.name) === gone) this.#leaving.delete(server.name);
    });
    this.#leaving.set(server.name, gone);
  }
}
