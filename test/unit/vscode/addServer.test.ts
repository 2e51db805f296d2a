import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerEntry } from '../../../src/core/servers/definition.ts';
import { addServer } from '../../../src/vscode/addServer/addServer.ts';
import type { MovedSecretsOptions } from '../../../src/vscode/secrets/movedSecrets.ts';

const world = vi.hoisted(() => ({
  /** What is typed, one after another. */
  typed: [] as string[],
  picked: 0,
  written: {} as Record<string, unknown>,
  said: [] as string[],
}));

vi.mock('vscode', () => ({
  ConfigurationTarget: { Global: 1 },
  workspace: {},
  window: {
    showQuickPick: (items: readonly unknown[]) => Promise.resolve(items[world.picked]),
    showInputBox: () => Promise.resolve(world.typed.shift()),
    showInformationMessage: (text: string) => {
      world.said.push(text);
      return Promise.resolve(undefined);
    },
  },
}));
vi.mock('../../../src/vscode/settings/writeServers.ts', () => ({
  pickPlace: () => Promise.resolve({ target: 1 }),
  scopeAt: () => ({ source: { kind: 'user' } }),
  writeServers: (_place: unknown, servers: object) => {
    Object.assign(world.written, servers);
    return Promise.resolve();
  },
}));

const saved: string[][] = [];
const options = {
  secrets: { setInput: (...all: string[]) => Promise.resolve(void saved.push(all)) },
  log: { warn: (text: string) => world.said.push(text) },
  define: ({ name }: ServerEntry) => Promise.resolve({ hash: `hash of ${name}` }),
} as unknown as MovedSecretsOptions;

describe('Add Server', () => {
  beforeEach(() => {
    world.written = {};
    world.said = [];
    world.picked = 0;
    saved.length = 0;
  });

  it('writes no key that was typed: it goes into the secret storage, which is said', async () => {
    world.typed = ['NOTES_TOKEN=abc-1234567 LANG=de npx notes --api-key sk-0123456789abcdefghij', 'notes'];
    expect(await addServer([], options)).toEqual({ name: 'notes', given: ['notes-api-key', 'notes-NOTES_TOKEN'] });
    expect(world.written).toEqual({
      notes: {
        command: 'npx',
        args: ['notes', '--api-key', '${input:notes-api-key}'],
        env: { NOTES_TOKEN: '${input:notes-NOTES_TOKEN}', LANG: 'de' },
      },
    });
    expect(saved).toEqual([
      ['notes', 'hash of notes', 'notes-api-key', 'sk-0123456789abcdefghij'],
      ['notes', 'hash of notes', 'notes-NOTES_TOKEN', 'abc-1234567'],
    ]);
    expect(world.said).toEqual([
      'Kept in VS Code’s secret storage, not in the settings of notes: argument 3, environment variable NOTES_TOKEN.',
    ]);
  });

  it('writes what is no key as it was typed', async () => {
    world.typed = ['npx -y "a server" --port 80', 'plain'];
    expect(await addServer([], options)).toEqual({ name: 'plain', given: [] });
    expect(world.written).toEqual({ plain: { command: 'npx', args: ['-y', 'a server', '--port', '80'] } });
    expect([saved, world.said]).toEqual([[], []]);
  });
});
