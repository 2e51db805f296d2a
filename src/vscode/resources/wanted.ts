import { keyOf, type ResourceRef } from '../../core/resources/watches.ts';

/** Where else it shows that somebody wanted a resource. */
export interface WantedSources {
  /** Whether it was read and is kept, so that nobody is asked. */
  isHere(ref: ResourceRef): boolean;
  /** What tabs show, those that came back with the window included. */
  open(): readonly ResourceRef[];
}

/**
 * Which resources may be read as files: those that a person opened. A file of a folder can make VS Code open any address by itself, such
 * as that of a JSON schema, and reading a resource is a call to a server of the person's.
 */
export class Wanted {
  readonly #sources: WantedSources;
  readonly #given = new Set<string>();

  constructor(sources: WantedSources) {
    this.#sources = sources;
  }

  /** This window itself hands out its address, to open it. */
  give(ref: ResourceRef): void {
    this.#given.add(keyOf(ref));
  }

  has(ref: ResourceRef): boolean {
    const key = keyOf(ref);
    return (
      this.#given.has(key) || this.#sources.isHere(ref) || this.#sources.open().some((other) => keyOf(other) === key)
    );
  }
}
