import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from '../../../scripts/lib/chromium.mts';
import { run, runOrThrow, spawnTree, stopTree, waitForOutput } from '../../../scripts/lib/processes.mts';

const node = process.execPath;

/** Whether a process runs. One that ended but was not collected by its parent still has its number, and does not count. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !(existsSync(stat) && / Z /.test(readFileSync(stat, 'utf8')));
}

describe('running programs', () => {
  it('keeps what they print and how they end', async () => {
    const ended = await run(node, ['-e', 'console.log(1); console.error(2); process.exit(3)'], { quiet: true });
    expect(ended.code).toBe(3);
    expect(ended.output).toContain('1');
    expect(ended.output).toContain('2');
  });

  it('says what a failed one printed', async () => {
    await expect(runOrThrow(node, ['-e', 'console.error("no space left"); process.exit(1)'])).rejects.toThrow(
      'no space left',
    );
  });
});

describe('process trees', () => {
  it('end with the children that ignore a polite request', async () => {
    const stubborn = 'process.on("SIGTERM", () => {}); console.log("pid=" + process.pid); setInterval(() => {}, 1000);';
    const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}],
      { stdio: "inherit" }); setInterval(() => {}, 1000);`;
    const child = spawnTree(node, ['-e', parent], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [, pid] = await waitForOutput(child, /pid=(\d+)/, 20_000);
    await stopTree(child, 200);
    await vi.waitFor(() => {
      expect(runs(Number(pid))).toBe(false);
    });
  });

  it('are not waited for when they end before they are ready', async () => {
    const child = spawnTree(node, ['-e', 'console.error("port taken"); process.exit(1)'], { stdio: 'pipe' });
    await expect(waitForOutput(child, /ready/, 20_000)).rejects.toThrow('port taken');
  });

  it('are not waited for for ever', async () => {
    const child = spawnTree(node, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'pipe' });
    await expect(waitForOutput(child, /ready/, 50)).rejects.toThrow('not ready after 50 ms');
    await stopTree(child);
  });
});

describe('finding a browser', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-browser-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes the one that CHROME_PATH names, and says when it is none', () => {
    vi.stubEnv('CHROME_PATH', node);
    expect(findChromium()).toBe(node);
    vi.stubEnv('CHROME_PATH', path.join(folder, 'nothing'));
    expect(() => findChromium()).toThrow('CHROME_PATH');
  });

  it('takes the first one on the PATH', () => {
    const program = path.join(folder, 'google-chrome');
    writeFileSync(program, '');
    chmodSync(program, 0o755);
    vi.stubEnv('CHROME_PATH', '');
    vi.stubEnv('PATH', `/nowhere${path.delimiter}${folder}`);
    expect(findChromium()).toBe(program);
  });
});
