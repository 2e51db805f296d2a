/**
 * A program of its own: ends the process trees that it was told of when the pipe from the extension host closes, as it does when that is
 * killed. It is told with lines on stdin: `watch PID`, `forget PID`. With nothing to watch for a while it leaves by itself.
 */
import process from 'node:process';
import { createInterface } from 'node:readline';
import { startOf } from '../processGroup.ts';
import { endLeft } from './ending.ts';

/** Milliseconds with nothing to watch. */
const IDLE = 30_000;

/** Process ids with when each was started: an id that another process has by now is left alone. */
const watched = new Map<number, Promise<string | undefined>>();
let idle: NodeJS.Timeout | undefined;

function settle(): void {
  clearTimeout(idle);
  idle = watched.size === 0 ? setTimeout(() => process.exit(0), IDLE) : undefined;
}

function hear(line: string): void {
  const [, verb, id] = /^(watch|forget) (\d+)$/.exec(line) ?? [];
  const pid = Number(id);
  if (verb === 'watch' && pid > 1) watched.set(pid, startOf(pid));
  if (verb === 'forget') watched.delete(pid);
  settle();
}

async function endAll(): Promise<void> {
  clearTimeout(idle);
  await Promise.all([...watched].map(async ([pid, start]) => endLeft(pid, await start)));
  process.exit(0);
}

// What ends a terminal or a group must not end what cleans up after it.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
createInterface({ input: process.stdin })
  .on('line', hear)
  .on('close', () => void endAll());
settle();
