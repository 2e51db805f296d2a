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
  readonly #watchers = new DisposableStore();
  readonly #watched = new Set<string>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What is missing, by entry. */
  async check(entries: readonly ServerEntry[]): Promise<ReadonlyMap<ServerEntry, readonly SettingsProblem[]>> {
    const { checkEnvFile, envFilePath } = await import('../../core/settings/checks.ts');
    const checked = await Promise.all(
      entries.map(async (entry) => {
        const problems = await checkEnvFile(entry, { ...machine, exists });
        const file = envFilePath(entry, machine);
        if (file !== undefined) this.#watch(file);
        return [entry, problems] as const;
      }),
    );
    return new Map(checked);
  }

  dispose(): void {
    this.#watchers.dispose();
  }

  #watch(file: string): void {
    if (this.#watched.has(file)) return;
    this.#watched.add(file);
    const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    this.#watchers.add(watcher);
    this.#watchers.add(watcher.onDidCreate(this.#changed));
    this.#watchers.add(watcher.onDidDelete(this.#changed));
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
