import { describe, expect, it } from 'vitest';
import { isMcpError } from '../../../../src/core/errors.ts';
import { checkAsk, checkParams, INTAKE_LIMITS } from '../../../../src/core/sampling/intake.ts';
import { server } from './fakes.ts';
import { containing, having } from './matchers.ts';

const text = { type: 'text', text: 'hi' };
const use = (id: string) => ({ type: 'tool_use', id, name: 'search', input: {} });
const result = (toolUseId: string, content: unknown[] = [text]) => ({ type: 'tool_result', toolUseId, content });
const user = (...content: unknown[]) => ({ role: 'user', content });
const assistant = (...content: unknown[]) => ({ role: 'assistant', content });
const of = (...messages: unknown[]) => ({ messages, maxTokens: 10 });
const withMore = (more: object) => ({ ...of({ role: 'user', content: text }), ...more });

/** The refusal, or `undefined` when it passes. */
function refused(params: unknown): string | undefined {
  try {
    checkParams(params);
    return undefined;
  } catch (error) {
    if (!isMcpError(error)) throw error;
    expect(error).toMatchObject({ kind: 'invalidRequest', code: -32602 });
    return error.message;
  }
}

describe('requests as the specification has them', () => {
  it.each([
    ['text', of({ role: 'user', content: text })],
    [
      'a list of blocks',
      of(
        user(
          text,
          { type: 'image', data: 'aGk=', mimeType: 'image/png' },
          { type: 'audio', data: '', mimeType: 'audio/wav' },
        ),
      ),
    ],
    ['no messages', of()],
    ['an empty message', of(user())],
    [
      'everything',
      withMore({
        systemPrompt: '',
        temperature: 0,
        stopSequences: ['x'],
        includeContext: 'allServers',
        metadata: { a: [1] },
        _meta: { progressToken: 1 },
        task: { ttl: 1 },
      }),
    ],
    [
      'preferences',
      withMore({
        modelPreferences: {
          hints: [{ name: 'a' }, {}, { other: 1 }],
          costPriority: 0,
          speedPriority: 1,
          intelligencePriority: 0.5,
        },
      }),
    ],
    ['tools', withMore({ tools: [{ name: 'a', inputSchema: { type: 'object' } }], toolChoice: { mode: 'required' } })],
    [
      'a tool loop',
      of(
        user(text),
        assistant(text, use('1'), use('2')),
        user(result('2'), result('1')),
        assistant(use('1')),
        user(result('1')),
      ),
    ],
    [
      'every kind of result',
      of(
        assistant(use('1')),
        user(
          result('1', [
            text,
            { type: 'image', data: 'aGk=', mimeType: 'image/png' },
            { type: 'resource_link', uri: 'file:///a', name: 'a' },
            { type: 'resource', resource: { uri: 'file:///a', text: 'x' } },
            { type: 'resource', resource: { uri: 'file:///a', blob: 'aGk=' } },
          ]),
        ),
      ),
    ],
  ])('pass: %s', (_, params) => {
    expect(refused(params)).toBeUndefined();
    expect(checkParams(params)).toBe(params);
  });

  it('pass with 8 MB of text, quickly', () => {
    const params = of({ role: 'user', content: { type: 'text', text: 'lorem ipsum '.repeat(700_000) } });
    const before = process.cpuUsage();
    expect(refused(params)).toBeUndefined();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
  });
});

describe('requests that break the specification', () => {
  it.each([
    ['no object', undefined, 'params'],
    ['no maxTokens', { messages: [] }, 'params.maxTokens'],
    ['no tokens at all', { messages: [], maxTokens: 0 }, 'params.maxTokens'],
    ['half a token', { messages: [], maxTokens: 1.5 }, 'params.maxTokens'],
    ['a role that is none', of({ role: 'system', content: text }), 'params.messages[0].role'],
    ['an unknown content type', of({ role: 'user', content: { type: 'video' } }), 'params.messages[0].content'],
    [
      'a resource as content',
      of(user({ type: 'resource', resource: { uri: 'a', text: 'b' } })),
      'params.messages[0].content[0]',
    ],
    ['text that is none', of(user({ type: 'text', text: 5 })), 'params.messages[0].content[0].text'],
    [
      'a description of a tool that is no text',
      withMore({ tools: [{ name: 't', description: 42, inputSchema: { type: 'object' } }] }),
      'params.tools[0].description',
    ],
    [
      'a title of a tool that is no text',
      withMore({ tools: [{ name: 't', title: {}, inputSchema: { type: 'object' } }] }),
      'params.tools[0].title',
    ],
    [
      'bytes of a resource beside a text that is none',
      of(assistant(use('a')), user(result('a', [{ type: 'resource', resource: { uri: 'a', blob: '', text: 5 } }]))),
      'resource.text',
    ],
    [
      'a MIME type of a resource that is no text',
      of(assistant(use('a')), user(result('a', [{ type: 'resource', resource: { uri: 'a', text: '', mimeType: 5 } }]))),
      'resource.mimeType',
    ],
    ['data that is no base64', of(user({ type: 'image', data: '<svg>', mimeType: 'image/png' })), 'not base64'],
    ['a MIME type that is none', of(user({ type: 'image', data: '', mimeType: 'png' })), 'not a MIME type'],
    [
      'a priority beyond 1',
      withMore({ modelPreferences: { costPriority: 1.1 } }),
      'params.modelPreferences.costPriority',
    ],
    [
      'a priority below 0',
      withMore({ modelPreferences: { speedPriority: -1 } }),
      'params.modelPreferences.speedPriority',
    ],
    ['a context that is none', withMore({ includeContext: null }), 'params.includeContext'],
    [
      'a tool without a name',
      withMore({ tools: [{ name: '', inputSchema: { type: 'object' } }] }),
      'params.tools[0].name',
    ],
    ['a tool choice that is none', withMore({ toolChoice: { mode: 'always' } }), 'params.toolChoice.mode'],
    [
      'results mixed with text',
      of(assistant(use('1')), user(result('1'), text)),
      'Tool results mixed with other content',
    ],
    [
      'results of the assistant',
      of(assistant(use('1')), assistant(result('1'))),
      'Tool results belong into user messages',
    ],
    ['uses of the user', of(user(use('1')), user(result('1'))), 'Tool uses belong into assistant messages'],
    [
      'a use without a result',
      of(assistant(use('1'), use('2')), user(result('1'))),
      'Tool result missing in request (“2”)',
    ],
    ['a use at the end', of(user(text), assistant(use('1'))), 'Tool result missing in request'],
    ['a message in between', of(assistant(use('1')), user(text), user(result('1'))), 'Tool result missing in request'],
    ['a result for nothing', of(user(result('9'))), 'Tool result without a matching tool use (“9”)'],
    [
      'a result twice',
      of(assistant(use('1')), user(result('1'), result('1'))),
      'Tool result without a matching tool use',
    ],
    [
      'results in two messages',
      of(assistant(use('1'), use('2')), user(result('1')), user(result('2'))),
      'Tool result missing in request',
    ],
    ['one id twice', of(assistant(use('1'), use('1')), user(result('1'))), 'Two tool uses have the id “1”'],
  ])('are refused: %s', (_, params, says) => {
    expect(refused(params)).toContain(says);
  });

  it('are refused when nobody could handle them', () => {
    let deep: unknown = {};
    for (let level = 0; level < 70; level++) deep = { deep };
    expect(refused(withMore({ metadata: deep }))).toContain('deeper than 64');
    expect(refused(withMore({ metadata: { list: Array.from({ length: 1_000_001 }, () => 0) } }))).toContain(
      'too many parts',
    );
    const half = 'x'.repeat(INTAKE_LIMITS.characters / 2 + 1);
    expect(refused(withMore({ systemPrompt: half, metadata: { half } }))).toContain('larger than');
  });
});

describe('requests that are made to keep the window busy', () => {
  /** Milliseconds of this process; a machine that is busy with other things does not count. */
  function cost(work: () => void): number {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1000;
  }

  it('are refused at once: base64 of blanks that ends in something else', () => {
    const data = `A${' '.repeat(60_000)}!`;
    const params = of(user({ type: 'image', data, mimeType: 'image/png' }));
    expect(cost(() => expect(refused(params)).toContain('not base64'))).toBeLessThan(500);
  });

  it('pass or are refused at once: thousands of tool uses with their results', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `call-of-a-tool-${index}`);
    const uses = ids.map((id) => use(id));
    const results = ids.map((id) => result(id, []));
    expect(cost(() => expect(refused(of(assistant(...uses), user(...results)))).toBeUndefined())).toBeLessThan(500);
    const twice = of(assistant(...uses), user(...results.slice(0, -1), results[0]));
    expect(cost(() => expect(refused(twice)).toContain('without a matching tool use'))).toBeLessThan(500);
  });
});

describe('base64 as encoders write it', () => {
  it.each(['', 'aGk=', 'aA==', 'aGkh', 'aG\nk=\n', 'aA=\n=\n', ' \n'])('%j passes', (data) => {
    expect(refused(of(user({ type: 'image', data, mimeType: 'image/png' })))).toBeUndefined();
  });
  it.each(['=a', 'a===', 'a=b', 'data:image/png;base64,aGk=', 'aGk-_'])('%j is refused', (data) => {
    expect(refused(of(user({ type: 'image', data, mimeType: 'image/png' })))).toContain('not base64');
  });
});

describe('what was declared', () => {
  const params = withMore({ tools: [] }) as never;
  it('tools need sampling.tools', () => {
    expect(() => checkAsk({ params, server })).not.toThrow();
    expect(() => checkAsk({ params, server: { ...server, tools: false } })).toThrow(
      having({ code: -32602, message: containing('sampling.tools') }),
    );
    const choice = withMore({ toolChoice: { mode: 'none' } }) as never;
    expect(() => checkAsk({ params: choice, server: { ...server, tools: false } })).toThrow('sampling.tools');
  });
  it('nothing comes from a server for which sampling is off', () => {
    expect(() => checkAsk({ params, server: { ...server, sampling: false } })).toThrow(having({ code: -32601 }));
  });
});
