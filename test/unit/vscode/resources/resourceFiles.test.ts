import { describe, expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { ResourceCache } from '../../../../src/vscode/resources/resourceCache.ts';
import { ResourceFiles } from '../../../../src/vscode/resources/resourceFiles.ts';

interface Tab {
  readonly input: unknown;
}

const window = vi.hoisted(() => ({ tabs: [] as Tab[] }));

vi.mock('vscode', () => {
  const nothing = { dispose: () => undefined };
  class TabInputText {
    readonly uri: unknown;
    constructor(uri: unknown) {
      this.uri = uri;
    }
  }
  class Other {
    readonly kind = 'other';
  }
  class FileSystemError extends Error {
    static readonly NoPermissions = (words: string) => new FileSystemError(`NoPermissions: ${words}`);
  }
  return {
    FileSystemError,
    TabInputText,
    TabInputCustom: Other,
    TabInputNotebook: Other,
    TabInputTextDiff: Other,
    EventEmitter: class {
      readonly event = () => nothing;
      fire(): void {}
      dispose(): void {}
    },
    Uri: { from: (parts: object) => ({ ...parts, toString: () => JSON.stringify(parts) }) },
    workspace: { registerFileSystemProvider: () => nothing, onDidCloseTextDocument: () => nothing },
    window: { tabGroups: { onDidChangeTabs: () => nothing, all: [window] } },
  };
});

function world() {
  const reads: string[] = [];
  const cache = new ResourceCache({
    load: ({ uri }) => {
      reads.push(uri);
      return Promise.resolve([{ uri, mimeType: 'text/plain', bytes: new TextEncoder().encode(uri), isText: true }]);
    },
    source: () => undefined,
    now: () => 0,
  });
  window.tabs = [];
  return { reads, files: new ResourceFiles({ cache, listed: () => undefined }) };
}

const address = (uri: string): Uri => {
  const parts = { scheme: 'countersign-resource', path: '/x', query: JSON.stringify(['notes', uri]) };
  return { ...parts, toString: () => JSON.stringify(parts) } as unknown as Uri;
};

describe('a file of a resource', () => {
  it('that nobody opened asks no server, whatever names its address', async () => {
    const { files, reads } = world();
    await expect(files.readFile(address('a:1'))).rejects.toThrow(
      'NoPermissions: The resource a:1 of notes is read only when you open it. Open it from the servers tree.',
    );
    expect(reads).toEqual([]);
  });

  it('is read when this window opens it', async () => {
    const { files, reads } = world();
    await files.readFile(files.uri({ server: 'notes', uri: 'a:1', part: 0 }));
    expect(reads).toEqual(['a:1']);
  });

  it('is read for a tab, such as one that came back with the window', async () => {
    const { files, reads } = world();
    const { TabInputText } = await import('vscode');
    window.tabs = [{ input: new TabInputText(address('a:1')) }];
    await files.readFile(address('a:1'));
    expect(reads).toEqual(['a:1']);
  });
});
