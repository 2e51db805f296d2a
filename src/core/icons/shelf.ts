/** Pictures that are kept, of all servers together and of one. */
const MOST = 500;
const MOST_OF_SERVER = 200;
/** What is kept of their bytes, of all servers together. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Milliseconds until one that could not be loaded is tried again. */
const PAUSE = 10 * 60_000;

interface Kept<T> {
  picture: T | undefined;
  bytes: number;
  failedAt: number | undefined;
}

/** The pictures of servers by their source, while they are loaded and after. No server takes the room of all others. */
export class IconShelf<T> {
  readonly #now: () => number;
  readonly #servers = new Map<string, Map<string, Kept<T>>>();
  #count = 0;
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(server: string, src: string): T | undefined {
    return this.#servers.get(server)?.get(src)?.picture;
  }

  /** Whether it is to be loaded now; then it counts as being loaded. */
  begin(server: string, src: string): boolean {
    // A source can be a whole picture: it is looked up as it is, never copied into a longer key.
    const shelf = this.#servers.get(server) ?? new Map<string, Kept<T>>();
    const kept = shelf.get(src);
    if (kept) {
      if (!this.#mayTryAgain(kept)) return false;
      kept.failedAt = undefined;
      return true;
    }
    if (this.#count >= MOST || shelf.size >= MOST_OF_SERVER) this.#dropFailed(server);
    if (this.#count >= MOST || shelf.size >= MOST_OF_SERVER) return false;
    this.#servers.set(server, shelf.set(src, { picture: undefined, bytes: 0, failedAt: undefined }));
    this.#count += 1;
    return true;
  }

  /**
   * It came. False when nobody wants it any more.
   * @param pictureOf makes what is kept; `whole` is false where there is no room for the bytes
   */
  put(server: string, src: string, bytes: number, pictureOf: (whole: boolean) => T): boolean {
    const kept = this.#servers.get(server)?.get(src);
    if (!kept) return false;
    const whole = this.#bytes - kept.bytes + bytes <= MOST_BYTES;
    this.#bytes += (whole ? bytes : 0) - kept.bytes;
    kept.bytes = whole ? bytes : 0;
    kept.picture = pictureOf(whole);
    return true;
  }

  /** It could not be loaded, or is no picture. */
  failed(server: string, src: string): void {
    const kept = this.#servers.get(server)?.get(src);
    if (kept) kept.failedAt = this.#now();
  }

  /** Only these servers are there now. */
  retain(servers: readonly string[]): void {
    for (const server of this.#servers.keys()) if (!servers.includes(server)) this.#drop(server);
  }

  clear(): void {
    this.retain([]);
  }

  #mayTryAgain({ failedAt }: Kept<T>): boolean {
    return failedAt !== undefined && this.#now() - failedAt >= PAUSE;
  }

  #dropFailed(server: string): void {
    const shelf = this.#servers.get(server) ?? new Map<string, Kept<T>>();
    for (const [src, kept] of shelf) if (this.#mayTryAgain(kept) && shelf.delete(src)) this.#count -= 1;
  }

  #drop(server: string): void {
    for (const { bytes } of this.#servers.get(server)?.values() ?? []) {
      this.#count -= 1;
      this.#bytes -= bytes;
    }
    this.#servers.delete(server);
  }
}
