/** Resources whose addresses are remembered; the one that was looked at longest ago goes first. */
const MOST = 1_000;

/** Under which addresses a resource was looked at: its name can differ, and each editor hears of changes. */
export class KnownUris<T extends { toString(): string }> {
  readonly #known = new Map<string, Map<string, T>>();

  note(key: string, uri: T): void {
    const uris = this.#known.get(key) ?? new Map<string, T>();
    // The last one in the map is the one looked at last.
    this.#known.delete(key);
    this.#known.set(key, uris.set(uri.toString(), uri));
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }

  of(key: string): readonly T[] {
    return [...(this.#known.get(key)?.values() ?? [])];
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}
