/**
 * Brings Python FastMCP for the peer tests: a virtual environment for each major version, kept in `.vscode-test/python`.
 * Run by itself (`node test/peers/provision.mts 3 4`) it prepares the named versions and says what it has.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The FastMCP generations that differ on the wire: 3 pushes sampling requests, 4 returns input_required. */
export type FastMcpVersion = '3' | '4';

/** The interpreter to run a fixture with; where there is none, why, in words for a test report. */
export interface Provisioned {
  readonly python?: string;
  readonly reason?: string;
}

/** How a command ended: exit code (undefined when it could not start or ran out of time) and all that it printed. */
export interface CommandResult {
  readonly code: number | undefined;
  readonly output: string;
}

/** Runs a command to its end, or kills it with its children when the signal aborts. Never rejects. */
export type Run = (command: string, args: readonly string[], signal: AbortSignal) => Promise<CommandResult>;

/** What tests replace; `timeoutMs` covers everything from the first look at Python to the last package. */
export interface ProvisionOptions {
  readonly root?: string;
  readonly run?: Run;
  readonly timeoutMs?: number;
}

/** Both the framework and the protocol package are pinned: the second decides what goes over the wire. */
const PINNED: Record<FastMcpVersion, readonly string[]> = {
  '3': ['fastmcp==3.4.7', 'mcp==1.30.0'],
  '4': ['fastmcp==4.0.10', 'mcp==2.3.0'],
};
const OLDEST_PYTHON = [3, 10] as const;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const COMPLETE = 'complete.json';

/** Kills a command and all it started; pip runs children of its own. */
function killTree(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

const runCommand: Run = (command, args, signal) =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const kill = (): void => killTree(child);
    if (signal.aborted) kill();
    signal.addEventListener('abort', kill, { once: true });
    const end = (code: number | undefined): void => {
      signal.removeEventListener('abort', kill);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(undefined);
    });
    child.on('close', (code) => end(code ?? undefined));
  });

/** Where the interpreter of an environment lies. */
function interpreterIn(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** The last lines of a command's output on one line: pip says the cause last. */
function tail(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-2).join(' ').trim().slice(0, 400) || 'it printed nothing';
}

/** A Python that is new enough, or in words why there is none. */
async function findPython(run: Run, signal: AbortSignal): Promise<Provisioned> {
  const seen: string[] = [];
  for (const command of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    const { code, output } = await run(command, ['-c', 'import sys; print(*sys.version_info[:2])'], signal);
    const [major = 0, minor = 0] = output.trim().split(' ').map(Number);
    if (code !== 0 || Number.isNaN(major + minor)) continue;
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return { python: command };
    seen.push(`${command} is ${major}.${minor}`);
  }
  const needed = `Python ${OLDEST_PYTHON.join('.')} or newer`;
  return { reason: seen.length > 0 ? `${needed} is needed, ${seen.join(', ')}` : `${needed} is not installed` };
}

async function isComplete(folder: string, packages: readonly string[]): Promise<boolean> {
  if (!existsSync(interpreterIn(folder))) return false;
  try {
    return (await readFile(join(folder, COMPLETE), 'utf8')) === JSON.stringify(packages);
  } catch {
    return false;
  }
}

/** Makes the environment in a folder of its own; undefined when it is complete, else what went wrong. */
async function build(
  python: string,
  folder: string,
  packages: readonly string[],
  run: Run,
  signal: AbortSignal,
): Promise<string | undefined> {
  const made = await run(python, ['-m', 'venv', folder], signal);
  if (made.code !== 0)
    return `${python} cannot make a virtual environment (is its venv module installed?): ${tail(made.output)}`;
  // Wheels alone: a machine without a compiler has to do, and a source package would run its own code at install.
  const flags = ['--disable-pip-version-check', '--no-input', '--quiet', '--retries', '1', '--only-binary', ':all:'];
  const installed = await run(interpreterIn(folder), ['-m', 'pip', 'install', ...flags, ...packages], signal);
  if (installed.code !== 0) return `pip could not install ${packages.join(' and ')}: ${tail(installed.output)}`;
  await writeFile(join(folder, COMPLETE), JSON.stringify(packages));
  return undefined;
}

/** Puts a finished environment in its place; another process may have been faster, with the same content. */
async function moveInto(place: string, built: string, packages: readonly string[]): Promise<void> {
  if (await isComplete(place, packages)) return;
  await rm(place, { recursive: true, force: true });
  await rename(built, place);
}

async function provision(version: FastMcpVersion, root: string, run: Run, signal: AbortSignal): Promise<Provisioned> {
  const packages = PINNED[version];
  const place = join(root, `fastmcp-${version}`);
  if (await isComplete(place, packages)) return { python: interpreterIn(place) };
  const found = await findPython(run, signal);
  if (found.python === undefined) return found;
  // Built aside and renamed, so that what stands in the final place is always whole. The interpreter finds its packages
  // relative to itself; only the scripts of the environment, which nobody runs, keep the old path.
  const aside = `${place}.${process.pid}`;
  try {
    await mkdir(dirname(aside), { recursive: true });
    const reason = await build(found.python, aside, packages, run, signal);
    if (reason !== undefined) return { reason };
    await moveInto(place, aside, packages);
    return { python: interpreterIn(place) };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * An interpreter with that generation of FastMCP. Made once and then reused. Never rejects: where Python, its venv
 * module or the package index cannot be reached, or the time (4 minutes) is up, `reason` says so.
 */
export async function provisionPython(version: FastMcpVersion, options: ProvisionOptions = {}): Promise<Provisioned> {
  const { root = join(REPOSITORY, '.vscode-test', 'python'), run = runCommand, timeoutMs = 240_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const provisioned = await provision(version, root, run, signal);
    if (provisioned.python === undefined && signal.aborted) {
      return { reason: `installing FastMCP ${version} took longer than ${timeoutMs / 1000} s` };
    }
    return provisioned;
  } catch (error) {
    return {
      reason: `FastMCP ${version} could not be prepared: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

if (import.meta.main) {
  for (const version of process.argv.slice(2)) {
    if (version !== '3' && version !== '4') throw new Error(`unknown FastMCP version ${version}: 3 or 4`);
    const { python, reason } = await provisionPython(version);
    console.log(`FastMCP ${version}: ${python ?? `not available, ${reason}`}`);
  }
}
