import { messageOf } from '../errors.ts';
import type { LedgerRecord } from '../ledger/entry.ts';
import { type Completion, isProviderError, type OutgoingRequest } from '../models/provider.ts';
import type { Receiver } from '../review/comparedColumn.ts';
import type { Review } from '../review/review.ts';
import type { Failure } from '../review/steps.ts';
import { redactText } from '../text/redact.ts';
import type { PipelineOptions } from './pipeline.ts';
import * as records from './records.ts';

/** Writes a step down. False when nothing may follow. */
export type Append = (review: Review, record: LedgerRecord) => Promise<boolean>;

const pausedFailure = {
  message: 'Sampling was paused, so nothing was sent.',
  remedies: ['retry', 'answerByHand'],
} as const;

type SendingOptions = Pick<PipelineOptions, 'models' | 'desk' | 'clock' | 'log' | 'lookAtPause'>;

/** Calls a model with what was signed, at most once, and writes down what leaves and what comes back before anything follows. */
export class Sending {
  readonly #options: SendingOptions;
  readonly #append: Append;

  constructor(options: SendingOptions, append: Append) {
    this.#options = options;
    this.#append = append;
  }

  /** Whether sampling is paused, in this window or by now in another. */
  get #paused(): boolean {
    this.#options.lookAtPause?.();
    return this.#options.desk.paused;
  }

  /** `receiver`: who gets the answer, the review itself or a column of its comparison. */
  async send(review: Review, outgoing: OutgoingRequest, receiver: Receiver): Promise<void> {
    const { models, clock } = this.#options;
    const failed = (code: NonNullable<Failure['code']>, failure: Failure): Promise<void> =>
      this.#failed(review, outgoing, receiver, { ...failure, code });
    if (this.#paused) return failed('paused', pausedFailure);
    if (!(await this.#append(review, records.outgoingRecord(review, outgoing)))) return;
    if (this.#paused) return failed('paused', pausedFailure);
    if (!receiver.run(outgoing, clock.now())) return;
    let completion: Completion;
    let held = false;
    const beforeSending = (): void => {
      held = this.#paused;
      if (held) throw new Error('Sampling was paused');
    };
    try {
      const { signal, stopSignal: stop } = receiver;
      const onText = (text: string): void => receiver.append(text);
      completion = await models.send(outgoing, { signal, stop, onText, beforeSending });
    } catch (error) {
      if (held) return failed('paused', pausedFailure);
      const known = isProviderError(error);
      if (!known && !review.closed) this.#options.log.error(`Model call failed: ${messageOf(error)}`);
      return failed(known ? error.code : 'unknown', {
        message: redactText(messageOf(error)),
        remedies: known ? error.remedies : ['retry', 'otherModel', 'answerByHand'],
        ...(known && error.partial !== undefined ? { partial: error.partial } : {}),
      });
    }
    if (await this.#append(review, records.completionRecord(review, completion, outgoing)))
      receiver.answered(completion, false);
  }

  async #failed(
    review: Review,
    outgoing: OutgoingRequest,
    receiver: Receiver,
    failure: Failure & { readonly code: NonNullable<Failure['code']> },
  ): Promise<void> {
    const { code, message } = failure;
    if (!(await this.#append(review, records.failureRecord(review, outgoing, code, message)))) return;
    receiver.fail({ ...failure, endpoint: outgoing.model.endpoint });
  }
}
