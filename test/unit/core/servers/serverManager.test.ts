import { describe, expect, it } from 'vitest';
import type { ServerEntry } from '../../../../src/core/servers/definition.ts';
import { ManagedServer } from '../../../../src/core/servers/managedServer.ts';
import { type GivenUp, ServerManager } from '../../../../src/core/servers/serverManager.ts';
import { entryOf, settle, stdio, world } from './fakes.ts';

const named = (name: string, command = name, autoStart = true): ServerEntry =>
  entryOf(stdio({ command, autoStart }), { name });

function managed() {
  const w = world();
  const manager = new ServerManager((entry, trusted) => new ManagedServer(entry, trusted, w.deps));
  const kinds = () => manager.servers.map((server) => `${server.name} ${server.state.kind}`);
  const apply = async (entries: readonly ServerEntry[], trusted = true) => {
    manager.apply(entries, { trusted });
    await settle();
  };
  return { ...w, manager, kinds, apply };
}

describe('the servers of the settings', () => {
  it('appear, start, restart, stop and go', async () => {
    const { manager, connector, kinds, apply } = managed();
    let changes = 0;
    manager.onDidChange(() => changes++);
    await apply([named('a'), named('b', 'b', false)]);
    expect(kinds()).toEqual(['a running', 'b stopped']);
    await apply([named('b', 'b', false), named('a'), named('c')]);
    expect(kinds()).toEqual(['b stopped', 'a running', 'c running']);
    expect(connector.launches).toHaveLength(2);
    await apply([named('a', 'changed'), named('b', 'changed', false)]);
    expect(kinds()).toEqual(['a running', 'b stopped']);
    expect(connector.launches.map((launch) => 'command' in launch && launch.command)).toEqual(['a', 'c', 'changed']);
    expect(connector.sessions.map(({ closed }) => closed)).toEqual([1, 1, 0]);
    expect(manager.get('c')).toBeUndefined();
    expect(changes).toBeGreaterThan(5);
  });

  it('leave a server alone that a person has stopped', async () => {
    const { manager, kinds, apply } = managed();
    await apply([named('a')]);
    await manager.get('a')?.stop();
    await apply([named('a')]);
    expect(kinds()).toEqual(['a stopped']);
  });

  it('of VS Code’s own files are available, and start by themselves only once they were confirmed', async () => {
    const source = { kind: 'mcpJson', uri: 'file:///w/.vscode/mcp.json', folder: 'w' } as const;
    const available = { ...named('a'), source };
    const wrong = { ...named('b', '${file}'), source };
    const { manager, connector, kinds, apply, confirmed } = managed();
    confirmed.all = false;
    await apply([available, wrong]);
    expect([kinds(), connector.launches.length]).toEqual([['a stopped', 'b stopped'], 0]);
    await manager.get('a')?.start({ interactive: true });
    expect(kinds()[0]).toBe('a needsConfirmation');
    await apply([]);
    confirmed.all = true;
    await apply([available, { ...named('c', 'c', false), source }]);
    expect(kinds()).toEqual(['a running', 'c stopped']);
  });

  it('rest without trust, start with it, and rest again when it is taken', async () => {
    const { connector, kinds, apply } = managed();
    await apply([named('a'), named('b', 'b', false)], false);
    expect([kinds(), connector.launches.length]).toEqual([['a untrusted', 'b untrusted'], 0]);
    await apply([named('a', 'x'), named('b', 'b', false)], false);
    expect(connector.launches).toHaveLength(0);
    await apply([named('a', 'x'), named('b', 'b', false)]);
    expect(kinds()).toEqual(['a running', 'b stopped']);
    await apply([named('a', 'x')], false);
    expect(kinds()).toEqual(['a untrusted']);
  });

  it('start under an old name only when the old server is gone', async () => {
    const { connector, apply, kinds } = managed();
    await apply([named('a', 'old')]);
    let finish = (): void => undefined;
    const first = connector.last;
    const close = first.close.bind(first);
    first.close = () =>
      new Promise((resolve) => {
        finish = () => {
          void close();
          resolve();
        };
      });
    await apply([]);
    await apply([named('a', 'new')]);
    expect([kinds(), connector.launches.length]).toEqual([['a stopped'], 1]);
    finish();
    await settle();
    expect([kinds(), connector.launches.length]).toEqual([['a running'], 2]);
  });

  it('tell when one of them was given up', async () => {
    const { manager, connector, clock, apply } = managed();
    const given: GivenUp[] = [];
    manager.onDidGiveUp((one) => given.push(one));
    await apply([named('a')]);
    for (let i = 0; i < 5; i++) {
      connector.last.crash('It crashed.');
      clock.advance(60_000 / 4);
      await settle();
    }
    expect(given).toMatchObject([{ server: { name: 'a' }, reason: expect.stringContaining('5 times') as string }]);
  });

  it('all stop at the end, and nothing starts after it', async () => {
    const { manager, connector, apply } = managed();
    await apply([named('a'), named('b')]);
    await manager.shutdown();
    expect(connector.sessions.map(({ closed }) => closed)).toEqual([1, 1]);
    await apply([named('c')]);
    manager.dispose();
    expect(connector.launches).toHaveLength(2);
  });
});
