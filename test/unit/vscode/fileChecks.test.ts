import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FileChecks } from '../../../src/vscode/settings/fileChecks.ts';
import { entryOf, stdio } from '../core/servers/fakes.ts';

const watched = new Set<string>();

vi.mock('vscode', () => ({
  Uri: { file: (fsPath: string) => ({ fsPath }) },
  RelativePattern: class {
    readonly text: string;
    constructor({ fsPath }: { fsPath: string }, pattern: string) {
      this.text = `${fsPath}/${pattern}`;
    }
  },
  workspace: {
    fs: { stat: () => Promise.reject(new Error('there is none')) },
    createFileSystemWatcher: ({ text }: { text: string }) => {
      watched.add(text);
      const nothing = () => ({ dispose: () => undefined });
      return { onDidCreate: nothing, onDidDelete: nothing, dispose: () => watched.delete(text) };
    },
  },
}));

const entry = (envFile: string) => entryOf(stdio({ envFile }), { workspaceFolder: '/w' });

describe('the watch on environment files', () => {
  beforeEach(() => watched.clear());

  it('follows the definitions, and no pattern', async () => {
    const checks = new FileChecks(() => undefined);
    await checks.check([entry('.env'), entry('**'), entry('conf/*.env')]);
    expect([...watched]).toEqual(['/w/.env']);
    await checks.check([entry('other.env')]);
    expect([...watched]).toEqual(['/w/other.env']);
    checks.dispose();
    expect([...watched]).toEqual([]);
  });
});
