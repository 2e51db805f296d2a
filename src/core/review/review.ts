import type { Phase } from '../../shared/desk.ts';
import { McpError } from '../errors.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Match } from '../models/candidate.ts';
import type { Completion, ModelRef, OutgoingRequest } from '../models/provider.ts';
import type { ModelProblem } from '../models/registry.ts';
import type { Priorities } from '../models/scoring.ts';
import type { ReleasedBy } from '../sampling/unasked.ts';
import type { SamplingAsk } from '../sampling/ask.ts';
import type { Inspection } from '../sampling/inspection.ts';
import { Placeholders } from '../findings/redactions.ts';
import { ReviewFindings } from '../findings/reviewFindings.ts';
import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import { changedAnswer, completionByHand } from './answers.ts';
import type { AnswerChecks } from './answerChecks.ts';
import type { AnswerEdit } from './answerEdits.ts';
import { type CompareHost, Comparison } from './comparison.ts';
import type { DeskItem, ReviewPart, RoundPlace } from './deskItem.ts';
import { type Preparation, RequestDraft } from './draft.ts';
import type { Edit, Edits } from './edits.ts';
import { type EditorTabs, NO_TABS } from './editorTabs.ts';
import type { Joint } from './joint.ts';
import { Progress } from './progress.ts';
import { StepQueue } from './stepQueue.ts';
import type { Answer, ClosedHow, Ending, Failure, Step } from './steps.ts';
import { denial, KEPT, rejection, RETURNED } from './steps.ts';
import { notTaken, TAKEN, type Taken } from './taken.ts';
import { tooLate } from './tooLate.ts';

export interface ReviewInit {
  readonly id: string;
  readonly ask: SamplingAsk;
  readonly receivedAt: number;
  readonly inspection: Inspection;
  readonly round?: RoundPlace;
  readonly preparation: Preparation;
  /** Those that were made before it was parked. */
  readonly edits?: Edits;
  /** Letters and digits that nobody can guess, for placeholders. */
  readonly random?: () => string;
}

function noRandom(): never {
  throw new Error('Without randomness there are no placeholders.');
}

/**
 * The human decision on one sampling ask: a state machine that is settled exactly once, whoever ends it first. A person's acts come in
 * by its methods, each of which says whether it was taken; the pipeline takes them out as steps and reports back how they went.
 *
 * `pending` → `decided` → `running` → `answered` → `decided` (released, the round is not complete) → `closed`; a failure goes back to
 * `pending`, or to `answered` when there is an earlier answer that can still be returned.
 */
export class Review implements DeskItem {
  readonly kind = 'sampling';
  readonly id: string;
  readonly ask: SamplingAsk;
  readonly receivedAt: number;
  readonly inspection: Inspection;
  readonly round: RoundPlace | undefined;
  /** What inspection sees in the request as edited, and in the answer. */
  readonly findings = new ReviewFindings(() => this.placeholders.all.map(({ placeholder }) => placeholder));
  /** The same request to several models. */
  readonly comparison: Comparison;
  /** What stands in the place of what the person redacted. Known here alone. */
  readonly placeholders: Placeholders;
  readonly #draft: RequestDraft;
  readonly #changed = new Emitter<ReviewPart>();
  readonly #appended = new Emitter<{ readonly offset: number; readonly text: string; readonly column?: number }>();
  readonly #ended = new Emitter<Ending>();
  readonly #abort = new AbortController();
  readonly #progress: Progress;
  readonly #steps = new StepQueue<Step>();
  #ending: Ending | undefined;
  #tabs: EditorTabs = NO_TABS;

  constructor(init: ReviewInit) {
    this.id = init.id;
    this.ask = init.ask;
    this.receivedAt = init.receivedAt;
    this.inspection = init.inspection;
    this.round = init.round;
    this.#draft = new RequestDraft(init.ask.params, init.preparation, init.edits);
    this.placeholders = new Placeholders(init.random ?? noRandom, init.edits?.redactions);
    this.findings.onDidChange((part) => this.#changed.fire(part));
    this.#progress = new Progress({
      draft: this.#draft,
      changed: () => this.#changed.fire('status'),
      appended: (piece) => this.#appended.fire(piece),
    });
    this.comparison = new Comparison(this.#compareHost());
  }

  /** Streaming text has its own event. */
  readonly onDidChange = this.#changed.event;
  /** A piece of a streaming answer and where it begins; `column` of a comparison's. */
  readonly onDidAppend = this.#appended.event;
  /** Once. */
  readonly onDidClose = this.#ended.event;

  get phase(): Phase {
    return this.#progress.phase;
  }
  get closed(): boolean {
    return this.#ending !== undefined;
  }
  get ending(): Ending | undefined {
    return this.#ending;
  }
  /** The request as edited, the model, and what would be sent. */
  get draft(): Omit<
    RequestDraft,
    'edit' | 'reset' | 'undo' | 'redo' | 'setMatch' | 'selectModel' | 'weigh' | 'frozen'
  > {
    return this.#draft;
  }
  /** The request as edited so far. */
  get params(): CreateMessageRequestParams {
    return this.#draft.params;
  }
  /** What is on its way while a model answers, otherwise what would be sent by an approval now. */
  get outgoing(): OutgoingRequest | undefined {
    return this.#progress.running ?? this.#draft.outgoing;
  }
  get shownHash(): string | undefined {
    return this.comparison.planning ? this.comparison.hash : this.outgoing?.hash;
  }
  get revision(): number {
    return this.#draft.revision;
  }
  /** Why the last try gave no answer, or why there can be none. */
  get failure(): Failure | undefined {
    return this.#progress.failure ?? (this.phase === 'pending' ? this.#draft.noModel : undefined);
  }
  /** True when the last try gave no answer. */
  get failed(): boolean {
    return this.#progress.failure !== undefined;
  }
  get verdict(): 'approve' | 'answerByHand' | undefined {
    return this.#progress.verdict;
  }
  get answer(): Answer | undefined {
    return this.#progress.answer;
  }
  /** True once the person let the answer go. */
  get released(): boolean {
    return this.#progress.released;
  }
  /** Aborts when the review is closed without an answer. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  /** Aborts when the person stops the running answer. */
  get stopSignal(): AbortSignal {
    return this.#progress.stopSignal;
  }

  // What a person does.

  /**
   * Changes the request. Only while it waits, or with an answer at hand (then *Regenerate* sends the changed one). Several edits are one
   * step for *Undo*, and so are edits in a row with the same `joins`.
   */
  edit(edit: Edit | readonly Edit[], joins?: string): Taken {
    if (!isOpen(this)) return this.#tooLate();
    const done = this.#draft.edit(edit, joins);
    if (typeof done === 'string') return notTaken(done);
    this.#fireEdited();
    return TAKEN;
  }

  /** Texts that were changed in editor tabs. */
  get tabs(): EditorTabs {
    return this.#tabs;
  }
  savedInTab(name: string): void {
    if (!this.#tabs.saved.includes(name)) this.#setTabs({ ...this.#tabs, saved: [...this.#tabs.saved, name] });
  }
  unsavedInTabs(unsaved: readonly string[]): void {
    if (this.#tabs.unsaved.join('\n') !== unsaved.join('\n')) this.#setTabs({ ...this.#tabs, unsaved });
  }
  #setTabs(tabs: EditorTabs): void {
    this.#tabs = tabs;
    this.#changed.fire('status');
  }

  /** *Reset* takes back all edits and the choice of a model, *Undo* the last step, *Redo* what *Undo* took back. */
  revise(how: 'reset' | 'undo' | 'redo'): Taken {
    if (!isOpen(this)) return this.#tooLate();
    if (how === 'reset') this.#tabs = { ...this.#tabs, saved: [] };
    if (this.#draft[how]()) this.#fireEdited();
    return TAKEN;
  }

  selectModel(model: ModelRef): Taken {
    if (!isOpen(this)) return this.#tooLate();
    if (!this.#draft.selectModel(model)) return notTaken(t('This model is not available.'));
    this.#changed.fire('status');
    return TAKEN;
  }

  /** The person's own priorities for matching, or with none the server's again. The next match heeds them. */
  weigh(priorities: Priorities | undefined): Taken {
    if (!isOpen(this)) return this.#tooLate();
    this.#draft.weigh(priorities);
    this.#fireEdited();
    return TAKEN;
  }

  /** *Approve and send*. `hash` is that of the outgoing request on screen. */
  approve(click: { readonly hash: string; readonly joint?: Joint }): Taken {
    return this.phase === 'pending' ? this.#approve(click.hash, click.joint) : this.#tooLate();
  }

  /** *Regenerate*: another approval, of what is on screen now. The answer at hand stays until another has come. */
  regenerate(click: { readonly hash: string }): Taken {
    return this.phase === 'answered' ? this.#approve(click.hash) : this.#tooLate();
  }

  answerByHand(text: string): Taken {
    if (this.phase !== 'pending') return this.#tooLate();
    if (text.trim() === '') return notTaken(t('Write an answer first.'));
    this.#progress.decide('answerByHand');
    this.comparison.clear();
    this.#steps.push({
      kind: 'answerByHand',
      completion: completionByHand(text, this.ask.params),
      edited: this.#draft.edited,
    });
    return TAKEN;
  }

  /** Says no. After a failure that is giving up: the server is told what failed. With an answer at hand it rejects the answer. */
  deny(reason?: string): Taken {
    if (this.phase === 'answered' || this.released) return this.rejectAnswer(reason);
    return this.#end(denial(this.#progress.failure, reason)) ? TAKEN : this.#tooLate();
  }

  /** Ends the stream; what had come is the answer. */
  stop(): Taken {
    if (this.phase !== 'running') return notTaken(t('No model is answering.'));
    if (this.comparison.running) return this.comparison.stop();
    this.#progress.stop();
    return TAKEN;
  }

  /** Changes the answer, or takes back all changes of it (`undefined`). */
  editAnswer(edit: AnswerEdit | undefined): Taken {
    if (this.answer === undefined) return this.#tooLate();
    const changed = changedAnswer(this.answer, edit);
    return typeof changed === 'string' ? notTaken(changed) : this.#take(changed);
  }

  /** *Return to server*: the answer as it is, or `text` in the place of its text. `by`: whose decision that is. */
  release(text?: string, by: ReleasedBy = 'person', joint?: Joint): Taken {
    const { answer } = this;
    if (this.phase !== 'answered') return this.#tooLate();
    if (answer === undefined) return notTaken(t('Take one of the answers first.'));
    if (by === 'person' && this.findings.of('answer').running)
      return notTaken(t('Still being inspected. Try again in a moment.'));
    const changed = text === undefined ? answer : changedAnswer(answer, { part: 'text', text });
    if (typeof changed === 'string') return notTaken(changed);
    this.#progress.release(changed);
    this.#steps.push({ kind: 'return', answer: changed, by, ...(joint && { joint }) });
    this.#changed.fire('status');
    return TAKEN;
  }

  rejectAnswer(reason?: string): Taken {
    if (this.phase !== 'answered' && !this.released) return this.#tooLate();
    return this.#end(rejection(reason)) ? TAKEN : this.#tooLate();
  }

  // What the pipeline reports.

  /** The next thing to do. One at a time; after the end it is always `closed`. */
  next(): Promise<Step> {
    return this.#steps.next();
  }

  /** Takes the result of matching. A model that is on screen already stays while it is there. */
  setMatch(match: Match, problems: readonly ModelProblem[]): void {
    if (this.closed) return;
    this.#draft.setMatch(match, problems);
    this.#changed.fire('status');
  }

  /**
   * A model is being called with what was approved, as of `startedAt` (milliseconds since the Unix epoch). False when there is nothing
   * to run any more: then nothing may be sent.
   */
  run(outgoing: OutgoingRequest, startedAt: number): boolean {
    return this.#progress.run(outgoing, startedAt);
  }

  /** A piece of text has come. */
  append(text: string): void {
    this.#progress.append(text);
  }

  /** The answer is there, whole or stopped, and waits for the release. */
  answered(completion: Completion, byHand: boolean): void {
    this.#progress.answered(completion, byHand);
  }

  /** What was found out about the answer `of`, where it is on the desk still. */
  checked(of: Completion, checks: AnswerChecks): void {
    if (this.closed) return;
    this.comparison.checked(of, checks);
    this.#progress.checked(of, checks);
  }

  /** The try gave no answer: back to the person, with what may help. */
  fail(failure: Failure): void {
    this.#progress.fail(failure);
  }

  /** The server has its answer. */
  returned(): boolean {
    return this.#end(this.ask.server.own ? KEPT : RETURNED);
  }

  /** Ends it from outside: the server cancelled or exited, the call ended, a sibling was denied, the ledger cannot be written. */
  close(how: Exclude<ClosedHow, 'returned'>, message: string, error?: McpError): boolean {
    return this.#end({ how, message, error: error ?? new McpError('cancelled', message), byPerson: false });
  }

  #compareHost(): CompareHost {
    return {
      draft: this.#draft,
      signal: this.signal,
      answer: () => this.answer,
      open: () => isOpen(this),
      tooLate: () => this.#tooLate(),
      inspecting: () => this.findings.of('request').running,
      decide: (columns) => {
        this.#progress.decide('approve');
        this.#draft.approved();
        this.#steps.push({ kind: 'compare', columns, edited: this.#draft.edited });
      },
      begin: () => this.#progress.begin(),
      settle: (answer, failure) => this.#progress.ended(answer, failure),
      take: (answer) => this.#take(answer),
      changed: () => this.#changed.fire('status'),
      appended: (column, offset, text) => this.#appended.fire({ column, offset, text }),
    };
  }

  /** Another answer, or a changed one, becomes the one to be returned. */
  #take(answer: Answer): Taken {
    if (this.phase !== 'answered') return this.#tooLate();
    this.#progress.take(answer);
    return TAKEN;
  }

  #tooLate(): Taken {
    return tooLate(this.phase, this.#ending);
  }

  #approve(hash: string, joint?: Joint): Taken {
    const { outgoing } = this.#draft;
    if (outgoing === undefined) return notTaken(t('No model is chosen, so there is nothing to send yet.'));
    if (outgoing.hash !== hash)
      return notTaken(t('The request has changed since you saw it. Look at it again and approve then.'));
    if (this.findings.of('request').running) return notTaken(t('Still being inspected. Try again in a moment.'));
    this.#draft.approved();
    this.#progress.decide('approve');
    this.comparison.clear();
    this.#steps.push({ kind: 'approve', outgoing, edited: this.#draft.edited, ...(joint && { joint }) });
    return TAKEN;
  }

  #fireEdited(): void {
    this.#changed.fire('content');
    this.#changed.fire('status');
  }

  #end(ending: Ending): boolean {
    if (this.#ending !== undefined) return false;
    this.#ending = ending;
    this.#progress.close();
    if (ending.how !== 'returned') this.#abort.abort(ending.error);
    this.#steps.end({ kind: 'closed', ending });
    this.#changed.fire('status');
    this.#ended.fire(ending);
    return true;
  }
}

/** True while a person can change the request: it waits, or has an answer that could be made anew. */
export function isOpen({ phase }: Pick<Review, 'phase'>): boolean {
  return phase === 'pending' || phase === 'answered';
}
