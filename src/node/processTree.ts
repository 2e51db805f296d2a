/**
 * Programs that can be ended with everything that they started.
 *
 * On POSIX each runs in a process group of its own, which wrappers such as `npx`, `uvx` and `sh -c` hand on to what they start; on
 * Windows `taskkill /T` walks the tree. A program that makes a session of its own (a daemon) leaves the group and is not followed.
 * When the extension host itself is killed nothing here runs any more: then a watchdog ends what is left (watchdog/watchdog.ts).
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { statSync } from 'node:fs';
import spawn from 'cross-spawn';
import type { Disposable } from '../core/util/disposable.ts';
import { windowsCommand } from './commandPath.ts';
import { gone, groupAlive, signalTree, windows } from './processGroup.ts';

/** Milliseconds: to leave by itself after end of file on stdin, and again after SIGTERM. Together with the last step within 4 s. */
const PATIENCE = 1_000;

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs. */
export interface ProcessTree {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  /** Resolves when the program itself has ended; what it started may still run. */
  readonly exited: Promise<Exit>;
  /** Ends it and all that it started: end of file on stdin, then SIGTERM, then SIGKILL. Never rejects; the same promise each time. */
  end(): Promise<void>;
}

/** How a program is started. */
export interface SpawnOptions {
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Has its tree ended should this process be killed, until it is disposed. */
  readonly guard?: ((pid: number) => Disposable) | undefined;
}

/**
 * Starts a program without a shell (on Windows `cross-spawn` finds `.cmd` files such as npx).
 * Rejects with Node's own error (`ENOENT`, `EACCES` …) when it cannot be started.
 */
export async function spawnTree(command: string, args: readonly string[], options: SpawnOptions): Promise<ProcessTree> {
  const child = spawn(windows ? programOf(command, options.env) : command, [...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A process group of its own, which signals reach as a whole. On Windows it would only open a console.
    detached: !windows,
  }) as ChildProcessWithoutNullStreams;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // Errors after the start (a signal that could not be sent) have no listener of their own and would end the extension host.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const pid = child.pid ?? 0;
  const guard = options.guard?.(pid);
  let ending: Promise<void> | undefined;
  return {
    child,
    pid,
    exited,
    end() {
      ending ??= endTree(child, pid, exited).finally(() => guard?.dispose());
      return ending;
    },
  };
}

/** @throws as Node does where there is no such program: another look-up would find one in the working directory */
function programOf(command: string, env: SpawnOptions['env']): string {
  const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const found = windowsCommand(command, { env, isFile });
  if (found === undefined) throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' });
  return found;
}

async function endTree(child: ChildProcessWithoutNullStreams, pid: number, exited: Promise<Exit>): Promise<void> {
  child.stdin.end();
  const alive = async () => (windows ? child.exitCode === null && child.signalCode === null : groupAlive(pid));
  // After a crash nobody is left who would hear of the end of stdin.
  const ended = child.exitCode !== null || child.signalCode !== null;
  if (ended ? await alive() : !(await gone(alive, PATIENCE))) {
    await signalTree(pid, 'SIGTERM');
    if (!(await gone(alive, PATIENCE))) {
      await signalTree(pid, 'SIGKILL');
      await gone(alive, PATIENCE);
    }
  }
  // The exit is told a little after the process is gone. One that even SIGKILL did not end is not waited for.
  if (!(await alive())) await exited;
  // Something that escaped may hold the pipes open; they must not keep this side busy.
  child.stdin.destroy();
  child.stdout.destroy();
  child.stderr.destroy();
}
