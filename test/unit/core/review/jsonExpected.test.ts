import { describe, expect, it } from 'vitest';
import { jsonExpected } from '../../../../src/core/review/jsonExpected.ts';
import { paramsOf } from '../sampling/fakes.ts';

const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

describe('whether a server asks for JSON', () => {
  it.each([
    'Respond only with JSON.',
    'Respond with valid JSON, no prose.',
    'Return a single JSON object with the keys "a" and "b".',
    'Return the result as JSON.',
    'Answer in JSON.',
    'Output strictly valid JSON',
    'Your response must be valid JSON.',
    'The output should be a JSON array',
    'Give me the answer as a JSON list of strings',
    'Reply with nothing but JSON',
    'Only JSON, please.',
    'respond\nwith json only',
    'Extract the fields. JSON only.',
    'Produce JSON matching the schema below.',
    'Format your answer as JSON',
  ])('reads it in “%s”', (text) => {
    expect(jsonExpected(paramsOf(text))?.why).toContain('last message asks for JSON');
    expect(jsonExpected(paramsOf('Go', { systemPrompt: text }))?.why).toContain('system prompt asks for JSON');
  });

  it.each([
    'Summarise this JSON: {"a": 1}',
    'What is wrong with the JSON in package.json?',
    'Write a poem about a man called Jason.',
    'Do not return JSON, only prose.',
    'Never answer with JSON.',
    'Explain what JSON is.',
    'Convert the attached JSON to a table in Markdown.',
    'The file is stored as JSON in the cache.',
    '',
  ])('does not read it in “%s”', (text) => {
    expect(jsonExpected(paramsOf(text))).toBeUndefined();
  });

  it('takes the last message of the user, not an earlier one', () => {
    const messages = [
      { role: 'user' as const, content: { type: 'text' as const, text: 'Return JSON.' } },
      { role: 'assistant' as const, content: { type: 'text' as const, text: 'Respond only with JSON.' } },
      { role: 'user' as const, content: { type: 'text' as const, text: 'And now in prose.' } },
    ];
    expect(jsonExpected(paramsOf('', { messages }))).toBeUndefined();
  });

  it('finds the schema in the prompt, past braces that are none', () => {
    const text = `Return JSON that fits this schema (in {braces}):\n${JSON.stringify(schema, undefined, 2)}\nNothing else.`;
    expect(jsonExpected(paramsOf(text))?.schema).toEqual(schema);
    const tricky = { ...schema, title: 'a "}" b' };
    expect(jsonExpected(paramsOf(`Respond with JSON. Schema: ${JSON.stringify(tricky)}`))?.schema).toEqual(tricky);
    expect(jsonExpected(paramsOf('Respond with JSON. Schema: {"name": "string"}'))?.schema).toBeUndefined();
  });

  it.each([
    [{ response_format: { type: 'json_object' } }, undefined],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } }, schema],
    [{ responseFormat: { type: 'json_schema', schema } }, schema],
    [{ format: 'json' }, undefined],
    [{ format: schema }, schema],
    [{ responseMimeType: 'application/json', responseSchema: schema }, schema],
    [{ outputSchema: schema }, schema],
  ])('reads the metadata %j', (metadata, wanted) => {
    const found = jsonExpected(paramsOf('Hello', { metadata }));
    expect(found?.why).toContain('metadata asks for JSON');
    expect(found?.schema).toEqual(wanted);
  });

  it.each([{ format: 'text' }, { response_format: { type: 'text' } }, { outputSchema: 'none' }, {}])(
    'does not read it in the metadata %j',
    (metadata) => {
      expect(jsonExpected(paramsOf('Hello', { metadata }))).toBeUndefined();
    },
  );

  it('is quick about a long prompt', () => {
    const long = `${'return a '.repeat(200_000)}schema ${'{'.repeat(100_000)}`;
    const before = performance.now();
    expect(jsonExpected(paramsOf(long))).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
