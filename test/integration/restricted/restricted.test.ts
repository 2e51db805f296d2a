import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extension, pids, sampler, scratch, setServers, until } from '../support.ts';

describe('an untrusted folder', () => {
  const place = scratch();

  after(async () => {
    await setServers(undefined);
    place.remove();
  });

  it('starts no server of any source, by itself or by command', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await extension();
    const user = place.file('user');
    const folder = place.file('folder');
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    writeFileSync(
      path.join(workspace.uri.fsPath, '.vscode', 'settings.json'),
      JSON.stringify({
        'countersign.servers': { dotted: sampler(folder) },
        countersign: { servers: { nested: sampler(folder) } },
      }),
    );
    const listed = place.file('listed');
    writeFileSync(
      path.join(workspace.uri.fsPath, '.vscode', 'mcp.json'),
      JSON.stringify({ servers: { listed: sampler(listed, { envFile: 'nowhere.env' }), wrong: 5 } }),
    );
    await setServers({ user: sampler(user) });
    const said = () => vscode.languages.getDiagnostics().flatMap(([, all]) => all.map(({ message }) => message));
    await until('mcp.json is read', () => said().some((message) => message.includes('“wrong” must be an object')));
    // Nothing is resolved: whether the file is there is not looked at.
    assert.ok(!said().some((message) => message.includes('nowhere.env')));
    for (const name of ['user', 'dotted', 'nested', 'listed']) {
      // These wait until the server runs, and return at once when it may not.
      await vscode.commands.executeCommand('countersign.startServer', name);
      await vscode.commands.executeCommand('countersign.restartServer', name);
    }
    assert.equal(pids(user), undefined);
    assert.equal(pids(folder), undefined);
    assert.equal(pids(listed), undefined);
  });
});
