import { until } from '../support/poll.ts';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function gone(pid: number, timeoutMs: number): Promise<void> {
  await until(`the end of process ${pid}`, async () => (isAlive(pid) ? undefined : true), timeoutMs);
}
