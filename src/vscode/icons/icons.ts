import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import { bestIcon, dataUriOf, type NamedIcon } from '../../core/icons/icons.ts';
import { IconShelf } from '../../core/icons/shelf.ts';
import type { ServerManager } from '../../core/servers/serverManager.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import type { IconFile, IconFiles } from '../../node/icons/iconFiles.ts';
import { settings } from '../manifest.ts';
import { applicationValue } from '../settings/scopes.ts';

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
  readonly now: () => number;
}

/**
 * The pictures that servers give themselves and their tools. Those that come with the server's own words are shown; remote ones are
 * asked for only where the person allows it. One that is not there yet is loaded, and `onDidChange` tells when it came.
 */
export class Icons implements vscode.Disposable {
  readonly #options: IconsOptions;
  readonly #change = new vscode.EventEmitter<string>();
  readonly #shelf: IconShelf<Kept>;
  readonly #store = new DisposableStore();
  #remote = allowed();

  /** Names the server of which a picture has come. */
  readonly onDidChange = this.#change.event;

  constructor(options: IconsOptions) {
    this.#options = options;
    this.#shelf = new IconShelf(options.now);
    const settingsChanged = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(settings.iconsRemote)) return;
      this.#remote = allowed();
      this.#shelf.clear();
      for (const { name } of options.manager.servers) this.#change.fire(name);
    });
    const serversChanged = options.manager.onDidChange(() =>
      this.#shelf.retain(options.manager.servers.map(({ name }) => name)),
    );
    this.#store.add(settingsChanged);
    this.#store.add(serversChanged);
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
    this.#store.dispose();
    this.#change.dispose();
  }

  #icon(server: string, icons: readonly NamedIcon[] = [], theme: 'light' | 'dark'): Kept | undefined {
    const best = bestIcon(icons, theme, this.#remote);
    if (!best) return undefined;
    if (this.#shelf.begin(server, best.src)) void this.#load(server, best.src);
    return this.#shelf.get(server, best.src);
  }

  async #load(server: string, src: string): Promise<void> {
    const { manager, files, log } = this.#options;
    const definition = manager.get(server)?.entry.settings;
    const url = definition && definition.type !== 'stdio' && URL.canParse(definition.url) ? definition.url : undefined;
    try {
      const icon = await (await files()).load(src, url);
      if (!icon) {
        this.#shelf.failed(server, src);
        return;
      }
      const { bytes, ...file } = icon;
      if (this.#shelf.put(server, src, bytes.length, (whole) => (whole ? icon : file))) this.#change.fire(server);
    } catch (error) {
      this.#shelf.failed(server, src);
      // Its address may hold what is secret: only where it failed is said.
      log.debug(`A picture of ${server} was not loaded: ${messageOf(error)}`);
    }
  }
}

function allowed(): boolean {
  return applicationValue(settings.iconsRemote) === true;
}
