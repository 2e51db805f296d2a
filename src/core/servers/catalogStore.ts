import { McpError, messageOf } from '../errors.ts';
import type { JsonObject } from '../mcp.ts';
import { type Clock, delay } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import type { Catalog, CatalogKind, McpSession } from './session.ts';

/** Milliseconds: servers that change ten tools send ten notifications. */
const DEBOUNCE = 250;
/** Milliseconds of schema compiling at a stretch: the extension host is shared. */
const SLICE = 10;
/** Milliseconds of schema compiling in all, for one list. Thousands of ordinary schemas take less. */
const ENOUGH = 10_000;

/** Entries of one list. A tree of more stops the window, and nobody looks through it. */
const MOST = 5_000;

/** Something about the catalog that a person should know; nothing is left out because of it. */
export interface CatalogProblem {
  readonly kind: CatalogKind;
  /** Name or URI of the entry. */
  readonly name: string;
  readonly message: string;
}

/** The catalog as it stands. Immutable: a change makes another. */
export interface CatalogState {
  readonly catalog: Catalog;
  /** True once every list has answered or failed. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Why a list could not be loaded; what it had before stays. */
  readonly errors: Readonly<Partial<Record<CatalogKind, string>>>;
  readonly problems: readonly CatalogProblem[];
}

/** The lists of a catalog, in the order in which they are shown. */
export const catalogKinds = ['tools', 'resources', 'resourceTemplates', 'prompts'] as const;
/** What a server offers before any list has come. */
export const emptyCatalog: Catalog = { tools: [], resources: [], resourceTemplates: [], prompts: [] };

type Lister = Pick<McpSession, 'list' | 'checkSchema'>;

/** Loads what a server offers and keeps it fresh. One request a list at a time, one more queued behind it at most. */
export class CatalogStore implements Disposable {
  readonly #session: Lister;
  readonly #clock: Clock;
  readonly #change = new Emitter<CatalogState>();
  readonly #timers = new Map<CatalogKind, Disposable>();
  readonly #running = new Map<CatalogKind, { again: boolean; readonly done: Promise<void> }>();
  readonly #stop = new AbortController();
  readonly #answered = new Set<CatalogKind>();
  /** How many entries each list had. */
  readonly #listed = new Map<CatalogKind, number>();
  #schemaProblems: readonly CatalogProblem[] = [];
  #state: CatalogState = { catalog: emptyCatalog, loaded: false, loading: false, errors: {}, problems: [] };

  readonly onDidChange = this.#change.event;

  constructor(session: Lister, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  get state(): CatalogState {
    return this.#state;
  }

  /** Loads all lists. Never rejects: an error is state. */
  async load(): Promise<void> {
    await Promise.all(catalogKinds.map((kind) => this.#fetch(kind)));
  }

  /** The server says that a list has changed. */
  changed(kind: CatalogKind): void {
    if (this.#stop.signal.aborted) return;
    this.#timers.get(kind)?.dispose();
    const timer = this.#clock.timeout(() => {
      this.#timers.delete(kind);
      void this.#fetch(kind);
    }, DEBOUNCE);
    this.#timers.set(kind, timer);
  }

  /**
   * Resolves when nothing is outstanding for a list: what the server said to have changed is asked for at once, and so is what could
   * not be loaded. Rejects with the reason when it still cannot be.
   */
  async refreshed(kind: CatalogKind): Promise<void> {
    const announced = this.#timers.get(kind);
    announced?.dispose();
    this.#timers.delete(kind);
    if (announced || this.#state.errors[kind] !== undefined) await this.#fetch(kind);
    else await this.#running.get(kind)?.done;
    const problem = this.#state.errors[kind];
    if (problem !== undefined) throw new McpError('server', problem);
  }

  dispose(): void {
    this.#stop.abort(new Error('The catalog was disposed'));
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
    this.#change.dispose();
  }

  #fetch(kind: CatalogKind): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    const running = this.#running.get(kind);
    if (running) {
      running.again = true;
      return running.done;
    }
    const entry = { again: false, done: Promise.resolve() };
    this.#running.set(kind, entry);
    entry.done = this.#run(kind, entry);
    return entry.done;
  }

  async #run(kind: CatalogKind, entry: { again: boolean }): Promise<void> {
    do {
      entry.again = false;
      this.#update({});
      await this.#fetchOnce(kind);
    } while (entry.again && !this.#stop.signal.aborted);
    this.#running.delete(kind);
    this.#update({});
  }

  async #fetchOnce(kind: CatalogKind): Promise<void> {
    try {
      const items = await this.#session.list(kind, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      this.#answered.add(kind);
      const { [kind]: _resolved, ...errors } = this.#state.errors;
      this.#listed.set(kind, items.length);
      this.#update({ catalog: { ...this.#state.catalog, [kind]: items.slice(0, MOST) }, errors });
      if (kind === 'tools') await this.#checkSchemas();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#answered.add(kind);
      this.#update({ errors: { ...this.#state.errors, [kind]: messageOf(error) } });
    }
  }

  /** In slices, since hundreds of large schemas take longer than the extension host may be blocked. */
  async #checkSchemas(): Promise<void> {
    if (!this.#session.checkSchema) return;
    const problems: CatalogProblem[] = [];
    const { tools } = this.#state.catalog;
    let sliceStart = this.#clock.now();
    let spent = 0;
    for (const [index, tool] of tools.entries()) {
      if (spent >= ENOUGH) {
        const left = tools.length - index;
        const message = `The input schemas of ${left} tools were not checked: the others took too long already.`;
        problems.push({ kind: 'tools', name: tool.name, message });
        break;
      }
      const started = this.#clock.now();
      const why = this.#session.checkSchema(tool.inputSchema as JsonObject);
      spent += this.#clock.now() - started;
      if (why) {
        const message = `The input schema of ${tool.name} cannot be used: ${why}`;
        problems.push({ kind: 'tools', name: tool.name, message });
      }
      if (this.#clock.now() - sliceStart >= SLICE) {
        await delay(this.#clock, 0, this.#stop.signal);
        sliceStart = this.#clock.now();
      }
    }
    this.#schemaProblems = problems;
    this.#update({});
  }

  #leftOut(): CatalogProblem[] {
    return [...this.#listed].flatMap(([kind, count]) => {
      const message = `The server lists ${count} ${nouns[kind]}; only the first ${MOST} are taken.`;
      return count <= MOST ? [] : [{ kind, name: nouns[kind], message }];
    });
  }

  #update(change: Partial<CatalogState>): void {
    if (this.#stop.signal.aborted) return;
    const next = { ...this.#state, ...change };
    this.#state = {
      ...next,
      loaded: catalogKinds.every((kind) => this.#answered.has(kind)),
      loading: this.#running.size > 0,
      problems: [...this.#leftOut(), ...duplicates(next.catalog), ...this.#schemaProblems],
    };
    this.#change.fire(this.#state);
  }
}

function duplicates(catalog: Catalog): CatalogProblem[] {
  return catalogKinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const item of catalog[kind]) {
      const name = kind === 'resources' && 'uri' in item ? item.uri : item.name;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].flatMap(([name, count]) =>
      count < 2
        ? []
        : [
            {
              kind,
              name,
              message: `${count} ${nouns[kind]} are called ${name}; a call reaches the one that the server picks.`,
            },
          ],
    );
  });
}

const nouns: Record<CatalogKind, string> = {
  tools: 'tools',
  resources: 'resources',
  resourceTemplates: 'resource templates',
  prompts: 'prompts',
};
