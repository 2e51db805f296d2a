import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PinRecord } from '../../../src/core/trust/pins.ts';
import { PinFiles } from '../../../src/node/pinFiles.ts';

const server = { name: 'notes', source: { kind: 'user' } } as const;
const other = { name: 'notes', source: { kind: 'workspace', uri: 'file:///w' } } as const;
const record: PinRecord = {
  tools: new Map([
    ['a', { hash: 'h1', at: 1, text: '{"name":"a"}' }],
    ['__proto__', { hash: 'h2', at: 2, isNew: true }],
  ]),
  prompts: new Map(),
  instructions: { hash: 'h3', at: 3, text: '""' },
};

describe('pins on disk', () => {
  let folder: string;
  let files: PinFiles;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'pins-')), 'pins');
    files = new PinFiles(folder);
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  const onlyFile = (): string => path.join(folder, readdirSync(folder)[0] ?? '');

  it('are read as they were written, each server apart, also under the name __proto__', async () => {
    expect(await files.read(server)).toBe(undefined);
    await files.update(server, () => record);
    expect(await new PinFiles(folder).read(server)).toEqual(record);
    expect(await files.read(other)).toBe(undefined);
  });

  it('are their owner’s only, and leave no other file', async () => {
    await files.update(server, () => record);
    expect(readdirSync(folder)).toHaveLength(1);
    if (process.platform !== 'win32') expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
  });

  it('change on top of what another window wrote', async () => {
    const here = new PinFiles(folder);
    const there = new PinFiles(folder);
    await here.update(server, () => record);
    await there.update(server, (known) => ({
      ...known,
      tools: new Map([...(known?.tools ?? []), ['b', { hash: 'h4', at: 4 }]]),
    }));
    const after = await here.update(server, (known) => ({
      ...known,
      prompts: new Map([['p', { hash: 'h5', at: 5 }]]),
    }));
    expect([...(after.tools?.keys() ?? [])]).toEqual(['a', '__proto__', 'b']);
  });

  it('keep the order of changes that come at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        files.update(server, (known) => ({ tools: new Map([...(known?.tools ?? []), [`t${at}`, { hash: 'h', at }]]) })),
      ),
    );
    expect((await files.read(server))?.tools?.size).toBe(20);
  });

  it.each(['{ broken', '', '[]', '{"v":2,"server":"x"}', '{"v":1,"server":"x","tools":[["a",{"hash":1,"at":1}]]}'])(
    'that are not what was written here cannot be read: %s',
    async (text) => {
      await files.update(server, () => record);
      writeFileSync(onlyFile(), text);
      await expect(files.read(server)).rejects.toThrow(/the file is/);
      await expect(files.update(server, (known) => known ?? {})).rejects.toThrow(/the file is/);
      const over = await files.update(server, (known) => ({ ...known, tools: new Map() }), { lost: true });
      expect(over).toEqual({ lost: true, tools: new Map() });
      expect(await files.read(server)).toEqual(over);
    },
  );

  it('that cannot be written say so, and leave what was there', async () => {
    await files.update(server, () => record);
    const before = readFileSync(onlyFile(), 'utf8');
    const file = onlyFile();
    rmSync(file);
    mkdirSync(path.join(file, 'in the way'), { recursive: true });
    await expect(files.update(server, () => ({}), {})).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([path.basename(file)]);
    expect(before).toContain('"v":1');
  });

  it('are forgotten one by one or all at once', async () => {
    await files.update(server, () => record);
    await files.update(other, () => record);
    await files.forget(server);
    expect([await files.read(server), await files.read(other)]).toEqual([undefined, record]);
    await files.forget();
    expect(await files.read(other)).toBe(undefined);
    await files.forget(server);
  });
});
