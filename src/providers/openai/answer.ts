import * as z from 'zod/mini';
import type { SamplingMessageContentBlock } from '../../core/mcp.ts';
import type { Completion, FidelityNote, ProviderError, StopReason, Usage } from '../../core/models/provider.ts';
import { t } from '../../core/text/l10n.ts';
import { brokenFailure, contentFilterFailure, emptyFailure, type FailureContext } from '../errors.ts';

const maybeText = z.nullish(z.string());
/** Text, or parts of which the texts count (Mistral's thinking models answer so). */
const contentSchema = z.nullish(
  z.union([z.string(), z.array(z.looseObject({ type: z.optional(z.string()), text: maybeText }))]),
);

/** What counts of a chunk, in the forms that servers send; everything else is left alone. */
const chunkSchema = z.looseObject({
  id: maybeText,
  model: maybeText,
  choices: z.nullish(
    z.array(
      z.looseObject({
        index: z.nullish(z.number()),
        delta: z.nullish(
          z.looseObject({
            content: contentSchema,
            refusal: maybeText,
            reasoning_content: maybeText,
            reasoning: z.nullish(z.unknown()),
            tool_calls: z.nullish(
              z.array(
                z.looseObject({
                  index: z.nullish(z.number()),
                  id: maybeText,
                  function: z.nullish(
                    z.looseObject({ name: maybeText, arguments: z.nullish(z.union([z.string(), z.looseObject({})])) }),
                  ),
                }),
              ),
            ),
          }),
        ),
        finish_reason: maybeText,
        /** vLLM: the stop sequence (or the number of the token) that ended the text. */
        stop_reason: z.nullish(z.union([z.string(), z.number()])),
      }),
    ),
  ),
  usage: z.nullish(z.looseObject({ prompt_tokens: z.nullish(z.number()), completion_tokens: z.nullish(z.number()) })),
});
type Chunk = z.infer<typeof chunkSchema>;
type Choice = NonNullable<Chunk['choices']>[number];
type CallDelta = NonNullable<NonNullable<Choice['delta']>['tool_calls']>[number];

interface Call {
  id: string;
  name: string;
  arguments: string;
}

const stopReasons: ReadonlyMap<string, StopReason> = new Map([
  ['stop', 'endTurn'],
  ['eos', 'endTurn'],
  ['end_turn', 'endTurn'],
  ['stop_sequence', 'stopSequence'],
  ['length', 'maxTokens'],
  ['max_tokens', 'maxTokens'],
  ['tool_calls', 'toolUse'],
  ['tool_use', 'toolUse'],
  ['function_call', 'toolUse'],
]);

/** What the answer is read against. */
export interface AnswerContext extends FailureContext {
  readonly model: string;
  readonly toolsOffered: boolean;
  readonly stopSequences: readonly string[];
}

/** Gathers a streamed answer. One a call. */
export class Answer {
  readonly #context: AnswerContext;
  readonly #onText: (text: string) => void;
  #text = '';
  #reasoned = false;
  readonly #calls = new Map<number, Call>();
  #finish: string | undefined;
  #stoppedBy: string | undefined;
  #usage: Usage | undefined;
  #model: string | undefined;
  #id: string | undefined;

  constructor(context: AnswerContext, onText: (text: string) => void) {
    this.#context = context;
    this.#onText = onText;
  }

  get text(): string {
    return this.#text;
  }

  /** True when the server said why the answer ended. */
  get finished(): boolean {
    return this.#finish !== undefined;
  }

  /** Takes a chunk. Throws `ProviderError` for one that is none. */
  take(value: unknown): void {
    const parsed = chunkSchema.safeParse(value);
    if (!parsed.success)
      throw brokenFailure(this.#failing(), () => t('The endpoint sent a part of an answer that is malformed.'));
    const chunk = parsed.data;
    this.#id ??= chunk.id ?? undefined;
    this.#model ??= chunk.model || undefined;
    if (chunk.usage) {
      const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = chunk.usage;
      this.#usage = {
        ...(typeof inputTokens === 'number' && { inputTokens }),
        ...(typeof outputTokens === 'number' && { outputTokens }),
      };
    }
    // One answer was asked for: further choices of a server that sends more are not this answer.
    const choice = chunk.choices?.find(({ index }) => (index ?? 0) === 0);
    if (choice) this.#takeChoice(choice);
  }

  #takeChoice(choice: Choice): void {
    const { delta } = choice;
    const content = delta?.content;
    this.#addText(Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : (content ?? ''));
    // A refusal is what the model says, in a field of its own.
    this.#addText(delta?.refusal ?? '');
    if (delta?.reasoning_content || delta?.reasoning) this.#reasoned = true;
    for (const [position, call] of (delta?.tool_calls ?? []).entries()) this.#takeCall(call, position);
    if (choice.finish_reason) this.#finish = choice.finish_reason;
    if (typeof choice.stop_reason === 'string') this.#stoppedBy = choice.stop_reason;
  }

  #addText(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#onText(text);
  }

  #takeCall(delta: CallDelta, position: number): void {
    // Some servers leave the index out: then an id begins a call, and a piece without one goes on with the last.
    const index = delta.index ?? (delta.id ? this.#calls.size : Math.max(0, this.#calls.size - 1 + position));
    const call = this.#calls.get(index) ?? { id: '', name: '', arguments: '' };
    this.#calls.set(index, call);
    if (delta.id) call.id = delta.id;
    if (delta.function?.name) call.name += delta.function.name;
    const more = delta.function?.arguments ?? '';
    call.arguments += typeof more === 'string' ? more : JSON.stringify(more);
  }

  #failing(): FailureContext {
    return { ...this.#context, partial: this.#text };
  }

  #toolUses(): SamplingMessageContentBlock[] {
    return [...this.#calls].map(([index, call]) => {
      let input: unknown;
      try {
        input = call.arguments.trim() === '' ? {} : JSON.parse(call.arguments);
      } catch {
        input = undefined;
      }
      if (typeof input !== 'object' || input === null || Array.isArray(input)) {
        const { model } = this.#context;
        throw brokenFailure(this.#failing(), () =>
          this.#finish === 'length'
            ? t(
                '{0} called the tool “{1}” with arguments that are no JSON object: the token limit cut them off.',
                model,
                call.name,
              )
            : t('{0} called the tool “{1}” with arguments that are no JSON object.', model, call.name),
        );
      }
      return {
        type: 'tool_use',
        id: call.id || `${this.#id ?? 'call'}_${index}`,
        name: call.name,
        input: input as Record<string, unknown>,
      };
    });
  }

  #stopReason(used: boolean): StopReason | undefined {
    if (used) return 'toolUse';
    if (this.#finish === 'stop' && this.#stoppedBy !== undefined) {
      return this.#context.stopSequences.includes(this.#stoppedBy) ? 'stopSequence' : 'endTurn';
    }
    const reason = this.#finish === undefined ? undefined : stopReasons.get(this.#finish);
    return reason === 'toolUse' ? undefined : reason;
  }

  #empty(): ProviderError {
    if (this.#finish === 'length') {
      return emptyFailure(this.#context, () =>
        this.#reasoned
          ? t('It used up the token limit for its reasoning.')
          : t('The token limit was reached before its first word.'),
      );
    }
    if (this.#calls.size > 0)
      return emptyFailure(this.#context, () => t('It called a tool although none was offered.'));
    return emptyFailure(this.#context, () => (this.#reasoned ? t('Only reasoning came, which is not passed on.') : ''));
  }

  #notes(toolsLeftOut: boolean): FidelityNote[] {
    const notes: FidelityNote[] = [];
    if (this.#reasoned) {
      notes.push({ field: 'content', effect: 'ignored', note: t('The model’s reasoning is not part of the answer.') });
    }
    if (toolsLeftOut) {
      notes.push({
        field: 'content',
        effect: 'ignored',
        note: t('Calls of tools that were not offered, or not complete, are left out.'),
      });
    }
    return notes;
  }

  /** The completion. `stopped`: the person ended it, and what had come is the answer. Throws `ProviderError`. */
  complete(durationMs: number, stopped: boolean): Completion {
    if (!stopped && this.#finish === 'content_filter') throw contentFilterFailure(this.#failing());
    const uses = stopped || !this.#context.toolsOffered ? [] : this.#toolUses();
    const said = this.#text.trim() !== '';
    if (!stopped && !said && uses.length === 0) throw this.#empty();
    const text: SamplingMessageContentBlock[] = said || uses.length === 0 ? [{ type: 'text', text: this.#text }] : [];
    const stopReason = stopped ? undefined : this.#stopReason(uses.length > 0);
    const notes = this.#notes(uses.length < this.#calls.size);
    return {
      content: [...text, ...uses],
      model: this.#model ?? this.#context.model,
      ...(stopReason !== undefined && { stopReason }),
      ...(this.#finish !== undefined && !stopped && { finishReason: this.#finish }),
      ...(this.#usage && { usage: this.#usage }),
      durationMs,
      stopped,
      ...(notes.length > 0 && { notes }),
    };
  }
}
