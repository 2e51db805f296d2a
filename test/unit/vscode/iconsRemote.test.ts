import { describe, expect, it, vi } from 'vitest';
import { Icons, type IconsOptions } from '../../../src/vscode/icons/icons.ts';

const settings = vi.hoisted(() => ({ user: undefined as boolean | undefined }));

vi.mock('vscode', () => ({
  EventEmitter: class {
    readonly event = () => undefined;
    fire(): void {}
    dispose(): void {}
  },
  Uri: { file: (fsPath: string) => ({ fsPath }) },
  workspace: {
    onDidChangeConfiguration: () => ({ dispose: () => undefined }),
    getConfiguration: () => ({
      // What a workspace says is merged in here.
      get: () => true,
      inspect: () => ({ globalValue: settings.user, defaultValue: false, workspaceValue: true }),
    }),
  },
}));

function asked(user: boolean | undefined): readonly string[] {
  settings.user = user;
  const loads: string[] = [];
  const manager = { get: () => undefined, servers: [], onDidChange: () => ({ dispose: () => undefined }) };
  const files = () => {
    loads.push('asked');
    return Promise.reject(new Error('no network here'));
  };
  const icons = new Icons({ manager, files, log: { debug: () => undefined }, now: () => 0 } as unknown as IconsOptions);
  icons.path('s', [{ src: 'https://pictures.example.com/a.png' }]);
  icons.dispose();
  return loads;
}

describe('a picture on the network', () => {
  it('is asked for only where the person’s own settings allow it, whatever a workspace says', () => {
    expect(asked(undefined)).toEqual([]);
    expect(asked(false)).toEqual([]);
    expect(asked(true)).not.toEqual([]);
  });
});
