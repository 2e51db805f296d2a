import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { extension, pids, sampler, scratch, setServers } from '../support.ts';

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
    await setServers({ user: sampler(user) });
    for (const name of ['user', 'dotted', 'nested']) {
      // These wait until the server runs, and return at once when it may not.
      await vscode.commands.executeCommand('countersign.startServer', name);
      await vscode.commands.executeCommand('countersign.restartServer', name);
    }
    assert.equal(pids(user), undefined);
    assert.equal(pids(folder), undefined);
  });
});
