import type { ElicitAnswer } from '../elicitation/ask.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { LedgerRecord } from '../ledger/entry.ts';
import { resultOf } from '../review/answers.ts';
import type { ComparedColumn } from '../review/comparedColumn.ts';
import type { OnDesk } from '../review/deskItem.ts';
import type { Review } from '../review/review.ts';
import type { Ending, Step } from '../review/steps.ts';
import { DisposableStore } from '../util/disposable.ts';
import { attend } from './attend.ts';
import type { AskResult, PipelineOptions, SamplingResult } from './pipeline.ts';
import * as records from './records.ts';
import { Sending } from './sending.ts';
import { releaseUnasked } from './unasked.ts';
import { t } from '../text/l10n.ts';

/** One round from the desk to its end. */
export class RoundWalk {
  readonly #options: PipelineOptions;
  readonly #reviews: readonly OnDesk[];
  /** Rejects once, with what the server gets, when a review of the round has ended without an answer and that is written down. */
  readonly #ended: Promise<never>;
  #end: (error: McpError) => void = () => undefined;
  #over = false;
  readonly #store = new DisposableStore();
  readonly #sending: Sending;

  constructor(options: PipelineOptions, reviews: readonly OnDesk[]) {
    this.#options = options;
    this.#reviews = reviews;
    this.#sending = new Sending(options, (review, record) => this.#append(review, record));
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

  async walk(): Promise<readonly AskResult[]> {
    try {
      for (const review of this.#reviews) this.#store.add(attend(review, this.#options));
      return await Promise.race([this.#answers(), this.#ended]);
    } catch (error) {
      if (isMcpError(error)) throw error;
      // A fault of our own: what nobody walks with any more must not go on looking as if it could be decided.
      this.#options.log.error(`Round: ${messageOf(error)}`);
      const failed = new McpError('failed', 'The request could not be handled.');
      for (const review of this.#reviews) review.close('failed', t('This request could not be handled.'), failed);
      throw failed;
    } finally {
      this.#store.dispose();
    }
  }

  async #answers(): Promise<readonly AskResult[]> {
    // Every ask has its verdict before a model is called for any of them.
    const verdicts = await Promise.all(this.#reviews.map((item) => this.#verdict(item)));
    const results = await Promise.all(verdicts.map((goOn) => goOn()));
    for (const review of this.#reviews) review.returned();
    return results;
  }

  /** Waits for the verdict; what it gives leads to the result. */
  async #verdict(item: OnDesk): Promise<() => Promise<AskResult>> {
    if (item.kind === 'elicitation') {
      const answer = await this.#elicited(item);
      return () => Promise.resolve(answer);
    }
    const step = await this.#next(item);
    return () => this.#answer(item, step);
  }

  /** To the person's answer; on the way a page may be opened, as often as they try. */
  async #elicited(item: Elicitation): Promise<ElicitAnswer> {
    for (;;) {
      // A person's acts come one after the other.
      const step = await item.next();
      if (step.kind === 'closed') return this.#ended;
      if (step.kind === 'answer') {
        const written = await this.#append(item, records.elicitedRecord(item, step.answer));
        return written ? step.answer : this.#ended;
      }
      if (!(await this.#append(item, records.openedRecord(item)))) return this.#ended;
      // VS Code may ask once more, and meanwhile the person can still say no here.
      void this.#openPage(item, step.href);
    }
  }

  async #openPage(item: Elicitation, href: string): Promise<void> {
    try {
      const opened = await this.#options.elicitation.openPage(href);
      item.pageOpened(opened ? undefined : t('The page was not opened. You can try again.'));
    } catch (error) {
      item.pageOpened(t('The page could not be opened: {0}', messageOf(error)));
    }
  }

  /** From a verdict to a released answer, over as many tries as the person makes. */
  async #answer(review: Review, verdict: Step | undefined): Promise<SamplingResult> {
    let step = verdict;
    let seen = false;
    for (;;) {
      // A person's acts come one after the other.
      switch (step?.kind) {
        case 'approve':
          await this.#sending.send(review, step.outgoing, review);
          break;
        case 'compare':
          await Promise.all(step.columns.map((column) => this.#sendColumn(review, column)));
          review.comparison.settled();
          // Whoever compares answers wants to see them, also when only one has come.
          seen = true;
          break;
        case 'answerByHand':
          if (await this.#append(review, records.completionRecord(review, step.completion, undefined))) {
            review.answered(step.completion, true);
          }
          break;
        case 'return':
          return resultOf(review.ask.params, step.answer.completion);
        default:
          return this.#ended;
      }
      // Whoever has seen an answer and asked for another one wants to see that too.
      if (!seen) releaseUnasked(review, this.#options.release?.() ?? 'always');
      seen ||= review.answer?.complete === true;
      step = await this.#next(review);
    }
  }

  /** What the person does next, written down. */
  async #next(review: Review): Promise<Step> {
    const step = await review.next();
    const written = step.kind === 'closed' || (await this.#append(review, stepRecord(review, step)));
    return written ? step : this.#ended;
  }

  /** One model of a comparison. Each goes its own way; what one of them does, waits for none of the others. */
  async #sendColumn(review: Review, column: ComparedColumn): Promise<void> {
    if (column.sent) await this.#sending.send(review, column.sent.outgoing, column);
  }

  /** Writes a step down. False when nothing may follow: it could not be written (the review is closed then), or the review has ended. */
  async #append(review: OnDesk, record: LedgerRecord): Promise<boolean> {
    if (review.closed) return false;
    try {
      await this.#options.ledger.append(record);
    } catch (error) {
      this.#options.log.error(`Ledger: ${messageOf(error)}`);
      const message = t('The ledger cannot be written, so the request was refused: {0}', messageOf(error));
      review.close('failed', message, records.noLedger());
    }
    return !review.closed;
  }

  /** One review of the round has ended. Without an answer, that ends the others too, then it is written down, then the server hears it. */
  #closed(origin: OnDesk, ending: Ending): void {
    if (this.#over || ending.how === 'returned') return;
    this.#over = true;
    const error = ending.error ?? new McpError('cancelled', ending.message);
    for (const review of this.#reviews) review.close(ending.how, siblingMessage(ending), error);
    void this.#writeEndings(origin).then(() => this.#end(error));
  }

  async #writeEndings(origin: OnDesk): Promise<void> {
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

function siblingMessage({ how, message }: Ending): string {
  if (how === 'denied') return t('Another request of the same round was denied.');
  if (how === 'rejected') return t('The answer to another request of the same round was rejected.');
  if (how === 'expired') return message;
  return how === 'failed' ? t('Another request of the same round failed. {0}', message) : message;
}

function stepRecord(review: Review, step: Exclude<Step, { kind: 'closed' }>): LedgerRecord {
  if (step.kind === 'approve') {
    const { outgoing, edited, joint } = step;
    return records.verdictRecord(review, 'approve', { hash: outgoing.hash, edited, joint });
  }
  if (step.kind === 'compare') {
    const hashes = step.columns.flatMap(({ sent }) => sent?.outgoing.hash ?? []);
    return records.verdictRecord(review, 'approve', { hashes, edited: step.edited });
  }
  if (step.kind === 'answerByHand') return records.verdictRecord(review, 'answerByHand', { edited: step.edited });
  return records.releaseRecord(review, step, resultOf(review.ask.params, step.answer.completion));
}
