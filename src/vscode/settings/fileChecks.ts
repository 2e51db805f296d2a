import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ServerEntry } from '../../core/servers/definition.ts';
import type { SettingsProblem } from '../../core/settings/problems.ts';
import { DisposableStore } from '../../core/util/disposable.ts';

const machine = { userHome: os.homedir(), pathSeparator: path.sep === '\\' ? '\\' : '/' } as const;

/** Looks for the environment files that definitions name, and notices when one that is missing appears. */
export class FileChecks implements vscode.Disposable {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  /** The last check that was begun: an earlier one that ends later knows less. */
  #latest = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What is missing, by entry. */
  async check(entries: readonly ServerEntry[]): Promise<ReadonlyMap<ServerEntry, readonly SettingsProblem[]>> {
    const { checkEnvFile, envFilePath, watchable } = await import('../../core/settings/checks.ts');
    const turn = ++this.#latest;
    const checked = await Promise.all(
      entries.map(async (entry) => {
        const problems = await checkEnvFile(entry, { ...machine, exists });
        return [entry, problems] as const;
      }),
    );
    if (turn === this.#latest) this.#watch(watchable(entries.map((entry) => envFilePath(entry, machine))));
    return new Map(checked);
  }

  dispose(): void {
    this.#latest++;
    this.#watch(new Set());
  }

  /** Watches these and nothing else. */
  #watch(files: ReadonlySet<string>): void {
    for (const [file, watcher] of this.#watchers) {
      if (files.has(file)) continue;
      watcher.dispose();
      this.#watchers.delete(file);
    }
    for (const file of files) if (!this.#watchers.has(file)) this.#watchers.set(file, this.#watcher(file));
  }

  #watcher(file: string): vscode.Disposable {
    const store = new DisposableStore();
    const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    store.add(watcher);
    store.add(watcher.onDidCreate(this.#changed));
    store.add(watcher.onDidDelete(this.#changed));
    return store;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return true;
  } catch {
    return false;
  }
}
