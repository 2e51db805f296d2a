import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../../src/core/errors.ts';
import type { JsonObject, Tool } from '../../../../src/core/mcp.ts';
import type { LegResult } from '../../../../src/core/servers/session.ts';
import { Requests } from '../../../../src/node/mcp/requests.ts';
import type { Tap } from '../../../../src/node/mcp/tap.ts';
import { TaskCalls } from '../../../../src/node/mcp/tasks.ts';
import { FakeClock, settle } from '../../core/sampling/fakes.ts';

const TIMEOUT = 20_000;

/** Calls of a client whose answers the test gives. */
function setup(
  era: 'legacy' | 'modern',
  answer: (method: string, signal: AbortSignal) => JsonObject | Promise<JsonObject>,
) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const client = {
    getProtocolEra: () => era,
    getServerCapabilities: () => ({ tasks: { requests: { tools: { call: {} } } } }),
    request: ({ method }: { method: string }, _schema: unknown, { signal }: { signal: AbortSignal }) => {
      asked.push(method);
      return Promise.resolve(answer(method, signal));
    },
  } as unknown as Client;
  const requests = new Requests(clock, TIMEOUT, new AbortController().signal, (error) =>
    error instanceof McpError ? error : new McpError('server', String(error)),
  );
  const tap = { filter: undefined, put: () => Promise.resolve() } as unknown as Tap;
  const tasks = new TaskCalls({ client, requests, tap, clock, timeout: TIMEOUT });
  const tool = { name: 't', inputSchema: { type: 'object' }, execution: { taskSupport: 'required' } } as Tool;
  const leg = (plain: JsonObject = {}): Promise<LegResult> =>
    tasks.leg(
      { method: 'tools/call', tool, arguments: {} },
      { callId: 'c', signal: new AbortController().signal, onProgress: () => undefined },
      () => Promise.resolve({ kind: 'complete', result: plain }),
    );
  /** What a modern server answers when it makes a task. */
  const made = (task: JsonObject): JsonObject => {
    const message = tap.filter?.incoming({ jsonrpc: '2.0', id: 1, result: { resultType: 'task', ...task } });
    return (message as unknown as { result: JsonObject }).result;
  };
  return { clock, asked, leg, made };
}

describe('a call that runs as a task', () => {
  it('fails when the task of a modern server is done and has no result, after one look', async () => {
    const done: JsonObject = { taskId: '1', status: 'completed' };
    const { leg, made, asked } = setup('modern', () => {
      if (asked.length > 5) throw new Error('asked on and on');
      return done;
    });
    await expect(leg(made(done))).rejects.toMatchObject({
      kind: 'server',
      message: expect.stringContaining('without a result'),
    });
    expect(asked).toEqual(['tasks/get']);
  });

  it('waits for what comes of it while the server wants to be asked rarely', async () => {
    let finish: (result: JsonObject) => void = () => undefined;
    const task: JsonObject = { taskId: '1', status: 'input_required', pollInterval: 60_000 };
    const { clock, leg, asked } = setup('legacy', (method, signal) => {
      if (method === 'tools/call') return { task };
      if (method === 'tasks/get') return task;
      return new Promise((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => reject(new Error('given up')));
      });
    });
    const call = leg();
    call.catch(() => undefined);
    for (let second = 0; second < 130; second += 5) {
      await settle();
      clock.advance(5_000);
    }
    await settle();
    expect(asked).toEqual(['tools/call', 'tasks/result', 'tasks/get', 'tasks/get']);
    finish({ content: [] });
    await expect(call).resolves.toEqual({ kind: 'complete', result: { content: [] } });
  });
});
