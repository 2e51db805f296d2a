import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Watches } from '../../src/core/resources/watches.ts';
import type { CompletionAsk, Suggestions } from '../../src/core/servers/session.ts';
import { everythingOver, everythingStdio } from './support/definitions.ts';
import { TestHost, type TestServer } from './support/host.ts';
import { until } from './support/time.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.open();
});
afterAll(() => host.close());

/** What server-everything publishes, beyond what a call gets: completion, and resources that are watched. */
describe.each(['stdio', 'streamableHttp', 'sse'] as const)('what server-everything publishes over %s', (transport) => {
  let server: TestServer;
  let stop: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    if (transport === 'stdio') {
      server = await host.start('everything', everythingStdio);
      return;
    }
    const running = await everythingOver(transport);
    stop = () => running.stop();
    server = await host.start('everything', { type: transport === 'sse' ? 'sse' : 'http', url: running.url });
  });
  afterAll(async () => {
    await host.stop(server);
    await stop();
  });

  const complete = async (
    of: CompletionAsk['of'],
    argument: string,
    value: string,
    context = {},
  ): Promise<Suggestions> => {
    const found = await server.managed.target?.session.complete?.(
      { of, argument, value, context },
      new AbortController().signal,
    );
    if (!found) throw new Error('The session completes nothing.');
    return found;
  };

  it('is completed: arguments of a prompt that depend on each other, and variables of templates', async () => {
    expect(server.managed.target?.session.content).toEqual({ completes: true, watches: true });
    const prompt = { kind: 'prompt', name: 'completable-prompt' } as const;
    const departments = await complete(prompt, 'department', 'S');
    expect(departments.values).toEqual(expect.arrayContaining(['Sales', 'Support']));
    const names = await complete(prompt, 'name', '', { department: 'Sales' });
    expect(names.values.length).toBeGreaterThan(0);
    const others = await complete(prompt, 'name', '', { department: 'Engineering' });
    expect(others.values).not.toEqual(names.values);
    const template = { kind: 'resourceTemplate', uriTemplate: 'demo://resource/dynamic/text/{resourceId}' } as const;
    expect(await complete(template, 'resourceId', '7')).toMatchObject({ values: ['7'] });
    const resource = { kind: 'prompt', name: 'resource-prompt' } as const;
    expect((await complete(resource, 'resourceType', '')).values).toEqual(expect.arrayContaining(['Text', 'Blob']));
  });

  it('is watched, told of when it changes, and watched again after the server was restarted', async () => {
    const uri = 'demo://resource/dynamic/text/1';
    const { managed, log } = server;
    const watches = new Watches({ get: () => managed, onDidChange: managed.onDidChange });
    const missed: string[] = [];
    watches.onDidMiss((ref) => missed.push(ref.uri));
    const updated = new Promise<string>((resolve) => {
      managed.onDidUpdateResource(resolve);
    });
    await watches.watch('everything', uri);
    await host.run(server, 'toggle-subscriber-updates');
    expect(await updated).toBe(uri);
    expect(watches.concerned('everything', await updated)).toEqual([uri]);
    await managed.restart();
    // The server is subscribed to again after it has changed for the last time: only the watch itself tells of the end.
    await until(() => missed.length > 0 || undefined, watches.onDidMiss);
    expect(missed).toEqual([uri]);
    expect(log.sent('resources/subscribe')).toHaveLength(2);
    await watches.unwatch('everything', uri);
    expect(log.sent('resources/unsubscribe')).toHaveLength(1);
    watches.dispose();
  });
});
