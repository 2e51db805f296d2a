import type { Completion, OutgoingRequest } from '../models/provider.ts';
import type { AnswerChecks } from './answerChecks.ts';
import { emptyAnswer, grownAnswer } from './growing.ts';
import type { Answer, Failure, SentRequest } from './steps.ts';

/** Who gets what a model answers: a review, or one column of a comparison. */
export interface Receiver {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Aborts when the person stops it; read after `run`. */
  readonly stopSignal: AbortSignal;
  /** The model is about to be called. False when nothing may be sent any more. */
  run(outgoing: OutgoingRequest, startedAt: number): boolean;
  append(text: string): void;
  answered(completion: Completion, byHand: false): void;
  fail(failure: Failure): void;
}

export interface ComparedColumnOptions {
  readonly sent: SentRequest;
  readonly signal: AbortSignal;
  readonly begin: () => boolean;
  readonly changed: () => void;
  readonly appended: (offset: number, text: string) => void;
}

/** waiting: it is not asked yet. running: it answers. done: its answer is there. failed: there is none, `failure` says why. */
export type ColumnState = 'waiting' | 'running' | 'done' | 'failed';

/** One model of a comparison, and what it answers. It is called at most once. */
export class ComparedColumn implements Receiver {
  readonly #options: ComparedColumnOptions | undefined;
  readonly #stop = new AbortController();
  readonly sent: SentRequest | undefined;
  #state: ColumnState = 'waiting';
  #so: Answer | undefined;
  #failure: Failure | undefined;

  /** `answer`: one that was there before, in place of a model to ask. */
  constructor(options: ComparedColumnOptions | undefined, answer?: Answer) {
    this.#options = options;
    this.sent = options?.sent ?? answer?.sent;
    this.#so = answer;
    if (answer !== undefined) this.#state = 'done';
  }

  /** The answer that was at hand before. */
  static earlier(answer: Answer): ComparedColumn {
    return new ComparedColumn(undefined, answer);
  }

  get earlier(): boolean {
    return this.#options === undefined;
  }
  get state(): ColumnState {
    return this.#state;
  }
  get ended(): boolean {
    return this.#state === 'done' || this.#state === 'failed';
  }
  /** What has come, whole or so far. */
  get soFar(): Answer | undefined {
    return this.#so;
  }
  /** The answer, once it is whole or stopped. */
  get answer(): Answer | undefined {
    return this.#state === 'done' ? this.#so : undefined;
  }
  get failure(): Failure | undefined {
    return this.#failure;
  }
  get signal(): AbortSignal {
    return this.#options?.signal ?? AbortSignal.abort();
  }
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort(new Error('Stopped'));
  }

  run(outgoing: OutgoingRequest, startedAt: number): boolean {
    const { sent } = this;
    if (this.#state !== 'waiting' || sent?.outgoing !== outgoing || this.#options?.begin() !== true) return false;
    this.#state = 'running';
    this.#so = emptyAnswer(sent, startedAt);
    this.#options.changed();
    return true;
  }

  append(text: string): void {
    if (this.#state !== 'running' || this.#so === undefined || text === '') return;
    const { answer, offset } = grownAnswer(this.#so, text);
    this.#so = answer;
    this.#options?.appended(offset, text);
  }

  answered(completion: Completion): void {
    if (this.#state !== 'running') return;
    this.#state = 'done';
    this.#so = { completion, complete: true, byHand: false, ...(this.sent && { sent: this.sent }) };
    this.#options?.changed();
  }

  fail(failure: Failure): void {
    if (this.ended) return;
    this.#state = 'failed';
    this.#failure = failure;
    this.#options?.changed();
  }

  /** The person has changed the answer while it was the one to be returned. */
  keep(answer: Answer): void {
    if (this.#state === 'done') this.#so = answer;
  }

  checked(of: Completion, checks: AnswerChecks): void {
    if (this.answer?.completion === of) this.#so = { ...this.answer, checks };
  }
}
