import * as vscode from 'vscode';
import type { ServersScope } from '../../core/settings/servers.ts';
import { displayText } from '../../core/text/display.ts';
import { prefix, settings } from '../manifest.ts';
import { folderPath, folderSettings, keyOf } from './scopes.ts';
import { t } from '../../core/text/l10n.ts';

/** Settings that can be written to. */
export interface Place {
  readonly target: vscode.ConfigurationTarget;
  readonly folder?: vscode.WorkspaceFolder;
}

/**
 * Asks a person for the settings to write to; without a folder they are the person's own. Where it has to be confirmed, since somebody
 * else wrote it, only those are offered whose servers run after a confirmation.
 */
export async function pickPlace(title: string, { confirmed = false } = {}): Promise<Place | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const user: vscode.QuickPickItem & { place: Place } = {
    label: t('$(account) Your settings'),
    detail: t('For you, in every workspace.'),
    place: { target: vscode.ConfigurationTarget.Global },
  };
  if (folders.length === 0) return confirmed ? undefined : user.place;
  const shared = vscode.workspace.workspaceFile
    ? [
        {
          label: t('$(root-folder) The workspace'),
          detail: t('For everybody who opens this workspace file.'),
          place: { target: vscode.ConfigurationTarget.Workspace },
        },
      ]
    : [];
  const inFolders = folders.map((folder) => ({
    label: `$(folder) ${displayText(folder.name, 60)}`,
    detail: t('For everybody who opens this folder, in .vscode/settings.json. You confirm it once before it runs.'),
    place: { target: vscode.ConfigurationTarget.WorkspaceFolder, folder },
  }));
  const choice = await vscode.window.showQuickPick<vscode.QuickPickItem & { place: Place }>(
    [...(confirmed ? [] : [user]), ...shared, ...inFolders],
    {
      title,
      placeHolder: confirmed
        ? t('Where shall it be written? A file of a project is among them, so you confirm each server before it runs.')
        : t('Where shall it be written?'),
      ignoreFocusOut: true,
    },
  );
  return choice?.place;
}

/** What `countersign.servers` says at a place. */
export function serversAt({ target, folder }: Place): Readonly<Record<string, unknown>> {
  const inspected = configurationOf(folder).inspect<Record<string, unknown>>(keyOf(settings.servers));
  if (target === vscode.ConfigurationTarget.Global) return inspected?.globalValue ?? {};
  const ofFolder = target === vscode.ConfigurationTarget.WorkspaceFolder && vscode.workspace.workspaceFile;
  return (ofFolder ? inspected?.workspaceFolderValue : inspected?.workspaceValue) ?? {};
}

/** Adds servers to `countersign.servers` at a place; one of the same name there is replaced. */
export async function writeServers(place: Place, servers: Readonly<Record<string, unknown>>): Promise<void> {
  const key = keyOf(settings.servers);
  await configurationOf(place.folder).update(key, { ...serversAt(place), ...servers }, place.target);
}

/** How a definition at a place is known: the same as when it is read from there. */
export function scopeAt({ target, folder }: Place): Omit<ServersScope, 'raw'> {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const file = vscode.workspace.workspaceFile;
  if (target === vscode.ConfigurationTarget.WorkspaceFolder && folder) {
    const uri = folderSettings(folder).toString();
    return { source: { kind: 'folder', uri, folder: folder.name }, workspaceFolder: folderPath(folder) };
  }
  const shared = target === vscode.ConfigurationTarget.Workspace && file;
  const source = shared ? ({ kind: 'workspace', uri: file.toString() } as const) : ({ kind: 'user' } as const);
  return { source, workspaceFolder: folderPath(first) };
}

function configurationOf(folder: vscode.WorkspaceFolder | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(prefix, folder?.uri);
}
