import { isDeepStrictEqual } from 'node:util';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extension, until } from '../support.ts';

function workspaceFile(): string {
  const file = vscode.workspace.workspaceFile;
  assert.ok(file);
  return file.fsPath;
}

/** What Countersign says of a file, as `line: message`. */
function said(file: string): readonly string[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(file))
    .filter(({ source }) => source === 'Countersign')
    .map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

async function lenses(file: string): Promise<readonly string[]> {
  const uri = vscode.Uri.file(file);
  await vscode.workspace.openTextDocument(uri);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 99);
  return found.flatMap(({ command }) => (command?.command.startsWith('countersign.') ? [command.title] : []));
}

const rest = ['$(circle-outline) Countersign: available', '$(play) Start in Countersign', 'Show Log'];

describe('the mcp section of a workspace file', () => {
  let original = '';
  let mcpJson = '';
  const write = (settings: object, more: object = {}): void => {
    writeFileSync(workspaceFile(), JSON.stringify({ ...(JSON.parse(original) as object), settings, ...more }, null, 2));
  };

  before(async () => {
    await extension();
    original = readFileSync(workspaceFile(), 'utf8');
    mcpJson = path.join(path.dirname(workspaceFile()), 'workspace', '.vscode', 'mcp.json');
  });
  afterEach(async () => {
    rmSync(mcpJson, { force: true });
    writeFileSync(workspaceFile(), original);
    await until('nothing is said any more', () => said(workspaceFile()).length === 0);
  });

  it('is watched, and its servers are available; folders are known by their names', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    write({
      mcp: {
        servers: {
          shared: { command: 'node', args: ['${workspaceFolder:second}'], dev: {} },
          wrong: { command: 5 },
        },
      },
    });
    const problems = await until('two problems', () => {
      const all = said(workspaceFile());
      return all.length >= 2 ? all : undefined;
    });
    assert.match(problems.join('\n'), /“dev” is a field of VS Code/);
    assert.match(problems.join('\n'), /“command” must be text, not a number/);
    await until('it is available', async () => (await lenses(workspaceFile())).length === 3);
    assert.deepEqual(await lenses(workspaceFile()), rest);
  });

  it('also stands beside the settings', async () => {
    write({}, { mcp: { servers: { beside: { command: 'node' }, wrong: 5 } } });
    await until('it is read', () => said(workspaceFile()).length > 0);
    await until('it is available', async () => (await lenses(workspaceFile())).length === 3);
  });

  it('gives way to the file of a folder and to the workspace’s own setting', async () => {
    mkdirSync(path.dirname(mcpJson), { recursive: true });
    writeFileSync(mcpJson, JSON.stringify({ servers: { a: { command: 'node' } } }));
    const same = { command: 'node', autoStart: false };
    write({
      'countersign.servers': { a: same, b: same },
      mcp: { servers: { a: same, b: same, c: same, wrong: 5 } },
    });
    await until('it is read', () => said(workspaceFile()).length > 0);
    const wanted = [
      '$(eye-closed) not used: a nearer one is in .vscode/mcp.json of the folder workspace',
      '$(circle-outline) stopped',
      '$(play) Start',
      'Show Log',
      '$(eye-closed) not used: a nearer one is in .vscode/mcp.json of the folder workspace',
      '$(eye-closed) not used: a nearer one is in the workspace’s settings',
      ...rest,
    ];
    // The settings and the section are read one after the other.
    let seen: unknown;
    await until('all are there', async () => {
      seen = await lenses(workspaceFile());
      return isDeepStrictEqual(seen, wanted) || undefined;
    }).catch(() => assert.deepEqual(seen, wanted));
    assert.deepEqual(await lenses(mcpJson), rest);
  });
});
