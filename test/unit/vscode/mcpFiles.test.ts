import { expect, it, vi } from 'vitest';
import { McpFiles } from '../../../src/vscode/settings/mcpFiles.ts';

const disk = vi.hoisted(() => ({ code: 'FileNotFound' }));

vi.mock('vscode', () => {
  class FileSystemError extends Error {
    readonly code = disk.code;
  }
  const nothing = () => ({ dispose: () => undefined });
  return {
    FileSystemError,
    RelativePattern: class {
      readonly pattern = '';
    },
    Uri: {
      joinPath: ({ path }: { path: string }, ...parts: string[]) => {
        const joined = [path, ...parts].join('/');
        return { path: joined, toString: () => `file://${joined}` };
      },
    },
    workspace: {
      workspaceFolders: [{ name: 'w', uri: { path: '/w', fsPath: '/w', scheme: 'file' } }],
      getConfiguration: () => ({ get: () => true }),
      createFileSystemWatcher: () => ({
        onDidChange: nothing,
        onDidCreate: nothing,
        onDidDelete: nothing,
        dispose: () => undefined,
      }),
      fs: { readFile: () => Promise.reject(new FileSystemError('Permission denied')) },
    },
  };
});

const read = () => new McpFiles({ warn: () => undefined } as never, () => undefined).read();

it('a file of VS Code that is there and cannot be read is named in the tree, and one that is not there is not', async () => {
  expect(await read()).toEqual({ scopes: [], problems: [], invalid: [] });
  disk.code = 'NoPermissions';
  const reason = 'It cannot be read: Permission denied';
  expect(await read()).toEqual({ scopes: [], problems: [], invalid: [{ server: '.vscode/mcp.json', reason }] });
});
