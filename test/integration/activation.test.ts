import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { extension } from './support.ts';

describe('activation', () => {
  it('gives other extensions nothing', async () => {
    const { exports } = await extension();
    assert.equal(exports, undefined);
  });

  it('registers every command that package.json declares, and no other', async () => {
    const { packageJSON } = await extension();
    const { contributes } = packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true)).filter((command) =>
      command.startsWith('countersign.'),
    );
    // VS Code makes commands of its own for each view, such as `countersign.servers.focus`.
    const own = registered.filter((command) => !/^countersign\.(servers|reviews)\./.test(command)).sort();
    assert.deepEqual(own, declared);
  });

  it('has loaded neither the protocol SDK nor openai while there is no server', async () => {
    await extension();
    const loaded = Object.keys(createRequire(__filename).cache);
    for (const bundle of ['mcp.cjs', 'openai.cjs', 'prices.cjs']) {
      assert.ok(!loaded.some((file) => file.endsWith(`/dist/${bundle}`)), `${bundle} is loaded`);
    }
  });
});
