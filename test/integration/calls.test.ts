import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  extension,
  type ModelProcess,
  pids,
  runAndLeave,
  sampler,
  scratch,
  setServers,
  setUser,
  startModel,
  tabs,
  until,
} from './support.ts';

/** Chooses the entry of an open pick list: the first is chosen already, each step goes one further. */
async function choose(steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

/** Reads a resource by the palette's way: the command asks which one. Again until the list was there in time. */
async function readResource(index: number, seen: () => boolean | Promise<boolean>): Promise<void> {
  await until('the resource is read', async () => {
    void Promise.resolve(vscode.commands.executeCommand('countersign.readResource')).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await choose(index);
    for (let tries = 0; tries < 20; tries++) {
      if (await seen()) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return undefined;
  });
}

/** The ledger as its document shows it, once that says what is waited for. An open document is read again in its own time. */
async function ledgerWith(text: RegExp): Promise<string> {
  return until(`the ledger has ${text.source}`, async () => {
    const ledger = await ledgerNow();
    return text.test(ledger) ? ledger : undefined;
  });
}

async function ledgerNow(): Promise<string> {
  await vscode.commands.executeCommand('countersign.openLedger');
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'countersign-ledger' ? document.getText() : '';
}

describe('calls', () => {
  const place = scratch();
  let model: ModelProcess;

  const deskIsOpen = () => tabs().includes('Review Desk');

  before(async () => {
    await extension();
    model = await startModel();
    await setUser('models.endpoints', [{ id: 'standin', baseUrl: model.baseUrl }]);
    await setServers({ sampler: sampler(place.file('pid')) });
    await until('the server runs', () => pids(place.file('pid')));
  });
  beforeEach(closeEditors);
  after(async () => {
    await closeEditors();
    await setServers(undefined);
    await setUser('models.endpoints', undefined);
    model.stop();
    place.remove();
  });

  it('of a resource open it in an editor that cannot be written', async () => {
    await readResource(0, () => vscode.window.activeTextEditor?.document.uri.scheme === 'countersign-resource');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), 'one\ntwo\nthree\n');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('countersign-resource'), false);
  });

  it('of a picture open it as a picture', async () => {
    await readResource(1, () => tabs().some((label) => label.endsWith('.png')));
  });

  it('that sample open the desk; no command, task or link approves', async () => {
    await readResource(2, deskIsOpen);
    const commands = (await vscode.commands.getCommands(true)).filter((id) => /^countersign\.[a-zA-Z]+$/.test(id));
    assert.ok(commands.length >= 20);
    const hostile = [undefined, 'approve', { type: 'approve', id: 'x', hash: 'x', server: 'sampler' }];
    // Without those that end the request, and the one that pauses: a pause would refuse by itself.
    const ordered = commands.filter((id) => !/deny|stopServer|restartServer|pauseSampling/i.test(id));
    for (const id of ordered) {
      for (const argument of hostile) await runAndLeave(id, argument);
    }
    assert.equal(await model.completions(), 0);
    await closeEditors();
    for (const id of ['countersign.reviewNext', 'countersign.openDesk']) {
      const shell = new vscode.ShellExecution(`true \${command:${id}}`);
      const task = new vscode.Task({ type: 'shell' }, vscode.TaskScope.Workspace, id, 'forged', shell);
      void Promise.resolve(vscode.tasks.executeTask(task)).catch(() => undefined);
      // The task does reach the command, which can do no more than show the desk.
      await until(`a task runs ${id}`, () => deskIsOpen() || undefined);
      await closeEditors();
    }
    assert.equal(await model.completions(), 0);
    await vscode.commands.executeCommand('countersign.denyAll');
    assert.equal(await model.completions(), 0);
  }).timeout(120_000);

  it('are written to the ledger, which opens newest first', async () => {
    const text = await ledgerWith(/sampler: you denied/);
    assert.match(text, /sampler: you called fixture:\/\/sampled/);
    assert.match(text, /sampler: the server asked for a completion/);
    assert.ok(text.indexOf('you denied') < text.indexOf('asked for a completion'));
  });

  it('that sample are refused while sampling is paused', async () => {
    await vscode.commands.executeCommand('countersign.pauseSampling');
    // The command that pauses never switches back by itself: somebody has to choose that.
    await runAndLeave('countersign.pauseSampling');
    await runAndLeave('countersign.resumeSampling');
    await readResource(2, async () => (await ledgerNow()).includes('sampler: refused'));
    const refused = await ledgerWith(/sampler: refused/);
    assert.match(refused, /paused all sampling/);
    assert.equal(await model.completions(), 0);
    const resumed = Promise.resolve(vscode.commands.executeCommand('countersign.resumeSampling'));
    await until('sampling goes on', async () => {
      await choose(0);
      return Promise.race([resumed.then(() => true), new Promise<undefined>((resolve) => setTimeout(resolve, 300))]);
    });
  }).timeout(90_000);
});
