import { describe, expect, it } from 'vitest';
import { schemaCheck } from '../../../../src/core/forms/check.ts';
import { checkAnswer } from '../../../../src/core/review/answerChecks.ts';
import { completionOf, paramsOf, toolUse } from '../sampling/fakes.ts';

const check = schemaCheck((work) => work());
const schema = {
  type: 'object' as const,
  properties: {
    query: { type: 'string' },
    limit: { type: 'integer' },
    'a/b': { type: 'array', items: { type: 'number' } },
  },
  required: ['query'],
};
const json = paramsOf(`Respond only with JSON that fits the schema ${JSON.stringify(schema)}`);
const tools = paramsOf('Find it', { tools: [{ name: 'search', inputSchema: schema }] });

async function jsonOf(text: string): Promise<NonNullable<Awaited<ReturnType<typeof checkAnswer>>['json']>> {
  const { json: found } = await checkAnswer(json, completionOf(text), check);
  if (found === undefined) throw new Error('not checked');
  return found;
}

describe('JSON that was asked for', () => {
  it('is good when it parses and fits', async () => {
    expect(await jsonOf('{"query": "cats"}')).toMatchObject({ schema: true, problems: [] });
  });

  it('says where it does not parse', async () => {
    expect((await jsonOf('{\n  "query": \n}')).problems).toEqual([
      { message: 'a value is missing', line: 3, column: 1 },
    ]);
  });

  it('says where it does not fit, with line and column', async () => {
    const { problems } = await jsonOf('{\n  "limit": "many",\n  "a/b": [1, "x"]\n}');
    expect(problems).toContainEqual({ message: 'Must be integer.', path: '/limit', line: 2, column: 12 });
    expect(problems).toContainEqual({ message: 'Must be number.', path: '/a~1b/1', line: 3, column: 14 });
    expect(problems).toContainEqual({ message: 'A value is needed.', path: '/query', line: 1, column: 1 });
  });

  it('offers the JSON alone when words or a fence stand around it', async () => {
    const alone = '{"query": "cats"}';
    for (const text of [`Here you are:\n\`\`\`json\n${alone}\n\`\`\``, `Sure! ${alone} Anything else?`])
      expect(await jsonOf(text)).toMatchObject({
        alone,
        problems: [{ message: expect.stringContaining('around') as string }],
      });
    expect((await jsonOf('I cannot do that.')).alone).toBeUndefined();
    expect((await jsonOf('```\n{"limit": 1}\n```')).problems.map(({ path }) => path)).toEqual([undefined, '/query']);
  });

  it('is only parsed where there is no schema, and not looked at where nobody asked', async () => {
    const { json: found } = await checkAnswer(paramsOf('Answer in JSON.'), completionOf('[1]'), check);
    expect(found).toMatchObject({ schema: false, problems: [] });
    expect((await checkAnswer(paramsOf('Hello'), completionOf('Hi'), check)).json).toBeUndefined();
  });

  it('says so when the schema cannot be used', async () => {
    const broken = paramsOf('Hello', { metadata: { outputSchema: { type: 'object', $ref: 'https://x.example/s' } } });
    const { json: found } = await checkAnswer(broken, completionOf('{}'), check);
    expect(found?.problems[0]?.message).toContain('could not be checked');
  });
});

describe('uses of tools', () => {
  it('are held against the schemas of the tools that were offered', async () => {
    const good = await checkAnswer(tools, completionOf('', { content: [toolUse('1')] }), check);
    expect(good.tools).toEqual([{ known: true, problems: [] }]);
    const input = { query: 7, limit: 1 };
    const use = { type: 'tool_use' as const, id: '2', name: 'search', input };
    const wrong = await checkAnswer(tools, completionOf('', { content: [toolUse('1', 'steal'), use] }), check);
    expect(wrong.tools[0]).toMatchObject({ known: false });
    expect(wrong.tools[1]?.problems).toEqual([{ message: 'Must be string.', path: '/query', line: 2, column: 12 }]);
  });

  it('are missed where the server requires one, and an empty answer is said to be empty', async () => {
    const required = { ...tools, toolChoice: { mode: 'required' as const } };
    const { problems } = await checkAnswer(required, completionOf(''), check);
    expect(problems).toEqual([
      'The server requires the use of a tool (toolChoice: required), and this answer uses none.',
      'The answer is empty.',
    ]);
    expect((await checkAnswer(required, completionOf('', { content: [toolUse('1')] }), check)).problems).toEqual([]);
  });

  it('make the text no final answer, so it need not be JSON', async () => {
    const both = { ...json, tools: [{ name: 'search', inputSchema: schema }] };
    const { json: found } = await checkAnswer(both, completionOf('', { content: [toolUse('1')] }), check);
    expect(found).toBeUndefined();
  });
});

describe('an answer that is nested beyond any measure', () => {
  it('is checked all the same', async () => {
    expect((await jsonOf('['.repeat(200_000))).problems).toMatchObject([{ message: 'this is not JSON' }]);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const wrong = (): Promise<{ path: string; message: string }[]> => Promise.resolve([{ path: '', message: 'no' }]);
    expect((await checkAnswer(json, completionOf(deep), wrong)).json?.problems).toMatchObject([{ message: 'no' }]);
  });
});
