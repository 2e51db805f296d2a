import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../demo/model/lib/api.mjs';
import { listenOnLoopback } from '../../../demo/shared/loopback.mjs';

let server: { origin: string; close: () => Promise<void> };
let openai: OpenAI;

beforeAll(async () => {
  server = await listenOnLoopback(0, createApi({ delayMs: 0 }));
  openai = new OpenAI({ baseURL: `${server.origin}/v1`, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => server.close());

const TEXT =
  'Lithium cells age fastest when they are full and warm. The office is closed on Fridays. ' +
  'Full and warm cells lose a third of their capacity in a year. Cool cells at half charge lose four percent.';

describe('the stand-in model through the openai package', () => {
  it('lists its models', async () => {
    const ids = [];
    for await (const model of openai.models.list()) ids.push(model.id);
    expect(ids).toEqual(['extractor-small', 'extractor-large']);
    expect((await openai.models.retrieve('extractor-large')).owned_by).toBe('countersign-demo');
  });

  it('says that it is no AI and returns sentences of the text', async () => {
    const answer = await openai.chat.completions.create({
      model: 'extractor-small',
      messages: [{ role: 'user', content: `Summarise this in 2 sentences.\n\n${TEXT}` }],
    });
    const text = answer.choices[0]?.message.content ?? '';
    expect(text).toMatch(/^Plain text extraction, no AI: /);
    const sentences = text.replace(/^.*no AI: /, '').split(/(?<=\.) /);
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences) expect(TEXT).toContain(sentence);
    expect(text).not.toContain('Fridays');
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    );
  });

  it('streams the same text, with usage when asked', async () => {
    const request = {
      model: 'extractor-large',
      messages: [{ role: 'user' as const, content: `Summarise:\n\n${TEXT}` }],
    };
    const whole = await openai.chat.completions.create(request);
    const stream = await openai.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let chunks = 0;
    let finish: string | null | undefined;
    let usage: unknown;
    for await (const chunk of stream) {
      chunks++;
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks).toBeGreaterThan(10);
    expect(finish).toBe('stop');
    expect(usage).toEqual(whole.usage);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('keeps to %s', async (name) => {
    const answer = await openai.chat.completions.create({
      model: 'extractor-small',
      messages: [{ role: 'user', content: `Summarise:\n\n${TEXT}` }],
      [name]: 7,
    });
    expect(answer.choices[0]?.finish_reason).toBe('length');
    expect(answer.usage?.completion_tokens).toBe(7);
    expect(answer.choices[0]?.message.content).toBe('Plain text extraction, no AI:');
  });

  it('ends at a stop sequence', async () => {
    const answer = await openai.chat.completions.create({
      model: 'extractor-small',
      messages: [{ role: 'user', content: `Summarise:\n\n${TEXT}` }],
      stop: ['no AI', 'never'],
    });
    expect(answer.choices[0]?.message.content).toBe('Plain text extraction, ');
    expect(answer.choices[0]?.finish_reason).toBe('stop');
  });

  it('calls the tool that it must call, streamed in pieces', async () => {
    const stream = await openai.chat.completions.create({
      model: 'extractor-small',
      stream: true,
      messages: [
        { role: 'user', content: 'Record it.\n\nName: Ada\nPaid: yes\nAmount: 1.204,50 EUR\nDay: 3 September 2026' },
      ],
      tool_choice: { type: 'function', function: { name: 'record' } },
      tools: [
        {
          type: 'function',
          function: {
            name: 'record',
            parameters: {
              type: 'object',
              properties: {
                name: { type: 'string' },
                paid: { type: 'boolean' },
                amount: { type: 'number' },
                day: { type: 'string', format: 'date' },
                absent: { type: 'string' },
              },
              required: ['name', 'amount'],
            },
          },
        },
      ],
    });
    let pieces = '';
    let name = '';
    let finish: string | null | undefined;
    for await (const chunk of stream) {
      const call = chunk.choices[0]?.delta.tool_calls?.[0]?.function;
      name += call?.name ?? '';
      pieces += call?.arguments ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect([name, finish]).toEqual(['record', 'tool_calls']);
    expect(JSON.parse(pieces)).toEqual({ name: 'Ada', paid: true, amount: 1204.5, day: '2026-09-03' });
  });

  it('says which fields are missing instead of inventing them', async () => {
    const answer = await openai.chat.completions.create({
      model: 'extractor-small',
      messages: [{ role: 'user', content: 'Record it.\n\nName: Ada' }],
      tool_choice: 'required',
      tools: [
        {
          type: 'function',
          function: {
            name: 'record',
            parameters: {
              type: 'object',
              properties: { name: { type: 'string' }, total: { type: 'number' } },
              required: ['name', 'total'],
            },
          },
        },
      ],
    });
    expect(answer.choices[0]?.message.tool_calls).toBeUndefined();
    expect(answer.choices[0]?.message.content).toContain('total not found');
  });
});

describe('bad requests', () => {
  const base = { model: 'extractor-small', messages: [{ role: 'user', content: 'Hello' }] };
  const tool = { type: 'function', function: { name: 'f' } };
  const post = (body: string): Promise<Response> =>
    fetch(`${server.origin}/v1/chat/completions`, { method: 'POST', body });

  it.each([
    ['no JSON', '{', 400, null],
    ['no messages', JSON.stringify({ ...base, messages: [] }), 400, null],
    ['an unknown role', JSON.stringify({ ...base, messages: [{ role: 'king', content: 'x' }] }), 400, null],
    ['no tokens', JSON.stringify({ ...base, max_tokens: 0 }), 400, null],
    ['both limits', JSON.stringify({ ...base, max_tokens: 1, max_completion_tokens: 1 }), 400, null],
    ['a hot temperature', JSON.stringify({ ...base, temperature: 3 }), 400, null],
    ['stream options without a stream', JSON.stringify({ ...base, stream_options: {} }), 400, null],
    ['a demanded tool without tools', JSON.stringify({ ...base, tool_choice: 'required' }), 400, null],
    [
      'a demanded tool that is not offered',
      JSON.stringify({ ...base, tools: [tool], tool_choice: { type: 'function', function: { name: 'g' } } }),
      400,
      null,
    ],
    [
      'a result without a call',
      JSON.stringify({ ...base, messages: [{ role: 'tool', tool_call_id: 'a', content: 'x' }] }),
      400,
      null,
    ],
    ['an unknown model', JSON.stringify({ ...base, model: 'gpt-9' }), 404, 'model_not_found'],
  ])('%s', async (_, body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
    expect(error).toMatchObject({ type: 'invalid_request_error', code });
    expect(error['message']).toMatch(/\w/);
  });

  it('unknown addresses and methods', async () => {
    expect((await fetch(`${server.origin}/v1/embeddings`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${server.origin}/v1/chat/completions`)).status).toBe(405);
  });
});
