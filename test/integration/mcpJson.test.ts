import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extension, pids, sampler, scratch, setServers, until } from './support.ts';

function file(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return path.join(folder.uri.fsPath, '.vscode', 'mcp.json');
}

function write(text: string): void {
  mkdirSync(path.dirname(file()), { recursive: true });
  writeFileSync(file(), text);
}

/** What Countersign says of the file, as `line: message`. */
function said(): readonly string[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(file()))
    .filter(({ source }) => source === 'Countersign')
    .map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

describe('.vscode/mcp.json', () => {
  const place = scratch();

  before(extension);
  afterEach(async () => {
    rmSync(file(), { force: true });
    await setServers(undefined);
    await until('nothing is said any more', () => said().length === 0);
  });
  after(() => place.remove());

  it('is watched, and what is wrong in it is told at the line', async () => {
    write(`{
  // comments are fine
  "servers": {
    "a": { "command": "node", "args": ["\${file}"], "envFile": "nope.env", "dev": { "watch": "x" } },
    "b": { "command": "\${input:run}" }
  },
  "inputs": [
    { "type": "command", "id": "run", "command": "countersign.openDesk" }
  ]
}`);
    const first = await until('five problems', () => (said().length >= 5 ? said() : undefined));
    const on = (line: number) => first.filter((one) => one.startsWith(`${line}: `)).join('\n');
    assert.match(on(4), /\$\{file\} is not a known variable/);
    assert.match(on(4), /There is no file .*nope\.env/);
    assert.match(on(4), /“dev” is a field of VS Code/);
    assert.match(on(5), /Its input “run” cannot be used/);
    assert.match(on(8), /it is a command of Countersign itself/);

    write('{\n  "servers": {\n    "a": { "command": "node" }\n    "b": {}\n  }\n}');
    const second = await until('the line without a comma', () => said().find((one) => one.includes('not valid JSON')));
    assert.match(second, /4: Line 4 is not valid JSON: a comma is expected/);
  });

  it('starts nothing by itself, whatever it says, and no command does', async () => {
    const available = place.file('available');
    const own = place.file('own');
    write(JSON.stringify({ servers: { available: sampler(available), broken: 5 } }));
    await until('it is read', () => said().length > 0);
    await vscode.commands.executeCommand('countersign.startServer', 'available');
    await setServers({ own: sampler(own) });
    await until('the own server runs', () => pids(own));
    assert.equal(pids(available), undefined);
  });

  it('has its servers’ state and actions above them, live, as settings have', async () => {
    const titles = async (uri: vscode.Uri): Promise<readonly string[]> => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 99);
      return lenses.flatMap(({ command }) => (command?.command.startsWith('countersign.') ? [command.title] : []));
    };
    write(JSON.stringify({ servers: { both: { command: 'node' }, only: { command: 'node' } } }));
    const mcpJson = vscode.Uri.file(file());
    await vscode.workspace.openTextDocument(mcpJson);
    const rest = ['$(circle-outline) Countersign: available', '$(play) Start in Countersign', 'Show Log'];
    await until('two available', async () => (await titles(mcpJson)).length === 6);
    assert.deepEqual(await titles(mcpJson), [...rest, ...rest]);

    await setServers({ both: { command: 'node', autoStart: false } }, 'workspace');
    const now = await until('one of them is hidden', async () => {
      const found = await titles(mcpJson);
      return found.length === 4 ? found : undefined;
    });
    assert.match(now[0] ?? '', /not used: a nearer one is in the settings of the folder/);
    const settingsFile = vscode.Uri.file(path.join(path.dirname(file()), 'settings.json'));
    await vscode.workspace.openTextDocument(settingsFile);
    await until('it stands in the settings', async () => (await titles(settingsFile)).length === 3);
    assert.deepEqual(await titles(settingsFile), ['$(circle-outline) stopped', '$(play) Start', 'Show Log']);
    await setServers(undefined, 'workspace');
  });

  it('is not listed where the setting says so', async () => {
    const configuration = vscode.workspace.getConfiguration('countersign');
    write('{ "servers": { "a": 5 } }');
    await until('it is read', () => said().length > 0);
    await configuration.update('mcpJson.list', false, vscode.ConfigurationTarget.Workspace);
    await until('it is not', () => said().length === 0);
    await configuration.update('mcpJson.list', undefined, vscode.ConfigurationTarget.Workspace);
    await until('it is again', () => said().length > 0);
  });
});
