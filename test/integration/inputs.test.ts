import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InputDefinition } from '../../src/core/servers/definition.ts';
import { askInput } from '../../src/vscode/secrets/askInput.ts';
import { extension } from './support.ts';

type CommandInput = Extract<InputDefinition, { type: 'command' }>;
const commandInput = (more: Partial<CommandInput> = {}): InputDefinition => ({
  type: 'command',
  id: 'port',
  command: 'inputs-test.answer',
  ...more,
});

/** Presses a key of the input that is open, until the question is settled. */
async function pressing<T>(asked: Promise<T>, command: string): Promise<T> {
  const done = asked.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  for (;;) {
    const pause = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), 50);
    });
    const settled = await Promise.race([done, pause]);
    if (settled && 'value' in settled) return settled.value;
    if (settled) throw settled.error;
    await vscode.commands.executeCommand(command);
  }
}

describe('inputs of a definition', () => {
  const given: unknown[] = [];
  let answer: () => unknown = () => undefined;
  let registration: vscode.Disposable | undefined;

  before(async () => {
    await extension();
    registration = vscode.commands.registerCommand('inputs-test.answer', (...args: unknown[]) => {
      given.push(args);
      return answer();
    });
  });
  after(() => {
    registration?.dispose();
  });

  it('of the kind command get what the command answers, as text', async () => {
    answer = () => 8080;
    assert.equal(await askInput('server', commandInput({ args: { from: 1 } })), '8080');
    answer = () => 'text';
    assert.equal(await askInput('server', commandInput()), 'text');
    assert.deepEqual(given, [[{ from: 1 }], []]);
    answer = () => undefined;
    assert.equal(await askInput('server', commandInput()), undefined);
  });

  it('say what went wrong with the command', async () => {
    answer = () => ({ no: 'text' });
    await assert.rejects(askInput('server', commandInput()), /did not answer with a text/);
    answer = () => {
      throw new Error('out of ports');
    };
    await assert.rejects(
      askInput('server', commandInput()),
      /inputs-test\.answer of the input “port” failed: .*out of ports/,
    );
    await assert.rejects(askInput('server', commandInput({ command: 'inputs-test.nobody' })), /failed: /);
  });

  it('never run a command of this extension, whoever says so', async () => {
    for (const command of ['countersign.stopServer', 'countersign.pauseSampling']) {
      await assert.rejects(askInput('server', commandInput({ command })), /a command of Countersign itself/);
    }
    const args = { commands: ['countersign.openDesk'] };
    await assert.rejects(
      askInput('server', commandInput({ command: 'runCommands', args })),
      /a command of Countersign/,
    );
  });

  it('of the kind pickString offer the default first; whoever leaves gives nothing', async () => {
    const pick: InputDefinition = {
      type: 'pickString',
      id: 'region',
      options: [
        { label: 'Europe', value: 'eu' },
        { label: 'America', value: 'us' },
      ],
      default: 'us',
    };
    const accept = 'workbench.action.acceptSelectedQuickOpenItem';
    assert.equal(await pressing(askInput('server', pick), accept), 'us');
    assert.equal(await pressing(askInput('server', pick), 'workbench.action.closeQuickOpen'), undefined);
  });

  it('of the kind promptString start with their default', async () => {
    const prompt: InputDefinition = { type: 'promptString', id: 'name', default: 'ann', password: false };
    assert.equal(await pressing(askInput('server', prompt), 'workbench.action.acceptSelectedQuickOpenItem'), 'ann');
    assert.equal(await pressing(askInput('server', prompt), 'workbench.action.closeQuickOpen'), undefined);
  });
});
