/**
 * Process groups: what a program and all that it started have in common on POSIX. On Windows `taskkill /T` walks the tree instead.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const POLL = 25;
export const windows = process.platform === 'win32';

/** True while a process has this id. */
export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else (a setuid program).
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** True when a member of the group is left, be it the program itself or something it started. */
export async function groupAlive(pid: number): Promise<boolean> {
  if (!processAlive(-pid)) return false;
  return process.platform !== 'linux' || (await hasRunningMember(pid));
}

/**
 * Linux counts zombies as members, and in a container whose first process reaps nothing orphans stay zombies for ever. What can be
 * read says better; what cannot be read counts as alive.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
async function hasRunningMember(group: number): Promise<boolean> {
  try {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const stats = await Promise.all(pids.map((pid) => statOf(pid)));
    return stats.some(([state = '', , pgrp]) => Number(pgrp) === group && !/^[ZXx]$/.test(state));
  } catch {
    return true;
  }
}

/** The fields of a process from its state on; empty when it is gone. */
async function statOf(pid: number | string): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything, parentheses too.
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** When a process was started, as a text that another process of the same id does not share; undefined where it cannot be told. */
export async function startOf(pid: number): Promise<string | undefined> {
  // `starttime`, the 22nd field.
  if (process.platform === 'linux') return (await statOf(pid))[19];
  if (windows) return undefined;
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], (_error, stdout) => resolve(stdout.trim() || undefined));
  });
}

/** Windows’ own, by its path: by its name alone it would be looked for in the working directory first. */
export function taskkill(systemRoot: string | undefined): string {
  return `${systemRoot ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
}

/** Sends a signal to all of a group; on Windows it ends the tree. */
export async function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (windows) {
    // taskkill has no gentle way that a program without a window would hear.
    await new Promise<void>((resolve) => {
      execFile(taskkill(process.env['SystemRoot']), ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () =>
        resolve(),
      );
    });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone in the meantime.
  }
}

/** Waits until something is no longer alive, for `ms` milliseconds at most; false when it still is. */
export async function gone(alive: () => Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (await alive()) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL);
  }
  return true;
}
