import { messageOf, shownOf } from '../errors.ts';
import type { LedgerRecord } from '../ledger/entry.ts';
import { type Completion, isProviderError, type OutgoingRequest } from '../models/provider.ts';
import type { Receiver } from '../review/comparedColumn.ts';
import type { Review } from '../review/review.ts';
import type { Failure } from '../review/steps.ts';
import { inEnglish, t } from '../text/l10n.ts';
import { redactText } from '../text/redact.ts';
import type { PipelineOptions } from './pipeline.ts';
import * as records from './records.ts';

/** Writes a step down. False when nothing may follow. */
export type Append = (review: Review, record: LedgerRecord) => Promise<boolean>;

const pausedWords = (): string => t('Sampling was paused, so nothing was sent.');
const pausedFailure = (): Failure => ({ message: pausedWords(), remedies: ['retry', 'answerByHand'] });

type FailureCode = NonNullable<Failure['code']>;

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
    const failed = (code: FailureCode, english: string, failure: Failure): Promise<void> =>
      this.#failed(review, outgoing, receiver, { code, english, failure });
    const paused = (): Promise<void> => failed('paused', inEnglish(pausedWords), pausedFailure());
    if (this.#paused) return paused();
    if (!(await this.#append(review, records.outgoingRecord(review, outgoing)))) return;
    if (this.#paused) return paused();
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
      if (held) return paused();
      const known = isProviderError(error);
      if (!known && !review.closed) this.#options.log.error(`Model call failed: ${messageOf(error)}`);
      return failed(known ? error.code : 'unknown', redactText(messageOf(error)), {
        message: redactText(shownOf(error)),
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
    { code, english, failure }: { readonly code: FailureCode; readonly english: string; readonly failure: Failure },
  ): Promise<void> {
    if (!(await this.#append(review, records.failureRecord(review, outgoing, code, english)))) return;
    receiver.fail({ ...failure, code, endpoint: outgoing.model.endpoint });
  }
}
