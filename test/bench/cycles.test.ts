import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { McpSession } from '../../src/core/servers/session.ts';
import { createConnector } from '../../src/node/mcp/index.ts';
import { connect, fixture, isAlive, Listener } from '../unit/node/mcp/support.ts';
import { tell } from './figures.ts';

const CYCLES = 100;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Listeners on what outlives a connection. */
function listeners(): number {
  return [process, process.stdin, process.stdout, process.stderr].reduce(
    (sum, emitter) => sum + emitter.eventNames().reduce((count, name) => count + emitter.listenerCount(name), 0),
    0,
  );
}

function handles(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  // The test runner's own come and go.
  delete counts['Timeout'];
  delete counts['Immediate'];
  return counts;
}

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

describe(`${CYCLES} connect and stop cycles`, { timeout: 300_000 }, () => {
  it('leave no process, and handles and listeners flat', async () => {
    const connector = createConnector({ version: '0.0.0' });
    const times: number[] = [];
    const cycle = async (): Promise<number> => {
      const start = performance.now();
      const session: McpSession = await connect(fixture('sampler'), new Listener(), {}, connector);
      await session.list('tools');
      await session.close();
      times.push(performance.now() - start);
      return session.pid ?? 0;
    };
    // What is loaded and kept once is loaded by then.
    for (let warm = 0; warm < 5; warm++) await cycle();
    const before = { handles: handles(), listeners: listeners(), heap: heap() };
    times.length = 0;
    const pids: number[] = [];
    for (let nth = 0; nth < CYCLES; nth++) pids.push(await cycle());
    const after = { handles: handles(), listeners: listeners(), heap: heap() };

    tell('one cycle', times);
    console.log('before and after:', JSON.stringify([before, after]));
    expect(new Set(pids).size).toBe(CYCLES);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(after.handles).toEqual(before.handles);
    expect(after.listeners).toBe(before.listeners);
    expect(after.heap - before.heap).toBeLessThan(5);
  });
});
