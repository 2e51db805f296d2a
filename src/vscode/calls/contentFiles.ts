import * as vscode from 'vscode';
import { schemes } from '../manifest.ts';
import { ReadonlyFiles } from '../readonlyFiles.ts';
import { safeName } from './contentNames.ts';

/** What is kept for editors, in bytes; the oldest goes first. */
const LARGEST = 128 * 1024 * 1024;

interface Entry {
  readonly bytes: Uint8Array;
  readonly time: number;
}

/**
 * What servers gave, as read-only files that editors open: text with its language, images in VS Code's own preview, anything else as
 * VS Code shows it. Nothing is written to disk.
 */
export class ContentFiles extends ReadonlyFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #change = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;
  readonly #now: () => number;
  #size = 0;
  #count = 0;

  readonly onDidChangeFile = this.#change.event;

  constructor(now: () => number) {
    super();
    this.#now = now;
    this.#registration = vscode.workspace.registerFileSystemProvider(schemes.content, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  /** Keeps content under a name and opens it. `name` is made safe for a path. */
  async open(name: string, bytes: Uint8Array): Promise<void> {
    const uri = vscode.Uri.from({ scheme: schemes.content, path: `/${++this.#count}/${safeName(name)}` });
    this.#entries.set(uri.path, { bytes, time: this.#now() });
    this.#size += bytes.length;
    this.#trim(uri.path);
    await vscode.commands.executeCommand('vscode.open', uri, {
      preview: true,
    } satisfies vscode.TextDocumentShowOptions);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, time } = this.#get(uri);
    return {
      type: vscode.FileType.File,
      ctime: time,
      mtime: time,
      size: bytes.length,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#get(uri).bytes;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#change.dispose();
  }

  #get(uri: vscode.Uri): Entry {
    const entry = this.#entries.get(uri.path);
    if (!entry) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }

  #trim(keep: string): void {
    for (const [path, { bytes }] of this.#entries) {
      if (this.#size <= LARGEST) return;
      if (path === keep) continue;
      this.#entries.delete(path);
      this.#size -= bytes.length;
    }
  }
}
