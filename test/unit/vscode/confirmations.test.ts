import { describe, expect, it } from 'vitest';
import type { DefinitionSource, ServerDefinition } from '../../../src/core/servers/definition.ts';
import { disclose } from '../../../src/core/servers/disclosure.ts';
import { sha256 } from '../../../src/node/hash.ts';
import { ConfirmationStore } from '../../../src/vscode/trust/confirmations.ts';

const folder: DefinitionSource = { kind: 'folder', uri: 'file:///w/.vscode/settings.json', folder: 'w' };

function definition(name: string, args: readonly string[], source: DefinitionSource = folder): ServerDefinition {
  const common = { era: 'auto', autoStart: true, timeout: 60_000, sampling: 'on' } as const;
  const settings = {
    ...common,
    type: 'stdio',
    command: 'npx',
    args,
    env: { API_KEY: 'zq-canary-1' },
    cwd: '/w',
  } as const;
  return { name, source, settings, hash: sha256(JSON.stringify([name, source, args])), dependsOnFolder: false };
}

function store() {
  const state = new Map<string, unknown>();
  const memento = {
    keys: () => [...state.keys()],
    get: (key: string) => state.get(key),
    update: (key: string, value: unknown) => {
      if (value === undefined) state.delete(key);
      else state.set(key, structuredClone(value));
      return Promise.resolve();
    },
  };
  const confirmations = new ConfirmationStore(memento as never, () => 42, sha256);
  const compare = (one: ServerDefinition) => confirmations.compare(one, disclose(one));
  return { state, confirmations, compare };
}

describe('what was confirmed', () => {
  it('is remembered by hash, and says what changed in the next definition of that server', async () => {
    const { confirmations, compare } = store();
    const first = definition('notes', ['a', 'b']);
    expect(compare(first).confirmedAt).toBe(undefined);
    await confirmations.confirm(first);
    expect(confirmations.isConfirmed(first)).toBe(true);
    const second = definition('notes', ['a', 'c']);
    expect(confirmations.isConfirmed(second)).toBe(false);
    const { lines, confirmedAt } = compare(second);
    expect(confirmedAt).toBe(42);
    expect(lines.filter(({ mark }) => mark !== 'same')).toMatchObject([
      { label: 'Argument 2', mark: 'changed', before: 'b', value: 'c' },
    ]);
  });

  it('is another server’s where the name was written elsewhere', async () => {
    const { confirmations, compare } = store();
    await confirmations.confirm(definition('notes', ['a']));
    expect(compare(definition('notes', ['a'], { kind: 'workspace', uri: 'file:///other' })).confirmedAt).toBe(
      undefined,
    );
  });

  it('holds no secret', async () => {
    const { confirmations, state } = store();
    await confirmations.confirm(definition('notes', []));
    expect(JSON.stringify([...state])).not.toContain('zq-canary');
  });

  it('is forgotten for one server, or for all', async () => {
    const { confirmations, state } = store();
    const [notes, other] = [definition('notes', []), definition('other', [])];
    await confirmations.confirm(notes);
    await confirmations.confirm(other);
    await confirmations.forget(notes);
    expect([confirmations.isConfirmed(notes), confirmations.isConfirmed(other)]).toEqual([false, true]);
    await confirmations.forget();
    expect(confirmations.isConfirmed(other)).toBe(false);
    expect([...state.keys()]).toEqual([]);
  });

  it('is nothing where the memory is no memory', () => {
    const { confirmations, compare, state } = store();
    state.set('countersign.confirmed', 'rubbish');
    state.set('countersign.lastConfirmed', { [JSON.stringify(['notes', 'folder', folder.uri])]: { at: 1 } });
    expect(confirmations.isConfirmed(definition('notes', []))).toBe(false);
    expect(compare(definition('notes', [])).confirmedAt).toBe(undefined);
  });
});
