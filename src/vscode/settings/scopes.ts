import * as vscode from 'vscode';
import type { ServersScope } from '../../core/settings/servers.ts';
import { prefix, settings } from '../manifest.ts';
import type { Way } from './settingsText.ts';

/** Our section's name of a full setting name: `countersign.models.default` is `models.default`. */
export function keyOf(setting: string): string {
  return setting.slice(prefix.length + 1);
}

/** A plain copy: values that VS Code hands out may be frozen or shared. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** Absolute path of a folder on this machine. */
export function folderPath(folder: vscode.WorkspaceFolder | undefined): string | undefined {
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
}

/** The settings file of a folder. */
export function folderSettings(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
}

/** True when a file (`.code-workspace`) makes the workspace, so that its settings and a folder's are two scopes. */
function hasWorkspaceFile(): boolean {
  return vscode.workspace.workspaceFile !== undefined;
}

/** One scope of `countersign.servers` or of an `mcp.json`, and the file where its problems can be shown. */
export interface LocatedScope extends ServersScope {
  /** Absent for the user's settings, which have no file of a known address. */
  readonly file?: vscode.Uri;
  /** How the file is called for a person, where it is no settings file. */
  readonly label?: string;
  /** The file’s text, as it was read. */
  readonly text?: string;
  /** The ways to the servers in that file, where they are no setting of ours. */
  readonly ways?: readonly Way[];
}

/**
 * What each scope says of the servers, apart: `get` would merge an object of the workspace into the user's, and run something that
 * nobody has written. In an untrusted folder VS Code hides what the workspace says (`restrictedConfigurations`); `hidden` reads it
 * then, so that the tree can list what would be there.
 */
export async function serverScopes(
  hidden: (file: vscode.Uri, workspaceFile: boolean) => Promise<unknown>,
): Promise<readonly LocatedScope[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const first = folderPath(folders[0]);
  const inspected = vscode.workspace.getConfiguration(prefix).inspect<unknown>(keyOf(settings.servers));
  const scopes: LocatedScope[] = [
    { raw: plain(inspected?.globalValue), source: { kind: 'user' }, workspaceFolder: first },
  ];
  const trusted = vscode.workspace.isTrusted;
  const file = vscode.workspace.workspaceFile;
  if (hasWorkspaceFile() && file) {
    const raw = trusted ? plain(inspected?.workspaceValue) : await hidden(file, true);
    scopes.push({ raw, source: { kind: 'workspace', uri: file.toString() }, workspaceFolder: first, file });
  }
  for (const folder of folders) {
    const settingsFile = folderSettings(folder);
    const raw = trusted ? folderValue(folder) : await hidden(settingsFile, false);
    scopes.push({
      raw,
      source: { kind: 'folder', uri: settingsFile.toString(), folder: folder.name },
      workspaceFolder: folderPath(folder),
      file: settingsFile,
    });
  }
  return scopes;
}

/** With one folder and no workspace file, the folder's settings are the workspace's. */
function folderValue(folder: vscode.WorkspaceFolder): unknown {
  const inspected = vscode.workspace.getConfiguration(prefix, folder.uri).inspect<unknown>(keyOf(settings.servers));
  return plain(hasWorkspaceFile() ? inspected?.workspaceFolderValue : inspected?.workspaceValue);
}

/**
 * A setting that only the person may set. It is read from their own settings alone: a nested object in a workspace file has slipped
 * past the scope check of VS Code before.
 */
export function applicationValue(setting: string): unknown {
  const inspected = vscode.workspace.getConfiguration(prefix).inspect<unknown>(keyOf(setting));
  return plain(inspected?.globalValue ?? inspected?.defaultValue);
}
