import { shownOf } from '../errors.ts';
import type { Completion, ModelRef, OutgoingRequest } from '../models/provider.ts';
import { t } from '../text/l10n.ts';
import type { AnswerChecks } from './answerChecks.ts';
import { ComparedColumn } from './comparedColumn.ts';
import type { RequestDraft } from './draft.ts';
import type { Answer, Failure } from './steps.ts';
import { notTaken, TAKEN, type Taken } from './taken.ts';

/** How many models may be asked at once. */
export const MOST_COMPARED = 4;

/** What a comparison needs of its review. */
export interface CompareHost {
  readonly draft: Pick<RequestDraft, 'params' | 'match' | 'preparation' | 'sent'>;
  readonly signal: AbortSignal;
  answer(): Answer | undefined;
  /** True while the person may decide what is sent. */
  open(): boolean;
  tooLate(): Taken;
  /** True while what is on screen is still being looked through. */
  inspecting(): boolean;
  /** The person has signed for all of them. */
  decide(columns: readonly ComparedColumn[]): void;
  /** A model is about to be called. False when there is nothing to run any more. */
  begin(): boolean;
  /** All columns have ended; with `failure`, none of them well. */
  settle(answer: Answer | undefined, failure: Failure | undefined): void;
  /** Makes it the answer that would be returned. */
  take(answer: Answer): Taken;
  changed(): void;
  appended(column: number, offset: number, text: string): void;
}

/** A model that the request would go to, with exactly what would be sent, or why it cannot be. */
export interface PlannedModel {
  readonly model: ModelRef;
  readonly outgoing?: OutgoingRequest;
  readonly problem?: string;
}

interface Planned {
  readonly of: readonly unknown[];
  readonly models: readonly PlannedModel[];
}

/**
 * The same request to several models. It is planned on the desk, each model with its own outgoing request, and signed by one press that
 * carries every hash that is shown; each model is called at most once for it. Of the answers the person takes one, which then goes the
 * way of any answer: it can be edited, and it is returned by the release.
 */
export class Comparison {
  readonly #host: CompareHost;
  #choice: readonly ModelRef[] | undefined;
  #planned: Planned | undefined;
  #columns: readonly ComparedColumn[] = [];
  #taken: number | undefined;

  constructor(host: CompareHost) {
    this.#host = host;
  }

  /** True while the person puts it together. */
  get planning(): boolean {
    return this.#choice !== undefined && this.#host.open();
  }

  /** What would be sent to each of the chosen models now. */
  get plan(): readonly PlannedModel[] {
    const { draft } = this.#host;
    const of = [this.#choice, draft.params, draft.match];
    if (this.#planned === undefined || this.#planned.of.some((part, index) => part !== of[index])) {
      this.#planned = { of, models: (this.#choice ?? []).map((model) => this.#prepare(model)) };
    }
    return this.#planned.models;
  }

  /** Why it cannot be sent yet. */
  get problem(): string | undefined {
    const least = this.#earlier === undefined ? 2 : 1;
    if (this.plan.length < least) {
      return least === 1 ? t('Choose at least one model.') : t('Choose at least two models.');
    }
    const broken = this.plan.find(({ outgoing }) => outgoing === undefined);
    return broken && t('{0} cannot take this request.', broken.model);
  }

  /** Names all that would be sent, for the guard; absent while it cannot be. */
  get hash(): string | undefined {
    return this.planning && this.problem === undefined ? hashOf(this.#hashes) : undefined;
  }

  /** The answers side by side; an earlier one of the same review comes first. */
  get columns(): readonly ComparedColumn[] {
    return this.#columns;
  }

  /** The number of the column whose answer is the review's. */
  get taken(): number | undefined {
    return this.#taken;
  }

  /** True while some of its models answer. */
  get running(): boolean {
    return this.#columns.some(({ ended }) => !ended);
  }

  // What a person does.

  /** Opens the plan or changes it; `undefined` closes it. */
  choose(models: readonly ModelRef[] | undefined): Taken {
    if (!this.#host.open()) return this.#host.tooLate();
    if (models !== undefined && models.length > MOST_COMPARED)
      return notTaken(t('At most {0} models are compared.', MOST_COMPARED));
    this.#choice = models && [...new Set(models)];
    this.#host.changed();
    return TAKEN;
  }

  /** The one press. `hashes` are those that are on screen, in their order. */
  approve(hashes: readonly string[]): Taken {
    if (!this.#host.open()) return this.#host.tooLate();
    if (this.#choice === undefined) return notTaken(t('No models are chosen to be compared.'));
    const { problem } = this;
    if (problem !== undefined) return notTaken(problem);
    if (hashOf(hashes) !== hashOf(this.#hashes))
      return notTaken(t('The request has changed since you saw it. Look at it again and approve then.'));
    if (this.#host.inspecting()) return notTaken(t('Still being inspected. Try again in a moment.'));
    const earlier = this.#earlier;
    const first = earlier === undefined ? 0 : 1;
    const asked = this.plan.flatMap(({ outgoing }, index) =>
      outgoing === undefined ? [] : [this.#column(outgoing, first + index)],
    );
    this.#columns = earlier === undefined ? asked : [ComparedColumn.earlier(earlier), ...asked];
    this.#choice = undefined;
    this.#taken = undefined;
    this.#host.decide(asked);
    return TAKEN;
  }

  /** Ends one stream, or all of them; what had come stays. */
  stop(column?: number): Taken {
    const which = column === undefined ? this.#columns : this.#columns.filter((_, index) => index === column);
    const running = which.filter(({ ended }) => !ended);
    for (const each of running) each.stop();
    return running.length > 0 ? TAKEN : notTaken(t('No model is answering.'));
  }

  /** Makes the answer of a column the review's. Another can be taken as long as none is returned. */
  take(column: number): Taken {
    const answer = this.#columns[column]?.answer;
    if (answer === undefined) return notTaken(t('This model gave no answer.'));
    const before = this.#taken === undefined ? undefined : this.#columns[this.#taken];
    // The answer that is left may have been edited: it stays so in its column.
    const left = this.#host.answer();
    if (before && left?.complete) before.keep(left);
    if (column === this.#taken) return TAKEN;
    const previous = this.#taken;
    // The change that is told of the answer has to tell of this as well.
    this.#taken = column;
    const done = this.#host.take(answer);
    if (!done.taken) this.#taken = previous;
    return done;
  }

  // What the review and its walk report.

  /** All of its models have answered, or failed. */
  settled(): void {
    const asked = this.#columns.filter(({ earlier }) => !earlier);
    const answers = this.#columns.filter(({ answer }) => answer !== undefined);
    const answer = answers.length === 1 ? answers[0]?.answer : undefined;
    this.#taken = answer && this.#columns.findIndex((column) => column.answer === answer);
    const none = asked.every((column) => column.answer === undefined);
    const failure = asked.find((column) => column.failure)?.failure;
    const message = t('None of the models gave an answer.');
    this.#host.settle(answer, none ? { ...failure, remedies: ['otherModel', 'answerByHand'], message } : undefined);
  }

  /** What was found out about one of its answers. */
  checked(of: Completion, checks: AnswerChecks): void {
    for (const column of this.#columns) column.checked(of, checks);
  }

  /** Another way was taken: a single model, or an answer by hand. */
  clear(): void {
    this.#choice = undefined;
    this.#columns = [];
    this.#taken = undefined;
  }

  get #hashes(): readonly string[] {
    return this.plan.flatMap(({ outgoing }) => outgoing?.hash ?? []);
  }

  /** What was answered before stands beside the others. */
  get #earlier(): Answer | undefined {
    const answer = this.#host.answer();
    return answer?.complete ? answer : undefined;
  }

  #column(outgoing: OutgoingRequest, index: number): ComparedColumn {
    const host = this.#host;
    return new ComparedColumn({
      sent: host.draft.sent(outgoing),
      signal: host.signal,
      begin: () => host.begin(),
      changed: () => host.changed(),
      appended: (offset, text) => host.appended(index, offset, text),
    });
  }

  #prepare(model: ModelRef): PlannedModel {
    const { draft } = this.#host;
    if (!draft.match?.candidates.some((candidate) => candidate.model.ref === model))
      return { model, problem: t('This model is not available.') };
    try {
      return { model, outgoing: draft.preparation.prepare(draft.params, model) };
    } catch (error) {
      return { model, problem: shownOf(error) };
    }
  }
}

/** One text for several hashes. */
export function hashOf(hashes: readonly string[]): string {
  return hashes.join('+');
}
