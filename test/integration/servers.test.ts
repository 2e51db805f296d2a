import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { alive, extension, pids, sampler, scratch, setServers, until } from './support.ts';

describe('servers', () => {
  const place = scratch();

  before(extension);
  afterEach(async () => {
    await setServers(undefined);
    await setServers(undefined, 'workspace');
  });
  after(() => place.remove());

  it('start when they appear in the settings, stop when they go, and restart when they change', async () => {
    const file = place.file('first');
    await setServers({ first: sampler(file) });
    const [first = 0] = await until('the server runs', () => pids(file));
    assert.ok(alive(first));

    rmSync(file);
    await setServers({ first: sampler(file, { env: { CHANGED: '1' } }) });
    const [second = 0] = await until('the server runs again', () => pids(file));
    assert.notEqual(second, first);
    await until('the first one is gone', () => !alive(first));

    await setServers({});
    await until('the second one is gone', () => !alive(second));
  });

  it('that a workspace defines do not start by themselves, and no command starts one', async () => {
    const hostile = place.file('hostile');
    const own = place.file('own');
    await setServers({ hostile: sampler(hostile) }, 'workspace');
    await vscode.commands.executeCommand('countersign.startServer', 'hostile');
    await vscode.commands.executeCommand('countersign.restartServer', 'hostile');
    await vscode.commands.executeCommand('countersign.confirmServers', 'hostile');
    // A server of the person's own, started later, is there before the other one is.
    await setServers({ own: sampler(own) });
    await until('the own server runs', () => pids(own));
    assert.equal(pids(hostile), undefined);
  });

  it('of the person do not run in the place of what a workspace defines under the same name', async () => {
    const file = place.file('same');
    const other = place.file('other');
    await setServers({ same: sampler(other) }, 'workspace');
    await setServers({ same: sampler(file), own: sampler(place.file('barrier')) });
    await until('the other server runs', () => pids(place.file('barrier')));
    assert.equal(pids(file), undefined);
    assert.equal(pids(other), undefined);
  });

  it('stop, start and restart by command', async () => {
    const file = place.file('commanded');
    await setServers({ commanded: sampler(file) });
    const [first = 0] = await until('the server runs', () => pids(file));
    await vscode.commands.executeCommand('countersign.stopServer', 'commanded');
    assert.ok(!alive(first));
    rmSync(file);
    await vscode.commands.executeCommand('countersign.startServer', 'commanded');
    const [second = 0] = await until('the server runs again', () => pids(file));
    rmSync(file);
    await vscode.commands.executeCommand('countersign.restartServer', 'commanded');
    await until('it runs a third time', () => pids(file));
    assert.ok(!alive(second));
  });

  it('end with everything that they started', async () => {
    const own = place.file('family');
    const child = place.file('child');
    await setServers({ family: sampler(own, {}, ['--spawn-grandchild', '--pid-file', child]) });
    const family = await until('two processes', () => {
      const found = [...(pids(own) ?? []), ...(pids(child) ?? [])];
      return found.length >= 2 ? found : undefined;
    });
    assert.ok(family.every(alive));
    const start = Date.now();
    await vscode.commands.executeCommand('countersign.stopServer', 'family');
    await until('all of them are gone', () => family.every((pid) => !alive(pid)));
    assert.ok(Date.now() - start < 4_500, `took ${Date.now() - start} ms`);
  });
});
