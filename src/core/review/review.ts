import type { Phase } from '../../shared/desk.ts';
import { McpError } from '../errors.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Match } from '../models/candidate.ts';
import type { Completion, ModelRef, OutgoingRequest } from '../models/provider.ts';
import type { ModelProblem } from '../models/registry.ts';
import type { Priorities } from '../models/scoring.ts';
import type { SamplingAsk } from '../sampling/ask.ts';
import type { Inspection } from '../sampling/inspection.ts';
import { ReviewFindings } from '../findings/reviewFindings.ts';
import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import { changedAnswer, completionByHand } from './answers.ts';
import type { AnswerChecks } from './answerChecks.ts';
import type { AnswerEdit } from './answerEdits.ts';
import type { DeskItem, ReviewPart, RoundPlace } from './deskItem.ts';
import { type Preparation, RequestDraft } from './draft.ts';
import type { Edit, Edits } from './edits.ts';
import { type EditorTabs, NO_TABS } from './editorTabs.ts';
import { StepQueue } from './stepQueue.ts';
import {
  type Answer,
  type ClosedHow,
  denial,
  type Ending,
  type Failure,
  rejection,
  RETURNED,
  KEPT,
  type Step,
} from './steps.ts';
import { notTaken, TAKEN, type Taken } from './taken.ts';

export interface ReviewInit {
  readonly id: string;
  readonly ask: SamplingAsk;
  readonly receivedAt: number;
  readonly inspection: Inspection;
  readonly round?: RoundPlace;
  readonly preparation: Preparation;
  /** Those that were made before it was parked. */
  readonly edits?: Edits;
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
  readonly findings = new ReviewFindings();
  readonly #draft: RequestDraft;
  readonly #changed = new Emitter<ReviewPart>();
  readonly #appended = new Emitter<{ readonly offset: number; readonly text: string }>();
  readonly #ended = new Emitter<Ending>();
  readonly #abort = new AbortController();
  #stop = new AbortController();
  readonly #steps = new StepQueue<Step>();
  #phase: Phase = 'pending';
  #failure: Failure | undefined;
  #verdict: 'approve' | 'answerByHand' | undefined;
  #answer: Answer | undefined;
  #previous: Answer | undefined;
  #running: OutgoingRequest | undefined;
  #released = false;
  #ending: Ending | undefined;
  #tabs: EditorTabs = NO_TABS;

  constructor(init: ReviewInit) {
    this.id = init.id;
    this.ask = init.ask;
    this.receivedAt = init.receivedAt;
    this.inspection = init.inspection;
    this.round = init.round;
    this.#draft = new RequestDraft(init.ask.params, init.preparation, init.edits);
    this.findings.onDidChange((part) => this.#changed.fire(part));
  }

  /** Streaming text has its own event. */
  readonly onDidChange = this.#changed.event;
  /** A piece of a streaming answer and where it begins. */
  readonly onDidAppend = this.#appended.event;
  /** Once. */
  readonly onDidClose = this.#ended.event;

  get phase(): Phase {
    return this.#phase;
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
    return this.#running ?? this.#draft.outgoing;
  }
  get shownHash(): string | undefined {
    return this.outgoing?.hash;
  }
  get revision(): number {
    return this.#draft.revision;
  }
  /** Why the last try gave no answer, or why there can be none. */
  get failure(): Failure | undefined {
    return this.#failure ?? (this.#phase === 'pending' ? this.#draft.noModel : undefined);
  }
  /** True when the last try gave no answer. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }
  get verdict(): 'approve' | 'answerByHand' | undefined {
    return this.#verdict;
  }
  get answer(): Answer | undefined {
    return this.#answer;
  }
  /** True once the person let the answer go. */
  get released(): boolean {
    return this.#released;
  }
  /** Aborts when the review is closed without an answer. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  /** Aborts when the person stops the running answer. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
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
    if (!this.#draft.selectModel(model)) return notTaken('This model is not available.');
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
  approve(click: { readonly hash: string }): Taken {
    return this.#phase === 'pending' ? this.#approve(click.hash) : this.#tooLate();
  }

  /** *Regenerate*: another approval, of what is on screen now. The answer at hand stays until another has come. */
  regenerate(click: { readonly hash: string }): Taken {
    return this.#phase === 'answered' ? this.#approve(click.hash) : this.#tooLate();
  }

  answerByHand(text: string): Taken {
    if (this.#phase !== 'pending') return this.#tooLate();
    if (text.trim() === '') return notTaken('Write an answer first.');
    this.#decide('answerByHand');
    this.#steps.push({ kind: 'answerByHand', completion: completionByHand(text), edited: this.#draft.edited });
    return TAKEN;
  }

  /** Says no. After a failure that is giving up: the server is told what failed. With an answer at hand it rejects the answer. */
  deny(reason?: string): Taken {
    if (this.#phase === 'answered' || this.#released) return this.rejectAnswer(reason);
    return this.#end(denial(this.#failure, reason)) ? TAKEN : this.#tooLate();
  }

  /** Ends the stream; what had come is the answer. */
  stop(): Taken {
    if (this.#phase !== 'running') return notTaken('No model is answering.');
    this.#stop.abort(new Error('Stopped'));
    return TAKEN;
  }

  /** Changes the answer, or takes back all changes of it (`undefined`). */
  editAnswer(edit: AnswerEdit | undefined): Taken {
    const answer = this.#answer;
    if (this.#phase !== 'answered' || answer === undefined) return this.#tooLate();
    const changed = changedAnswer(answer, edit);
    if (typeof changed === 'string') return notTaken(changed);
    this.#answer = changed;
    this.#changed.fire('status');
    return TAKEN;
  }

  /** *Return to server*: the answer as it is, or `text` in the place of its text. */
  release(text?: string): Taken {
    const answer = this.#answer;
    if (this.#phase !== 'answered' || answer === undefined) return this.#tooLate();
    if (this.findings.of('answer').running) return notTaken(t('Still being inspected. Try again in a moment.'));
    const changed = text === undefined ? answer : changedAnswer(answer, { part: 'text', text });
    if (typeof changed === 'string') return notTaken(changed);
    this.#answer = changed;
    this.#phase = 'decided';
    this.#released = true;
    this.#steps.push({ kind: 'return', answer: changed });
    this.#changed.fire('status');
    return TAKEN;
  }

  rejectAnswer(reason?: string): Taken {
    if (this.#phase !== 'answered' && !this.#released) return this.#tooLate();
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
    if (this.#phase !== 'decided' || this.#verdict !== 'approve' || this.#released) return false;
    this.#phase = 'running';
    this.#running = outgoing;
    this.#stop = new AbortController();
    this.#previous = this.#answer;
    const completion: Completion = { content: [], model: outgoing.model.name, durationMs: 0, stopped: false };
    this.#answer = { completion, complete: false, byHand: false, startedAt, sent: this.#draft.sent(outgoing) };
    this.#changed.fire('status');
    return true;
  }

  /** A piece of text has come. */
  append(text: string): void {
    const answer = this.#answer;
    if (this.#phase !== 'running' || answer === undefined || text === '') return;
    const [block] = answer.completion.content;
    const sofar = block?.type === 'text' ? block.text : '';
    const completion = { ...answer.completion, content: [{ type: 'text' as const, text: sofar + text }] };
    this.#answer = { ...answer, completion };
    this.#appended.fire({ offset: sofar.length, text });
  }

  /** The answer is there, whole or stopped, and waits for the release. */
  answered(completion: Completion, byHand: boolean): void {
    if (this.#phase !== 'running' && this.#phase !== 'decided') return;
    const sent = byHand ? undefined : this.#answer?.sent;
    this.#answer = { completion, complete: true, byHand, ...(sent && { sent }) };
    this.#settleRun('answered');
  }

  /** What was found out about the answer `of` that is on the desk; about another one it is old news. */
  checked(of: Completion, checks: AnswerChecks): void {
    const answer = this.#answer;
    if (this.closed || answer?.completion !== of || !answer.complete) return;
    this.#answer = { ...answer, checks };
    this.#changed.fire('status');
  }

  /** The try gave no answer: back to the person, with what may help. */
  fail(failure: Failure): void {
    if (this.#phase !== 'running' && this.#phase !== 'decided') return;
    if (this.#phase === 'running') this.#answer = this.#previous;
    this.#failure = failure;
    this.#settleRun(this.#answer?.complete ? 'answered' : 'pending');
  }

  /** The server has its answer. */
  returned(): boolean {
    return this.#end(this.ask.server.own ? KEPT : RETURNED);
  }

  /** Ends it from outside: the server cancelled or exited, the call ended, a sibling was denied, the ledger cannot be written. */
  close(how: Exclude<ClosedHow, 'returned'>, message: string, error?: McpError): boolean {
    return this.#end({ how, message, error: error ?? new McpError('cancelled', message), byPerson: false });
  }

  #tooLate(): Taken {
    if (this.#ending !== undefined) return notTaken(`This request is closed. ${this.#ending.message}`);
    if (this.#phase === 'running') return notTaken('A model is answering this request.');
    if (this.#phase === 'decided') return notTaken('This request has been decided already.');
    return notTaken(this.#phase === 'answered' ? 'This request has an answer already.' : 'There is no answer yet.');
  }

  #approve(hash: string): Taken {
    const { outgoing } = this.#draft;
    if (outgoing === undefined) return notTaken('No model is chosen, so there is nothing to send yet.');
    if (outgoing.hash !== hash)
      return notTaken('The request has changed since you saw it. Look at it again and approve then.');
    if (this.findings.of('request').running) return notTaken(t('Still being inspected. Try again in a moment.'));
    this.#decide('approve');
    this.#steps.push({ kind: 'approve', outgoing, edited: this.#draft.edited });
    return TAKEN;
  }

  #decide(verdict: 'approve' | 'answerByHand'): void {
    this.#phase = 'decided';
    this.#verdict = verdict;
    this.#failure = undefined;
    this.#draft.frozen = true;
    this.#changed.fire('status');
  }

  #settleRun(phase: 'answered' | 'pending'): void {
    this.#phase = phase;
    this.#running = undefined;
    this.#previous = undefined;
    if (phase === 'pending') this.#verdict = undefined;
    this.#draft.frozen = false;
    this.#changed.fire('status');
  }

  #fireEdited(): void {
    this.#changed.fire('content');
    this.#changed.fire('status');
  }

  #end(ending: Ending): boolean {
    if (this.#ending !== undefined) return false;
    this.#ending = ending;
    this.#phase = 'closed';
    this.#running = undefined;
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
