import { type Client, ProtocolError } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import { deferred } from '../../../../src/core/util/deferred.ts';
import { Requests } from '../../../../src/node/mcp/requests.ts';
import { Watching } from '../../../../src/node/mcp/watching.ts';
import { FakeClock, settle } from '../../core/sampling/fakes.ts';

interface Stream {
  readonly uris: readonly string[];
  readonly signal: AbortSignal;
  /** As a network does. */
  cut(): void;
}

const noSuch = new ProtocolError(-32602, 'no such resource');
const busy = new ProtocolError(-32000, 'too many streams');

/** A modern client whose streams the test sees; `honored` says what the server takes, or throws. */
function setup(honored: (uris: readonly string[]) => readonly string[] = (uris) => uris) {
  const streams: Stream[] = [];
  const clock = new FakeClock();
  const over = new AbortController();
  const client = {
    getProtocolEra: () => 'modern',
    listen: ({ resourceSubscriptions }: { resourceSubscriptions: string[] }, { signal }: { signal: AbortSignal }) => {
      const closed = deferred<string>();
      streams.push({ uris: resourceSubscriptions, signal, cut: () => closed.resolve('remote') });
      signal.addEventListener('abort', () => closed.resolve('local'));
      try {
        const resources = honored(resourceSubscriptions);
        return Promise.resolve({ honoredFilter: { resourceSubscriptions: resources }, closed: closed.promise });
      } catch (error) {
        return Promise.reject(error);
      }
    },
  } as unknown as Client;
  const requests = new Requests(clock, 1_000, over.signal, (error) => new McpError('server', String(error)));
  const heard: string[] = [];
  const watching = new Watching({
    client,
    requests,
    clock,
    over: over.signal,
    onMissed: (uri) => heard.push(`missed ${uri}`),
    onEnded: (uri) => heard.push(`ended ${uri}`),
    onTrouble: (sentence) => heard.push(sentence?.slice(0, 40) ?? 'fine'),
  });
  /** The stream that is open is lost, and the pause until it is opened again passes. */
  const hiccup = async (): Promise<void> => {
    streams.at(-1)?.cut();
    await settle();
    clock.advance(60_000);
    await settle();
  };
  return { watching, streams, over, heard, hiccup };
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
    expect(streams.map(({ uris }) => uris)).toEqual([['a:1', 'a:2', 'a:3']]);
  });

  it('are refused where the server does not take them', async () => {
    const { watching, streams } = setup((uris) => uris.filter((uri) => uri !== 'a:no'));
    await expect(watching.watch('a:no')).rejects.toThrow('does not tell of changes');
    await watching.watch('a:1');
    await expect(watching.watch('a:no')).rejects.toThrow('does not tell of changes');
    expect(streams.filter(({ signal }) => !signal.aborted).map(({ uris }) => uris)).toEqual([['a:1', 'a:no']]);
  });

  it.each([
    ['leaves out', (uris: readonly string[]) => uris.filter((uri) => uri !== 'a:no')],
    [
      'refuses all for',
      (uris: readonly string[]) => {
        if (uris.includes('a:no')) throw noSuch;
        return uris;
      },
    ],
  ])('are not lost with one that the server %s', async (_, honored) => {
    const { watching, streams } = setup(honored);
    const all = ['a:1', 'a:no', 'a:2'].map((uri) => watching.watch(uri));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const open = streams.filter(({ signal }) => !signal.aborted);
    expect(open).toHaveLength(1);
    expect(open[0]?.uris).toEqual(expect.arrayContaining(['a:1', 'a:2']));
  });

  it.each(['leaves out', 'refuses all for'])(
    'go on where the server, when the stream opens again, %s one that has gone',
    async (how) => {
      let gone = false;
      const { watching, heard, hiccup } = setup((uris) => {
        if (!gone) return uris;
        if (how === 'refuses all for' && uris.includes('a:2')) throw noSuch;
        return uris.filter((uri) => uri !== 'a:2');
      });
      await watching.watch('a:1');
      await watching.watch('a:2');
      gone = true;
      await hiccup();
      expect(heard.filter((word) => word.startsWith('ended'))).toEqual(['ended a:2']);
      await watching.watch('a:3');
      await hiccup();
      expect(heard.slice(-2)).toEqual(['missed a:1', 'missed a:3']);
    },
  );

  it('stay watched while the server is only too busy, which is said until it tells again', async () => {
    let failure: ProtocolError | undefined;
    const { watching, heard, hiccup, streams } = setup((uris) => {
      if (failure) throw failure;
      return uris;
    });
    await watching.watch('a:1');
    failure = busy;
    await hiccup();
    expect(heard.at(-1)).toMatch(/refuses to tell/);
    failure = undefined;
    await hiccup();
    expect(heard.slice(-2)).toEqual(['fine', 'missed a:1']);
    expect(streams.at(-1)?.signal.aborted).toBe(false);
  });

  it('end, and are said to, where the server cannot tell of changes any more', async () => {
    let knows = true;
    const { watching, heard, hiccup } = setup((uris) => {
      if (!knows) throw new ProtocolError(-32601, 'unknown method');
      return uris;
    });
    await watching.watch('a:1');
    knows = false;
    await hiccup();
    expect(heard.slice(-3)).toEqual([expect.stringMatching(/does not tell of changes any/), 'ended a:1', 'fine']);
  });

  it('are let go with the session', async () => {
    const { watching, streams, over } = setup();
    await watching.watch('a:1');
    over.abort(new Error('over'));
    await settle();
    expect(streams.every(({ signal }) => signal.aborted)).toBe(true);
  });
});
