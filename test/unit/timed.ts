import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What the heap holds after everything that can go has gone. MiB. */
export function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Follows how much this thread computes from one turn of the event loop to the next; the result says the most, in milliseconds. */
export function watchWork(): () => number {
  let longest = 0;
  let going = true;
  let before = process.threadCpuUsage();
  const turn = () => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
    // Not at once, for that would keep a core busy.
    if (going) setTimeout(turn, 1);
  };
  turn();
  return () => {
    going = false;
    return longest;
  };
}

/** Processor time of something, in milliseconds: the best of three, which other programs disturb least. */
export function bestOfThree(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
