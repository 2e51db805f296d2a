import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CreateMessageRequestParams } from '../../src/core/mcp.ts';
import { makeOutgoing } from '../../src/core/models/outgoing.ts';
import { isProviderError, type ModelInfo, type ProviderErrorCode } from '../../src/core/models/provider.ts';
import { sha256 } from '../../src/node/hash.ts';
import { VsCodeModelProvider } from '../../src/vscode/models/lmProvider.ts';
import { until } from './support.ts';

interface Received {
  readonly model: string;
  readonly messages: readonly { readonly role: number; readonly content: readonly Record<string, unknown>[] }[];
  readonly modelOptions: Record<string, unknown>;
  readonly tools?: readonly { readonly name: string }[];
  readonly toolMode?: number;
}

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe('VS Code’s language models', () => {
  const provider = new VsCodeModelProvider(sha256, () => Date.now());
  let model: ModelInfo;
  let received: Received[];

  const says = (text: string, more: Partial<CreateMessageRequestParams> = {}): CreateMessageRequestParams => ({
    messages: [{ role: 'user', content: { type: 'text', text } }],
    maxTokens: 17,
    ...more,
  });
  const seal = (params: CreateMessageRequestParams) => makeOutgoing(provider.prepare(params, model), model, { sha256 });
  const send = (
    params: CreateMessageRequestParams,
    options: { stop?: AbortSignal; onText?: (text: string) => void } = {},
  ) =>
    provider.send(seal(params), {
      signal: new AbortController().signal,
      stop: options.stop ?? new AbortController().signal,
      onText: options.onText ?? (() => undefined),
    });

  before(async () => {
    const fixture = vscode.extensions.getExtension<{ received: Received[] }>('fixture.lm-fixture');
    assert.ok(fixture);
    ({ received } = await fixture.activate());
    model = await until('the fixture’s model', async () =>
      (await provider.listModels()).find(({ providerLabel }) => providerLabel === 'fixture'),
    );
  });
  after(() => provider.dispose());

  it('are listed with what VS Code tells of them', () => {
    assert.deepEqual(
      { ...model, id: undefined, ref: undefined },
      {
        id: undefined,
        ref: undefined,
        endpoint: 'vscode',
        name: 'Fixture Model',
        family: 'fixture',
        providerLabel: 'fixture',
        destination: { kind: 'vscode.lm', host: 'fixture', loopback: false },
        contextTokens: model.contextTokens,
      },
    );
    assert.equal(model.ref, `vscode/${model.id}`);
    assert.ok((model.contextTokens ?? 0) >= 4096);
  });

  it('get what was signed, and nothing else', async () => {
    const texts: string[] = [];
    const params = says('hello', {
      systemPrompt: 'Be brief.',
      temperature: 0.25,
      stopSequences: ['END'],
      messages: [
        { role: 'user', content: { type: 'image', data: png, mimeType: 'image/png' } },
        { role: 'assistant', content: { type: 'text', text: 'A dot.' } },
        { role: 'user', content: { type: 'text', text: 'hello' } },
      ],
    });
    const completion = await send(params, { onText: (text) => texts.push(text) });
    assert.deepEqual(completion.content, [{ type: 'text', text: 'You said: hello' }]);
    assert.equal(texts.join(''), 'You said: hello');
    assert.equal(completion.stopped, false);
    const request = received.at(-1);
    const { User, Assistant } = vscode.LanguageModelChatMessageRole;
    assert.deepEqual(
      request?.messages.map(({ role, content }) => [role, ...content]),
      [
        [User, { text: 'Be brief.' }],
        [User, { mimeType: 'image/png', data: png }],
        [Assistant, { text: 'A dot.' }],
        [User, { text: 'hello' }],
      ],
    );
    assert.deepEqual({ ...request?.modelOptions }, { max_tokens: 17, temperature: 0.25, stop: ['END'] });
  });

  it('use tools when some are offered', async () => {
    const inputSchema = { type: 'object' as const, properties: { city: { type: 'string' as const } } };
    const completion = await send(
      says('use a tool', {
        tools: [{ name: 'weather', description: 'Says the weather.', inputSchema }],
        toolChoice: { mode: 'required' },
      }),
    );
    assert.deepEqual(completion.content, [
      { type: 'text', text: 'I look it up.' },
      { type: 'tool_use', id: 'call-1', name: 'weather', input: { city: 'Oslo' } },
    ]);
    assert.equal(completion.stopReason, 'toolUse');
    assert.deepEqual(
      received.at(-1)?.tools?.map(({ name }) => name),
      ['weather'],
    );
    assert.equal(received.at(-1)?.toolMode, vscode.LanguageModelChatToolMode.Required);
  });

  it('give one block when no tool is offered', async () => {
    const { content, stopReason } = await send(says('use a tool'));
    assert.deepEqual(content, [{ type: 'text', text: 'I look it up.' }]);
    assert.equal(stopReason, undefined);
  });

  it('can be stopped: what had come is the answer', async () => {
    const stop = new AbortController();
    const completion = await send(says('never end'), { stop: stop.signal, onText: () => stop.abort() });
    assert.equal(completion.stopped, true);
    assert.deepEqual(completion.content, [{ type: 'text', text: 'Still ' }]);
  });

  for (const [order, code] of [
    ['fail', 'unknown'],
    ['nothing', 'empty'],
    ['break off', 'brokenStream'],
  ] as const satisfies readonly (readonly [string, ProviderErrorCode])[]) {
    it(`say in words why there is no answer: ${order}`, async () => {
      const error: unknown = await send(says(order)).catch((reason: unknown) => reason);
      assert.ok(isProviderError(error));
      assert.equal(error.code, code);
      assert.ok(!error.message.includes('\n'));
      if (order === 'break off') assert.equal(error.partial, 'The first half');
    });
  }

  it('are not asked when anything differs from what was signed', async () => {
    const before = received.length;
    const sealed = seal(says('hello'));
    const signals = {
      signal: new AbortController().signal,
      stop: new AbortController().signal,
      onText: () => undefined,
    };
    const forged = [
      { ...sealed, body: { ...sealed.body, model: 'other' } },
      { ...sealed, destination: { ...sealed.destination, host: 'other' } },
      { ...sealed, hash: '0'.repeat(64) },
    ];
    for (const outgoing of forged) {
      const error: unknown = await provider.send(outgoing, signals).catch((reason: unknown) => reason);
      assert.ok(isProviderError(error));
      assert.equal(error.code, 'changed');
    }
    assert.equal(received.length, before);
  });

  it('are not asked for another vendor’s model of the same id: the vendor is where it was signed to go', async () => {
    const before = received.length;
    const gone: ModelInfo = { ...model, destination: { ...model.destination, host: 'gone-vendor' } };
    const sealed = makeOutgoing(provider.prepare(says('hello'), gone), gone, { sha256 });
    const signals = { signal: new AbortController().signal, stop: new AbortController().signal };
    const error: unknown = await provider
      .send(sealed, { ...signals, onText: () => undefined })
      .catch((reason: unknown) => reason);
    assert.ok(isProviderError(error));
    assert.equal(error.code, 'unknownModel');
    assert.equal(received.length, before);
  });
});
