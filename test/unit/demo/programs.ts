import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The folder of the demo. */
export const DEMO = fileURLToPath(new URL('../../../demo/', import.meta.url));

/** A program of the demo that listens on loopback. */
export interface RunningProgram {
  /** What it announced on stdout. */
  readonly url: string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program of the demo and waits for the line in which it says where it listens.
 *
 * @param args the script, relative to the demo's folder, and its options
 * @throws Error with what it wrote to stderr when it ends before
 */
export async function startProgram(...args: readonly [string, ...string[]]): Promise<RunningProgram> {
  const [script, ...options] = args;
  const child = spawn(process.execPath, [join(DEMO, script), ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk));
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: urlIn(line), stop: () => stop(child) };
  }
  throw new Error(`${script} ended before it listened: ${complaint}`);
}

function urlIn(line: string): string {
  const announced: unknown = JSON.parse(line);
  if (typeof announced === 'object' && announced !== null && 'url' in announced && typeof announced.url === 'string') {
    return announced.url;
  }
  throw new Error(`No address in "${line}".`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** Copies the demo's workspace, since some tools write into it. */
export async function copyWorkspace(): Promise<{ root: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'countersign-demo-'));
  await cp(join(DEMO, 'workspace'), root, { recursive: true });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
