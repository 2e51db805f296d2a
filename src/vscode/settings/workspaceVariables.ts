import * as vscode from 'vscode';
import type { DefineDeps } from '../../core/servers/identity.ts';
import { folderPath } from './scopes.ts';

/** What `${workspaceFolder:name}` and `${config:name}` stand for. */
export const workspaceVariables: Required<Pick<DefineDeps, 'folder' | 'config'>> = {
  folder(name) {
    return folderPath(vscode.workspace.workspaceFolders?.find((folder) => folder.name === name));
  },
  config(name, folder) {
    const scope = folder === undefined ? undefined : vscode.Uri.file(folder);
    return vscode.workspace.getConfiguration(undefined, scope).get<unknown>(name);
  },
};
