import { describe, expect, it } from 'vitest';
import type { CallSnapshot } from '../../../src/core/calls/call.ts';
import type { JsonObject, Tool } from '../../../src/core/mcp.ts';
import { callStateSchema } from '../../../src/shared/tool.ts';
import { inputSchemaOf, needsNoInput, requestOf } from '../../../src/vscode/calls/callForm.ts';
import { callState, resultBlocks } from '../../../src/vscode/calls/callView.ts';
import { extensionFor, fileNameFor, safeName } from '../../../src/vscode/calls/contentNames.ts';

const tool: Tool = { name: 't', inputSchema: { type: 'object' } };

function snapshot(more: Partial<CallSnapshot>): CallSnapshot {
  return {
    id: 'c',
    server: 's',
    request: { method: 'tools/call', tool, arguments: {} },
    status: 'running',
    startedAt: 1,
    logs: [],
    reviews: [],
    waitingForReview: false,
    ...more,
  };
}

/** Deeper than `JSON.stringify` can go. */
function deep(): JsonObject {
  return JSON.parse(`${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`) as JsonObject;
}

describe('callState', () => {
  it('shows a call whose result or log is nested beyond all measure: it has ended all the same', () => {
    const state = callState(
      snapshot({
        status: 'done',
        logs: [{ time: 1, message: { level: 'info', data: deep() } }],
        result: { content: [{ type: 'text', text: 'ok' }, deep()], structuredContent: deep() },
      }),
    );
    expect(callStateSchema.parse(state).result?.structured).toContain('nested too deeply');
    expect(state.logs[0]?.text).toContain('nested too deeply');
  });

  it('fits the schema of its message at every stage', () => {
    const stages: CallSnapshot[] = [
      snapshot({}),
      snapshot({
        progress: { progress: 1, total: 2, message: 'half' },
        logs: [{ time: 2, message: { level: 'info', data: { a: 1 } } }],
        reviews: [{ review: 'r', label: 'l', state: 'waiting', model: 'm' }],
        waitingForReview: true,
      }),
      snapshot({ status: 'failed', endedAt: 3, error: 'It broke.' }),
      snapshot({
        status: 'done',
        endedAt: 3,
        warning: 'does not fit',
        result: { content: [{ type: 'text', text: 'x' }], structuredContent: { a: 1 }, isError: true },
      }),
    ];
    for (const stage of stages) expect(callStateSchema.safeParse(callState(stage)).error).toBeUndefined();
    expect(callState(stages[1] ?? snapshot({})).logs).toEqual([{ time: 2, level: 'info', text: '{"a":1}' }]);
    expect(callState(stages[3] ?? snapshot({})).result).toEqual({
      isError: true,
      blocks: [{ type: 'text', text: 'x' }],
      structured: '{\n  "a": 1\n}',
      warning: 'does not fit',
    });
  });
});

describe('resultBlocks', () => {
  it('shows every kind of the specification', () => {
    const result: JsonObject = {
      content: [
        { type: 'text', text: 'a' },
        { type: 'image', data: 'AAAA', mimeType: 'image/png' },
        { type: 'audio', data: 'AAA=', mimeType: 'audio/wav' },
        { type: 'resource_link', uri: 'x://1', name: 'one', title: 'One', mimeType: 'text/plain' },
        { type: 'resource', resource: { uri: 'x://2', text: 'two' } },
        { type: 'resource', resource: { uri: 'x://3', blob: 'AAAA', mimeType: 'image/png' } },
      ],
    };
    expect(resultBlocks(result)).toEqual([
      { type: 'text', text: 'a' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png', bytes: 3 },
      { type: 'audio', data: 'AAA=', mimeType: 'audio/wav', bytes: 2 },
      { type: 'resourceLink', uri: 'x://1', name: 'One', mimeType: 'text/plain' },
      { type: 'resource', uri: 'x://2', text: 'two' },
      { type: 'resource', uri: 'x://3', mimeType: 'image/png', bytes: 3 },
    ]);
  });

  it.each([
    null,
    'text',
    {},
    { type: 'text' },
    { type: 'image', data: 5 },
    { type: 'resource' },
    { type: 'resource', resource: null },
    { type: 'new kind', x: 1 },
  ])('shows as JSON what is no block: %j', (block) => {
    expect(resultBlocks({ content: [block] })).toEqual([{ type: 'other', json: JSON.stringify(block, undefined, 2) }]);
  });

  it('reads the messages of a prompt with their roles, and the contents of a resource', () => {
    const messages = [
      { role: 'user', content: { type: 'text', text: 'a' } },
      { role: 'assistant', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: { type: 'resource_link', uri: 'x://2', name: 'two' } },
    ];
    expect(resultBlocks({ messages })).toEqual([
      { type: 'text', text: 'a', role: 'user' },
      { type: 'text', text: 'b', role: 'assistant' },
      { type: 'resourceLink', uri: 'x://2', name: 'two', role: 'user' },
    ]);
    expect(resultBlocks({ contents: [{ uri: 'x://1', text: 't' }] })).toEqual([
      { type: 'resource', uri: 'x://1', text: 't' },
    ]);
    expect(resultBlocks({})).toEqual([]);
  });
});

describe('the form of a call', () => {
  const template = { kind: 'resourceTemplate', template: { name: 'i', uriTemplate: 'x://{a}/{b}{?q}' } } as const;
  const prompt = {
    kind: 'prompt',
    prompt: { name: 'p', arguments: [{ name: 'city', description: 'Which', required: true }, { name: 'tone' }] },
  } as const;

  it('asks for the variables of a template and the arguments of a prompt', () => {
    expect(inputSchemaOf(template)).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' }, q: { type: 'string' } },
      required: ['a', 'b'],
    });
    expect(inputSchemaOf(structuredClone(prompt) as never)).toEqual({
      type: 'object',
      properties: { city: { type: 'string', description: 'Which' }, tone: { type: 'string' } },
      required: ['city'],
    });
  });

  it('makes the request of them', () => {
    expect(requestOf(template, { a: '1', b: 'x y', q: '' })).toEqual({
      method: 'resources/read',
      uri: 'x://1/x%20y?q=',
    });
    expect(requestOf(structuredClone(prompt) as never, { city: 'Oslo' })).toEqual({
      method: 'prompts/get',
      name: 'p',
      arguments: { city: 'Oslo' },
    });
    expect(requestOf({ kind: 'tool', tool }, { a: 1 })).toEqual({
      method: 'tools/call',
      tool,
      arguments: { a: 1 },
    });
  });

  it('knows what can be called at once', () => {
    expect(needsNoInput(template)).toBe(false);
    expect(needsNoInput({ kind: 'prompt', prompt: { name: 'p' } })).toBe(true);
    expect(needsNoInput({ kind: 'resource', resource: { name: 'r', uri: 'x://r' } })).toBe(true);
  });
});

describe('names of files', () => {
  it.each([
    ['x://a/report.md', 'text/markdown', 'report.md'],
    ['x://a/report', 'text/markdown', 'report.md'],
    ['x://a/data.py', 'text/plain', 'data.py'],
    ['x://a/pic', 'image/png', 'pic.png'],
    ['x://a/pic.php?x=1', 'image/png', 'pic.php.png'],
    ['x://a/', undefined, 'a.txt'],
    ['x://%E0%A4%A', undefined, '%E0%A4%A.txt'],
  ])('%s of type %s is %s', (uri, type, name) => {
    expect(fileNameFor(uri, type, false)).toBe(name);
  });

  it('is found at once in a URI that is made to keep the window busy', () => {
    const before = process.cpuUsage();
    expect(fileNameFor(`x://a${'/'.repeat(60_000)}b`, undefined, false)).toBe('b.txt');
    expect(safeName(`a${'.'.repeat(60_000)}b`)).toBe('b');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['..', 'content.txt'],
    ['C:\\x\u202etxt.exe', 'C-x-txt.exe'],
    ['a'.repeat(200), 'a'.repeat(100)],
  ])('%j leads nowhere as a file name', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('knows structured types', () => {
    expect(extensionFor('application/vnd.api+json; charset=utf-8')).toBe('json');
    expect(extensionFor('what/ever')).toBeUndefined();
    expect(extensionFor('constructor')).toBeUndefined();
  });
});
