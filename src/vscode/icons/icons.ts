import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { bestIcon, dataUriOf, type NamedIcon } from '../../core/icons/icons.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import type { Log } from '../../core/util/system.ts';
import type { IconFile, IconFiles } from '../../node/icons/iconFiles.ts';
import { settings } from '../manifest.ts';
import { applicationValue } from '../settings/scopes.ts';

/** Pictures that are kept in memory, of all servers together. */
const MOST = 500;
/** What is kept of their bytes, for pages; the tree shows files. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A picture for the tree and for tabs. */
export interface IconPath {
  readonly light: vscode.Uri;
  readonly dark: vscode.Uri;
}

type Kept = Omit<IconFile, 'bytes'> & Partial<Pick<IconFile, 'bytes'>>;

export interface IconsOptions {
  readonly manager: ServerManager;
  readonly files: () => Promise<IconFiles>;
  readonly log: Log;
}

/**
 * The pictures that servers give themselves and their tools. Those that come with the server's own words are shown; remote ones are
 * asked for only where the person allows it. One that is not there yet is loaded, and `onDidChange` tells when it came.
 */
export class Icons implements vscode.Disposable {
  readonly #options: IconsOptions;
  readonly #change = new vscode.EventEmitter<string>();
  /** By server, then by source; `undefined` while it is loaded, or when it is none. */
  readonly #loaded = new Map<string, Map<string, Kept | undefined>>();
  #count = 0;
  #bytes = 0;
  readonly #follow: vscode.Disposable;
  #remote = allowed();

  /** Names the server of which a picture has come. */
  readonly onDidChange = this.#change.event;

  constructor(options: IconsOptions) {
    this.#options = options;
    this.#follow = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(settings.iconsRemote)) return;
      this.#remote = allowed();
      this.#loaded.clear();
      this.#count = 0;
      this.#bytes = 0;
      for (const { name } of options.manager.servers) this.#change.fire(name);
    });
  }

  /** The picture of something of a server; undefined where there is none, or not yet. */
  path(server: string, icons: readonly NamedIcon[] | undefined): IconPath | undefined {
    const light = this.#icon(server, icons, 'light');
    const dark = this.#icon(server, icons, 'dark');
    if (!light && !dark) return undefined;
    const uri = ({ file }: Kept) => vscode.Uri.file(file);
    const [one, other] = [light ?? dark, dark ?? light];
    return one && other && { light: uri(one), dark: uri(other) };
  }

  /** The picture of a server itself, for a page. */
  dataUri(server: string): string | undefined {
    const { kind } = vscode.window.activeColorTheme;
    const isLight = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
    const icon = this.#icon(server, this.ofServer(server), isLight ? 'light' : 'dark');
    return icon?.bytes && dataUriOf(icon.bytes, icon.type);
  }

  /** What a server calls its pictures, while it runs. */
  ofServer(server: string): readonly NamedIcon[] | undefined {
    const state = this.#options.manager.get(server)?.state;
    return state?.kind === 'running' ? state.session.serverInfo?.icons : undefined;
  }

  dispose(): void {
    this.#follow.dispose();
    this.#change.dispose();
  }

  #icon(server: string, icons: readonly NamedIcon[] = [], theme: 'light' | 'dark'): Kept | undefined {
    const best = bestIcon(icons, theme, this.#remote);
    if (!best) return undefined;
    // A source can be a whole picture: it is looked up as it is, never copied into a longer key.
    const known = this.#loaded.get(server) ?? new Map<string, Kept | undefined>();
    this.#loaded.set(server, known);
    if (!known.has(best.src) && this.#count < MOST) {
      this.#count += 1;
      known.set(best.src, undefined);
      void this.#load(server, best.src, known);
    }
    return known.get(best.src);
  }

  async #load(server: string, src: string, known: Map<string, Kept | undefined>): Promise<void> {
    const { manager, files, log } = this.#options;
    const definition = manager.get(server)?.entry.settings;
    const url = definition && definition.type !== 'stdio' && URL.canParse(definition.url) ? definition.url : undefined;
    try {
      const icon = await (await files()).load(src, url);
      if (!icon || this.#loaded.get(server) !== known) return;
      const { bytes, ...file } = icon;
      const keep = this.#bytes + bytes.length <= MOST_BYTES;
      if (keep) this.#bytes += bytes.length;
      known.set(src, keep ? icon : file);
      this.#change.fire(server);
    } catch (error) {
      // Its address may hold what is secret: only where it failed is said.
      log.debug(`A picture of ${server} was not loaded: ${messageOf(error)}`);
    }
  }
}

function allowed(): boolean {
  return applicationValue(settings.iconsRemote) === true;
}
