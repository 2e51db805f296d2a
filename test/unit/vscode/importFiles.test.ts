import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { findServers } from '../../../src/vscode/import/importFiles.ts';

const disk = vi.hoisted(() => new Map<string, string | number | Error>());

const { FileSystemError } = vi.hoisted(() => ({
  FileSystemError: class extends Error {
    readonly code: string;
    constructor(message: string, code: string) {
      super(message);
      this.code = code;
    }
  },
}));

vi.mock('vscode', () => {
  const at = (fsPath: string): string | number => {
    const found = disk.get(fsPath) ?? new FileSystemError('There is none', 'FileNotFound');
    if (found instanceof Error) throw found;
    return found;
  };
  return {
    FileSystemError,
    Uri: { file: (fsPath: string) => ({ fsPath }) },
    workspace: {
      workspaceFolders: [{ uri: { scheme: 'file', fsPath: '/w' } }],
      fs: {
        stat: async ({ fsPath }: { fsPath: string }) => {
          const found = await Promise.resolve(at(fsPath));
          return { size: typeof found === 'number' ? found : found.length };
        },
        readFile: ({ fsPath }: { fsPath: string }) => Promise.resolve(Buffer.from(String(at(fsPath)))),
      },
    },
  };
});

it('files that are there and cannot be read are named, and those that are not there are not', async () => {
  disk.set('/w/.mcp.json', JSON.stringify({ mcpServers: { a: { command: 'x' } } }));
  disk.set('/w/.cursor/mcp.json', new FileSystemError('permission denied', 'NoPermissions'));
  disk.set(path.join('/storage', 'mcp.json'), 40 * 1024 * 1024);
  const found = await findServers({ fsPath: '/storage/globalStorage/countersign' } as never);
  expect(found.servers.map(({ name }) => name)).toEqual(['a']);
  expect(found.problems).toEqual([
    '/storage/mcp.json is too large to be read.',
    '/w/.cursor/mcp.json cannot be read: permission denied',
  ]);
});
