import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { Requests } from '../../../../src/node/mcp/requests.ts';
import { Watching } from '../../../../src/node/mcp/watching.ts';
import { FakeClock, settle } from '../../core/sampling/fakes.ts';

interface Stream {
  readonly uris: readonly string[];
  readonly signal: AbortSignal;
}

/** A modern client whose streams the test sees; `honored` says what the server takes. */
function setup(honored: (uris: readonly string[]) => readonly string[] = (uris) => uris) {
  const streams: Stream[] = [];
  const clock = new FakeClock();
  const over = new AbortController();
  const client = {
    getProtocolEra: () => 'modern',
    listen: ({ resourceSubscriptions }: { resourceSubscriptions: string[] }, { signal }: { signal: AbortSignal }) => {
      streams.push({ uris: resourceSubscriptions, signal });
      const closed = new Promise<string>((resolve) => {
        signal.addEventListener('abort', () => resolve('local'));
      });
      return Promise.resolve({ honoredFilter: { resourceSubscriptions: honored(resourceSubscriptions) }, closed });
    },
  } as unknown as Client;
  const requests = new Requests(clock, 1_000, over.signal, (error) => new McpError('server', String(error)));
  const watching = new Watching({ client, requests, clock, over: over.signal, onMissed: () => undefined });
  return { watching, streams, over };
}

describe('watched resources of a modern server', () => {
  it('share one stream, which is replaced by a new one that is there before the old one goes', async () => {
    const { watching, streams } = setup();
    await watching.watch('a:1');
    await watching.watch('a:2');
    expect(streams.map(({ uris }) => uris)).toEqual([['a:1'], ['a:1', 'a:2']]);
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await watching.unwatch('a:1');
    await watching.unwatch('a:2');
    expect(streams.map(({ uris }) => uris).at(-1)).toEqual(['a:2']);
    expect(streams.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('that are asked for at once all end in the last stream', async () => {
    const { watching, streams } = setup();
    await Promise.all(['a:1', 'a:2', 'a:3'].map((uri) => watching.watch(uri)));
    expect(streams.filter(({ signal }) => !signal.aborted).map(({ uris }) => uris)).toEqual([['a:1', 'a:2', 'a:3']]);
  });

  it('are refused where the server does not take them', async () => {
    const { watching, streams } = setup((uris) => uris.filter((uri) => uri !== 'a:no'));
    await watching.watch('a:1');
    await expect(watching.watch('a:no')).rejects.toThrow('does not tell of changes');
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  it('are let go with the session', async () => {
    const { watching, streams, over } = setup();
    await watching.watch('a:1');
    over.abort(new Error('over'));
    await settle();
    expect(streams.every(({ signal }) => signal.aborted)).toBe(true);
  });
});
