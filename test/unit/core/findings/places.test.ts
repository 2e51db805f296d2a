import { describe, expect, it } from 'vitest';
import { answerPlaces, isName, requestPlaces } from '../../../../src/core/findings/places.ts';
import { whereWords } from '../../../../src/webview/desk/findingWords.ts';
import { answer, content, text } from '../../../webview/support/reviews.ts';

describe('the texts that are inspected', () => {
  it('are all that a person sees of a request and that may leave: names, ids and stop sequences too', () => {
    const places = requestPlaces(
      content({
        systemPrompt: text('Be brief'),
        messages: [
          {
            id: 'm0',
            role: 'user',
            blocks: [text(''), text('Hello'), { type: 'image', data: '', mimeType: 'image/png', bytes: 0 }],
          },
          { id: 'a1', role: 'assistant', blocks: [{ type: 'toolUse', id: 'u1', name: 'find', input: '{}' }] },
          { id: 'm2', role: 'user', blocks: [{ type: 'toolResult', toolUseId: 'u1', isError: false, text: 'It' }] },
        ],
        tools: [{ tool: 3, name: 'find', description: 'Finds', inputSchema: '{}' }],
        parameters: { maxTokens: 1, stopSequences: ['', 'END'] },
      }),
    );
    expect(places.map(({ key, where, text: whole }) => [key, whereWords(where), whole])).toEqual([
      ['system', 'System prompt', 'Be brief'],
      ['m0b1', 'Message 1 (user)', 'Hello'],
      ['a1b0n', 'Message 2 (assistant), name of a tool use', 'find u1'],
      ['a1b0', 'Message 2 (assistant), tool use', '{}'],
      ['m2b0n', 'Message 3 (user), id of a tool result', 'u1'],
      ['m2b0', 'Message 3 (user), tool result', 'It'],
      ['t0n', 'Tool 1, name', 'find'],
      ['t0d', 'Tool 1, description', 'Finds'],
      ['t0s', 'Tool 1, input schema', '{}'],
      ['stop1', 'Stop sequence 2', 'END'],
    ]);
    expect(places.filter(({ where }) => isName(where)).map(({ key }) => key)).toEqual(['a1b0n', 'm2b0n', 't0n']);
  });

  it('of an answer are its text and its uses of tools', () => {
    const use = { use: 1, id: 'u', name: 'n', input: '{ }', dropped: false };
    const places = answerPlaces({ ...answer, text: 'Yes', toolUses: [{ ...use, use: 0, dropped: true }, use] });
    expect(places.map(({ key, where }) => [key, whereWords(where)])).toEqual([
      ['answer', 'Answer'],
      ['use1n', 'Answer, name of a tool use'],
      ['use1', 'Answer, tool use'],
    ]);
  });
});
