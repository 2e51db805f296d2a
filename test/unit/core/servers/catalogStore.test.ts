import { describe, expect, it } from 'vitest';
import type { Tool } from '../../../../src/core/mcp.ts';
import { CatalogStore } from '../../../../src/core/servers/catalogStore.ts';
import type { Catalog, CatalogKind, ListOptions } from '../../../../src/core/servers/session.ts';
import { FakeClock } from '../sampling/fakes.ts';
import { settle } from './fakes.ts';

const tool = (name: string): Tool => ({ name, inputSchema: { type: 'object' } });

/** Lists whose answers a test gives one by one. */
class Lists {
  readonly asked: CatalogKind[] = [];
  readonly #waiting = new Map<CatalogKind, { resolve(items: unknown): void; reject(error: Error): void }[]>();
  /** With which each list was asked for last. */
  readonly options = new Map<CatalogKind, ListOptions<CatalogKind>>();
  list<K extends CatalogKind>(kind: K, options: ListOptions<K> = {}): Promise<Catalog[K]> {
    this.asked.push(kind);
    this.options.set(kind, options);
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(kind) ?? [];
      this.#waiting.set(kind, [...waiting, { resolve, reject }]);
    });
  }
  page(kind: CatalogKind, items: Catalog['tools']): void {
    this.options.get(kind)?.onPage?.(items);
  }
  async answer(kind: CatalogKind, items: unknown): Promise<void> {
    this.#waiting.get(kind)?.shift()?.resolve(items);
    await settle();
  }
  async fail(kind: CatalogKind, message: string): Promise<void> {
    this.#waiting.get(kind)?.shift()?.reject(new Error(message));
    await settle();
  }
}

function store(more: Partial<Pick<ConstructorParameters<typeof CatalogStore>[0], 'checkSchema'>> = {}) {
  const lists = new Lists();
  const clock = new FakeClock();
  const session = { list: lists.list.bind(lists), ...more };
  return { lists, clock, catalog: new CatalogStore(session, clock) };
}

describe('the catalog', () => {
  it('loads all lists, and says when it has them', async () => {
    const { lists, catalog } = store();
    const seen: boolean[] = [];
    catalog.onDidChange((state) => seen.push(state.loaded));
    const loading = catalog.load();
    expect(catalog.state).toMatchObject({ loaded: false, loading: true });
    for (const kind of ['tools', 'resources', 'resourceTemplates', 'prompts'] as const) await lists.answer(kind, []);
    await loading;
    expect(catalog.state).toMatchObject({ loaded: true, loading: false, errors: {}, problems: [] });
    expect(seen.at(-1)).toBe(true);
  });

  it('keeps what it had when a list fails, and forgets the error when it works again', async () => {
    const { lists, clock, catalog } = store();
    void catalog.load();
    await lists.answer('tools', [tool('a')]);
    catalog.changed('tools');
    clock.advance(250);
    await lists.fail('tools', 'out of order');
    expect(catalog.state.errors).toEqual({ tools: 'out of order' });
    expect(catalog.state.catalog.tools).toHaveLength(1);
    catalog.changed('tools');
    clock.advance(250);
    await lists.answer('tools', [tool('a'), tool('b')]);
    expect(catalog.state).toMatchObject({ errors: {} });
    expect(catalog.state.catalog.tools).toHaveLength(2);
  });

  it('waits for a storm of changes to be over, then asks once', async () => {
    const { lists, clock, catalog } = store();
    for (let i = 0; i < 500; i++) {
      catalog.changed('tools');
      clock.advance(1);
    }
    expect(lists.asked).toEqual([]);
    clock.advance(250);
    expect(lists.asked).toEqual(['tools']);
    await lists.answer('tools', []);
  });

  it('asks for a list once at a time and once more when it changed meanwhile', async () => {
    const { lists, clock, catalog } = store();
    const loading = catalog.load();
    for (let i = 0; i < 3; i++) {
      catalog.changed('tools');
      clock.advance(250);
    }
    expect(lists.asked.filter((kind) => kind === 'tools')).toHaveLength(1);
    await lists.answer('tools', [tool('old')]);
    expect(lists.asked.filter((kind) => kind === 'tools')).toHaveLength(2);
    await lists.answer('tools', [tool('new')]);
    expect(lists.asked.filter((kind) => kind === 'tools')).toHaveLength(2);
    expect(catalog.state.catalog.tools[0]?.name).toBe('new');
    for (const kind of ['resources', 'resourceTemplates', 'prompts'] as const) await lists.answer(kind, []);
    await loading;
  });

  it('keeps entries of one name and says so', async () => {
    const { lists, catalog } = store();
    void catalog.load();
    await lists.answer('tools', [tool('echo'), tool('other'), tool('echo')]);
    await lists.answer('resources', [
      { uri: 'a:1', name: 'same' },
      { uri: 'a:2', name: 'same' },
      { uri: 'a:2', name: 'x' },
    ]);
    expect(catalog.state.catalog.tools).toHaveLength(3);
    expect(catalog.state.problems).toEqual([
      {
        kind: 'tools',
        name: 'echo',
        message: '2 tools are called echo; a call reaches the one that the server picks.',
      },
      {
        kind: 'resources',
        name: 'a:2',
        message: '2 resources are called a:2; a call reaches the one that the server picks.',
      },
    ]);
  });

  it('keeps a tool whose schema does not compile and says why, in slices', async () => {
    const clockOf: { clock?: FakeClock } = {};
    const { lists, clock, catalog } = store({
      checkSchema: (schema) => {
        if (clockOf.clock) clockOf.clock.time += 6;
        return schema['bad'] ? 'no such type' : undefined;
      },
    });
    clockOf.clock = clock;
    void catalog.load();
    await lists.answer('tools', [tool('a'), { ...tool('b'), inputSchema: { type: 'object', bad: true } }, tool('c')]);
    expect(clock.timers).toBe(1);
    clock.advance(10);
    await settle();
    expect(catalog.state.problems).toEqual([
      { kind: 'tools', name: 'b', message: 'The input schema of b cannot be used: no such type' },
    ]);
    expect(catalog.state.catalog.tools).toHaveLength(3);
  });

  it('shows the first page at once and later ones now and then, and says that it is not all', async () => {
    const { lists, clock, catalog } = store();
    const sizes: number[] = [];
    catalog.onDidChange(({ catalog: { tools } }) => tools.length !== sizes.at(-1) && sizes.push(tools.length));
    void catalog.load();
    const pages = Array.from({ length: 100 }, (_, nth) =>
      Array.from({ length: 100 }, (_unused, index) => tool(`t${nth * 100 + index}`)),
    );
    for (const page of pages) {
      lists.page('tools', page);
      clock.time += 100;
    }
    expect(catalog.state.partial).toEqual({ tools: true });
    expect(sizes).toEqual([0, 100, 1_100, 2_200, 4_400, 8_800]);
    await lists.answer('tools', pages.flat());
    expect(catalog.state).toMatchObject({ partial: {}, limited: {}, problems: [] });
    expect(sizes.at(-1)).toBe(10_000);
    // A list that is known is not taken away for a part of the next one.
    catalog.changed('tools');
    lists.page('tools', [tool('first')]);
    expect(catalog.state.catalog.tools).toHaveLength(10_000);
  });

  it('stops at the limit of pages and says so', async () => {
    const lists = new Lists();
    const catalog = new CatalogStore({ list: lists.list.bind(lists) }, new FakeClock(), () => 7);
    void catalog.load();
    expect(lists.options.get('prompts')?.maxPages).toBe(7);
    lists.options.get('prompts')?.onLimit?.(7);
    await lists.answer('prompts', [{ name: 'p' }]);
    const sentence =
      'The server has more prompts than the first 7 pages, after which no more were asked for. The setting countersign.catalog.maxPages says how many are.';
    expect(catalog.state.limited).toEqual({ prompts: sentence });
    expect(catalog.state.problems.map(({ message }) => message)).toEqual([sentence]);
    expect(catalog.state.catalog.prompts).toHaveLength(1);
    catalog.dispose();
  });

  it('asks after two seconds although the changes do not end', () => {
    const { lists, clock, catalog } = store();
    for (let i = 0; i < 390; i++) {
      catalog.changed('prompts');
      clock.advance(10);
    }
    expect(lists.asked).toEqual(['prompts']);
    catalog.dispose();
  });

  it('gives up on schemas that take very long, and says of how many', async () => {
    const clock = new FakeClock();
    let checked = 0;
    const lists = new Lists();
    const checkSchema = (): undefined => {
      checked += 1;
      clock.time += 1_000;
    };
    const catalog = new CatalogStore({ list: lists.list.bind(lists), checkSchema }, clock);
    void catalog.load();
    await lists.answer(
      'tools',
      Array.from({ length: 50 }, (_, index) => tool(`t${index}`)),
    );
    for (let turn = 0; turn < 60; turn++) {
      clock.advance(10);
      await settle();
    }
    expect(checked).toBe(30);
    expect(catalog.state.problems.map(({ message }) => message)).toEqual([
      'The input schemas of 20 tools were not checked: the others took too long already.',
    ]);
  });

  it('is quiet once it is disposed', async () => {
    const { lists, clock, catalog } = store();
    let changes = 0;
    catalog.onDidChange(() => changes++);
    const loading = catalog.load();
    catalog.changed('tools');
    catalog.dispose();
    const before = changes;
    catalog.changed('tools');
    clock.advance(1_000);
    await catalog.load();
    for (const kind of ['tools', 'resources', 'resourceTemplates', 'prompts'] as const) await lists.answer(kind, []);
    await loading;
    expect([changes, clock.timers, lists.asked.length]).toEqual([before, 0, 4]);
  });
});
