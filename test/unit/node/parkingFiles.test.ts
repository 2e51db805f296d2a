import { mkdtempSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LONGEST_PARKED, type ParkedRound } from '../../../src/core/calls/parking.ts';
import { PARKING_LIMITS, ParkingFiles } from '../../../src/node/parkingFiles.ts';

const canary = 'CANARY-7f3a';
let folder: string;
let now: number;
let key: string | undefined;
let files: ParkingFiles;

const open = () =>
  new ParkingFiles({
    folder,
    key: {
      get: () => Promise.resolve(key),
      set: (made) => {
        key = made;
        return Promise.resolve();
      },
    },
    now: () => now,
  });

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'parking-')), 'parked');
  now = 1_000;
  key = undefined;
  files = open();
});
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

function roundOf(id: string, more: Partial<ParkedRound> = {}): ParkedRound {
  return {
    id,
    parkedAt: now,
    server: `server ${canary}`,
    definition: 'd'.repeat(64),
    method: 'tools/call',
    name: `tool ${canary}`,
    arguments: { text: canary },
    startedAt: 1,
    round: 2,
    inputRequests: { a: { method: 'sampling/createMessage', params: { systemPrompt: canary } } },
    requestState: `${canary} \ud800 lone, "quoted"\u2028`,
    edits: { a: { system: canary } },
    ...more,
  };
}

const names = () => readdir(folder);
const fileOf = async (index = 0) => path.join(folder, (await names()).sort()[index] ?? '');

describe('parked calls on disk', () => {
  it('can be read with the key that is kept, whichever window made it last', async () => {
    await files.write(roundOf('call-1'));
    // Another window, at its first call, had found no key either.
    key = Buffer.alloc(32, 7).toString('base64');
    await files.write(roundOf('call-2'));
    const found = await open().read();
    expect(found.filter((each) => 'round' in each)).toMatchObject([{ id: 'call-2' }]);
    key = undefined;
    await rm(folder, { recursive: true });
    const [one, other] = [open(), open()];
    await Promise.all([one.write(roundOf('call-1')), other.write(roundOf('call-2'))]);
    expect((await open().read()).map((each) => 'round' in each)).toEqual([true, true]);
  });

  it('come back byte for byte, and cannot be read without the key', async () => {
    await files.write(roundOf('call-1'));
    expect(await files.read()).toEqual([{ id: 'call-1', round: roundOf('call-1') }]);
    const content = await readFile(await fileOf());
    for (const text of [canary, 'call-1', 'sampling', 'server'])
      expect(content.includes(text) || (await fileOf()).includes(text)).toBe(false);
    expect(content.includes(Buffer.from(canary, 'utf16le'))).toBe(false);
    expect(content.includes(Buffer.from(canary).toString('base64').slice(0, 12))).toBe(false);
    expect(content.includes(Buffer.from(key ?? '', 'base64'))).toBe(false);
    key = Buffer.alloc(32, 1).toString('base64');
    expect(await open().read()).toMatchObject([{ problem: expect.stringContaining('key is gone') as string }]);
    key = undefined;
    expect(await open().read()).toMatchObject([{ problem: expect.any(String) as string }]);
    // Nothing was discarded by that.
    expect(await names()).toHaveLength(1);
  });

  it('differ each time, though they say the same', async () => {
    await files.write(roundOf('call-1'));
    const first = await readFile(await fileOf());
    await files.write(roundOf('call-1'));
    expect((await readFile(await fileOf())).equals(first)).toBe(false);
    expect(await names()).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('are their owner’s alone', async () => {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
    await files.write(roundOf('call-1'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(await fileOf())).mode & 0o777).toBe(0o600);
  });

  it('that were tampered with, cut short or renamed say so, and stay until they are discarded', async () => {
    await files.write(roundOf('call-1'));
    const file = await fileOf();
    const content = await readFile(file);
    for (const at of [0, 30, 40, content.length - 1]) {
      const changed = Buffer.from(content);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(file, changed);
      expect(await files.read()).toMatchObject([{ problem: expect.any(String) as string }]);
    }
    await writeFile(file, content.subarray(0, 50));
    expect(await files.read()).toMatchObject([{ problem: expect.any(String) as string }]);
    await writeFile(file, content);
    await rename(file, path.join(folder, `${'0'.repeat(64)}.parked`));
    const [found] = await files.read();
    expect(found).toMatchObject({ id: `${'0'.repeat(64)}.parked`, problem: expect.any(String) as string });
    await files.remove(found?.id ?? '');
    expect(await names()).toEqual([]);
  });

  it('are removed, with a word, after seven days', async () => {
    await files.write(roundOf('call-1'));
    now += LONGEST_PARKED;
    expect(await files.read()).toMatchObject([{ id: 'call-1' }]);
    now += 1;
    expect(await files.read()).toMatchObject([{ problem: expect.stringContaining('7 days') as string }]);
    expect(await names()).toEqual([]);
    expect(await files.read()).toEqual([]);
  });

  it('are no more, and no larger, than the limits', async () => {
    for (let index = 0; index < PARKING_LIMITS.calls; index++) await files.write(roundOf(`call-${index}`));
    await expect(files.write(roundOf('one more'))).rejects.toThrow('20 calls are parked already.');
    // One that is there can be written again.
    await files.write(roundOf('call-3', { round: 3 }));
    await files.remove('call-0');
    await files.write(roundOf('one more'));
    await expect(files.write(roundOf('call-3', { arguments: 'x'.repeat(9 * 1024 * 1024) }))).rejects.toThrow('8 MB');
    const large = 'x'.repeat(7 * 1024 * 1024);
    for (let index = 4; index < 8; index++) await files.write(roundOf(`call-${index}`, { arguments: large }));
    await expect(files.write(roundOf('call-9', { arguments: large }))).rejects.toThrow('32 MB');
    expect(await names()).toHaveLength(PARKING_LIMITS.calls);
    expect((await names()).every((name) => name.endsWith('.parked'))).toBe(true);
  });

  it('that another window is writing are left alone', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${'0'.repeat(64)}.parked.1234`), 'half');
    now = Date.now();
    expect(await files.read()).toEqual([]);
    expect(await names()).toHaveLength(1);
    // An hour later it is what a window left that was killed.
    now += 3_700_000;
    expect(await files.read()).toEqual([]);
    expect(await names()).toEqual([]);
  });
});
