import type { CallOrigin } from '../../core/calls/origin.ts';
import { keyOf, type ResourceRef } from '../../core/resources/watches.ts';
import type { Content } from './resourceContents.ts';

/** What is kept for editors, in bytes; what was used longest ago goes first. */
const LARGEST = 128 * 1024 * 1024;

/** What a server gave for a resource. */
export interface Cached {
  readonly contents: readonly Content[];
  /** Milliseconds since the Unix epoch. Grows with each reading, so that an editor sees a change. */
  readonly time: number;
}

interface Entry {
  cached?: Cached;
  /** Which session gave it: what another one has may differ. */
  source?: object | undefined;
  stale: boolean;
  loading?: Promise<Cached>;
}

export interface ResourceCacheOptions {
  /** Starts a call. Rejects with `McpError`. */
  load(ref: ResourceRef, origin: CallOrigin): Promise<readonly Content[]>;
  /** The session that a call would go to; undefined while the server does not run. */
  source(server: string): object | undefined;
  now(): number;
}

/** What was read, until it changes or is closed. One call for a resource at a time, however many ask for it. */
export class ResourceCache {
  readonly #options: ResourceCacheOptions;
  readonly #entries = new Map<string, Entry>();
  #clock = 0;

  constructor(options: ResourceCacheOptions) {
    this.#options = options;
  }

  /** Resources of which something is kept, or asked for. */
  get size(): number {
    return this.#entries.size;
  }

  /** What is there without asking the server. */
  peek(ref: ResourceRef): Cached | undefined {
    return this.#entries.get(keyOf(ref))?.cached;
  }

  /** What is there, or what the server gives. While a server does not run, what it gave last is better than nothing. */
  async read(ref: ResourceRef): Promise<Cached> {
    const entry = this.#entry(ref);
    const source = this.#options.source(ref.server);
    const other = source !== undefined && entry.source !== source;
    if (entry.cached && !entry.stale && !other) return entry.cached;
    return this.reload(ref, 'editor');
  }

  /** Asks the server, whatever is there. Who asks while it is asked waits for the same answer. */
  reload(ref: ResourceRef, origin: CallOrigin): Promise<Cached> {
    const entry = this.#entry(ref);
    entry.loading ??= this.#load(ref, entry, origin).finally(() => {
      delete entry.loading;
    });
    return entry.loading;
  }

  /** Content that came in another way, such as embedded in a result. */
  put(ref: ResourceRef, contents: readonly Content[]): Cached {
    const entry = this.#entry(ref);
    entry.stale = false;
    return this.#keep(entry, ref, contents);
  }

  /** The server says that it has changed: the next one who reads asks again. */
  outdate(ref: ResourceRef): void {
    const entry = this.#entries.get(keyOf(ref));
    if (entry) entry.stale = true;
  }

  /** Nobody has it open any more. */
  drop(ref: ResourceRef): void {
    this.#entries.delete(keyOf(ref));
  }

  #entry(ref: ResourceRef): Entry {
    const key = keyOf(ref);
    const entry = this.#entries.get(key) ?? { stale: false };
    // The last one in the map is the one used last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  async #load(ref: ResourceRef, entry: Entry, origin: CallOrigin): Promise<Cached> {
    // A change that is told of while the answer is on its way makes that answer outdated.
    entry.stale = false;
    try {
      return this.#keep(entry, ref, await this.#options.load(ref, origin));
    } catch (error) {
      entry.stale = true;
      // Nothing is kept of a resource that was never there.
      if (!entry.cached && this.#entries.get(keyOf(ref)) === entry) this.#entries.delete(keyOf(ref));
      throw error;
    }
  }

  #keep(entry: Entry, ref: ResourceRef, contents: readonly Content[]): Cached {
    // Two readings within a millisecond are two.
    this.#clock = Math.max(this.#options.now(), this.#clock + 1);
    entry.cached = { contents, time: this.#clock };
    entry.source = this.#options.source(ref.server);
    this.#trim(entry);
    return entry.cached;
  }

  #trim(keep: Entry): void {
    let size = 0;
    for (const { cached } of this.#entries.values()) size += sizeOf(cached);
    for (const [key, entry] of this.#entries) {
      if (size <= LARGEST) return;
      if (entry === keep) continue;
      size -= sizeOf(entry.cached);
      this.#entries.delete(key);
    }
  }
}

function sizeOf(cached: Cached | undefined): number {
  return (cached?.contents ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0);
}
