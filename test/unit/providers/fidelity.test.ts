import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CreateMessageRequestParams } from '../../../src/core/mcp.ts';
import { notesByHand } from '../../../src/core/models/byHand.ts';
import { makeOutgoing } from '../../../src/core/models/outgoing.ts';
import type { FidelityNote, ModelInfo } from '../../../src/core/models/provider.ts';
import { contentView } from '../../../src/core/review/contentView.ts';
import { Review } from '../../../src/core/review/review.ts';
import { inspect } from '../../../src/core/sampling/inspection.ts';
import { VsCodeModelProvider } from '../../../src/vscode/models/lmProvider.ts';
import { type ModelServer, says, startModelServer } from '../../fixtures/model/server.ts';
import { askOf, FakeModels, server as askingServer } from '../core/sampling/fakes.ts';
import { fidelityRows, type Kept } from './fidelityRows.ts';
import { ask, drive, sha256 } from './support.ts';

const world = vi.hoisted(() => ({ messages: [] as unknown[], options: {} as unknown }));

vi.mock('vscode', () => {
  // What VS Code's own classes hold, as plain members.
  class Text {
    readonly kind = 'text';
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  }
  class Data {
    readonly kind = 'image';
    readonly data: string;
    readonly mimeType: string;
    constructor(data: string, mimeType: string) {
      this.data = data;
      this.mimeType = mimeType;
    }
    static image(bytes: Uint8Array, mimeType: string): Data {
      return new Data(Buffer.from(bytes).toString('base64'), mimeType);
    }
  }
  class Call {
    readonly kind = 'call';
    constructor(callId: string, name: string, input: object) {
      Object.assign(this, { callId, name, input });
    }
  }
  class Result {
    readonly kind = 'result';
    constructor(callId: string, content: unknown[]) {
      Object.assign(this, { callId, content });
    }
  }
  const message = (role: string) => (content: unknown) => ({ role, content });
  const model = {
    id: 'stand-in-1',
    name: 'Stand-in',
    vendor: 'copilot',
    sendRequest: (messages: unknown[], options: unknown) => {
      Object.assign(world, { messages, options });
      return Promise.resolve({
        stream: (async function* () {
          await Promise.resolve();
          yield new Text('Fine.');
        })(),
      });
    },
  };
  return {
    LanguageModelTextPart: Text,
    LanguageModelDataPart: Data,
    LanguageModelToolCallPart: Call,
    LanguageModelToolResultPart: Result,
    LanguageModelChatMessage: { User: message('user'), Assistant: message('assistant') },
    LanguageModelChatToolMode: { Auto: 1, Required: 2 },
    CancellationTokenSource: class {
      readonly token = {};
      cancel(): void {}
      dispose(): void {}
    },
    LanguageModelError: Error,
    lm: { selectChatModels: () => Promise.resolve([model]), onDidChangeChatModels: () => ({ dispose() {} }) },
  };
});

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

function check(kept: Kept, sent: unknown, notes: readonly FidelityNote[]): void {
  if ('note' in kept) {
    const [field, effect] = kept.note;
    expect(notes.map((note) => [note.field, note.effect])).toContainEqual([field, effect]);
    return;
  }
  expect(sent).toMatchObject(kept.sent as object);
}

const requestOf = (asks: object): CreateMessageRequestParams => ({ ...ask('Hello'), ...asks });

describe.each(fidelityRows)('$field', ({ asks, openai, vscode, hand }) => {
  it('at an OpenAI-compatible endpoint', async () => {
    server.respondWith(says(['Fine.']));
    const local = drive(server);
    const model = { ...local.model, maxOutputTokens: 4096 };
    const outgoing = makeOutgoing(local.provider.prepare(requestOf(asks), model), model, { sha256 });
    await local.send(outgoing);
    const body = server.completions.at(-1)?.body;
    expect(body).toEqual(outgoing.body);
    check(openai, body, outgoing.notes);
  });

  it('with VS Code’s models', async () => {
    const provider = new VsCodeModelProvider(sha256, () => 0);
    const model: ModelInfo = {
      ref: 'vscode/stand-in-1',
      endpoint: 'vscode',
      id: 'stand-in-1',
      name: 'Stand-in',
      providerLabel: 'copilot',
      destination: { kind: 'vscode.lm', host: 'copilot', loopback: false },
    };
    const outgoing = makeOutgoing(provider.prepare(requestOf(asks), model), model, { sha256 });
    const { signal } = new AbortController();
    await provider.send(outgoing, { signal, stop: signal, onText: () => undefined });
    check(vscode, { messages: world.messages, options: world.options }, outgoing.notes);
    provider.dispose();
  });

  it('by hand', () => {
    const params = requestOf(asks);
    if ('note' in hand) return check(hand, undefined, notesByHand(params));
    const review = new Review({
      id: 'r',
      ask: askOf({ params, server: askingServer }),
      receivedAt: 0,
      inspection: inspect(params),
      preparation: new FakeModels(),
    });
    // What is no note is before the eyes of the person who answers.
    expect(JSON.stringify(contentView(review))).toContain(hand.sent);
  });
});
