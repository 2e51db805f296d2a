import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallService } from '../../../src/core/calls/callService.ts';
import { ParkedRounds } from '../../../src/core/calls/parkedRounds.ts';
import { ParkingFiles } from '../../../src/node/parkingFiles.ts';
import { asks, FakeServer, sampling, tool } from '../core/calls/fakeServer.ts';
import { completionOf, House, log, settle } from '../core/sampling/fakes.ts';

/** A window of the folder, with a server of its own process that knows the states of all. */
interface Window {
  readonly house: House;
  readonly rounds: ParkedRounds;
  readonly calls: CallService;
  readonly server: FakeServer;
}

let folder: string;
let living: Set<number>;
let pids: number;
let key: string | undefined;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'parking-')), 'parked');
  living = new Set();
  pids = 100;
  key = undefined;
});
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

function openWindow(): Window & { readonly pid: number } {
  const pid = ++pids;
  living.add(pid);
  const house = new House();
  house.models.reply = () => completionOf('x');
  const files = new ParkingFiles({
    folder,
    key: {
      get: () => Promise.resolve(key),
      set: (made) => {
        key = made;
        return Promise.resolve();
      },
    },
    now: () => house.clock.now(),
    owner: { pid, alive: (one) => living.has(one) },
  });
  const rounds = new ParkedRounds(files, log, house.clock);
  const { pipeline, ledger, clock, newId } = house;
  const validateOutput = () => Promise.resolve(undefined);
  const calls = new CallService({ pipeline, ledger, clock, newId, validateOutput, parking: rounds });
  return { house, rounds, calls, server: new FakeServer('modern', 10_000_000), pid };
}

/** A call of this window that waits for the person. */
async function waiting({ house, calls, server }: Window): Promise<void> {
  calls.start(server, tool());
  await settle();
  server.leg.done(asks({ a: sampling('First words') }, 'state'));
  await expect.poll(() => house.desk.reviews.length).toBe(1);
}

async function resume({ house, rounds, calls, server }: Window): Promise<boolean> {
  await rounds.load();
  const round = await rounds.take(rounds.found[0]?.id ?? '');
  if (round === undefined) return false;
  calls.resume(server, tool(), round);
  await expect.poll(() => house.desk.reviews.length).toBe(1);
  return true;
}

/** What a person does: approves, and returns the answer. */
async function answer({ house }: Window): Promise<void> {
  const review = house.review();
  house.approve(review);
  await expect.poll(() => review.phase).toBe('answered');
  await settle();
  house.desk.release(review.id);
  await expect.poll(() => review.closed).toBe(true);
}

/** How often the answers went out. */
const sent = (...windows: readonly Window[]): number =>
  windows.flatMap(({ server }) => server.legs).filter(({ options }) => options.answer !== undefined).length;

describe('one folder in two windows', () => {
  it('sends the answers to a parked call once, though both tried to take it up', async () => {
    const first = openWindow();
    await waiting(first);
    await first.calls.shutdown();
    living.delete(first.pid);
    const [one, other] = [openWindow(), openWindow()];
    await one.rounds.load();
    await other.rounds.load();
    const taken = await Promise.all([resume(one), resume(other)]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    await answer(taken[0] ? one : other);
    await expect.poll(() => sent(one, other)).toBe(1);
    expect(await readdir(folder)).toEqual([]);
    expect(await resume(taken[0] ? other : one)).toBe(false);
  });

  it('lets nobody take up what waits in the other one', async () => {
    const one = openWindow();
    await waiting(one);
    const other = openWindow();
    expect(await resume(other)).toBe(false);
    await answer(one);
    await expect.poll(() => sent(one, other)).toBe(1);
  });

  it('lets the call of a window that was taken for dead go on in the other one alone', async () => {
    const one = openWindow();
    await waiting(one);
    living.delete(one.pid);
    const other = openWindow();
    expect(await resume(other)).toBe(true);
    // It was only asleep, and its person presses first.
    living.add(one.pid);
    const review = one.house.review();
    one.house.approve(review);
    await expect.poll(() => review.phase).toBe('answered');
    await settle();
    one.house.desk.release(review.id);
    await answer(other);
    await expect.poll(() => sent(one, other)).toBe(1);
    expect(other.server.legs).toHaveLength(1);
  });

  it('shows a call again as soon as the other one has closed', async () => {
    const one = openWindow();
    await waiting(one);
    const other = openWindow();
    await other.rounds.load();
    expect(other.rounds.found).toEqual([]);
    await one.calls.shutdown();
    other.house.clock.advance(5_000);
    await expect.poll(() => other.rounds.found.length).toBe(1);
    expect(await resume(other)).toBe(true);
  });
});
