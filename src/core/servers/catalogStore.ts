import { McpError, messageOf } from '../errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Disposable } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { catalogNouns, type CatalogProblem, duplicatesIn, schemaProblems } from './catalogProblems.ts';
import type { Catalog, CatalogKind, McpSession } from './session.ts';
import { t } from '../text/l10n.ts';

export type { CatalogProblem } from './catalogProblems.ts';

/** Milliseconds: servers that change ten tools send ten notifications. */
const DEBOUNCE = 250;
/** Milliseconds after which a list is asked for although its changes do not end. */
const LONGEST_DEBOUNCE = 2_000;
/** Milliseconds between two views of a list that is still coming: each is a long list drawn anew. */
const PARTIAL = 1_000;
/** Pages of one list when nothing else is said. The SDK stops at 64. */
const MAX_PAGES = 1_000;

/** The catalog as it stands. Immutable: a change makes another. */
export interface CatalogState {
  readonly catalog: Catalog;
  /** True once every list has answered or failed. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Lists of which only the first pages have come so far. */
  readonly partial: Readonly<Partial<Record<CatalogKind, true>>>;
  /** Lists of which the server has more than was asked for, with a sentence that says so. */
  readonly limited: Readonly<Partial<Record<CatalogKind, string>>>;
  /** Why a list could not be loaded; what it had before stays. */
  readonly errors: Readonly<Partial<Record<CatalogKind, string>>>;
  readonly problems: readonly CatalogProblem[];
}

/** The lists of a catalog, in the order in which they are shown. */
export const catalogKinds = ['tools', 'resources', 'resourceTemplates', 'prompts'] as const;
/** What a server offers before any list has come. */
export const emptyCatalog: Catalog = { tools: [], resources: [], resourceTemplates: [], prompts: [] };
/** A catalog of which nothing is known. */
export const nothingLoaded: CatalogState = {
  catalog: emptyCatalog,
  loaded: false,
  loading: false,
  partial: {},
  limited: {},
  errors: {},
  problems: [],
};

type Lister = Pick<McpSession, 'list' | 'checkSchema'>;

/** Loads what a server offers and keeps it fresh. One request a list at a time, one more queued behind it at most. */
export class CatalogStore implements Disposable {
  readonly #session: Lister;
  readonly #clock: Clock;
  readonly #maxPages: () => number;
  readonly #change = new Emitter<CatalogState>();
  readonly #timers = new Map<CatalogKind, { readonly since: number; readonly timer: Disposable }>();
  readonly #running = new Map<CatalogKind, { again: boolean; readonly done: Promise<void> }>();
  readonly #stop = new AbortController();
  readonly #answered = new Set<CatalogKind>();
  readonly #duplicates = new Map<CatalogKind, readonly CatalogProblem[]>();
  #schemaProblems: readonly CatalogProblem[] = [];
  #state = nothingLoaded;

  readonly onDidChange = this.#change.event;

  /** @param maxPages pages of one list after which no more are asked for, looked up at each fetch */
  constructor(session: Lister, clock: Clock, maxPages: () => number = () => MAX_PAGES) {
    this.#session = session;
    this.#clock = clock;
    this.#maxPages = maxPages;
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
    const waiting = this.#timers.get(kind);
    waiting?.timer.dispose();
    const now = this.#clock.now();
    const since = waiting?.since ?? now;
    const timer = this.#clock.timeout(
      () => {
        this.#timers.delete(kind);
        void this.#fetch(kind);
      },
      Math.max(0, Math.min(DEBOUNCE, since + LONGEST_DEBOUNCE - now)),
    );
    this.#timers.set(kind, { since, timer });
  }

  /**
   * Resolves when nothing is outstanding for a list: what the server said to have changed is asked for at once, and so is what could
   * not be loaded. Rejects with the reason when it still cannot be.
   */
  async refreshed(kind: CatalogKind): Promise<void> {
    const announced = this.#timers.get(kind);
    announced?.timer.dispose();
    this.#timers.delete(kind);
    if (announced || this.#state.errors[kind] !== undefined) await this.#fetch(kind);
    else await this.#running.get(kind)?.done;
    const problem = this.#state.errors[kind];
    if (problem !== undefined) throw new McpError('server', problem);
  }

  dispose(): void {
    this.#stop.abort(new Error('The catalog was disposed'));
    for (const { timer } of this.#timers.values()) timer.dispose();
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
    let limit: number | undefined;
    try {
      const items = await this.#session.list(kind, {
        signal: this.#stop.signal,
        maxPages: this.#maxPages(),
        // Once a list is known, the old one is better than a part of the new one.
        ...(!this.#answered.has(kind) && { onPage: this.#firstPages(kind) }),
        onLimit: (pages) => {
          limit = pages;
        },
      });
      if (this.#stop.signal.aborted) return;
      this.#answered.add(kind);
      this.#duplicates.set(kind, duplicatesIn(kind, items));
      const limited = { ...without(this.#state.limited, kind), ...(limit && { [kind]: limitSentence(kind, limit) }) };
      const errors = without(this.#state.errors, kind);
      this.#update({ ...this.#with(kind, items), partial: without(this.#state.partial, kind), limited, errors });
      if (kind === 'tools') await this.#checkSchemas();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#answered.add(kind);
      const errors = { ...this.#state.errors, [kind]: messageOf(error) };
      this.#update({ errors, partial: without(this.#state.partial, kind) });
    }
  }

  /** Shows the first page at once and later ones now and then, when there are twice as many: a list is copied no more often than that. */
  #firstPages(kind: CatalogKind): (entries: Catalog[CatalogKind]) => void {
    const all: Catalog[CatalogKind][number][] = [];
    let shown = 0;
    let since = 0;
    return (entries) => {
      for (const entry of entries) all.push(entry);
      if (this.#stop.signal.aborted || all.length < shown * 2 || all.length === 0) return;
      const now = this.#clock.now();
      if (shown > 0 && now - since < PARTIAL) return;
      since = now;
      shown = all.length;
      this.#update({ ...this.#with(kind, [...all]), partial: { ...this.#state.partial, [kind]: true } });
    };
  }

  #with(kind: CatalogKind, items: readonly unknown[]): Pick<CatalogState, 'catalog'> {
    return { catalog: { ...this.#state.catalog, [kind]: items } };
  }

  async #checkSchemas(): Promise<void> {
    const session = this.#session;
    if (!session.checkSchema) return;
    const check = (schema: Parameters<typeof session.checkSchema>[0]) => session.checkSchema?.(schema);
    const { tools } = this.#state.catalog;
    this.#schemaProblems = await schemaProblems(tools, check, this.#clock, this.#stop.signal);
    this.#update({});
  }

  #update(change: Partial<CatalogState>): void {
    if (this.#stop.signal.aborted) return;
    const next = { ...this.#state, ...change };
    this.#state = {
      ...next,
      loaded: catalogKinds.every((kind) => this.#answered.has(kind)),
      loading: this.#running.size > 0,
      problems: [
        ...catalogKinds.flatMap((kind) => limitProblem(kind, next.limited[kind])),
        ...catalogKinds.flatMap((kind) => this.#duplicates.get(kind) ?? []),
        ...this.#schemaProblems,
      ],
    };
    this.#change.fire(this.#state);
  }
}

function limitSentence(kind: CatalogKind, pages: number): string {
  return t(
    'The server has more {0} than the first {1} pages, after which no more were asked for. The setting countersign.catalog.maxPages says how many are.',
    catalogNouns[kind],
    pages,
  );
}

function limitProblem(kind: CatalogKind, message: string | undefined): readonly CatalogProblem[] {
  return message === undefined ? [] : [{ kind, name: catalogNouns[kind], message }];
}

function without<T>(
  record: Readonly<Partial<Record<CatalogKind, T>>>,
  kind: CatalogKind,
): Readonly<Partial<Record<CatalogKind, T>>> {
  const { [kind]: _gone, ...rest } = record;
  return rest;
}
