import { describe, expect, it } from 'vitest';
import type { Tool } from '../../../../src/core/mcp.ts';
import type { CallRequest, Catalog } from '../../../../src/core/servers/session.ts';
import { serverKey } from '../../../../src/core/trust/serverKey.ts';
import { MemoryPins, pinBook } from '../trust/fakes.ts';
import { entryOf, type FakeSession, settle, stdio, world } from './fakes.ts';
import { ManagedServer } from '../../../../src/core/servers/managedServer.ts';

const tool = (name: string, description = ''): Tool => ({ name, description, inputSchema: { type: 'object' } });
const catalog = (...tools: readonly Tool[]) => ({ tools, resources: [], resourceTemplates: [], prompts: [] });

describe('a server and what is remembered of its tools', () => {
  async function running(first = catalog(tool('a'))) {
    const w = world();
    const store = new MemoryPins();
    const { book } = pinBook(w.clock, store);
    w.connector.catalog = first;
    w.environment['MY_TOKEN'] = 'zq-canary-token-1';
    const server = new ManagedServer(entryOf(stdio({ args: ['${env:MY_TOKEN}'] })), true, { ...w.deps, pins: book });
    await server.start({ interactive: true });
    for (let i = 0; i < 5; i++) await settle();
    const relist = async (next: ReturnType<typeof catalog>): Promise<void> => {
      w.connector.last.catalog = next;
      w.connector.last.hooks.onListChanged('tools');
      w.clock.advance(250);
      for (let i = 0; i < 5; i++) await settle();
    };
    return { w, store, server, relist };
  }

  function permit(server: ManagedServer, name: string) {
    const request: CallRequest = { method: 'tools/call', tool: tool(name), arguments: {} };
    const controller = new AbortController();
    const outcome: { ran?: boolean } = {};
    void server.target
      ?.permit(request, { signal: controller.signal, onWaiting: () => undefined })
      .then(() => (outcome.ran = true))
      .catch(() => undefined);
    return { outcome, controller };
  }

  it('says what has changed, and its target is the gate', async () => {
    const { server, relist } = await running();
    let said = 0;
    server.onDidChange(() => said++);
    await relist(catalog(tool('a', 'other'), tool('b')));
    expect([server.pins?.state('tools', 'a'), server.pins?.state('tools', 'b')]).toEqual(['changed', 'new']);
    expect(said).toBeGreaterThan(0);
    const changed = permit(server, 'a');
    const fresh = permit(server, 'b');
    await settle();
    expect([changed.outcome, fresh.outcome]).toEqual([{}, { ran: true }]);
    await server.stop();
    expect(server.pins).toBe(undefined);
  });

  it('looks at a change that was announced but not yet asked for before it lets a call through', async () => {
    const { w, server } = await running();
    w.connector.last.catalog = catalog(tool('a', 'other'));
    w.connector.last.hooks.onListChanged('tools');
    const { outcome } = permit(server, 'a');
    for (let i = 0; i < 5; i++) await settle();
    expect([outcome, server.pins?.state('tools', 'a')]).toEqual([{}, 'changed']);
  });

  it('takes a list that comes page by page as one: what comes later in it is not new', async () => {
    const w = world();
    const { book } = pinBook(w.clock);
    const pages = [[tool('a')], [tool('b')]];
    let goOn: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const list = async (kind: keyof Catalog, options?: { onPage?: (page: readonly Tool[]) => void }) => {
      if (kind !== 'tools') return [];
      options?.onPage?.(pages[0] ?? []);
      await waits;
      options?.onPage?.(pages[1] ?? []);
      return pages.flat();
    };
    const connect = w.connector.connect.bind(w.connector);
    w.connector.connect = async (...args) => Object.assign((await connect(...args)) as FakeSession, { list });
    const server = new ManagedServer(entryOf(), true, { ...w.deps, pins: book });
    await server.start({ interactive: true });
    await settle();
    expect(server.catalog.catalog.tools.map(({ name }) => name)).toEqual(['a']);
    expect(server.pins?.state('tools', 'a')).toBe(undefined);
    goOn();
    for (let i = 0; i < 5; i++) await settle();
    expect([server.pins?.state('tools', 'a'), server.pins?.state('tools', 'b')]).toEqual(['same', 'same']);
  });

  it('keeps no secret of its launch', async () => {
    const { store, server } = await running(catalog(tool('a', 'I know zq-canary-token-1.')));
    const kept = store.records.get(serverKey(server.entry))?.tools?.get('a')?.text;
    expect(kept).toContain('I know [redacted].');
    expect(kept).not.toContain('zq-canary');
  });
});
