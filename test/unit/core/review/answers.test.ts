import { describe, expect, it } from 'vitest';
import { withText } from '../../../../src/core/review/answerEdits.ts';
import { completionByHand, resultOf } from '../../../../src/core/review/answers.ts';
import { completionOf, paramsOf, toolUse } from '../sampling/fakes.ts';

const image = { type: 'image', data: 'aGk=', mimeType: 'image/png' } as const;
const text = (value: string) => ({ type: 'text', text: value }) as const;
const tools = paramsOf('x', { tools: [{ name: 'search', inputSchema: { type: 'object' } }] });

describe('the result for the server', () => {
  it('is one block unless tools were offered', () => {
    expect(resultOf(paramsOf('x'), completionOf('a')).content).toEqual(text('a'));
    expect(
      resultOf(paramsOf('x'), completionOf('', { content: [text('a'), text('b'), toolUse('1')] })).content,
    ).toEqual(text('ab'));
    expect(resultOf(paramsOf('x'), completionOf('', { content: [image] })).content).toEqual(image);
    expect(resultOf(paramsOf('x'), completionOf('', { content: [image, text('a')] })).content).toEqual(text('a'));
    expect(resultOf(paramsOf('x'), completionOf('', { content: [] })).content).toEqual(text(''));
  });

  it('says toolUse with a use of a tool alone', () => {
    const stop = (params: typeof tools, content: Parameters<typeof completionOf>[1] & object) =>
      resultOf(params, completionOf('', { stopReason: 'toolUse', ...content })).stopReason;
    expect(stop(tools, { content: [toolUse('1')] })).toBe('toolUse');
    expect(stop(tools, { content: [text('a')] })).toBe('endTurn');
    expect(stop(paramsOf('x'), { content: [text('a'), toolUse('1')] })).toBe('endTurn');
  });

  it('is a list where a tool is used, and may be one block otherwise', () => {
    expect(resultOf(tools, completionOf('', { content: [toolUse('1')] })).content).toEqual([toolUse('1')]);
    expect(resultOf(tools, completionOf('', { content: [text('a'), toolUse('1')] })).content).toEqual([
      text('a'),
      toolUse('1'),
    ]);
    expect(resultOf(tools, completionOf('a')).content).toEqual(text('a'));
    expect(resultOf(tools, completionOf('', { content: [] })).content).toEqual(text(''));
    expect(
      resultOf(paramsOf('x', { toolChoice: { mode: 'none' } }), completionOf('', { content: [text('a'), text('b')] }))
        .content,
    ).toHaveLength(2);
  });

  it('always names a role and a model, and a stop reason where one is known', () => {
    expect(resultOf(paramsOf('x'), completionOf('a', { model: '' }))).toMatchObject({
      role: 'assistant',
      model: 'unknown',
      stopReason: 'endTurn',
    });
    const { stopReason: _, ...without } = completionOf('a');
    expect('stopReason' in resultOf(paramsOf('x'), without)).toBe(false);
  });

  it('says when a person wrote it', () => {
    expect(completionByHand('me', paramsOf('x'))).toMatchObject({
      model: 'human',
      content: [text('me')],
      stopReason: 'endTurn',
    });
  });
});

describe('an edited answer', () => {
  const mixed = completionOf('', { content: [image, text('a'), toolUse('1'), text('b')] });
  it('keeps what is no text, and where the text stood', () => {
    expect(withText(mixed, 'new').content).toEqual([image, text('new'), toolUse('1')]);
    expect(withText(completionOf('', { content: [toolUse('1')] }), 'new').content).toEqual([text('new'), toolUse('1')]);
  });
  it('without text keeps the rest alone', () => {
    expect(withText(mixed, '').content).toEqual([image, toolUse('1')]);
    expect(withText(completionOf('a'), '').content).toEqual([text('')]);
  });
  it('is the same when nothing changed', () => {
    expect(withText(mixed, 'ab')).toBe(mixed);
  });
});
