import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../../src/core/mcp.ts';
import type { Launch } from '../../../../src/core/servers/definition.ts';
import type { McpSession, Progress } from '../../../../src/core/servers/session.ts';
import { connect, fixture, Listener, leg, textOf, toolOf } from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

const main = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json');
const everything: Launch = {
  type: 'stdio',
  command: process.execPath,
  args: [path.join(path.dirname(main), 'dist/index.js'), 'stdio'],
  env: {},
  cwd: undefined,
};

let session: McpSession;
let hooks: Listener;
afterEach(() => session.close());

async function open(launch: Launch, offered?: string): Promise<void> {
  hooks = new Listener();
  session = await connect(launch, hooks);
  if (offered === undefined) return;
  while (!(await session.list('tools')).some(({ name }) => name === offered)) {
    const seen = hooks.changed.length;
    await hooks.until(() => hooks.changed.length > seen);
  }
}

function following() {
  const words: string[] = [];
  const onProgress = ({ message, task }: Progress) => task === true && words.push(message ?? '');
  return { words, onProgress };
}

describe('a tool of a legacy server that has to run as a task', () => {
  it('is looked after until it is done, with its status in words', async () => {
    await open(everything, 'simulate-research-query');
    const { words, onProgress } = following();
    const done = await leg(session, 'simulate-research-query', { topic: 'tides' }, { onProgress });
    expect(textOf(done)).toContain('Research Report: tides');
    expect(words).toEqual(expect.arrayContaining(['Gathering sources...', 'Generating report...']));
    expect(hooks.traffic.filter((line) => line === 'sent tasks/get').length).toBeGreaterThan(1);
    expect(hooks.traffic).toContain('sent tasks/result');
  });

  it('gets what it asks a person meanwhile', async () => {
    await open(everything, 'simulate-research-query');
    hooks.elicit = () => Promise.resolve({ action: 'accept', content: { interpretation: 'snake' } });
    const { words, onProgress } = following();
    const args = { topic: 'python', ambiguous: true };
    const done = await leg(session, 'simulate-research-query', args, { onProgress });
    expect(textOf(done)).toContain('python (snake)');
    expect(hooks.elicitations).toHaveLength(1);
    expect(words.some((word) => word.includes('Requesting clarification'))).toBe(true);
  });

  it('is cancelled with its call', async () => {
    await open(everything, 'simulate-research-query');
    const stop = new AbortController();
    const tool = await toolOf(session, 'simulate-research-query');
    const onProgress = ({ task }: Progress) => task === true && stop.abort('enough');
    const options = { callId: 'c', signal: stop.signal, onProgress };
    const call = session.leg({ method: 'tools/call', tool, arguments: { topic: 'tides' } }, options);
    await expect(call).rejects.toMatchObject({ kind: 'cancelled' });
    expect(hooks.traffic).toContain('sent tasks/cancel');
  });
});

describe('what a legacy server asks as a task', () => {
  it('is the same request for the host, and the answer is fetched', async () => {
    await open(everything, 'trigger-sampling-request-async');
    const done = await leg(session, 'trigger-sampling-request-async', { prompt: 'Say fine.' });
    expect(hooks.pushes[0]?.params).not.toHaveProperty('task');
    expect(textOf(done)).toContain('fine');
    expect(textOf(done)).not.toContain('[SYNC]');
    expect(hooks.traffic).toContain('received tasks/result');
  });

  it('is an elicitation too, and a rejection is a failed task', async () => {
    await open(everything, 'trigger-elicitation-request-async');
    hooks.elicit = () => Promise.resolve({ action: 'decline' });
    expect(textOf(await leg(session, 'trigger-elicitation-request-async'))).toMatch(/decline/i);
    hooks.handle = () => Promise.reject(new Error('no'));
    const done = await leg(session, 'trigger-sampling-request-async', { prompt: 'Say no.' });
    expect(textOf(done)).toMatch(/failed/i);
  });
});

describe('a modern server that makes a task of a call', () => {
  const result = (leg: { kind: string }) => (leg as unknown as { result: JsonObject }).result;

  it('is declared the extension, and the task is polled to its end', async () => {
    await open(fixture('modern-tasks'));
    expect(session.era).toBe('modern');
    const { words, onProgress } = following();
    const done = await leg(session, 'slow', {}, { onProgress });
    expect(textOf(done)).toBe('slow is done');
    expect(words).toEqual(expect.arrayContaining(['half way']));
    expect(JSON.stringify(result(done))).not.toContain('countersign/task');
  });

  it('asks in the task, and the answer goes by an update, each key once', async () => {
    await open(fixture('modern-tasks'));
    const first = await leg(session, 'asking');
    expect(first).toMatchObject({ kind: 'inputRequired', inputRequests: { who: { method: 'elicitation/create' } } });
    const answer = { inputResponses: { who: { action: 'accept', content: { name: 'Ada' } } } };
    expect(textOf(await leg(session, 'asking', {}, { answer }))).toBe('hello Ada');
  });

  it('hears of a call that ends while a person is asked', async () => {
    await open(fixture('modern-tasks'));
    const stop = new AbortController();
    await leg(session, 'asking', {}, { signal: stop.signal });
    stop.abort('enough');
    await hooks.until(() => hooks.stderr.includes('cancelled asking'));
  });

  it('may let it fail, and says why', async () => {
    await open(fixture('modern-tasks'));
    await expect(leg(session, 'failing')).rejects.toMatchObject({ kind: 'server', message: 'out of paper' });
    await expect(leg(session, 'forgotten')).rejects.toMatchObject({ kind: 'server' });
  });
});
