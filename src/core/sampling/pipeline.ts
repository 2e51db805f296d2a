import type { ElicitAnswer, ElicitationAsk } from '../elicitation/ask.ts';
import { Elicitation, type FormCheck } from '../elicitation/elicitation.ts';
import { readQuestion } from '../elicitation/question.ts';
import { isMcpError, McpError, messageOf } from '../errors.ts';
import type { Ledger } from '../ledger/entry.ts';
import type { Inspector } from '../inspection/finding.ts';
import type { CreateMessageResult, CreateMessageResultWithTools } from '../mcp.ts';
import type { SchemaCheck } from '../review/answerChecks.ts';
import type { ReviewDesk } from '../review/desk.ts';
import { applyEdits } from '../review/applyEdits.ts';
import type { OnDesk } from '../review/deskItem.ts';
import type { Edits } from '../review/edits.ts';
import { Review } from '../review/review.ts';
import type { Clock } from '../util/clock.ts';
import type { Log, NewId } from '../util/system.ts';
import type { SamplingAsk } from './ask.ts';
import { inspect } from './inspection.ts';
import { checkAsk } from './intake.ts';
import type { SamplingModels } from './ports.ts';
import * as records from './records.ts';
import type { ReleaseMode } from './unasked.ts';
import { Refusals } from './refusals.ts';
import { RoundWalk } from './roundWalk.ts';
import { reasonOf } from './signals.ts';

/** What a server gets as the answer to its sampling request. */
export type SamplingResult = CreateMessageResult | CreateMessageResultWithTools;
/** An ask that a person decides about, and what the server gets for it. */
export type Ask = SamplingAsk | ElicitationAsk;
export type AskResult = SamplingResult | ElicitAnswer;

/** What elicitation needs of its surroundings. */
export interface ElicitationPorts {
  readonly check: FormCheck;
  /** Opens a page in the person's browser, and nowhere else. False when it was not opened. */
  openPage(href: string): Promise<boolean>;
}

export interface PipelineOptions {
  readonly desk: ReviewDesk;
  /** Takes over a pause that was chosen in another window; called before anything is let through. */
  readonly lookAtPause?: () => void;
  readonly models: SamplingModels;
  readonly inspector: Inspector;
  /** Whether answers wait for the person; asked for each, since a setting can change. Always when absent. */
  readonly release?: () => ReleaseMode;
  readonly elicitation: ElicitationPorts;
  /** Holds an answer against the schema that its server gave. */
  readonly checkSchema: SchemaCheck;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

export interface RunOptions {
  /** Told as soon as the reviews are on the desk. */
  readonly onReviews?: (reviews: readonly OnDesk[]) => void;
}

/**
 * The one place that walks the way of what a server asks. Of a sampling request: intake, inspection, matching, the desk's verdict, the
 * outgoing request, the model, the release. Of an elicitation: intake, the desk, the answer. It takes a round of asks of any kind; a
 * legacy push is a round of one.
 *
 * - Each step is in the ledger before the next one happens. When that fails nothing is called and the round ends.
 * - No model is called before every ask of the round has its verdict. One *Deny* ends the round with no call.
 * - One approval is at most one call. A failure goes back to the desk; only the person's giving up is an error for the server.
 * - The results are given when every answer of the round was released; one rejected answer ends it.
 */
export class SamplingPipeline {
  readonly #options: PipelineOptions;
  readonly #refusals: Refusals;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#refusals = new Refusals(options);
  }

  /** Resolves with one result for each ask, in their order. Rejects with the `McpError` that the server is to get. */
  async run(asks: readonly Ask[], options: RunOptions = {}): Promise<readonly AskResult[]> {
    if (asks.length === 0) return [];
    let reviews: readonly OnDesk[];
    try {
      reviews = await this.#admit(asks);
    } catch (error) {
      throw await this.#refuse(asks, error);
    }
    options.onReviews?.(reviews);
    return new RoundWalk(this.#options, reviews).walk();
  }

  /** Pause, caps, intake and inspection; then the requests are written down and put on the desk. */
  async #admit(asks: readonly Ask[]): Promise<readonly OnDesk[]> {
    const { desk, ledger, log } = this.#options;
    this.#checkOpen(asks);
    // Before anything that takes time: of a thousand requests a second, most end here.
    const place = desk.reserve(asks[0]?.server.name ?? '', asks.length);
    try {
      for (const ask of asks) if (ask.kind !== 'elicitation') checkAsk(ask);
      const reviews = this.#reviews(asks);
      for (const review of reviews) {
        // In order, so that the ledger lists a round as it came.
        await ledger.append(records.requestRecord(review)).catch((error: unknown) => {
          log.error(`Ledger: ${messageOf(error)}`);
          throw records.noLedger();
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

  #checkOpen(asks: readonly Ask[]): void {
    this.#options.lookAtPause?.();
    const samples = asks.some(({ kind }) => kind !== 'elicitation');
    if (samples && this.#options.desk.paused)
      throw new McpError('paused', 'Refused: the user has paused all sampling.', -1);
    const gone = asks.find((ask) => ask.signal.aborted);
    if (gone) throw new McpError('cancelled', reasonOf(gone.signal));
  }

  #reviews(asks: readonly Ask[]): readonly OnDesk[] {
    const { newId, clock, models, elicitation } = this.#options;
    const id = newId();
    return asks.map((ask, index) => {
      const round = { id, key: ask.key ?? '', index, size: asks.length };
      const base = { id: newId(), receivedAt: clock.now(), round };
      return ask.kind === 'elicitation'
        ? new Elicitation({ ...base, ask, question: readQuestion(ask.params), check: elicitation.check })
        : new Review({
            ...base,
            ask,
            inspection: inspect(ask.params),
            preparation: models,
            random: newId,
            ...editsOf(ask),
          });
    });
  }

  /** What the server gets, written down. */
  async #refuse(asks: readonly Ask[], error: unknown): Promise<McpError> {
    const { log } = this.#options;
    const refusal = isMcpError(error) ? error : new McpError('failed', 'The request could not be handled.');
    if (refusal !== error) log.error(`Request of a server not handled: ${messageOf(error)}`);
    await this.#refusals.write(asks, refusal);
    return refusal;
  }
}

/** Edits that were made before. Those that do not fit are no reason to lose the request: it is shown as it was asked. */
function editsOf({ params, edits }: SamplingAsk): { readonly edits?: Edits } {
  if (edits === undefined) return {};
  try {
    applyEdits(params, edits);
    return { edits };
  } catch {
    return {};
  }
}
