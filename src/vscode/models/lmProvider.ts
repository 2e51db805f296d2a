import * as vscode from 'vscode';
import { messageOf } from '../../core/errors.ts';
import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../../core/mcp.ts';
import { hashOutgoing } from '../../core/models/outgoing.ts';
import {
  type Completion,
  type FidelityNote,
  isProviderError,
  type ModelInfo,
  type ModelProvider,
  type OutgoingRequest,
  type PreparedRequest,
  ProviderError,
  type SendOptions,
} from '../../core/models/provider.ts';
import { t } from '../../core/text/l10n.ts';
import { Emitter } from '../../core/util/emitter.ts';
import type { Sha256 } from '../../core/util/system.ts';
import { prepareForVsCode, type VsCodeArguments } from '../../providers/vscodeLmRequest.ts';
import { messagesOf, optionsOf } from './lmParts.ts';

const endpoint = 'vscode';

/** The language models that VS Code has: Copilot's, and those that other extensions bring. */
export class VsCodeModelProvider implements ModelProvider, vscode.Disposable {
  readonly id = endpoint;
  readonly label = 'VS Code';
  readonly #sha256: Sha256;
  readonly #now: () => number;
  readonly #change = new Emitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#change.event;

  constructor(sha256: Sha256, now: () => number) {
    this.#sha256 = sha256;
    this.#now = now;
    this.#subscription = vscode.lm.onDidChangeChatModels(() => this.#change.fire());
  }

  async listModels(): Promise<readonly ModelInfo[]> {
    const models = await vscode.lm.selectChatModels();
    return models.map((model) => ({
      ref: `${endpoint}/${model.id}`,
      endpoint,
      id: model.id,
      name: model.name,
      family: model.family,
      providerLabel: model.vendor,
      destination: { kind: 'vscode.lm', host: model.vendor, loopback: false },
      contextTokens: model.maxInputTokens,
    }));
  }

  prepare(params: CreateMessageRequestParams, model: ModelInfo): PreparedRequest {
    return prepareForVsCode(params, model);
  }

  async send(outgoing: OutgoingRequest, options: SendOptions): Promise<Completion> {
    const body = outgoing.body as unknown as VsCodeArguments;
    const hash = hashOutgoing(outgoing.destination, outgoing.body, this.#sha256);
    if (hash !== outgoing.hash || outgoing.destination.kind !== 'vscode.lm' || outgoing.model.id !== body.model) {
      const words = (): string => t('What was about to be sent is not what you approved, so it was not sent.');
      throw new ProviderError('changed', words, { remedies: ['retry', 'answerByHand'] });
    }
    // The vendor was signed too: another one may bring a model of the same id meanwhile.
    const [model, ...others] = await vscode.lm.selectChatModels({ id: body.model, vendor: outgoing.destination.host });
    if (!model || others.length > 0) {
      throw new ProviderError('unknownModel', noModel(outgoing.model), { remedies: ['otherModel', 'answerByHand'] });
    }
    return this.#ask(model, body, options);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#change.dispose();
  }

  async #ask(model: vscode.LanguageModelChat, body: VsCodeArguments, options: SendOptions): Promise<Completion> {
    const { signal, stop } = options;
    signal.throwIfAborted();
    const cancel = new vscode.CancellationTokenSource();
    const ended = AbortSignal.any([signal, stop]);
    const end = (): void => cancel.cancel();
    ended.addEventListener('abort', end, { once: true });
    const answer = new Answer(model, body, this.#now);
    try {
      if (stop.aborted) return answer.completion(true);
      options.beforeSending?.();
      const sent = model.sendRequest(messagesOf(body), optionsOf(body), cancel.token);
      const parts = (await before(ended, sent)).stream[Symbol.asyncIterator]();
      for (;;) {
        const next = await before(ended, parts.next());
        if (next.done === true) return answer.completion(false);
        answer.take(next.value, options.onText);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (stop.aborted) return answer.completion(true);
      throw isProviderError(error) ? error : failureOf(error, model, answer.text);
    } finally {
      ended.removeEventListener('abort', end);
      cancel.dispose();
    }
  }
}

/** Waits for something, but not beyond the end: a stream that was cancelled need not end (VS Code 1.106). */
async function before<T>(end: AbortSignal, waited: PromiseLike<T>): Promise<T> {
  let onEnd: (() => void) | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    onEnd = () => reject(end.reason);
    end.addEventListener('abort', onEnd, { once: true });
    if (end.aborted) onEnd();
  });
  try {
    return await Promise.race([waited, ended]);
  } finally {
    if (onEnd) end.removeEventListener('abort', onEnd);
  }
}

/** What has come so far. */
class Answer {
  readonly #model: vscode.LanguageModelChat;
  readonly #tools: boolean;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #calls: SamplingMessageContentBlock[] = [];
  readonly #images: SamplingMessageContentBlock[] = [];
  readonly #left = new Set<string>();
  text = '';

  constructor(model: vscode.LanguageModelChat, body: VsCodeArguments, now: () => number) {
    this.#model = model;
    this.#tools = (body.options.tools?.length ?? 0) > 0;
    this.#now = now;
    this.#startedAt = now();
  }

  take(part: unknown, onText: (text: string) => void): void {
    if (part instanceof vscode.LanguageModelTextPart) {
      this.text += part.value;
      if (part.value !== '') onText(part.value);
    } else if (part instanceof vscode.LanguageModelToolCallPart) {
      if (this.#tools)
        this.#calls.push({ type: 'tool_use', id: part.callId, name: part.name, input: { ...part.input } });
      else this.#left.add(t('A call of a tool, although none was offered, is left out.'));
    } else if (part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/')) {
      this.#images.push({ type: 'image', mimeType: part.mimeType, data: Buffer.from(part.data).toString('base64') });
    }
    // Parts of other kinds are no answer: thinking, the usage that some extension tells.
    else if (!isUsage(part)) this.#left.add(t('Parts that are no answer, such as thinking, are left out.'));
  }

  /** @throws {ProviderError} `empty` for an answer with nothing in it that was not stopped */
  completion(stopped: boolean): Completion {
    const content = this.#content();
    if (!this.#tools && (this.text === '' ? 0 : 1) + this.#images.length > 1) {
      this.#left.add(t('Without tools an answer has one block: the pictures beside it are left out.'));
    }
    const notes = [...this.#left].map((note): FidelityNote => ({ field: 'content', effect: 'ignored', note }));
    if (content.length === 0 && !stopped) {
      throw new ProviderError('empty', () => t('{0} gave an empty answer.', this.#model.name), {
        remedies: ['retry', 'otherModel', 'answerByHand'],
      });
    }
    return {
      content: content.length > 0 ? content : [{ type: 'text', text: '' }],
      model: this.#model.id,
      ...(this.#calls.length > 0 && { stopReason: 'toolUse' as const }),
      durationMs: this.#now() - this.#startedAt,
      stopped,
      ...(notes.length > 0 && { notes }),
    };
  }

  #content(): SamplingMessageContentBlock[] {
    const text: SamplingMessageContentBlock[] = this.text === '' ? [] : [{ type: 'text', text: this.text }];
    // Without tools the protocol has room for one block: text, else the first picture.
    return this.#tools ? [...text, ...this.#images, ...this.#calls] : [...text, ...this.#images].slice(0, 1);
  }
}

/** A part of data that is no picture: extensions tell their usage by it. */
function isUsage(part: unknown): boolean {
  return part instanceof vscode.LanguageModelDataPart;
}

const noModel =
  ({ name }: { readonly name: string }) =>
  (): string =>
    t('VS Code has no model {0} any more.', name);

function failureOf(error: unknown, model: vscode.LanguageModelChat, partial: string): ProviderError {
  const extra = partial === '' ? {} : { partial };
  if (error instanceof vscode.LanguageModelError) {
    const remedies = ['otherModel', 'answerByHand'] as const;
    switch (error.code) {
      case vscode.LanguageModelError.NoPermissions.name:
        return new ProviderError(
          'consent',
          () => t('VS Code was not allowed to use {0} for Countersign.', model.name),
          {
            remedies: ['retry', ...remedies],
          },
        );
      case vscode.LanguageModelError.Blocked.name:
        return new ProviderError('quota', () => t('{0} refuses for now: {1}', model.name, error.message), {
          remedies: ['retry', ...remedies],
        });
      case vscode.LanguageModelError.NotFound.name:
        return new ProviderError('unknownModel', noModel(model), { remedies });
      default:
        break;
    }
  }
  const remedies = ['retry', 'otherModel', 'answerByHand'] as const;
  const words = (): string =>
    partial === ''
      ? t('{0} gave no answer: {1}', model.name, messageOf(error))
      : t('{0} broke off: {1}', model.name, messageOf(error));
  return new ProviderError(partial === '' ? 'unknown' : 'brokenStream', words, { remedies, ...extra });
}
