import { describe, expect, it, vi } from 'vitest';
import { pickPlace } from '../../../src/vscode/settings/writeServers.ts';

const offered = vi.hoisted((): string[] => []);

vi.mock('vscode', () => ({
  ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
  workspace: { workspaceFolders: [{ name: 'app' }], workspaceFile: {} },
  window: {
    showQuickPick: (items: readonly { label: string }[]) => {
      offered.splice(0, offered.length, ...items.map(({ label }) => label));
      return Promise.resolve(undefined);
    },
  },
}));

describe('the settings to write to', () => {
  it('are all there are', async () => {
    await pickPlace('Add');
    expect(offered).toEqual(['$(account) Your settings', '$(root-folder) The workspace', '$(folder) app']);
  });

  it('are never the person’s own for what somebody else wrote, since nothing there is confirmed', async () => {
    await pickPlace('Import', { confirmed: true });
    expect(offered).toEqual(['$(root-folder) The workspace', '$(folder) app']);
  });
});
