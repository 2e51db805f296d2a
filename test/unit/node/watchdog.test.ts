import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gone, groupAlive, startOf } from '../../../src/node/processGroup.ts';
import { spawnTree } from '../../../src/node/processTree.ts';
import { Watchdog } from '../../../src/node/watchdog/watchdog.ts';
import { serverPath } from '../../fixtures/servers/launch.mts';
import { isAlive } from './mcp/support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const script = fileURLToPath(new URL('../../../src/node/watchdog/main.ts', import.meta.url));
const parent = fileURLToPath(new URL('../../fixtures/programs/watchdogParent.mts', import.meta.url));
const children: ChildProcess[] = [];
const watchdogs: Watchdog[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const watchdog of watchdogs.splice(0)) watchdog.dispose();
});

/** Waits until a process is gone; the time that it took, in milliseconds. */
async function timeUntilGone(pids: readonly number[]): Promise<number> {
  const start = Date.now();
  await gone(() => Promise.resolve(pids.some(isAlive)), 15_000);
  return Date.now() - start;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('it printed nothing');
}

const idle = (more = '') =>
  spawnTree(process.execPath, ['-e', `${more} setInterval(() => {}, 1000)`], { cwd: undefined, env: {} });

describe('the watchdog', () => {
  it('ends within 5 s what a killed process has left, also what ignores everything, and then leaves', async () => {
    const pidFile = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'pids');
    const child = spawn(process.execPath, [parent, serverPath('ignore-sigterm'), '--pid-file', pidFile]);
    children.push(child);
    const { server, watchdog } = JSON.parse(await firstLine(child)) as { server: number; watchdog: number };
    await gone(() => Promise.resolve(!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === ''), 15_000);
    const { grandchild } = JSON.parse(readFileSync(pidFile, 'utf8')) as { grandchild: number };
    expect([server, grandchild, watchdog].map(isAlive)).toEqual([true, true, true]);
    child.kill('SIGKILL');
    expect(await timeUntilGone([server, grandchild])).toBeLessThan(5_000);
    expect(await timeUntilGone([watchdog])).toBeLessThan(2_000);
  });

  it('leaves alone what it was told to forget', async () => {
    const watchdog = new Watchdog(script);
    watchdogs.push(watchdog);
    const [kept, ended] = await Promise.all([idle(), idle()]);
    const watching = watchdog.watch(kept.pid);
    watchdog.watch(ended.pid);
    watching.dispose();
    watchdog.dispose();
    await ended.exited;
    expect(await groupAlive(kept.pid)).toBe(true);
    await kept.end();
  });

  it('is one for all, and is replaced when something ends it', async () => {
    const watchdog = new Watchdog(script);
    watchdogs.push(watchdog);
    const tree = await idle();
    expect(watchdog.pid).toBeUndefined();
    watchdog.watch(tree.pid);
    const first = watchdog.pid ?? 0;
    watchdog.watch(tree.pid);
    expect(watchdog.pid).toBe(first);
    process.kill(first, 'SIGKILL');
    await gone(() => Promise.resolve(watchdog.pid === first || watchdog.pid === undefined), 5_000);
    expect(watchdog.pid).not.toBe(first);
    watchdog.dispose();
    await tree.exited;
  });

  it('knows a process by when it was started, so that another with its id is left alone', async () => {
    const [one, other] = [await idle(), await idle()];
    const start = await startOf(one.pid);
    expect(start).toBeDefined();
    expect(await startOf(one.pid)).toBe(start);
    await Promise.all([one.end(), other.end()]);
    expect(await startOf(one.pid)).toBeUndefined();
  });
});
