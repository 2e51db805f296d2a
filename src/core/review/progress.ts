import type { Phase } from '../../shared/desk.ts';
import type { Completion, OutgoingRequest } from '../models/provider.ts';
import type { AnswerChecks } from './answerChecks.ts';
import type { RequestDraft } from './draft.ts';
import { emptyAnswer, grownAnswer } from './growing.ts';
import type { Answer, Failure } from './steps.ts';

export interface ProgressHost {
  readonly draft: Pick<RequestDraft, 'frozen' | 'sent'>;
  changed(): void;
  appended(piece: { readonly offset: number; readonly text: string }): void;
}

/** How far a review has come: from the verdict over the model's answer to the release. It says what happens, not who may do what. */
export class Progress {
  readonly #host: ProgressHost;
  #phase: Phase = 'pending';
  #failure: Failure | undefined;
  #verdict: 'approve' | 'answerByHand' | undefined;
  #answer: Answer | undefined;
  #previous: Answer | undefined;
  #running: OutgoingRequest | undefined;
  #stop = new AbortController();
  #released = false;

  constructor(host: ProgressHost) {
    this.#host = host;
  }

  get phase(): Phase {
    return this.#phase;
  }
  /** Why the last try gave no answer. */
  get failure(): Failure | undefined {
    return this.#failure;
  }
  get verdict(): 'approve' | 'answerByHand' | undefined {
    return this.#verdict;
  }
  get answer(): Answer | undefined {
    return this.#answer;
  }
  /** What is on its way to a single model. */
  get running(): OutgoingRequest | undefined {
    return this.#running;
  }
  get released(): boolean {
    return this.#released;
  }
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  decide(verdict: 'approve' | 'answerByHand'): void {
    this.#phase = 'decided';
    this.#verdict = verdict;
    this.#failure = undefined;
    this.#host.draft.frozen = true;
    this.#host.changed();
  }

  run(outgoing: OutgoingRequest, startedAt: number): boolean {
    if (this.#phase === 'running' || !this.begin()) return false;
    this.#running = outgoing;
    this.#stop = new AbortController();
    this.#answer = emptyAnswer(this.#host.draft.sent(outgoing), startedAt);
    this.#host.changed();
    return true;
  }

  /** A model is about to be called. Of a comparison the first begins it, and the others follow. False when nothing may be sent. */
  begin(): boolean {
    if (this.#phase === 'running') return true;
    if (this.#phase !== 'decided' || this.#verdict !== 'approve' || this.#released) return false;
    this.#phase = 'running';
    this.#previous = this.#answer;
    this.#answer = undefined;
    return true;
  }

  stop(): void {
    this.#stop.abort(new Error('Stopped'));
  }

  append(text: string): void {
    if (this.#phase !== 'running' || this.#answer === undefined || text === '') return;
    const { answer, offset } = grownAnswer(this.#answer, text);
    this.#answer = answer;
    this.#host.appended({ offset, text });
  }

  answered(completion: Completion, byHand: boolean): void {
    const sent = byHand ? undefined : this.#answer?.sent;
    this.ended({ completion, complete: true, byHand, ...(sent && { sent }) }, undefined);
  }

  fail(failure: Failure): void {
    this.ended(undefined, failure);
  }

  /** The tries of a verdict are over. With `failure` there is no new answer: an earlier one is still there. */
  ended(answer: Answer | undefined, failure: Failure | undefined): void {
    if (this.#phase !== 'running' && this.#phase !== 'decided') return;
    if (failure === undefined) this.#answer = answer;
    else if (this.#phase === 'running') this.#answer = this.#previous;
    this.#failure = failure;
    this.#phase = failure === undefined || this.#answer?.complete ? 'answered' : 'pending';
    this.#running = undefined;
    this.#previous = undefined;
    if (this.#phase === 'pending') this.#verdict = undefined;
    this.#host.draft.frozen = false;
    this.#host.changed();
  }

  /** Another answer in place of the one at hand. */
  take(answer: Answer): void {
    this.#answer = answer;
    this.#host.changed();
  }

  checked(of: Completion, checks: AnswerChecks): void {
    if (this.#answer?.completion === of && this.#answer.complete) this.#answer = { ...this.#answer, checks };
    this.#host.changed();
  }

  release(answer: Answer): void {
    this.#answer = answer;
    this.#phase = 'decided';
    this.#released = true;
  }

  close(): void {
    this.#phase = 'closed';
    this.#running = undefined;
  }
}
