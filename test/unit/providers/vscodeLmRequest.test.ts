import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';
import type { ModelInfo } from '../../../src/core/models/provider.ts';
import { prepareForVsCode } from '../../../src/providers/vscodeLmRequest.ts';
import { ask } from './support.ts';

const model: ModelInfo = {
  ref: 'vscode/gpt-4o',
  endpoint: 'vscode',
  id: 'gpt-4o',
  name: 'GPT-4o',
  providerLabel: 'copilot',
  destination: { kind: 'vscode.lm', host: 'copilot', loopback: false },
};
const notesOf = (params: CreateMessageRequestParams) =>
  prepareForVsCode(params, model).notes.map(({ field, effect }) => `${field} ${effect}`);

describe('a request for a VS Code model', () => {
  it('is its arguments as JSON, with what that interface cannot do', () => {
    const prepared = prepareForVsCode(
      ask('Hello', { systemPrompt: 'Be brief.', temperature: 0.2, stopSequences: ['END'] }),
      model,
    );
    expect(prepared.destination).toBe(model.destination);
    expect(prepared.body).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'user', content: [{ type: 'text', value: 'Be brief.' }] },
        { role: 'user', content: [{ type: 'text', value: 'Hello' }] },
      ],
      options: { modelOptions: { max_tokens: 100, temperature: 0.2, stop: ['END'] } },
    });
    expect(prepared.notes.map(({ field, effect }) => `${field} ${effect}`)).toEqual([
      'systemPrompt changed',
      'maxTokens ignored',
      'temperature ignored',
      'stopSequences ignored',
      'stopReason ignored',
    ]);
  });

  it('carries pictures, tool calls and results', () => {
    const { body } = prepareForVsCode(
      ask('', {
        tools: [{ name: 'look', inputSchema: { type: 'object' } }],
        toolChoice: { mode: 'required' },
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'see' },
              { type: 'image', data: 'aW1n', mimeType: 'image/png' },
            ],
          },
          { role: 'assistant', content: { type: 'tool_use', id: 'c', name: 'look', input: { a: 1 } } },
          {
            role: 'user',
            content: {
              type: 'tool_result',
              toolUseId: 'c',
              content: [
                { type: 'text', text: 'seen' },
                { type: 'image', data: 'cGlj', mimeType: 'image/jpeg' },
              ],
            },
          },
        ],
      }),
      model,
    );
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', value: 'see' },
          { type: 'image', mimeType: 'image/png', data: 'aW1n' },
        ],
      },
      { role: 'assistant', content: [{ type: 'toolCall', callId: 'c', name: 'look', input: { a: 1 } }] },
      {
        role: 'user',
        content: [
          {
            type: 'toolResult',
            callId: 'c',
            content: [
              { type: 'text', value: 'seen' },
              { type: 'image', mimeType: 'image/jpeg', data: 'cGlj' },
            ],
          },
        ],
      },
    ]);
    expect(body.options).toMatchObject({
      tools: [{ name: 'look', description: '', inputSchema: { type: 'object' } }],
      toolMode: 'required',
    });
  });

  it.each([
    [{ type: 'audio' as const, data: 'd2F2', mimeType: 'audio/wav' }],
    [{ type: 'image' as const, data: 'c3Zn', mimeType: 'image/svg+xml' }],
    [{ type: 'tool_use' as const, id: 'c', name: 'n', input: {} }],
  ])('leaves %j of the user out with a note, and no message empty', (block) => {
    const prepared = prepareForVsCode(ask('', { messages: [{ role: 'user', content: [block] }] }), model);
    expect(prepared.body.messages).toEqual([{ role: 'user', content: [{ type: 'text', value: '' }] }]);
    expect(prepared.notes[0]).toMatchObject({ field: 'messages[0].content[0]', effect: 'ignored' });
  });

  it('leaves out what an assistant cannot have, and audio in a result', () => {
    const picture = { type: 'image' as const, data: 'aW1n', mimeType: 'image/png' };
    const audio = { type: 'audio' as const, data: 'd2F2', mimeType: 'audio/wav' };
    const result = { type: 'tool_result' as const, toolUseId: 'c', content: [audio] };
    const fields = notesOf(
      ask('', {
        messages: [
          { role: 'assistant', content: [picture, result] },
          { role: 'user', content: result },
        ],
      }),
    );
    expect(fields.slice(0, 3)).toEqual([
      'messages[0].content[0] ignored',
      'messages[0].content[1] ignored',
      'messages[1].content.content[0] ignored',
    ]);
  });

  it('has no tools that must not be used, and no choice without tools', () => {
    const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' as const } }];
    const none = prepareForVsCode(ask('x', { tools, toolChoice: { mode: 'none' } }), model);
    expect(none.body.options).not.toHaveProperty('tools');
    expect(none.notes[0]).toMatchObject({ field: 'tools', effect: 'ignored' });
    expect(notesOf(ask('x', { toolChoice: { mode: 'auto' } }))).toContain('toolChoice ignored');
    expect(prepareForVsCode(ask('x', { tools }), model).body.options).not.toHaveProperty('toolMode');
  });

  it('replaces a broken character and says so', () => {
    const { body, notes } = prepareForVsCode(ask('half \udc00'), model);
    expect(JSON.stringify(body)).toContain('half \ufffd');
    expect(notes.at(-1)).toMatchObject({ field: 'messages', effect: 'changed' });
  });
});
