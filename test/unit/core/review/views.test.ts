import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CreateMessageRequestParams } from '../../../../src/core/mcp.ts';
import { Review } from '../../../../src/core/review/review.ts';
import { base64Bytes } from '../../../../src/core/review/blockView.ts';
import { contentView } from '../../../../src/core/review/contentView.ts';
import { statusView, summaryView } from '../../../../src/core/review/views.ts';
import type { SamplingAsk } from '../../../../src/core/sampling/ask.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { reviewContentSchema, reviewStatusSchema, reviewSummarySchema } from '../../../../src/shared/desk.ts';
import { askOf, candidateOf, completionOf, FakeModels, matchOf, paramsOf, toolUse } from '../sampling/fakes.ts';
import { matching } from '../sampling/matchers.ts';

const rich = {
  systemPrompt: 'Be\u202e brief',
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'See\u200b this' },
        { type: 'image', data: 'aGVsbG8=', mimeType: 'image/png' },
      ],
    },
    { role: 'assistant', content: toolUse('t1') },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          toolUseId: 't1',
          isError: true,
          content: [
            { type: 'text', text: 'Found' },
            { type: 'resource_link', uri: 'file:///a', name: 'a' },
          ],
          structuredContent: { n: 1 },
        },
      ],
    },
    { role: 'user', content: { type: 'audio', data: '', mimeType: 'audio/wav' } },
  ],
  maxTokens: 64,
  temperature: 0.2,
  stopSequences: ['END'],
  includeContext: 'thisServer',
  metadata: { trace: 1 },
  tools: [
    { name: 'search', title: 'Search', description: 'Searches', inputSchema: { type: 'object' } },
    { name: 'plain', inputSchema: { type: 'object' } },
  ],
  toolChoice: {},
  modelPreferences: { hints: [{ name: 'small' }, {}], costPriority: 1, speedPriority: 0, intelligencePriority: 0.5 },
} as CreateMessageRequestParams;

function make(ask: Partial<SamplingAsk>, models = new FakeModels()): Review {
  const whole = askOf(ask);
  const review = new Review({
    id: 'r',
    ask: whole,
    receivedAt: 7,
    inspection: inspect(whole.params),
    preparation: models,
  });
  review.setMatch(models.found, models.listProblems);
  return review;
}

describe('the content of a review', () => {
  it('is everything that the server asks, whole', () => {
    const view = contentView(make({ params: rich }));
    expect(reviewContentSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      systemPrompt: { text: 'Be\u202e brief', hidden: [{ start: 2, end: 3 }] },
      messages: [
        {
          role: 'user',
          blocks: [
            { type: 'text', hidden: [{ start: 3, end: 4 }] },
            { type: 'image', bytes: 5 },
          ],
        },
        { role: 'assistant', blocks: [{ type: 'toolUse', id: 't1', input: '{\n  "query": "cats"\n}' }] },
        {
          blocks: [
            {
              type: 'toolResult',
              isError: true,
              text: matching(/^Found\n\n\{[^]*file:\/\/\/a[^]*"n": 1/),
            },
          ],
        },
        { blocks: [{ type: 'audio', bytes: 0 }] },
      ],
      tools: [{ name: 'search', title: 'Search', description: 'Searches' }, { name: 'plain' }],
      parameters: {
        maxTokens: 64,
        temperature: 0.2,
        stopSequences: ['END'],
        includeContext: 'thisServer',
        metadata: '{\n  "trace": 1\n}',
        toolChoice: 'auto',
      },
      preferences: { hints: ['small', ''], costPriority: 1, speedPriority: 0, intelligencePriority: 0.5 },
      edited: false,
      revision: 0,
    });
  });

  it('shows an edit beside what was asked, and looks through it again', () => {
    const review = make({ params: rich });
    review.edit({ part: 'system', text: 'Plain' });
    review.edit({ part: 'text', message: 'm0', block: 0, text: 'A\u00adB' });
    const view = contentView(review);
    expect(view.systemPrompt).toEqual({ text: 'Plain', original: 'Be\u202e brief', hidden: [] });
    expect(view.messages[0]?.blocks[0]).toMatchObject({
      text: 'A\u00adB',
      original: 'See\u200b this',
      hidden: [{ start: 1, end: 2 }],
    });
    expect(view).toMatchObject({ edited: true, revision: 2 });
    review.edit({ part: 'system', text: '' });
    expect(contentView(review).systemPrompt).toMatchObject({ text: '', original: 'Be\u202e brief' });
  });

  it('has the pictures and sounds of a tool result, for a model gets them', () => {
    const content = [
      { type: 'image', data: 'aGVsbG8=', mimeType: 'image/png' },
      { type: 'audio', data: 'aGk=', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'file:///a', mimeType: 'image/jpeg', blob: 'aGkh' } },
      { type: 'resource', resource: { uri: 'file:///b', mimeType: 'application/pdf', blob: 'aGk=' } },
    ];
    const messages = [
      { role: 'assistant', content: toolUse('t1') },
      { role: 'user', content: { type: 'tool_result', toolUseId: 't1', content } },
    ];
    const view = contentView(make({ params: { messages, maxTokens: 1 } as CreateMessageRequestParams }));
    expect(reviewContentSchema.parse(view)).toEqual(view);
    expect(view.messages[1]?.blocks[0]).toMatchObject({
      media: [
        { type: 'image', data: 'aGVsbG8=', mimeType: 'image/png', bytes: 5 },
        { type: 'audio', mimeType: 'audio/wav' },
        { type: 'image', data: 'aGkh', mimeType: 'image/jpeg', bytes: 3 },
      ],
    });
  });

  it('of a bare request has nothing that was not asked', () => {
    expect(contentView(make({}))).toEqual({
      id: 'r',
      revision: 0,
      messages: [{ id: 'm0', role: 'user', blocks: [{ type: 'text', text: 'Hello', hidden: [] }] }],
      tools: [],
      parameters: { maxTokens: 100 },
      preferences: { hints: [] },
      edited: false,
    });
  });
});

describe('the status of a review', () => {
  afterEach(() => vi.restoreAllMocks());

  it('says where it would go, why, and what it would cost', () => {
    const models = new FakeModels();
    const score = { value: 0.25, known: true, source: 'a table' };
    models.found = {
      candidates: [
        candidateOf('small', { hint: 0, cost: score, price: { min: 0.1, max: 0.2, source: 'a list' } }),
        candidateOf('big', { excluded: 'It takes no images.' }),
      ],
      chosen: 'local/small',
      why: 'It matches the first hint.',
    };
    models.listProblems = [{ endpoint: 'far', label: 'Far', message: 'Far does not answer.', remedies: ['retry'] }];
    const view = statusView(make({ params: rich }, models), 0);
    expect(reviewStatusSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      phase: 'pending',
      outgoing: {
        model: 'local/small',
        cost: { min: 0.1, max: 0.2 },
        tokens: { source: expect.stringContaining('tokenx') as string },
        destination: { loopback: true, providerLabel: 'Local' },
      },
      model: {
        chosen: 'local/small',
        why: 'It matches the first hint.',
        candidates: [
          {
            hint: { index: 0, how: 'name' },
            cost: { value: 0.25 },
            speed: { source: 1 },
            price: { min: 0.1, max: 0.2 },
          },
          { excluded: 'It takes no images.' },
        ],
        problems: ['Far does not answer.'],
      },
    });
    expect(view.round).toBeUndefined();
  });

  it('is made of a long text once, however often models come and decisions are taken back', () => {
    const text = 'A long text. '.repeat(100_000);
    const models = new FakeModels();
    const review = make({ params: paramsOf(text) }, models);
    const status = statusView(review, 0);
    const { tokens, outgoing } = review.draft;
    review.setMatch(models.found, []);
    expect(review.draft.outgoing).not.toBe(outgoing);
    expect(review.draft.tokens).toBe(tokens);
    // Whoever looks through it again has to write it as JSON, count its bytes, or both.
    const lengths: number[] = [];
    const stringify = JSON.stringify;
    vi.spyOn(JSON, 'stringify').mockImplementation((...args: Parameters<typeof JSON.stringify>) => {
      const json = stringify(...args);
      lengths.push(json.length);
      return json;
    });
    expect(statusView(review, 0)).toEqual(status);
    expect(Math.max(0, ...lengths)).toBeLessThan(1_000);
    review.edit({ part: 'text', message: 'm0', block: 0, text: `${text}And more.` });
    expect(statusView(review, 0).outgoing?.parts).not.toEqual(status.outgoing?.parts);
    expect(Math.max(0, ...lengths)).toBeGreaterThan(text.length);
  });

  it('offers what helps when there is no model at all', () => {
    const models = new FakeModels();
    models.found = matchOf();
    models.listProblems = [
      {
        endpoint: 'far',
        label: 'Far',
        message: 'The key was refused.',
        remedies: ['setApiKey', 'retry', 'otherModel'],
      },
    ];
    const view = statusView(make({}, models), 0);
    expect(view.failure).toEqual({
      message: 'No model is configured.',
      endpoint: 'far',
      remedies: ['setApiKey', 'openSettings', 'detectLocalModels', 'answerByHand'],
    });
    expect(view.outgoing).toBeUndefined();
  });

  it('says when the chosen model cannot take it', () => {
    const models = new FakeModels();
    models.prepareError = new Error('No audio here.');
    expect(statusView(make({}, models), 0).model.problems).toEqual(['No audio here.']);
  });

  it('names the call, one of several, or none', () => {
    const call = { id: 'c', method: 'tools/call', name: 'sum', arguments: { a: 1 }, startedAt: 3 } as const;
    const certain = make({ cause: { certainty: 'certain', call } });
    expect(statusView(certain, 0).cause).toEqual({
      certainty: 'certain',
      calls: [{ id: 'c', method: 'tools/call', title: 'Tool sum', arguments: '{\n  "a": 1\n}', startedAt: 3 }],
    });
    expect(summaryView(certain).cause).toBe('Tool sum');
    const calls = [
      { ...call, method: 'prompts/get', title: 'My $(prompt)' } as const,
      { ...call, method: 'resources/read' } as const,
    ];
    const some = make({ cause: { certainty: 'oneOf', calls } });
    expect(statusView(some, 0).cause.calls.map(({ title }) => title)).toEqual(['Prompt My $ (prompt)', 'Resource sum']);
    expect(summaryView(some).cause).toBe('one of 2 running calls');
    expect(summaryView(make({})).cause).toBe('no call of yours');
  });

  it('shows the answer: text, uses of tools, figures when it is whole', async () => {
    const review = make({ params: rich });
    review.approve({ hash: review.outgoing?.hash ?? '' });
    const step = await review.next();
    if (step.kind === 'approve') review.run(step.outgoing, 1);
    review.append('Let');
    expect(statusView(review, 0).answer).toEqual({
      text: 'Let',
      blocks: [],
      model: 'small',
      startedAt: 1,
      stopped: false,
      byHand: false,
      complete: false,
      notes: [],
    });
    const note = {
      field: 'content',
      effect: 'ignored',
      note: 'The model’s reasoning is not part of the answer.',
    } as const;
    const content = [{ type: 'text' as const, text: 'Let me' }, toolUse('9')];
    review.answered(completionOf('', { content, usage: { inputTokens: 4 }, notes: [note] }), false);
    const view = statusView(review, 0);
    expect(reviewStatusSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      verdict: 'approve',
      answer: {
        text: 'Let me',
        blocks: [],
        toolUses: [{ use: 0, id: '9', name: 'search', dropped: false }],
        usage: { inputTokens: 4 },
        durationMs: 5,
        stopReason: 'endTurn',
        complete: true,
        notes: [note],
      },
    });
  });

  it('gives an answer by hand neither a time nor a moment in which a model was asked', async () => {
    const review = make({ params: rich });
    review.answerByHand('Mine.');
    const step = await review.next();
    if (step.kind === 'answerByHand') review.answered(step.completion, true);
    const { answer } = statusView(review, 0);
    expect(answer).toEqual({
      text: 'Mine.',
      blocks: [],
      model: 'human',
      stopReason: 'endTurn',
      stopped: false,
      byHand: true,
      complete: true,
      notes: expect.arrayContaining([expect.objectContaining({ field: 'temperature', effect: 'ignored' })]) as unknown,
    });
  });
});

describe('the line in the list', () => {
  it.each([
    [paramsOf('  \n First line\nsecond'), 'First line'],
    [paramsOf('', { systemPrompt: 'Only a system prompt' }), 'Only a system prompt'],
    [paramsOf(''), 'A request without text'],
    [paramsOf('x'.repeat(200)), `${'x'.repeat(79)}…`],
    [paramsOf('[click](command:evil) $(alert)'), '[click] (command:evil) $ (alert)'],
  ])('is a label', (params, label) => {
    const review = make({ params });
    expect(summaryView(review).label).toBe(label);
    expect(summaryView(review)).toEqual(reviewSummarySchema.parse(summaryView(review)));
  });
});

it.each([
  ['', 0],
  ['aA==', 1],
  ['aGk=', 2],
  ['aGVs', 3],
])('%j stands for %i bytes', (data, bytes) => {
  expect(base64Bytes(data)).toBe(bytes);
});
