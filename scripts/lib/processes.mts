import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { at } from './paths.mts';

/** How a program ended: its exit code, or the signal that ended it, and what it printed (where that was kept). */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

export interface RunOptions extends SpawnOptions {
  /** Keep the output and stay quiet, instead of passing it through. */
  quiet?: boolean;
}

/** Runs a program to its end. Rejects only when it cannot be started. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { quiet = false, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: at(),
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      ...spawnOptions,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, output });
    });
  });
}

/** Runs a program, and throws with the end of its output unless it exits with 0. Returns what it printed. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, signal, output } = await run(command, args, { quiet: true, ...options });
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-15).join('\n');
    throw new Error(`\`${command} ${args.join(' ')}\` ended with ${signal ?? `exit code ${code}`}\n${tail}`);
  }
  return output;
}

/** Runs npm as the current npm run does, or the one on the PATH. */
export function npm(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /\.c?js$/.test(cli)) {
    return runOrThrow(process.execPath, [cli, ...args], options);
  }
  return runOrThrow(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    shell: process.platform === 'win32',
    ...options,
  });
}

/**
 * Starts a program that leads its own process group, so that {@link stopTree} ends what it started too. The group does not
 * get the terminal's Ctrl+C: whoever starts one also stops it.
 */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(command, args, { cwd: at(), detached: process.platform !== 'win32', ...options });
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-child.pid, signal);
    }
  } catch {
    // No process of the group is left.
  }
}

/** Ends a program started by {@link spawnTree} with everything in its group: SIGTERM, and SIGKILL after a grace time (ms). */
export async function stopTree(child: ChildProcess, graceMs = 3000): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => {
        resolve();
      });
    });
    signalTree(child, 'SIGTERM');
    const timer = setTimeout(() => {
      signalTree(child, 'SIGKILL');
    }, graceMs);
    await ended;
    clearTimeout(timer);
  }
  // The leader is gone; what it left behind goes now.
  signalTree(child, 'SIGKILL');
}

/** Resolves with the first match of a pattern in what a program prints; rejects when it ends or stays silent too long (ms). */
export function waitForOutput(child: ChildProcess, pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      child.stdout?.off('data', read);
      child.stderr?.off('data', read);
      child.off('close', ended);
      child.off('error', reject);
      // Keep draining: a full pipe would stop the program.
      child.stdout?.resume();
      child.stderr?.resume();
      act();
    };
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match !== null) {
        finish(() => {
          resolve(match);
        });
      }
    };
    const ended = (code: number | null): void => {
      finish(() => {
        reject(new Error(`${child.spawnfile} ended with ${code} before it was ready:\n${output.trim()}`));
      });
    };
    const timer = setTimeout(() => {
      finish(() => {
        reject(new Error(`${child.spawnfile} was not ready after ${timeoutMs} ms:\n${output.trim()}`));
      });
    }, timeoutMs);
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', ended);
    child.once('error', reject);
  });
}
