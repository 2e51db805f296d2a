import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ImportPlace, importPlaces } from '../../core/import/places.ts';
import { type FoundServer, type ImportedFile, readImport } from '../../core/import/read.ts';
import { messageOf } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';
import { isUnreadable } from '../unreadable.ts';

/** Bytes. Claude Code keeps more than servers in its file. */
const LARGEST = 32 * 1024 * 1024;

/** What was found on this machine. */
export interface Finding {
  readonly servers: readonly FoundServer[];
  /** Files that are there and could not be read, a sentence each. */
  readonly problems: readonly string[];
  /** Every file that was looked for. */
  readonly looked: readonly string[];
}

/** Looks into the files of the products where they exist. `globalStorage` is this extension’s, beside which the profile lies. */
export async function findServers(globalStorage: vscode.Uri): Promise<Finding> {
  const env = (name: string): string | undefined => process.env[name];
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    uri.scheme === 'file' ? [uri.fsPath] : [],
  );
  const platform = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  const ownProfile = path.join(globalStorage.fsPath, '..', '..', 'mcp.json');
  const places = importPlaces({ platform, userHome: os.homedir(), env, folders, ownProfile });
  const read = await Promise.all(
    places.map((place) => readPlace(place, (text) => readImport(place, text, { env, folders }))),
  );
  return {
    servers: read.flatMap(({ servers }) => servers),
    problems: read.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    looked: places.map((place) => place.path),
  };
}

/** A file that is not there, which is the rule, has no servers; one that is there and cannot be read says so. */
async function readPlace({ path: file }: ImportPlace, read: (text: string) => ImportedFile): Promise<ImportedFile> {
  const uri = vscode.Uri.file(file);
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST)
      return { servers: [], problem: t('{0} is too large to be read.', file) };
    return read(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8'));
  } catch (error) {
    return isUnreadable(error)
      ? { servers: [], problem: t('{0} cannot be read: {1}', file, messageOf(error)) }
      : { servers: [] };
  }
}
