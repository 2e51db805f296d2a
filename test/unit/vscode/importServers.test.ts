import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readImport } from '../../../src/core/import/read.ts';
import type { ImportPlace } from '../../../src/core/import/places.ts';
import { type ImportOptions, importServers } from '../../../src/vscode/import/importServers.ts';

const world = vi.hoisted(() => ({
  servers: [] as unknown[],
  /** What is pressed in the dialogs, one after another. */
  answers: [] as (string | undefined)[],
  dialogs: [] as { readonly text: string; readonly detail: string }[],
  confirmed: [] as boolean[],
  written: [] as string[],
}));

vi.mock('vscode', () => ({
  QuickPickItemKind: { Separator: -1 },
  window: {
    showQuickPick: (items: readonly { server?: unknown }[]) => Promise.resolve(items.filter(({ server }) => server)),
    showInformationMessage: (text: string, options: unknown, button?: string) => {
      const isDialog = button !== undefined;
      if (isDialog) world.dialogs.push({ text, detail: (options as { detail: string }).detail });
      return Promise.resolve(isDialog ? world.answers.shift() : undefined);
    },
    showWarningMessage: (text: string, { detail }: { detail: string }) => {
      world.dialogs.push({ text, detail });
      return Promise.resolve(undefined);
    },
  },
}));
vi.mock('../../../src/vscode/import/importFiles.ts', () => ({
  findServers: () => Promise.resolve({ servers: world.servers, problems: [], looked: [] }),
}));
vi.mock('../../../src/vscode/settings/writeServers.ts', () => ({
  pickPlace: (_title: string, { confirmed }: { confirmed: boolean }) => {
    world.confirmed.push(confirmed);
    return Promise.resolve({ target: 1 });
  },
  serversAt: () => ({}),
  writeServers: (_place: unknown, servers: object) => {
    world.written.push(...Object.keys(servers));
    return Promise.resolve();
  },
}));

function has(place: ImportPlace, definition: object): void {
  const text = JSON.stringify({ mcpServers: { a: definition } });
  world.servers.push(...readImport(place, text, { env: () => undefined, folders: ['/w'] }).servers);
}

const run = () => importServers({ manager: { servers: [] } } as unknown as ImportOptions);
const home: ImportPlace = { product: 'cursor', path: '/home/ann/.cursor/mcp.json' };

describe('an import', () => {
  beforeEach(() => {
    for (const list of Object.values(world)) list.length = 0;
  });

  it('asks for settings whose servers are confirmed where a file of a project is among what was ticked', async () => {
    has(home, { command: 'x' });
    await run();
    has({ product: 'cursor', path: '/w/.cursor/mcp.json', folder: '/w' }, { command: 'x' });
    await run();
    expect(world.confirmed).toEqual([false, true]);
  });

  it('is written once every page was looked at', async () => {
    has(home, { command: 'bash', args: ['-c', 'x'.repeat(4_000)] });
    world.answers.push('Next', undefined);
    await run();
    expect(world.written).toEqual([]);
    expect(world.dialogs.map(({ text }) => text)).toEqual(['Import 1 server? (1/2)', 'Import 1 server? (2/2)']);
    world.answers.push('Next', 'Import');
    await run();
    expect(world.written).toEqual(['a']);
  });

  it('is refused where nobody would read it all', async () => {
    has(home, { command: 'bash', args: ['-c', 'x'.repeat(500_000)] });
    world.answers.push('Import');
    await run();
    expect(world.written).toEqual([]);
    expect(world.dialogs).toMatchObject([{ detail: expect.stringContaining('Import fewer servers') as string }]);
  });
});
