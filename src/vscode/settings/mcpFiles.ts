import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { DefinitionSource } from '../../core/servers/definition.ts';
import { type McpFile, readMcpFile } from '../../core/settings/mcpFile.ts';
import type { SettingsProblem } from '../../core/settings/problems.ts';
import { DisposableStore } from '../../core/util/disposable.ts';
import type { Log } from '../../core/util/system.ts';
import { prefix, settings } from '../manifest.ts';
import type { LocatedProblem } from './diagnostics.ts';
import { folderPath, keyOf, type LocatedScope } from './scopes.ts';
import type { InvalidEntry } from './serverSettings.ts';
import { t } from '../../core/text/l10n.ts';
import { isUnreadable } from '../unreadable.ts';

type McpSource = Extract<DefinitionSource, { kind: 'mcpJson' | 'workspaceMcp' }>;

/** One file in which VS Code keeps servers. */
interface Place {
  readonly file: vscode.Uri;
  readonly source: McpSource;
  /** How the file is called for a person. */
  readonly label: string;
  readonly workspaceFolder: string | undefined;
}

/** What the files of VS Code say of servers. */
export interface McpReading {
  readonly scopes: readonly LocatedScope[];
  readonly problems: readonly LocatedProblem[];
  /** Files that cannot be read. */
  readonly invalid: readonly InvalidEntry[];
}

/** The files of the workspace in which VS Code keeps servers. `countersign.mcpJson.list` turns each off. */
function places(): readonly Place[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = folders.filter(listed).map((folder): Place => {
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'mcp.json');
    const label = folders.length > 1 ? `${folder.name}/.vscode/mcp.json` : '.vscode/mcp.json';
    const source: McpSource = { kind: 'mcpJson', uri: file.toString(), folder: folder.name };
    return { file, source, label, workspaceFolder: folderPath(folder) };
  });
  const file = vscode.workspace.workspaceFile;
  if (file === undefined || file.scheme === 'untitled' || !listed()) return found;
  const source: McpSource = { kind: 'workspaceMcp', uri: file.toString() };
  return [...found, { file, source, label: t('the workspace file'), workspaceFolder: folderPath(folders[0]) }];
}

function listed(folder?: vscode.WorkspaceFolder): boolean {
  return vscode.workspace.getConfiguration(prefix, folder?.uri).get<unknown>(keyOf(settings.mcpJsonList)) !== false;
}

/**
 * `.vscode/mcp.json` of every folder and the `mcp` section of a `.code-workspace` file, read where they are and watched. While a file is
 * no JSON, what it said before stays, so that a comma that is missing for a moment stops no server.
 */
export class McpFiles implements vscode.Disposable {
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #known = new Map<string, McpFile>();

  constructor(log: Log, changed: () => void) {
    this.#log = log;
    this.#changed = changed;
  }

  async read(): Promise<McpReading> {
    const all = places();
    this.#watch(all);
    const readings = await Promise.all(all.map((place) => this.#readOne(place)));
    return {
      scopes: readings.flatMap(({ scopes }) => scopes),
      problems: readings.flatMap(({ problems }) => problems),
      invalid: readings.flatMap(({ invalid }) => invalid),
    };
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
  }

  #watch(all: readonly Place[]): void {
    const wanted = new Map(all.map(({ file }) => [file.toString(), file]));
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
      this.#known.delete(key);
    }
    for (const [key, file] of wanted) if (!this.#watchers.has(key)) this.#watchers.set(key, watch(file, this.#changed));
  }

  async #readOne(place: Place): Promise<McpReading> {
    const key = place.file.toString();
    const { text, unread } = await this.#text(place.file);
    if (text === undefined) {
      this.#known.delete(key);
      return {
        scopes: [],
        problems: [],
        invalid: unread === undefined ? [] : [{ server: place.label, reason: unread }],
      };
    }
    const now = readMcpFile(text, place.source.kind);
    const file = now.syntax ? this.#known.get(key) : now;
    if (file) this.#known.set(key, file);
    const reading = file ? await scopeOf(place, file, text) : { scopes: [], problems: [], invalid: [] };
    if (!now.syntax) return reading;
    const { message, offset, length } = now.syntax;
    const problem: SettingsProblem = { path: [], message, severity: 'error' };
    return {
      scopes: reading.scopes,
      problems: [{ setting: place.label, problem, file: place.file, text, ways: [[]], range: { offset, length } }],
      invalid: [{ server: place.label, reason: message, place: { file: key, ways: [[]], path: [], offset } }],
    };
  }

  /** `unread`: why a file that is there has no text, a sentence. */
  async #text(file: vscode.Uri): Promise<{ readonly text?: string; readonly unread?: string }> {
    try {
      return { text: Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8') };
    } catch (error) {
      if (isUnreadable(error)) return { unread: t('It cannot be read: {0}', messageOf(error)) };
      if (!(error instanceof vscode.FileSystemError)) this.#log.warn(`${file.path}: ${messageOf(error)}`);
      return {};
    }
  }
}

function watch(file: vscode.Uri, changed: () => void): vscode.Disposable {
  const store = new DisposableStore();
  const folder = vscode.Uri.joinPath(file, '..');
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  // Of `.vscode` the folder is watched that has it, since it may not be there yet.
  const inVsCode = folder.path.endsWith('/.vscode') && name === 'mcp.json';
  const pattern = inVsCode
    ? new vscode.RelativePattern(vscode.Uri.joinPath(folder, '..'), '.vscode/mcp.json')
    : new vscode.RelativePattern(folder, name);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  store.add(watcher);
  store.add(watcher.onDidChange(changed));
  store.add(watcher.onDidCreate(changed));
  store.add(watcher.onDidDelete(changed));
  return store;
}

async function scopeOf(place: Place, file: McpFile, text: string): Promise<McpReading> {
  const { parseInputs } = await import('../../core/settings/inputs.ts');
  const { source, label, workspaceFolder } = place;
  const inputs = parseInputs(file.inputs, ['inputs']);
  const at = (section: readonly string[]) => ({ setting: label, file: place.file, text, ways: [section] });
  const scope: LocatedScope = {
    raw: file.servers,
    source,
    workspaceFolder,
    inputs,
    label,
    file: place.file,
    text,
    ways: [[...file.section, 'servers']],
  };
  const problems = [...file.problems, ...inputs.problems].map((problem) => ({ ...at(file.section), problem }));
  return { scopes: [scope], problems, invalid: [] };
}
