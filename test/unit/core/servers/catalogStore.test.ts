import { describe, expect, it } from 'vitest';
import type { Tool } from '../../../../src/core/mcp.ts';
import { CatalogStore } from '../../../../src/core/servers/catalogStore.ts';
import type { Catalog, CatalogKind } from '../../../../src/core/servers/session.ts';
import { FakeClock } from '../sampling/fakes.ts';
import { settle } from './fakes.ts';

const tool = (name: string): Tool => ({ name, inputSchema: { type: 'object' } });

/** Lists whose answers a test gives one by one. */
class Lists {
  readonly asked: CatalogKind[] = [];
  readonly #waiting = new Map<CatalogKind, { resolve(items: unknown): void; reject(error: Error): void }[]>();
  list<K extends CatalogKind>(kind: K): Promise<Catalog[K]> {
    this.asked.push(kind);
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(kind) ?? [];
      this.#waiting.set(kind, [...waiting, { resolve, reject }]);
    });
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
    clock.advance(0);
    await settle();
    expect(catalog.state.problems).toEqual([
      { kind: 'tools', name: 'b', message: 'The input schema of b cannot be used: no such type' },
    ]);
    expect(catalog.state.catalog.tools).toHaveLength(3);
  });

  it('takes so much of a list as a person can look through, and says what it left out', async () => {
    const { lists, catalog } = store();
    void catalog.load();
    const prompts = Array.from({ length: 5_003 }, (_, index) => ({ name: `p${index}` }));
    await lists.answer('prompts', prompts);
    expect(catalog.state.catalog.prompts).toHaveLength(5_000);
    expect(catalog.state.problems.map(({ message }) => message)).toEqual([
      'The server lists 5003 prompts; only the first 5000 are taken.',
    ]);
    catalog.changed('prompts');
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
      clock.advance(0);
      await settle();
    }
    expect(checked).toBe(10);
    expect(catalog.state.problems.map(({ message }) => message)).toEqual([
      'The input schemas of 40 tools were not checked: the others took too long already.',
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
