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

/** Processes of windows that are open. */
let living: Set<number>;
let pids = 100;

/** A window of its own. Its process has ended unless it is among the living, as after a reload. */
function open(pid = ++pids): ParkingFiles {
  return new ParkingFiles({
    folder,
    key: {
      get: () => Promise.resolve(key),
      set: (made) => {
        key = made;
        return Promise.resolve();
      },
    },
    now: () => now,
    owner: { pid, alive: (one) => living.has(one) },
  });
}

/** One that stays open. */
function openLiving(): ParkingFiles & { readonly pid: number } {
  const pid = ++pids;
  living.add(pid);
  return Object.assign(open(pid), { pid });
}

const read = async (window = files) => (await window.read()).found;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'parking-')), 'parked');
  now = 1_000;
  key = undefined;
  living = new Set();
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
    const found = await read(open());
    expect(found.filter((each) => 'round' in each)).toMatchObject([{ id: 'call-2' }]);
    key = undefined;
    await rm(folder, { recursive: true });
    const [one, other] = [open(), open()];
    await Promise.all([one.write(roundOf('call-1')), other.write(roundOf('call-2'))]);
    expect((await read(open())).map((each) => 'round' in each)).toEqual([true, true]);
  });

  it('come back byte for byte, and cannot be read without the key', async () => {
    await files.write(roundOf('call-1'));
    expect(await read()).toEqual([{ id: 'call-1', round: roundOf('call-1') }]);
    const content = await readFile(await fileOf());
    for (const text of [canary, 'call-1', 'sampling', 'server'])
      expect(content.includes(text) || (await fileOf()).includes(text)).toBe(false);
    expect(content.includes(Buffer.from(canary, 'utf16le'))).toBe(false);
    expect(content.includes(Buffer.from(canary).toString('base64').slice(0, 12))).toBe(false);
    expect(content.includes(Buffer.from(key ?? '', 'base64'))).toBe(false);
    key = Buffer.alloc(32, 1).toString('base64');
    expect(await read(open())).toMatchObject([{ problem: expect.stringContaining('key is gone') as string }]);
    key = undefined;
    expect(await read(open())).toMatchObject([{ problem: expect.any(String) as string }]);
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
      expect(await read()).toMatchObject([{ problem: expect.any(String) as string }]);
    }
    await writeFile(file, content.subarray(0, 50));
    expect(await read()).toMatchObject([{ problem: expect.any(String) as string }]);
    await writeFile(file, content);
    await rename(file, path.join(folder, `${'0'.repeat(64)}.parked`));
    const [found] = await read();
    expect(found).toMatchObject({ id: `${'0'.repeat(64)}.parked`, problem: expect.any(String) as string });
    await files.discard(found?.id ?? '');
    expect(await names()).toEqual([]);
  });

  it('are removed, with a word, after seven days', async () => {
    await files.write(roundOf('call-1'));
    // What waits in a window is not taken from under it.
    const window = open();
    now += LONGEST_PARKED;
    expect(await read(window)).toMatchObject([{ id: 'call-1' }]);
    now += 1;
    expect(await read(window)).toMatchObject([{ problem: expect.stringContaining('7 days') as string }]);
    expect(await names()).toEqual([]);
    expect(await read(window)).toEqual([]);
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
    expect(await read()).toEqual([]);
    expect(await names()).toHaveLength(1);
    // An hour later it is what a window left that was killed.
    now += 3_700_000;
    expect(await read()).toEqual([]);
    expect(await names()).toEqual([]);
  });
});

describe('parked calls of two windows over one folder', () => {
  const round = () => roundOf('call-1');

  it('that one of them goes on with cannot be seen, taken up or discarded by the other', async () => {
    const [one, other] = [openLiving(), openLiving()];
    await one.write(round());
    expect(await other.read()).toEqual({ found: [], elsewhere: 1 });
    expect(await other.claim('call-1')).toBeUndefined();
    await other.discard('call-1');
    expect(await other.remove('call-1')).toBe(false);
    expect(await one.beat()).toEqual([]);
    expect(await one.read()).toEqual({ found: [{ id: 'call-1', round: round() }], elsewhere: 0 });
    expect(await one.remove('call-1')).toBe(true);
    expect(await names()).toEqual([]);
  });

  it('are given to one alone, whoever tries at once', async () => {
    const first = openLiving();
    const others = Array.from({ length: 8 }, () => openLiving());
    for (let time = 0; time < 5; time++) {
      await first.write(round());
      await first.release('call-1');
      expect((await Promise.all(others.map((one) => read(one)))).map(({ length }) => length)).toEqual(
        others.map(() => 1),
      );
      const claims = await Promise.all(others.map((one) => one.claim('call-1')));
      expect(claims.filter((claim) => claim !== undefined)).toEqual([round()]);
      const owner = others[claims.findIndex((claim) => claim !== undefined)];
      // And one alone may go on.
      const ends = await Promise.all([first, ...others].map(async (one) => [one, await one.remove('call-1')] as const));
      expect(ends.filter(([, mine]) => mine).map(([one]) => one)).toEqual([owner]);
    }
  });

  it('of a window that was killed can be taken up at once; should it live on, it can do nothing more with them', async () => {
    const [one, other] = [openLiving(), openLiving()];
    await one.write(round());
    living.delete(one.pid);
    expect(await read(other)).toEqual([{ id: 'call-1', round: round() }]);
    expect(await other.claim('call-1')).toEqual(round());
    living.add(one.pid);
    await expect(one.write(roundOf('call-1', { round: 9 }))).rejects.toThrow('another window');
    expect(await one.beat()).toEqual(['call-1']);
    expect(await one.remove('call-1')).toBe(false);
    await other.write(roundOf('call-1', { round: 3 }));
    expect(await read(other)).toMatchObject([{ round: { round: 3 } }]);
    expect(await names()).toHaveLength(1);
  });

  it('are not lost when the window that has just taken one up is killed', async () => {
    const [one, other, third] = [openLiving(), openLiving(), openLiving()];
    await one.write(round());
    await one.release('call-1');
    await other.claim('call-1');
    living.delete(other.pid);
    expect(await read(third)).toEqual([{ id: 'call-1', round: round() }]);
    expect(await third.claim('call-1')).toEqual(round());
  });

  it('are not kept by another process that has got the number of a window that is gone', async () => {
    const [one, other] = [openLiving(), openLiving()];
    await one.write(round());
    now += 29_000;
    expect(await one.beat()).toEqual([]);
    now += 29_000;
    expect(await other.read()).toEqual({ found: [], elsewhere: 1 });
    now += 2_000;
    expect(await read(other)).toHaveLength(1);
    // Nor by a clock that was ahead.
    await other.claim('call-1');
    now -= 10_000_000;
    expect(await read(one)).toHaveLength(1);
  });

  it('read the words of the one that had it last', async () => {
    const [one, other] = [openLiving(), openLiving()];
    await one.write(round());
    await one.release('call-1');
    await read(other);
    await one.claim('call-1');
    now += 10;
    await one.write(roundOf('call-1', { edits: { a: { system: 'changed' } } }));
    await one.release('call-1');
    expect(await other.claim('call-1')).toMatchObject({ edits: { a: { system: 'changed' } } });
  });
});
