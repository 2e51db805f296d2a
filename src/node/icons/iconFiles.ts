import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MetadataUrls } from '../../core/auth/metadataUrls.ts';
import { dataUriBytes, type IconType, iconType, LARGEST_ICON } from '../../core/icons/icons.ts';
import { type GuardedFetchOptions, guardedFetch } from '../auth/guardedFetch.ts';
import { sha256 } from '../hash.ts';

/** Redirects that are followed, within one origin. */
const MOST_HOPS = 3;
/** No server is there: nothing private may be asked for its sake. */
const NOWHERE = 'https://server.invalid/';

/** A picture that was checked, and the file that VS Code shows it from. */
export interface IconFile {
  readonly file: string;
  readonly type: IconType;
  readonly bytes: Uint8Array;
}

export interface IconFilesOptions {
  readonly folder: string;
  readonly resolve?: GuardedFetchOptions['resolve'];
}

/**
 * Pictures of servers and tools as files, one each, named by the hash of where it comes from. A remote one is asked for without
 * credentials, over https, at public addresses (or the server's own origin), and only when the person allows it: that is for the caller.
 */
export class IconFiles {
  readonly #options: IconFilesOptions;

  constructor(options: IconFilesOptions) {
    this.#options = options;
  }

  /** @returns undefined when there is no such picture, or it is none that is shown */
  async load(src: string, serverUrl: string | undefined): Promise<IconFile | undefined> {
    const name = sha256(src).slice(0, 40);
    const kept = src.startsWith('data:') ? undefined : await this.#kept(name);
    const bytes = kept ?? (src.startsWith('data:') ? dataUriBytes(src) : await this.#fetched(src, serverUrl));
    const type = bytes && iconType(bytes);
    if (!bytes || !type) return undefined;
    const file = path.join(this.#options.folder, `${name}.${type}`);
    await mkdir(this.#options.folder, { recursive: true });
    await writeFile(file, bytes);
    if (!src.startsWith('data:')) await writeFile(path.join(this.#options.folder, name), bytes);
    return { file, type, bytes };
  }

  async #kept(name: string): Promise<Uint8Array | undefined> {
    return readFile(path.join(this.#options.folder, name)).catch(() => undefined);
  }

  async #fetched(src: string, serverUrl: string | undefined): Promise<Uint8Array | undefined> {
    const { resolve } = this.#options;
    const fetch = guardedFetch({ urls: new MetadataUrls({ server: serverUrl ?? NOWHERE }), resolve });
    const { origin } = new URL(src);
    let url = new URL(src);
    for (let hop = 0; hop <= MOST_HOPS; hop++) {
      if (url.protocol !== 'https:' || url.origin !== origin) return undefined;
      const response = await fetch(url.href, { headers: { accept: 'image/*' } });
      const next = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && next !== null) {
        url = new URL(next, url);
        continue;
      }
      if (!response.ok) return undefined;
      const bytes = new Uint8Array(await response.arrayBuffer());
      return bytes.length > LARGEST_ICON ? undefined : bytes;
    }
    return undefined;
  }
}
