import { describe, expect, it, vi } from 'vitest';
import type { ManagedServer } from '../../../../src/core/servers/managedServer.ts';
import { type SignInCommandsOptions, signInHandlers } from '../../../../src/vscode/auth/signInCommands.ts';
import { commands } from '../../../../src/vscode/manifest.ts';
import type { SavedSecret } from '../../../../src/vscode/secrets/secrets.ts';

vi.mock('vscode', () => ({
  TreeItem: Object,
  EventEmitter: Object,
  window: {
    showWarningMessage: () => Promise.resolve('Forget'),
    showInformationMessage: () => Promise.resolve(undefined),
  },
}));

const server = (name: string, type: 'stdio' | 'http') =>
  ({ name, entry: { settings: { type } }, stop: () => Promise.resolve() }) as unknown as ManagedServer;

describe('Forget Credentials', () => {
  it('is offered for servers on the network and for programs with saved inputs, and forgets those', async () => {
    const all = [server('remote', 'http'), server('with inputs', 'stdio'), server('without', 'stdio')];
    const input = { kind: 'input', server: 'with inputs', input: 'token', definition: 'd' } as const;
    const saved: SavedSecret[] = [
      { key: 'a', purpose: input },
      { key: 'b', purpose: { kind: 'apiKey', endpoint: 'without', baseUrl: 'https://example.com' } },
    ];
    const offered: string[] = [];
    const forgotten: string[] = [];
    const handlers = signInHandlers({
      storage: { forget: () => Promise.resolve(false) },
      secrets: {
        list: () => Promise.resolve(saved),
        forget: ({ key }: SavedSecret) => Promise.resolve(void forgotten.push(key)),
      },
      servers: {
        chooseRemote: () => Promise.resolve(all[0]),
        chooseWhere: (_name: unknown, _question: string, fits: (one: ManagedServer) => boolean) => {
          offered.push(...all.filter(fits).map(({ name }) => name));
          return Promise.resolve(all[1]);
        },
      },
    } as unknown as SignInCommandsOptions);
    await handlers[commands.forgetCredentials]?.(undefined);
    expect(offered).toEqual(['remote', 'with inputs']);
    expect(forgotten).toEqual(['a']);
  });
});
