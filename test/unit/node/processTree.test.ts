import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { type ProcessTree, spawnTree } from '../../../src/node/processTree.ts';
import { groupAlive } from '../../../src/node/processGroup.ts';
import { connect, fixture, isAlive, Listener } from './mcp/support.ts';

// Real processes on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const env = { PATH: process.env['PATH'] ?? '' };
const run = (script: string): Promise<ProcessTree> =>
  spawnTree(process.execPath, ['-e', script], { cwd: undefined, env });
const temporary = (name: string) => path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), name);

/** The first line of what a program prints. */
async function firstLine(tree: ProcessTree): Promise<string> {
  for await (const line of createInterface({ input: tree.child.stdout })) return line;
  throw new Error('it printed nothing');
}

async function timed(action: () => Promise<void>): Promise<number> {
  const start = Date.now();
  await action();
  return Date.now() - start;
}

describe('the end of a process tree', () => {
  it('is quick for a program that leaves with its stdin', async () => {
    const tree = await run('process.stdin.resume()');
    expect(await timed(() => tree.end())).toBeLessThan(900);
    expect(await tree.exited).toEqual({ code: 0, signal: null });
    expect(await groupAlive(tree.pid)).toBe(false);
    expect(tree.end()).toBe(tree.end());
  });

  it('comes with SIGTERM for one that does not, grandchildren included', async () => {
    const tree = await run(
      `const { spawn } = require('child_process');
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
       console.log(child.pid); setInterval(() => {}, 1000);`,
    );
    const grandchild = Number(await firstLine(tree));
    expect(await timed(() => tree.end())).toBeLessThan(2_500);
    expect(await tree.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(isAlive(grandchild)).toBe(false);
  });

  it('reaches grandchildren whose parent has left already', async () => {
    const tree = await run(
      `const { spawn } = require('child_process');
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
       console.log(child.pid); child.unref(); process.stdin.on('end', () => process.exit(0)).resume();`,
    );
    const grandchild = Number(await firstLine(tree));
    expect(await timed(() => tree.end())).toBeLessThan(3_900);
    expect(isAlive(grandchild)).toBe(false);
  });

  it('comes with SIGKILL for those that ignore everything, within 4 s', async () => {
    const pidFile = temporary('pids');
    const session = await connect(fixture('ignore-sigterm', '--pid-file', pidFile), new Listener());
    const { pid, grandchild } = JSON.parse(readFileSync(pidFile, 'utf8')) as { pid: number; grandchild: number };
    expect([pid, grandchild].map(isAlive)).toEqual([true, true]);
    expect(await timed(() => session.close())).toBeLessThan(4_000);
    expect([pid, grandchild].map(isAlive)).toEqual([false, false]);
  });

  it('takes along what a shell wrapper started', async () => {
    const tree = await spawnTree(
      'sh',
      ['-c', `"${process.execPath}" -e 'console.log(process.pid); setInterval(() => {}, 1000)' & wait`],
      {
        cwd: undefined,
        env,
      },
    );
    const grandchild = Number(await firstLine(tree));
    await tree.end();
    expect(isAlive(grandchild)).toBe(false);
  });

  it('clears up after a crash', async () => {
    const pidFile = temporary('pid');
    const session = await connect(fixture('sampler', '--spawn-grandchild', '--pid-file', pidFile), new Listener());
    const grandchild = Number(readFileSync(pidFile, 'utf8'));
    const closed = new Promise((resolve) => session.onDidClose(resolve));
    process.kill(session.pid ?? 0, 'SIGKILL');
    await closed;
    await session.close();
    expect(isAlive(grandchild)).toBe(false);
  });

  it('rejects with the error of Node when there is no such program', async () => {
    await expect(spawnTree('no-such-program', [], { cwd: undefined, env })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
