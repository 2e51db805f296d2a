import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams, SamplingMessage } from '../../../src/core/mcp.ts';
import { isProviderError, type ModelInfo } from '../../../src/core/models/provider.ts';
import {
  type Accepted,
  endpointUrl,
  prepareChatCompletion,
  usualMaxTokensParameter,
} from '../../../src/providers/openaiRequest.ts';
import { ask } from './support.ts';

const model: ModelInfo = {
  ref: 'e/m',
  endpoint: 'e',
  id: 'm',
  name: 'Model M',
  providerLabel: 'E',
  destination: { kind: 'http', host: 'models.example', loopback: false },
};
const prepare = (params: CreateMessageRequestParams, more: Partial<ModelInfo> = {}, accepted: Accepted = {}) =>
  prepareChatCompletion(params, { ...model, ...more }, { baseUrl: 'https://models.example/v1', label: 'E', accepted });
const notesOf = (params: CreateMessageRequestParams) =>
  prepare(params).notes.map(({ field, effect }) => `${field} ${effect}`);
const messages = (...list: SamplingMessage[]) => prepare(ask('', { messages: list }));
const user = (...content: Extract<SamplingMessage['content'], unknown[]>): SamplingMessage => ({
  role: 'user',
  content,
});
const assistant = (...content: Extract<SamplingMessage['content'], unknown[]>): SamplingMessage => ({
  role: 'assistant',
  content,
});

describe('the body', () => {
  it('is whole for an ordinary request, and needs no note', () => {
    const prepared = prepare(ask('Hello', { systemPrompt: 'Be brief.', temperature: 0.3, stopSequences: ['END'] }));
    expect(prepared).toEqual({
      destination: {
        kind: 'http',
        host: 'models.example',
        url: 'https://models.example/v1/chat/completions',
        loopback: false,
      },
      body: {
        model: 'm',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hello' },
        ],
        max_tokens: 100,
        temperature: 0.3,
        stop: ['END'],
        stream: true,
        stream_options: { include_usage: true },
      },
      notes: [],
    });
  });

  it('keeps every message in order, with pictures and sounds', () => {
    const { body, notes } = messages(
      { role: 'user', content: { type: 'text', text: 'one' } },
      assistant({ type: 'text', text: 'two' }, { type: 'text', text: 'three' }),
      user(
        { type: 'text', text: 'four' },
        { type: 'image', data: 'aW1n', mimeType: 'image/png' },
        { type: 'audio', data: 'd2F2', mimeType: 'audio/x-wav; codecs=1' },
        { type: 'audio', data: 'bXAz', mimeType: 'audio/mpeg' },
      ),
    );
    expect(body.messages).toEqual([
      { role: 'user', content: 'one' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'two' },
          { type: 'text', text: 'three' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'four' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aW1n' } },
          { type: 'input_audio', input_audio: { data: 'd2F2', format: 'wav' } },
          { type: 'input_audio', input_audio: { data: 'bXAz', format: 'mp3' } },
        ],
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('maps tool calls and their results, and offers tools', () => {
    const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' as const, $schema: 'x' } }];
    const { body, notes } = prepare(
      ask('', {
        tools,
        toolChoice: { mode: 'none' },
        messages: [
          assistant(
            { type: 'text', text: 'Let me look.' },
            { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'x' } },
          ),
          user({ type: 'tool_result', toolUseId: 'c1', content: [{ type: 'text', text: 'seen' }] }),
          assistant({ type: 'tool_use', id: 'c2', name: 'look', input: {} }),
          user({ type: 'tool_result', toolUseId: 'c2', content: [] }),
        ],
      }),
    );
    expect(body.messages).toEqual([
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'seen' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c2', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c2', content: '' },
    ]);
    expect(body).toMatchObject({
      tool_choice: 'none',
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object', $schema: 'x' } },
        },
      ],
    });
    expect(notes).toEqual([]);
  });

  it.each([
    ['https://api.openai.com/v1', 'max_completion_tokens'],
    ['https://eu.api.openai.com/v1', 'max_completion_tokens'],
    ['https://mine.openai.azure.com/openai/v1', 'max_completion_tokens'],
    ['https://mine.services.ai.azure.com/openai/v1', 'max_completion_tokens'],
    ['https://api.openai.com.evil.example/v1', 'max_tokens'],
    ['http://127.0.0.1:11434/v1', 'max_tokens'],
  ])('names the limit for %s %s', (url, name) => {
    expect(usualMaxTokensParameter(new URL(url))).toBe(name);
  });

  it('names the limit as settings or refusals say', () => {
    expect(prepare(ask('x'), {}, { maxTokensParameter: 'max_completion_tokens' }).body).toHaveProperty(
      'max_completion_tokens',
      100,
    );
  });
});

describe('fidelity notes', () => {
  const png = { type: 'image', data: 'aW1n', mimeType: 'image/png' } as const;

  it.each([
    [{ includeContext: 'thisServer' as const }, ['includeContext ignored']],
    [{ includeContext: 'none' as const }, []],
    [{ metadata: { user: 1 } }, ['metadata ignored']],
    [{ metadata: {} }, []],
    [{ temperature: 3 }, ['temperature clamped']],
    [{ temperature: 2 }, []],
    [{ maxTokens: 10.5 }, ['maxTokens changed']],
    [{ stopSequences: ['a', 'b', 'c', 'd', 'e'] }, ['stopSequences clamped']],
    [{ stopSequences: ['', 'b'] }, ['stopSequences ignored']],
    [{ stopSequences: [] }, []],
    [{ toolChoice: { mode: 'auto' as const } }, ['toolChoice ignored']],
    [{ _meta: { progressToken: 1 } }, []],
    [{ task: { ttl: 1 } }, ['task ignored']],
    [{ tools: [{ name: 't', title: 'T', inputSchema: { type: 'object' as const } }] }, ['tools[0] ignored']],
  ])('for %j are %j', (more, notes) => {
    expect(notesOf(ask('x', more))).toEqual(notes);
  });

  it('tell what stands in the body', () => {
    expect(prepare(ask('x', { temperature: -1 })).body.temperature).toBe(0);
    expect(prepare(ask('x', { maxTokens: 10.5 })).body.max_tokens).toBe(10);
    expect(prepare(ask('x', { stopSequences: ['a', 'b', '', 'c', 'd', 'e'] })).body.stop).toEqual(['a', 'b', 'c', 'd']);
    const clamped = prepare(ask('x', { maxTokens: 500 }), { maxOutputTokens: 200 });
    expect(clamped.body.max_tokens).toBe(200);
    expect(clamped.notes).toEqual([
      { field: 'maxTokens', effect: 'clamped', note: 'Model M answers with at most 200 tokens, so 200 is sent.' },
    ]);
    expect(prepare(ask('x', { stopSequences: [''] })).body).not.toHaveProperty('stop');
  });

  it('for media where it cannot stand', () => {
    const { body, notes } = messages(
      user({ type: 'audio', data: 'b2dn', mimeType: 'audio/ogg' }),
      assistant({ ...png }, { type: 'text', text: 'said' }),
    );
    expect(body.messages).toEqual([
      { role: 'user', content: '' },
      { role: 'assistant', content: 'said' },
    ]);
    expect(notes.map(({ field }) => field)).toEqual(['messages[0].content[0]', 'messages[1].content[0]']);
    expect(notes[0]?.note).toContain('audio/ogg');
  });

  it('for what a tool’s result holds beside text', () => {
    const { body, notes } = messages(
      user(
        {
          type: 'tool_result',
          toolUseId: 'c1',
          isError: true,
          structuredContent: { a: 1 },
          content: [
            { type: 'text', text: 'first' },
            png,
            { type: 'audio', data: 'b2dn', mimeType: 'audio/ogg' },
            { type: 'resource_link', uri: 'file:///a', name: 'a' },
            { type: 'resource', resource: { uri: 'file:///b', text: 'inside' } },
            { type: 'resource', resource: { uri: 'file:///c', blob: 'cGlj', mimeType: 'image/jpeg' } },
            { type: 'resource', resource: { uri: 'file:///d', blob: 'Ymlu' } },
          ],
        },
        { type: 'tool_result', toolUseId: 'c2', structuredContent: { b: 2 }, content: [] },
      ),
    );
    expect(body.messages).toEqual([
      {
        role: 'tool',
        tool_call_id: 'c1',
        content: [
          { type: 'text', text: 'first' },
          { type: 'text', text: '{"type":"resource_link","uri":"file:///a","name":"a"}' },
          { type: 'text', text: '{"type":"resource","resource":{"uri":"file:///b","text":"inside"}}' },
        ],
      },
      { role: 'tool', tool_call_id: 'c2', content: '{"b":2}' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aW1n' } },
          { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,cGlj' } },
        ],
      },
    ]);
    const at = 'messages[0].content[0]';
    expect(notes.map(({ field, effect }) => `${field} ${effect}`).sort()).toEqual(
      [
        `${at}.content[1] changed`,
        `${at}.content[2] ignored`,
        `${at}.content[3] changed`,
        `${at}.content[4] changed`,
        `${at}.content[5] changed`,
        `${at}.content[5] changed`,
        `${at}.content[6] ignored`,
        `${at}.isError ignored`,
        `${at}.structuredContent ignored`,
        'messages[0].content[1].structuredContent changed',
      ].sort(),
    );
  });

  it('for what breaks the specification’s order or roles', () => {
    const { body, notes } = messages(
      user(
        { type: 'text', text: 'said' },
        { type: 'tool_result', toolUseId: 'c', content: [] },
        { type: 'tool_use', id: 'u', name: 'n', input: {} },
      ),
      assistant(
        { type: 'tool_use', id: 'a', name: 'n', input: {} },
        { type: 'text', text: 'late' },
        { type: 'tool_result', toolUseId: 'c', content: [] },
      ),
    );
    expect(body.messages).toMatchObject([
      { role: 'tool' },
      { role: 'user', content: 'said' },
      { role: 'assistant', content: 'late' },
    ]);
    expect(notes.map(({ field, effect }) => `${field} ${effect}`)).toEqual([
      'messages[0].content[1] changed',
      'messages[0].content[2] ignored',
      'messages[1].content[1] changed',
      'messages[1].content[2] ignored',
    ]);
  });

  it('for annotations and _meta, where they stand', () => {
    const { notes } = messages(
      {
        role: 'user',
        content: { type: 'text', text: 'x', annotations: { priority: 1 }, _meta: { a: 1 } },
        _meta: { b: 1 },
      },
      { role: 'user', content: { type: 'text', text: 'x', _meta: {} } },
    );
    expect(notes.map(({ field }) => field)).toEqual(['messages[0]', 'messages[0].content']);
  });

  it('for a broken character, which is replaced', () => {
    const { body, notes } = prepare(ask('half \ud83d of it', { systemPrompt: 'whole 😀' }));
    expect(body.messages).toEqual([
      { role: 'system', content: 'whole 😀' },
      { role: 'user', content: 'half \ufffd of it' },
    ]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ field: 'messages', effect: 'changed' });
  });
});

describe('the address', () => {
  it.each([
    ['https://a.example/v1/', 'https://a.example/v1/chat/completions'],
    ['https://a.example', 'https://a.example/chat/completions'],
    ['https://a.example/v1#part', 'https://a.example/v1/chat/completions'],
    [
      'https://a.example/openai?api-version=2024-10-21',
      'https://a.example/openai/chat/completions?api-version=2024-10-21',
    ],
  ])('of %s is %s', (base, url) => {
    expect(endpointUrl(base, '/chat/completions', 'E').href).toBe(url);
  });

  it.each(['', 'models.example', 'file:///etc/passwd', 'https://me:secret@a.example/v1'])(
    'of %j is refused in words',
    (base) => {
      let failure: unknown;
      try {
        endpointUrl(base, '/models', 'My endpoint');
      } catch (error) {
        failure = error;
      }
      expect(isProviderError(failure) && failure.code).toBe('badRequest');
      expect((failure as Error).message).toContain('The base URL of My endpoint');
      expect((failure as Error).message).not.toContain('secret');
    },
  );
});
