import { describe, expect, it, vi } from 'vitest';
import { type SignInCommandsOptions, signInHandlers } from '../../../../src/vscode/auth/signInCommands.ts';
import { commands } from '../../../../src/vscode/manifest.ts';
import { ServerNode } from '../../../../src/vscode/tree/nodes.ts';

const person = vi.hoisted(() => ({ says: undefined as string | undefined, asked: [] as string[] }));

vi.mock('vscode', () => ({
  window: {
    showInformationMessage: () => Promise.resolve(undefined),
    showWarningMessage: (question: string) => {
      person.asked.push(question);
      return Promise.resolve(person.says);
    },
  },
}));

function world() {
  const done: string[] = [];
  const server = { name: 'notes', stop: () => Promise.resolve(), signIn: () => Promise.resolve() };
  person.asked = [];
  person.says = undefined;
  // Nobody picks anything.
  const choose = (name: string | undefined) => Promise.resolve(name === undefined ? undefined : server);
  const handlers = signInHandlers({
    storage: {
      signOut: (name: string) => Promise.resolve(done.push(`out ${name}`) > 0),
      forget: (name: string) => Promise.resolve(done.push(`forget ${name}`) > 0),
    },
    secrets: { list: () => Promise.resolve([]) },
    servers: {
      chooseRemote: choose,
      chooseWhere: choose,
      started: () => Promise.resolve(void done.push('in')),
    },
  } as unknown as SignInCommandsOptions);
  return { done, handlers };
}

describe('a command of signing in', () => {
  it.each(['notes', { server: 'notes' }])('does nothing to the server that %j names', async (argument) => {
    const { done, handlers } = world();
    person.says = 'Forget';
    for (const id of [commands.signIn, commands.signOut, commands.forgetCredentials]) await handlers[id]?.(argument);
    expect(done).toEqual([]);
  });

  it('does what it says to the server of a row', async () => {
    const { done, handlers } = world();
    const row = new ServerNode('notes');
    await handlers[commands.signIn]?.(row);
    await handlers[commands.signOut]?.(row);
    expect(done).toEqual(['in', 'out notes']);
  });

  it('forgets nothing before the person has said so', async () => {
    const { done, handlers } = world();
    await handlers[commands.forgetCredentials]?.(new ServerNode('notes'));
    expect(person.asked).toEqual(['Forget the credentials of the server notes?']);
    expect(done).toEqual([]);
    person.says = 'Forget';
    await handlers[commands.forgetCredentials]?.(new ServerNode('notes'));
    expect(done).toEqual(['forget notes']);
  });
});
