import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ImportPlace, importPlaces } from '../../core/import/places.ts';
import { type FoundServer, readImport } from '../../core/import/read.ts';

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
  const files = await Promise.all(places.map(async (place) => ({ place, text: await textOf(place) })));
  const read = files.flatMap(({ place, text }) =>
    text === undefined ? [] : [readImport(place, text, { env, folders })],
  );
  return {
    servers: read.flatMap(({ servers }) => servers),
    problems: read.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    looked: places.map((place) => place.path),
  };
}

async function textOf(place: ImportPlace): Promise<string | undefined> {
  const uri = vscode.Uri.file(place.path);
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return undefined;
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch {
    // It is not there, which is the rule.
    return undefined;
  }
}
