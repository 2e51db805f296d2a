import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { ServerTasks } from '../../../../src/node/mcp/serverTasks.ts';
import { FakeClock } from '../../core/sampling/fakes.ts';

type Sent = { id?: number; method?: string; result?: { task?: { taskId: string }; status?: string }; error?: unknown };

/** The layer with a server on one side and the SDK on the other. */
function tasks(capabilities: Record<string, unknown> = { sampling: {} }) {
  const sent: Sent[] = [];
  const layer = new ServerTasks(new FakeClock(), (message) => void sent.push(message as unknown as Sent));
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'x', version: '1' } };
  const initialize = layer.declared({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
  const ask = (id: number, method: string, more: Record<string, unknown>) =>
    layer.incoming({ jsonrpc: '2.0', id, method, params: more });
  const last = () => sent.at(-1);
  const create = () => {
    const seen = ask(1, 'sampling/createMessage', { maxTokens: 1, task: { ttl: 1_000 } });
    return { seen, taskId: last()?.result?.task?.taskId ?? '' };
  };
  return { layer, sent, initialize, ask, last, create };
}

const answer: JSONRPCMessage = { jsonrpc: '2.0', id: 1, result: { role: 'assistant' } };

describe('what a server asks as a task', () => {
  it('is declared for what the server may ask at all', () => {
    expect(JSON.stringify(tasks().initialize)).toContain('"tasks":{"list":{},"cancel":{},"requests":{"sampling"');
    expect(JSON.stringify(tasks().initialize)).not.toContain('elicitation');
    expect(JSON.stringify(tasks({}).initialize)).not.toContain('tasks');
  });

  it('is a plain request for the SDK, and its answer is fetched', () => {
    const { layer, sent, ask, last, create } = tasks();
    const { seen, taskId } = create();
    expect(seen).toEqual({ jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: { maxTokens: 1 } });
    ask(2, 'tasks/result', { taskId });
    expect(sent).toHaveLength(1);
    ask(3, 'tasks/get', { taskId });
    expect(last()).toMatchObject({ id: 3, result: { status: 'working' } });
    expect(layer.outgoing(answer)).toBeUndefined();
    expect(sent.map(({ id, method }) => id ?? method)).toEqual([1, 3, 'notifications/tasks/status', 2]);
    const related = { _meta: { 'io.modelcontextprotocol/related-task': { taskId } } };
    expect(last()).toMatchObject({ id: 2, result: { role: 'assistant', ...related } });
    ask(4, 'tasks/cancel', { taskId });
    expect(last()).toMatchObject({ id: 4, error: { code: -32602 } });
  });

  it('is cancelled as a request is, and an answer that comes later goes nowhere', () => {
    const { layer, sent, ask, create } = tasks();
    const { taskId } = create();
    expect(ask(2, 'tasks/cancel', { taskId })).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: 1 },
    });
    expect(sent.at(-1)).toMatchObject({ id: 2, result: { status: 'cancelled' } });
    const before = sent.length;
    expect(layer.outgoing(answer)).toBeUndefined();
    expect(sent).toHaveLength(before);
  });

  it('is refused where there are too many, and unknown ones are said to be so', () => {
    const { ask, last } = tasks();
    for (let id = 1; id <= 65; id++) ask(id, 'sampling/createMessage', { task: {} });
    expect(last()).toMatchObject({ id: 65, error: { code: -32603 } });
    ask(70, 'tasks/get', { taskId: 'guessed' });
    expect(last()).toMatchObject({ id: 70, error: { code: -32602 } });
  });

  it('passes what has nothing to do with tasks', () => {
    const { layer, ask } = tasks();
    expect(ask(1, 'sampling/createMessage', { maxTokens: 1 })).toMatchObject({ id: 1 });
    expect(layer.outgoing(answer)).toBe(answer);
  });
});
