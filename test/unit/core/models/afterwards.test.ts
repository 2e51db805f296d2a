import { describe, expect, it } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { withNotesAfter } from '../../../../src/core/models/afterwards.ts';
import { notesOnText } from '../../../../src/core/models/byHand.ts';
import type { Completion } from '../../../../src/core/models/provider.ts';
import { completionOf, outgoingOf, paramsOf, toolUse } from '../sampling/fakes.ts';

const tools = { tools: [{ name: 'search', inputSchema: { type: 'object' as const } }] };

function after(asks: Partial<CreateMessageRequestParams>, answer: Partial<Completion>): string[] {
  const asked = paramsOf(asks.messages ? '' : 'Hello', asks);
  const outgoing = { ...outgoingOf(asked, 'local/small'), asked };
  const completion = completionOf('Fine.', { model: 'small', finishReason: 'stop', ...answer });
  return (withNotesAfter(outgoing, completion).notes ?? []).map(
    ({ field, effect, note }) => `${field} ${effect}: ${note}`,
  );
}

describe('what a provider did with a request', () => {
  it('is nothing to say where all was kept', () => {
    expect(after({}, {})).toEqual([]);
    expect(after({}, { stopReason: 'maxTokens', finishReason: 'length' })).toEqual([]);
    expect(after(tools, { content: [toolUse('1')], stopReason: 'toolUse', finishReason: 'tool_calls' })).toEqual([]);
    expect(after({ maxTokens: 100 }, { usage: { inputTokens: 1, outputTokens: 100 } })).toEqual([]);
  });

  it.each([
    [{}, { model: 'small-2026' }, 'model changed: You sent it to small; the provider says that small-2026 answered.'],
    [{}, { finishReason: 'eos' }, 'stopReason changed: The provider says “eos”; endTurn is given.'],
    [
      { stopSequences: ['END'] },
      {},
      'stopReason changed: The provider says “stop” for its own end and for a stop sequence; endTurn is given.',
    ],
    [
      { maxTokens: 100 },
      { usage: { outputTokens: 1500 } },
      'maxTokens ignored: The provider counts 1,500 tokens of answer; 100 were allowed.',
    ],
    [
      { messages: [{ role: 'user', content: { type: 'text', text: 'word '.repeat(4000) } }] },
      { usage: { inputTokens: 1024 } },
      'messages clamped: The provider counts 1,024 tokens of prompt where about 4,000 were sent: it may have cut the prompt.',
    ],
    [
      { ...tools, toolChoice: { mode: 'required' } },
      {},
      'toolChoice ignored: The use of a tool was required; the model used none.',
    ],
    [
      { ...tools, toolChoice: { mode: 'none' } },
      { content: [toolUse('1')], stopReason: 'toolUse', finishReason: 'tool_calls' },
      'toolChoice ignored: No tool was to be used; the model uses one.',
    ],
    [
      { stopSequences: ['ne'] },
      { stopReason: 'stopSequence', finishReason: 'stop_sequence' },
      'stopReason changed: The provider says “stop_sequence”; stopSequence is given.',
    ],
  ] as readonly (readonly [Partial<CreateMessageRequestParams>, Partial<Completion>, string])[])(
    '%#: %j',
    (asks, answer, words) => {
      expect(after(asks, answer)).toContain(words);
    },
  );

  it('says that an answer goes on after a stop sequence, and that no reason was given', () => {
    expect(after({ stopSequences: ['i'] }, { stopReason: 'maxTokens', finishReason: 'length' })).toEqual([
      'stopSequences ignored: The answer goes on after the stop sequence “i”.',
    ]);
    const { stopReason: _, ...open } = completionOf('Fine.', { model: 'small' });
    const outgoing = { ...outgoingOf(paramsOf('x'), 'local/small'), asked: paramsOf('x') };
    expect(withNotesAfter(outgoing, open).notes).toMatchObject([{ field: 'stopReason', effect: 'ignored' }]);
    expect(withNotesAfter(outgoing, { ...open, finishReason: 'odd\u202e' }).notes?.[0]?.note).not.toContain('\u202e');
    expect(withNotesAfter(outgoing, { ...open, stopped: true }).notes).toBeUndefined();
  });

  it('is added to what the provider noted itself', () => {
    const noted = [{ field: 'content', effect: 'ignored' as const, note: 'Reasoning.' }];
    expect(after({}, { model: 'other', notes: noted })).toHaveLength(2);
  });
});

it('an answer by hand is held against the request as well', () => {
  const params = paramsOf('x', { maxTokens: 3, stopSequences: ['END'], temperature: 0 });
  const notes = notesOnText('It goes on and on END and on.', params);
  expect(notes.map(({ field }) => field)).toEqual(['temperature', 'maxTokens', 'stopSequences']);
  expect(notes[1]?.note).toMatch(/^Your answer has about \d+ tokens; 3 were allowed\.$/);
  expect(notesOnText('Short.', paramsOf('x'))).toEqual([]);
});
