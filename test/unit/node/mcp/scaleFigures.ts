import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CatalogStore, type CatalogState } from '../../../../src/core/servers/catalogStore.ts';
import { systemClock } from '../../../../src/node/clock.ts';
import { heap, watchWork } from '../../timed.ts';
import { connect, fixture, Listener } from './support.ts';

/** What it takes to load a very large catalog. Times in milliseconds. */
export interface ScaleFigures {
  readonly state: CatalogState;
  /** Until entries of both lists can be used. */
  readonly firstEntries: number;
  readonly allEntries: number;
  /** Until all schemas have been checked as well. */
  readonly checked: number;
  /** The longest time between two turns of the event loop; other programs of the machine count. */
  readonly longestBlock: number;
  /** The most that this thread computed between two turns; other programs do not count. */
  readonly longestWork: number;
  /** MiB. */
  readonly heapGrowth: number;
}

/** Loads the catalog of the fixture `many` through the real session and measures. */
export async function measureScale(): Promise<ScaleFigures> {
  // What is loaded and kept once is loaded by then.
  const small = await connect(fixture('many', '--tools', '300', '--resources', '300'), new Listener());
  const warm = new CatalogStore(small, systemClock);
  await warm.load();
  warm.dispose();
  await small.close();

  const heapBefore = heap();
  const session = await connect(fixture('many'), new Listener());
  const catalog = new CatalogStore(session, systemClock);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const work = watchWork();
  const start = performance.now();
  const passed: { first?: number; all?: number } = {};
  catalog.onDidChange(({ catalog: { tools, resources }, loaded }) => {
    if (tools.length > 0 && resources.length > 0) passed.first ??= performance.now() - start;
    if (loaded) passed.all ??= performance.now() - start;
  });
  await catalog.load();
  const checked = performance.now() - start;
  delays.disable();
  const longestWork = work();
  const figures = {
    state: catalog.state,
    firstEntries: passed.first ?? Number.NaN,
    allEntries: passed.all ?? Number.NaN,
    checked,
    longestBlock: delays.max / 1e6,
    longestWork,
    heapGrowth: heap() - heapBefore,
  };
  catalog.dispose();
  await session.close();
  return figures;
}
