import { describe, expect, it } from 'vitest';
import type { InputDefinition, ServerDefinition } from '../../../src/core/servers/definition.ts';
import { defineServer } from '../../../src/core/servers/identity.ts';
import { ConfirmationStore } from '../../../src/vscode/trust/confirmations.ts';
import { defineDeps, entryOf, stdio } from '../core/servers/fakes.ts';

type Memento = ConstructorParameters<typeof ConfirmationStore>[0];

function store(): ConfirmationStore {
  const kept = new Map<string, unknown>();
  const memento = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  return new ConfirmationStore(memento as unknown as Memento, () => 0, defineDeps.sha256);
}
const define = (inputs?: readonly InputDefinition[]): Promise<ServerDefinition> =>
  defineServer(entryOf(stdio(), inputs ? { inputs } : {}), defineDeps);

describe('a definition in the person’s own settings', () => {
  it('needs no confirmation, unless an input of it runs a command', async () => {
    const confirmations = store();
    const command: InputDefinition = { type: 'command', id: 'port', command: 'other.port', args: { from: 1 } };
    const prompt: InputDefinition = { type: 'promptString', id: 'key', password: true };
    expect(confirmations.isConfirmed(await define())).toBe(true);
    expect(confirmations.isConfirmed(await define([prompt]))).toBe(true);
    const runs = await define([prompt, command]);
    expect(confirmations.isConfirmed(runs)).toBe(false);
    await confirmations.confirm(runs);
    expect(confirmations.isConfirmed(runs)).toBe(true);
    expect(confirmations.isConfirmed(await define([prompt, { ...command, args: { from: 2 } }]))).toBe(false);
  });
});
