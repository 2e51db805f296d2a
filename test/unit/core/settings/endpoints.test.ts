import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpoints } from '../../../../src/core/settings/endpoints.ts';

const messages = (raw: unknown) =>
  parseEndpoints(raw).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
const endpoint = (more: object = {}) => ({ id: 'local', baseUrl: 'http://127.0.0.1:11434/v1', ...more });

describe('countersign.models.endpoints', () => {
  it('takes endpoints with and without models', () => {
    const { endpoints, problems } = parseEndpoints([
      endpoint({ label: '' }),
      {
        id: 'openai',
        label: 'OpenAI',
        baseUrl: 'https://api.openai.com/v1//',
        maxTokensParameter: 'max_completion_tokens',
        models: [
          'gpt-x',
          {
            id: 'gpt-y',
            name: 'Y',
            contextTokens: 8000,
            input: { image: true, audio: false },
            tools: true,
            maxTokensParameter: 'max_tokens',
          },
        ],
      },
    ]);
    expect(problems).toEqual([]);
    expect(endpoints).toEqual([
      { id: 'local', label: 'local', baseUrl: 'http://127.0.0.1:11434/v1' },
      {
        id: 'openai',
        label: 'OpenAI',
        baseUrl: 'https://api.openai.com/v1',
        maxTokensParameter: 'max_completion_tokens',
        models: [
          { id: 'gpt-x' },
          {
            id: 'gpt-y',
            name: 'Y',
            contextTokens: 8000,
            input: { image: true, audio: false },
            tools: true,
            maxTokensParameter: 'max_tokens',
          },
        ],
      },
    ]);
  });

  it.each(['apiKey', 'api_key', 'key', 'token', 'Authorization', 'headers', 'secret'])('reads no key: %s', (field) => {
    const { endpoints, problems } = parseEndpoints([endpoint({ [field]: 'sk-1' })]);
    expect(JSON.stringify(endpoints)).not.toContain('sk-1');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ subject: 'local', path: [0, field], severity: 'error' });
    expect(problems[0]?.message).toContain('Countersign: Set API Key…');
  });

  it('says in words what is wrong and uses the rest', () => {
    const { endpoints } = parseEndpoints([
      7,
      endpoint({ models: ['a', 3, { id: '' }, { id: 'b', tools: 'yes' }], x: 1 }),
      endpoint(),
    ]);
    expect(endpoints).toEqual([
      { id: 'local', label: 'local', baseUrl: 'http://127.0.0.1:11434/v1', models: [{ id: 'a' }] },
    ]);
    expect(messages([7, endpoint({ models: ['a', 3, { id: 'b', tools: 'yes' }], x: 1 }), endpoint()])).toEqual([
      '0: An endpoint must be an object, not a number.',
      '1.x: “x” is not a known field. It is ignored.',
      '1.models.1: A model must be its id or an object, not a number.',
      '1.models.2.tools: “tools” must be true or false, not text.',
      '2.id: There is another endpoint “local”; the first one is used.',
    ]);
    expect(messages({})).toEqual([': countersign.models.endpoints must be a list of endpoints, not an object.']);
    expect(messages([endpoint({ models: 'a' })])).toEqual(['0.models: “models” must be a list, not text.']);
    expect(messages([endpoint({ id: 'a/b' })])[0]).toContain('letters, digits');
    expect(messages([endpoint({ id: 'vscode' })])[0]).toContain('VS Code’s own');
    expect(messages([{ id: 'x' }])).toEqual(['0.baseUrl: “baseUrl” is missing.']);
  });

  it.each(['ftp://x', 'x', 'file:///x', 'http://', 'https://u:p@h/v1'])('refuses the URL %s', (baseUrl) => {
    expect(parseEndpoints([endpoint({ baseUrl })])).toMatchObject({
      endpoints: [],
      problems: [{ path: [0, 'baseUrl'] }],
    });
  });

  it('takes any value without throwing', () => {
    expect(parseEndpoints(undefined)).toEqual({ endpoints: [], problems: [] });
    fc.assert(fc.property(fc.jsonValue(), (raw) => void parseEndpoints(raw)));
  });
});
