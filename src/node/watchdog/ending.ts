import { gone, groupAlive, processAlive, signalTree, startOf, windows } from '../processGroup.ts';

/** Milliseconds: to leave by itself after the end of its stdin, and again after SIGTERM. */
const PATIENCE = 1_000;

/** What the system tells of processes and does to them. */
export const system = { windows, gone, groupAlive, processAlive, signalTree, startOf };

/**
 * Ends what is left of a process tree that was started at `then`. Its id may belong to another process by now, which is left alone: one
 * with another start; and on Windows, where a start costs too much to find out, one whose id was free in between.
 */
export async function endLeft(pid: number, then: string | undefined, os: typeof system = system): Promise<void> {
  if (os.windows) {
    // Of a tree whose root is gone `taskkill` knows nothing, so nothing is missed.
    if (await os.gone(() => Promise.resolve(os.processAlive(pid)), PATIENCE)) return;
    return os.signalTree(pid, 'SIGKILL');
  }
  const now = await os.startOf(pid);
  // Without a leader it may still be the group; another process cannot have its id as long as that lives.
  if (now !== undefined && then !== now) return;
  const alive = () => os.groupAlive(pid);
  if (await os.gone(alive, PATIENCE)) return;
  await os.signalTree(pid, 'SIGTERM');
  if (await os.gone(alive, PATIENCE)) return;
  await os.signalTree(pid, 'SIGKILL');
}
