import { afterEach, describe, expect, it } from 'vitest';
import { CatalogStore } from '../../../../src/core/servers/catalogStore.ts';
import type { CatalogKind, McpSession } from '../../../../src/core/servers/session.ts';
import { systemClock } from '../../../../src/node/clock.ts';
import { measureScale } from './scaleFigures.ts';
import { connect, fixture, Listener, legOptions } from './support.ts';

const open: McpSession[] = [];
async function start(...flags: string[]): Promise<{ session: McpSession; hooks: Listener }> {
  const hooks = new Listener();
  const session = await connect(fixture('many', ...flags), hooks);
  open.push(session);
  return { session, hooks };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

describe('a server that offers very much', { timeout: 120_000 }, () => {
  it('10,000 tools and 10,000 resources: usable at once, nothing is blocked, little is kept', async () => {
    const figures = await measureScale();
    const { tools, resources } = figures.state.catalog;
    expect([tools.length, resources.length, figures.state.limited]).toEqual([10_000, 10_000, {}]);
    expect(tools.at(-1)?.name).toBe('tool_09999');
    expect(figures.firstEntries).toBeLessThan(2_000);
    expect(figures.longestWork).toBeLessThan(100);
    expect(figures.heapGrowth).toBeLessThan(80);
  });

  it('a list that never ends is taken up to the limit, which is said', async () => {
    const { session } = await start('--endless', '--page', '10');
    const catalog = new CatalogStore({ list: session.list.bind(session) }, systemClock, () => 12);
    await catalog.load();
    const { catalog: found, problems } = catalog.state;
    expect([found.tools.length, found.resources.length]).toEqual([120, 120]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('more tools than the first 12 pages') as string,
      expect.stringContaining('more resources than the first 12 pages') as string,
    ]);
    catalog.dispose();
  });

  it('500 changes within a second are asked about twice at most', async () => {
    const { session, hooks } = await start('--tools', '3', '--resources', '0');
    const catalog = new CatalogStore(session, systemClock);
    await catalog.load();
    const loadedAgain = new Promise<void>((resolve) => {
      let wasLoading = false;
      catalog.onDidChange(({ loading }) => {
        if (wasLoading && !loading && hooks.changed.length >= 500) resolve();
        wasLoading = loading;
      });
    });
    hooks.onListChanged = (kind) => {
      hooks.changed.push(kind);
      catalog.changed(kind as CatalogKind);
    };
    const asked = () => hooks.traffic.filter((line) => line === 'sent tools/list').length;
    const tool = catalog.state.catalog.tools.find(({ name }) => name === 'storm');
    const before = asked();
    if (tool) await session.leg({ method: 'tools/call', tool, arguments: {} }, legOptions('storm'));
    await loadedAgain;
    expect(asked() - before).toBeLessThanOrEqual(2);
    catalog.dispose();
  });
});
