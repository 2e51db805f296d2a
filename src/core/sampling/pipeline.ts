import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { Ledger, LedgerRecord } from '../ledger/entry.ts';
import type { CreateMessageResult, CreateMessageResultWithTools } from '../mcp.ts';
import { type Completion, isProviderError, type OutgoingRequest } from '../models/provider.ts';
import { resultOf } from '../review/answers.ts';
import type { ReviewDesk } from '../review/desk.ts';
import { Review } from '../review/review.ts';
import type { Ending, Failure, Step } from '../review/steps.ts';
import { redactText } from '../text/redact.ts';
import type { Clock } from '../util/clock.ts';
import { DisposableStore } from '../util/disposable.ts';
import type { Log, NewId } from '../util/system.ts';
import type { SamplingAsk } from './ask.ts';
import { attend } from './attend.ts';
import { inspect } from './inspection.ts';
import { checkAsk } from './intake.ts';
import type { SamplingModels } from './ports.ts';
import * as records from './records.ts';
import { reasonOf } from './signals.ts';

/** What a server gets as the answer to its sampling request. */
export type SamplingResult = CreateMessageResult | CreateMessageResultWithTools;

export interface PipelineOptions {
  readonly desk: ReviewDesk;
  readonly models: SamplingModels;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

export interface RunOptions {
  /** Told as soon as the reviews are on the desk. */
  readonly onReviews?: (reviews: readonly Review[]) => void;
}

/**
 * The one place that walks the way of a sampling request: intake, inspection, matching, the desk's verdict, the outgoing request,
 * the model, the release. It takes a round of asks; a legacy push is a round of one.
 *
 * - Each step is in the ledger before the next one happens. When that fails nothing is called and the round ends.
 * - No model is called before every ask of the round has its verdict. One *Deny* ends the round with no call.
 * - One approval is at most one call. A failure goes back to the desk; only the person's giving up is an error for the server.
 * - The results are given when every answer of the round was released; one rejected answer ends it.
 */
export class SamplingPipeline {
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Resolves with one result for each ask, in their order. Rejects with the `McpError` that the server is to get. */
  async run(asks: readonly SamplingAsk[], options: RunOptions = {}): Promise<readonly SamplingResult[]> {
    if (asks.length === 0) return [];
    let reviews: readonly Review[];
    try {
      reviews = await this.#admit(asks);
    } catch (error) {
      throw await this.#refuse(asks, error);
    }
    options.onReviews?.(reviews);
    return new RoundWalk(this.#options, reviews).walk();
  }

  /** Intake, pause, caps and inspection; then the requests are written down and put on the desk. */
  async #admit(asks: readonly SamplingAsk[]): Promise<readonly Review[]> {
    const { desk, ledger, log } = this.#options;
    for (const ask of asks) checkAsk(ask);
    this.#checkOpen(asks);
    const place = desk.reserve(asks[0]?.server.name ?? '', asks.length);
    try {
      const reviews = this.#reviews(asks);
      for (const review of reviews) {
        // In order, so that the ledger lists a round as it came.
        await ledger.append(records.requestRecord(review)).catch((error: unknown) => {
          log.error(`Ledger: ${messageOf(error)}`);
          throw noLedger();
        });
      }
      this.#checkOpen(asks);
      place.dispose();
      desk.add(reviews);
      return reviews;
    } finally {
      place.dispose();
    }
  }

  #checkOpen(asks: readonly SamplingAsk[]): void {
    if (this.#options.desk.paused) throw new McpError('paused', 'Refused: the user has paused all sampling.', -1);
    const gone = asks.find((ask) => ask.signal.aborted);
    if (gone) throw new McpError('cancelled', reasonOf(gone.signal));
  }

  #reviews(asks: readonly SamplingAsk[]): readonly Review[] {
    const { newId, clock, models } = this.#options;
    const id = newId();
    return asks.map(
      (ask, index) =>
        new Review({
          id: newId(),
          ask,
          receivedAt: clock.now(),
          inspection: inspect(ask.params),
          round: { id, key: ask.key ?? '', index, size: asks.length },
          preparation: models,
        }),
    );
  }

  /** Writes down a refusal before the desk. The refusal stands even when it cannot be written. */
  async #refuse(asks: readonly SamplingAsk[], error: unknown): Promise<McpError> {
    const { ledger, log } = this.#options;
    const refusal = isMcpError(error) ? error : new McpError('failed', 'The sampling request could not be handled.');
    if (refusal !== error) log.error(`Sampling request not handled: ${messageOf(error)}`);
    const written = asks.map((ask) => ledger.append(records.refusalRecord(ask, refusal.kind, refusal.message)));
    for (const result of await Promise.allSettled(written)) {
      if (result.status === 'rejected') log.error(`Ledger: ${messageOf(result.reason)}`);
    }
    return refusal;
  }
}

/** For the server, so without the reason: what a file system says names a path of this machine. */
function noLedger(): McpError {
  return new McpError(
    'noLedger',
    'Refused: the request could not be written to the user’s ledger, so no model may be asked.',
  );
}

/** One round from the desk to its end. */
class RoundWalk {
  readonly #options: PipelineOptions;
  readonly #reviews: readonly Review[];
  /** Rejects once, with what the server gets, when a review of the round has ended without an answer and that is written down. */
  readonly #ended: Promise<never>;
  #end: (error: McpError) => void = () => undefined;
  #over = false;
  readonly #store = new DisposableStore();

  constructor(options: PipelineOptions, reviews: readonly Review[]) {
    this.#options = options;
    this.#reviews = reviews;
    this.#ended = new Promise<never>((_, reject) => {
      this.#end = reject;
    });
    // It is raced below; a round that ends well leaves it pending.
    this.#ended.catch(() => undefined);
    for (const review of reviews) this.#store.add(review.onDidClose((ending) => this.#closed(review, ending)));
    // Whoever heard of the reviews as they came to the desk may have ended one already.
    const ended = reviews.find((review) => review.closed);
    if (ended?.ending) this.#closed(ended, ended.ending);
  }

  async walk(): Promise<readonly SamplingResult[]> {
    const { models, clock } = this.#options;
    try {
      for (const review of this.#reviews) this.#store.add(attend(review, models, clock));
      return await Promise.race([this.#answers(), this.#ended]);
    } finally {
      this.#store.dispose();
    }
  }

  async #answers(): Promise<readonly SamplingResult[]> {
    // Every ask has its verdict before anything is done about any of them.
    const verdicts = await Promise.all(this.#reviews.map((review) => this.#next(review)));
    const pairs = this.#reviews.map((review, index) => [review, verdicts[index]] as const);
    const results = await Promise.all(pairs.map(([review, verdict]) => this.#answer(review, verdict)));
    for (const review of this.#reviews) review.returned();
    return results;
  }

  /** From a verdict to a released answer, over as many tries as the person makes. */
  async #answer(review: Review, verdict: Step | undefined): Promise<SamplingResult> {
    let step = verdict;
    for (;;) {
      // A person's acts come one after the other.
      switch (step?.kind) {
        case 'approve':
          await this.#send(review, step.outgoing);
          break;
        case 'answerByHand':
          if (await this.#append(review, records.completionRecord(review, step.completion, undefined))) {
            review.answered(step.completion, true);
          }
          break;
        case 'return':
          return resultOf(review.ask.params, step.completion);
        default:
          return this.#ended;
      }
      step = await this.#next(review);
    }
  }

  /** What the person does next, written down. */
  async #next(review: Review): Promise<Step> {
    const step = await review.next();
    const written = step.kind === 'closed' || (await this.#append(review, stepRecord(review, step)));
    return written ? step : this.#ended;
  }

  /** At most one call of a model for one approval. */
  async #send(review: Review, outgoing: OutgoingRequest): Promise<void> {
    const { models, desk, clock } = this.#options;
    if (desk.paused) return review.fail(pausedFailure);
    if (!(await this.#append(review, records.outgoingRecord(review, outgoing)))) return;
    if (desk.paused) return this.#failed(review, outgoing, 'paused', pausedFailure);
    if (!review.run(outgoing, clock.now())) return;
    let completion: Completion;
    let held = false;
    const beforeSending = (): void => {
      held = desk.paused;
      if (held) throw new Error('Sampling was paused');
    };
    try {
      const { signal, stopSignal: stop } = review;
      const onText = (text: string): void => review.append(text);
      completion = await models.send(outgoing, { signal, stop, onText, beforeSending });
    } catch (error) {
      if (held) return this.#failed(review, outgoing, 'paused', pausedFailure);
      return this.#providerFailed(review, outgoing, error);
    }
    if (await this.#append(review, records.completionRecord(review, completion, outgoing)))
      review.answered(completion, false);
  }

  async #providerFailed(review: Review, outgoing: OutgoingRequest, error: unknown): Promise<void> {
    const known = isProviderError(error);
    if (!known && !review.closed) this.#options.log.error(`Model call failed: ${messageOf(error)}`);
    const message = redactText(messageOf(error));
    await this.#failed(review, outgoing, known ? error.code : 'unknown', {
      message,
      remedies: known ? error.remedies : (['retry', 'otherModel', 'answerByHand'] as const),
      ...(known && error.partial !== undefined ? { partial: error.partial } : {}),
    });
  }

  async #failed(
    review: Review,
    outgoing: OutgoingRequest,
    code: NonNullable<Failure['code']>,
    failure: Failure,
  ): Promise<void> {
    if (!(await this.#append(review, records.failureRecord(review, outgoing, code, failure.message)))) return;
    review.fail({ ...failure, code, endpoint: outgoing.model.endpoint });
  }

  /** Writes a step down. False when nothing may follow: it could not be written (the review is closed then), or the review has ended. */
  async #append(review: Review, record: LedgerRecord): Promise<boolean> {
    if (review.closed) return false;
    try {
      await this.#options.ledger.append(record);
    } catch (error) {
      this.#options.log.error(`Ledger: ${messageOf(error)}`);
      const message = `The ledger cannot be written, so the request was refused: ${messageOf(error)}`;
      review.close('failed', message, noLedger());
    }
    return !review.closed;
  }

  /** One review of the round has ended. Without an answer, that ends the others too, then it is written down, then the server hears it. */
  #closed(origin: Review, ending: Ending): void {
    if (this.#over || ending.how === 'returned') return;
    this.#over = true;
    const error = ending.error ?? new McpError('cancelled', ending.message);
    for (const review of this.#reviews) review.close(ending.how, siblingMessage(ending), error);
    void this.#writeEndings(origin).then(() => this.#end(error));
  }

  async #writeEndings(origin: Review): Promise<void> {
    for (const review of [origin, ...this.#reviews.filter((other) => other !== origin)]) {
      if (review.ending === undefined) continue;
      try {
        // The one that ended the round comes first.
        await this.#options.ledger.append(records.endingRecord(review, review.ending));
      } catch (error) {
        // Nothing follows that could be kept from happening: the refusal stands.
        this.#options.log.error(`Ledger: ${messageOf(error)}`);
      }
    }
  }
}

const pausedFailure = {
  message: 'Sampling was paused, so nothing was sent.',
  remedies: ['retry', 'answerByHand'],
} as const;

function siblingMessage({ how, message }: Ending): string {
  if (how === 'denied') return 'Another request of the same round was denied.';
  if (how === 'rejected') return 'The answer to another request of the same round was rejected.';
  return how === 'failed' ? `Another request of the same round failed. ${message}` : message;
}

function stepRecord(review: Review, step: Exclude<Step, { kind: 'closed' }>): LedgerRecord {
  if (step.kind === 'approve') {
    return records.verdictRecord(review, 'approve', { hash: step.outgoing.hash, edited: step.edited });
  }
  if (step.kind === 'answerByHand') return records.verdictRecord(review, 'answerByHand', { edited: step.edited });
  return records.releaseRecord(review, step.edited, resultOf(review.ask.params, step.completion));
}
