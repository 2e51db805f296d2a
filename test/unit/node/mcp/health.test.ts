import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { answerIn } from '../../../../src/node/mcp/alive.ts';
import { Buffering } from '../../../../src/node/mcp/buffering.ts';
import { type Answer, Health } from '../../../../src/node/mcp/health.ts';
import { watchOpening } from '../../../../src/node/mcp/opening.ts';
import { FakeClock } from '../../core/sampling/fakes.ts';
import { settle } from '../../core/servers/fakes.ts';

/** A connection whose server answers as a test says. */
function connection() {
  const clock = new FakeClock();
  const seen = { asked: 0, troubles: [] as (string | undefined)[], gone: [] as string[] };
  const world = { answer: { kind: 'alive' } as Answer, awaited: 0 };
  const health = new Health({
    clock,
    ask: () => {
      seen.asked += 1;
      return Promise.resolve(world.answer);
    },
    awaited: () => world.awaited,
    onTrouble: (sentence) => void seen.troubles.push(sentence),
    onGone: (reason) => void seen.gone.push(reason),
  });
  health.start();
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await settle();
    }
  };
  /** Time passes while nothing runs. */
  const sleep = async (ms: number) => {
    const now = clock.now.bind(clock);
    clock.now = () => now() + ms;
    await pass(5);
  };
  return { clock, seen, world, health, pass, sleep };
}

describe('the health of a connection over the network', () => {
  it('asks nothing while it is idle, and seldom while something is awaited in silence', async () => {
    const { seen, world, pass, health } = connection();
    await pass(3_600);
    expect(seen.asked).toBe(0);
    world.awaited = 1;
    await pass(300);
    expect(seen.asked).toBeGreaterThanOrEqual(8);
    expect(seen.asked).toBeLessThanOrEqual(11);
    const before = seen.asked;
    for (let second = 0; second < 120; second++) {
      health.heard();
      await pass(1);
    }
    expect([seen.asked, seen.troubles, seen.gone]).toEqual([before, [], []]);
  });

  it('says that a server does not answer, and that it does again', async () => {
    const { seen, world, pass, health } = connection();
    world.awaited = 1;
    world.answer = { kind: 'silent' };
    await pass(200);
    expect(seen.troubles.at(-1)).toContain('may be busy, or the connection to it is dead');
    // What is awaited may still come: a server that works hard answers nothing else.
    expect(seen.gone).toEqual([]);
    health.heard();
    expect(seen.troubles.at(-1)).toBeUndefined();
  });

  it('gives a server up that stays silent when nothing is awaited any more', async () => {
    const { seen, world, pass } = connection();
    world.awaited = 1;
    world.answer = { kind: 'silent' };
    await pass(40);
    world.awaited = 0;
    await pass(120);
    expect(seen.gone).toEqual(['It does not answer any more.']);
    const { asked } = seen;
    await pass(600);
    expect(seen.asked).toBe(asked);
  });

  it('asks at once after a sleep, and takes silence for the end then', async () => {
    const { seen, world, sleep } = connection();
    await sleep(3_600_000);
    expect([seen.asked, seen.gone]).toEqual([1, []]);
    world.answer = { kind: 'silent' };
    await sleep(31_000);
    expect([seen.asked, seen.gone]).toEqual([2, ['It did not answer after this machine had slept.']]);
  });

  it('takes no notice of a machine that is merely busy', async () => {
    const { seen, sleep } = connection();
    await sleep(20_000);
    expect(seen.asked).toBe(0);
  });

  it('asks once soon after trouble, and believes that nobody is there', async () => {
    const { seen, world, pass, health } = connection();
    for (let nth = 0; nth < 20; nth++) health.suspect();
    await pass(2);
    expect(seen.asked).toBe(1);
    world.answer = { kind: 'gone', reason: 'The connection was refused.' };
    health.suspect();
    await pass(2);
    expect(seen.gone).toEqual(['The connection was refused.']);
  });

  it('is quiet once it is disposed', async () => {
    const { clock, seen, world, pass, health } = connection();
    world.awaited = 1;
    health.suspect();
    health.dispose();
    await pass(300);
    expect([seen.asked, clock.timers]).toEqual([0, 0]);
  });
});

describe('what an error says about a server', () => {
  const network = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('low'), { code }) });
  it.each([
    ['an error that it sent', new ProtocolError(-32601, 'no ping'), 'alive'],
    ['no answer in time', new SdkError(SdkErrorCode.RequestTimeout, 'timeout'), 'silent'],
    ['a refused connection', network('ECONNREFUSED'), 'gone'],
    ['a reset connection', network('ECONNRESET'), 'gone'],
    [
      'a gateway without it',
      new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'x', { status: 502, statusText: 'Bad Gateway' }),
      'gone',
    ],
    [
      'an HTTP error of its own',
      new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'x', { status: 500, statusText: 'Error' }),
      'alive',
    ],
  ])('%s', (_name, error, kind) => {
    expect(answerIn(error, 'http://127.0.0.1/mcp').kind).toBe(kind);
  });
});

describe('a stream that something buffers', () => {
  const request: JSONRPCMessage = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: {} };
  const progress: JSONRPCMessage = {
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: 7, progress: 1 },
  };
  const answer: JSONRPCMessage = { jsonrpc: '2.0', id: 7, result: {} };
  /** Passes messages with the pauses between them, in milliseconds; returns what was said last. */
  function said(...steps: (JSONRPCMessage | number | 'given up')[]): (string | undefined)[] {
    const clock = new FakeClock();
    const sentences: (string | undefined)[] = [];
    const buffering = new Buffering(clock, (sentence) => void sentences.push(sentence));
    buffering.sent(request);
    if (steps[0] === 'given up') buffering.forget(7);
    for (const step of steps) {
      if (typeof step === 'number') clock.advance(step);
      else if (step !== 'given up') buffering.received(step);
    }
    return sentences;
  }

  it('is noticed when all comes at once after a long silence', () => {
    expect(said(5_000, progress, 1, progress, 1, answer)).toEqual([expect.stringContaining('buffers the stream')]);
  });

  it('is none when there was no progress, or the call was short', () => {
    expect(said(5_000, answer)).toEqual([]);
    expect(said(5_000, progress, answer)).toEqual([]);
    expect(said(500, progress, progress, answer)).toEqual([]);
  });

  it('is none of a call that was given up', () => {
    expect(said('given up', 5_000, progress, 1, progress, 1, answer)).toEqual([]);
  });

  it('is none when the progress comes before the answer, which takes back what was said', () => {
    expect(said(5_000, progress, 1_000, progress, 1_000, answer)).toEqual([undefined]);
  });
});

describe('the stream of a server’s own messages', () => {
  function opening() {
    const clock = new FakeClock();
    const seen = { troubles: [] as (string | undefined)[], reopened: 0 };
    let respond: (response: Response) => void = () => undefined;
    const fetch = watchOpening(
      () =>
        new Promise((resolve) => {
          respond = resolve;
        }),
      clock,
      { onTrouble: (sentence) => void seen.troubles.push(sentence), onReopened: () => (seen.reopened += 1) },
    );
    const open = async (init: RequestInit, wait: number, response: Response) => {
      const opened = fetch('http://127.0.0.1/mcp', init);
      clock.advance(wait);
      respond(response);
      await opened;
    };
    return { clock, seen, open };
  }

  it('is missed when it does not begin, and a slow answer to a call is not', async () => {
    const { clock, seen, open } = opening();
    await open({ method: 'POST' }, 60_000, new Response());
    expect(seen.troubles).toEqual([]);
    await open({ method: 'GET' }, 11_000, new Response());
    expect(seen.troubles).toEqual([expect.stringContaining('has not begun'), undefined]);
    expect(clock.timers).toBe(0);
  });

  it('is known to have missed something when it begins anew', async () => {
    const { seen, open } = opening();
    await open({ method: 'GET' }, 1, new Response('', { status: 405 }));
    await open({ method: 'GET' }, 1, new Response());
    expect(seen.reopened).toBe(0);
    await open({ method: 'GET', headers: { 'last-event-id': '4' } }, 1, new Response());
    expect(seen.reopened).toBe(0);
    await open({ method: 'GET' }, 1, new Response());
    expect(seen.reopened).toBe(1);
  });
});
