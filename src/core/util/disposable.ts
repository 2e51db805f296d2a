/** Something that holds a resource until it is disposed. The same shape as VS Code's, so either can be used for the other. */
export interface Disposable {
  dispose(): void;
}

/** Wraps a function that may run once only. */
export function toDisposable(dispose: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      dispose();
    },
  };
}

/** Owns several disposables. What is added after the store was disposed is disposed at once, so a late registration cannot leak. */
export class DisposableStore implements Disposable {
  #items = new Set<Disposable>();
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  /** Disposes one item early and forgets it. */
  delete(item: Disposable): void {
    if (this.#items.delete(item)) item.dispose();
  }

  /** Disposes all items and stays usable. */
  clear(): void {
    const items = [...this.#items];
    this.#items.clear();
    for (const item of items.reverse()) item.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.clear();
  }
}
