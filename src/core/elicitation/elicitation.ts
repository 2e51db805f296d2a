import type { Phase } from '../../shared/desk.ts';
import { McpError, messageOf } from '../errors.ts';
import type { FieldError, FormValues } from '../forms/values.ts';
import type { JsonObject } from '../mcp.ts';
import type { DeskItem, RoundPlace } from '../review/deskItem.ts';
import { StepQueue } from '../review/stepQueue.ts';
import type { ClosedHow, Ending } from '../review/steps.ts';
import { notTaken, TAKEN, type Taken } from '../review/taken.ts';
import { Emitter } from '../util/emitter.ts';
import type { ElicitAnswer, ElicitationAsk } from './ask.ts';
import type { Question } from './question.ts';
import { t } from '../text/l10n.ts';

/** Says what is wrong with the content of a form, a sentence a place. Rejects when it cannot be told. */
export type FormCheck = (schema: JsonObject, content: JsonObject) => Promise<readonly FieldError[]>;

export interface ElicitationInit {
  readonly id: string;
  readonly ask: ElicitationAsk;
  readonly question: Question;
  readonly receivedAt: number;
  readonly round?: RoundPlace;
  readonly check: FormCheck;
}

/** What the walk has to do next. */
export type ElicitStep =
  | { readonly kind: 'open'; readonly href: string }
  | { readonly kind: 'answer'; readonly answer: ElicitAnswer }
  | { readonly kind: 'closed'; readonly ending: Ending };

/**
 * The human decision on one elicitation: settled exactly once, whoever ends it first.
 *
 * A form: `pending` → `decided` → `closed`. A page: `pending` → opened (`answered`, where the person says when to go on) → `decided` →
 * `closed`. *Decline* and *Cancel* are answers too, so they do not end a round.
 */
export class Elicitation implements DeskItem {
  readonly kind = 'elicitation';
  readonly revision = 0;
  readonly failed = false;
  readonly id: string;
  readonly ask: ElicitationAsk;
  readonly question: Question;
  readonly receivedAt: number;
  readonly round: RoundPlace | undefined;
  readonly #check: FormCheck;
  readonly #changed = new Emitter<'content' | 'status'>();
  readonly #ended = new Emitter<Ending>();
  readonly #steps = new StepQueue<ElicitStep>();
  #phase: Phase = 'pending';
  #busy: 'checking' | 'opening' | undefined;
  #opened = false;
  #completed = false;
  #errors: readonly FieldError[] = [];
  #notice: string | undefined;
  #answer: ElicitAnswer | undefined;
  #ending: Ending | undefined;
  /** What was typed so far; kept here, so that a hidden page loses nothing and no file has it. */
  filled: FormValues | undefined;

  constructor(init: ElicitationInit) {
    this.id = init.id;
    this.ask = init.ask;
    this.question = init.question;
    this.receivedAt = init.receivedAt;
    this.round = init.round;
    this.#check = init.check;
  }

  readonly onDidChange = this.#changed.event;
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
  /** The ask never changes, so its id stands for what is shown. */
  get shownHash(): string | undefined {
    return this.closed ? undefined : this.id;
  }
  /** What the server gets, once the person has decided. */
  get answer(): ElicitAnswer | undefined {
    return this.#answer;
  }
  get busy(): 'checking' | 'opening' | undefined {
    return this.#busy;
  }
  /** Whether the page was opened. */
  get opened(): boolean {
    return this.#opened;
  }
  /** Whether the server said that what happens on the page is complete. */
  get completed(): boolean {
    return this.#completed;
  }
  /** What is wrong with what was submitted last. */
  get errors(): readonly FieldError[] {
    return this.#errors;
  }
  /** Why the last act had no effect. */
  get notice(): string | undefined {
    return this.#notice;
  }

  // What a person does.

  /** *Submit*: the content is checked against the schema first; what is wrong is told at its field and nothing is sent. */
  submit(content: JsonObject): Taken {
    const refusal = this.#notNow('form');
    if (refusal || this.question.mode !== 'form') return refusal ?? this.#tooLate();
    this.#work('checking');
    void this.#checked(this.question.schema, content);
    return TAKEN;
  }

  /** *Open in browser*: the consent. A page that was closed too early can be opened again. */
  open(): Taken {
    const refusal = this.#notNow('url', this.#phase === 'answered');
    const page = this.question.mode === 'url' ? this.question.page : undefined;
    if (refusal || page === undefined) return refusal ?? this.#tooLate();
    this.#work('opening');
    this.#steps.push({ kind: 'open', href: page.href });
    return TAKEN;
  }

  /** *Retry the call*, when the person is done with the page. */
  retry(): Taken {
    if (this.#phase !== 'answered') return this.#tooLate();
    return this.#decide({ action: 'accept' });
  }

  decline(): Taken {
    return this.#decide({ action: 'decline' });
  }

  /** *Cancel*: no decision. */
  cancel(): Taken {
    return this.#decide({ action: 'cancel' });
  }

  /** *Deny* and *Deny all* from outside the card. */
  deny(): Taken {
    return this.decline();
  }

  /** *Refuse as invalid*, for what breaks the specification: the server is told what is wrong, in words of ours. */
  refuse(): Taken {
    const { problem } = this.question;
    if (problem === undefined || this.#answer !== undefined) return this.#tooLate();
    const error = new McpError('invalidRequest', `Invalid elicitation request: ${problem}`, -32602);
    const message = t('You refused this request, and the server was told that it breaks the specification.');
    return this.#end({ how: 'denied', message, error, byPerson: false }) ? TAKEN : this.#tooLate();
  }

  // What the walk reports.

  /** The next thing to do. One at a time; after the end it is always `closed`. */
  next(): Promise<ElicitStep> {
    return this.#steps.next();
  }

  /** The page was opened, or `problem` says why not: then it can be tried again. */
  pageOpened(problem?: string): void {
    if (this.#busy !== 'opening' || this.closed) return;
    this.#busy = undefined;
    this.#notice = problem;
    // That it cannot be opened once more takes nothing from the first time.
    this.#opened ||= problem === undefined;
    if (!this.#opened || this.#phase === 'answered') return this.#changed.fire('status');
    if (this.ask.afterOpening === 'answer') {
      this.#decide({ action: 'accept' });
      return;
    }
    this.#phase = 'answered';
    this.#changed.fire('status');
  }

  /** The server says that the interaction on the page is complete. False when that is no news. */
  complete(): boolean {
    if (!this.#opened || this.#completed) return false;
    this.#completed = true;
    this.#changed.fire('status');
    return true;
  }

  returned(): boolean {
    return this.#end({ how: 'returned', message: endSentence(this.question.mode, this.#answer), byPerson: false });
  }

  close(how: Exclude<ClosedHow, 'returned'>, message: string, error?: McpError): boolean {
    return this.#end({ how, message, error: error ?? new McpError('cancelled', message), byPerson: false });
  }

  async #checked(schema: JsonObject, content: JsonObject): Promise<void> {
    let errors: readonly FieldError[] = [];
    let notice: string | undefined;
    try {
      errors = await this.#check(schema, content);
    } catch (error) {
      notice = t('The form could not be checked, so it was not sent: {0}', messageOf(error));
    }
    if (this.#busy !== 'checking' || this.closed) return;
    this.#busy = undefined;
    this.#errors = errors;
    this.#notice = notice;
    if (errors.length === 0 && notice === undefined) this.#decide({ action: 'accept', content });
    else this.#changed.fire('status');
  }

  /** Why *Submit* or *Open in browser* cannot be taken now. */
  #notNow(mode: Question['mode'], again = false): Taken | undefined {
    if ((this.#phase !== 'pending' && !again) || this.question.mode !== mode) return this.#tooLate();
    if (this.question.problem !== undefined) return notTaken(this.question.problem);
    return this.#busy === undefined ? undefined : notTaken(t('That is under way already.'));
  }

  #work(busy: 'checking' | 'opening'): void {
    this.#busy = busy;
    this.#errors = [];
    this.#notice = undefined;
    this.#changed.fire('status');
  }

  #decide(answer: ElicitAnswer): Taken {
    if (this.#phase !== 'pending' && this.#phase !== 'answered') return this.#tooLate();
    this.#busy = undefined;
    this.#phase = 'decided';
    this.#answer = answer;
    this.filled = undefined;
    this.#steps.push({ kind: 'answer', answer });
    this.#changed.fire('status');
    return TAKEN;
  }

  #tooLate(): Taken {
    if (this.#ending !== undefined) return notTaken(t('This request is closed. {0}', this.#ending.message));
    return notTaken(
      this.#phase === 'decided'
        ? t('This request has been decided already.')
        : t('This request cannot be answered so.'),
    );
  }

  #end(ending: Ending): boolean {
    if (this.#ending !== undefined) return false;
    this.#ending = ending;
    this.#phase = 'closed';
    this.#busy = undefined;
    this.filled = undefined;
    this.#steps.end({ kind: 'closed', ending });
    this.#changed.fire('status');
    this.#ended.fire(ending);
    return true;
  }
}

function endSentence(mode: Question['mode'], answer: ElicitAnswer | undefined): string {
  if (answer?.action === 'decline') return t('You declined, and the server was told.');
  if (answer?.action === 'cancel') return t('You cancelled without a decision, and the server was told.');
  return mode === 'form'
    ? t('Your answers were given to the server.')
    : t('You opened the page, and the server was told. What you do there is between you and the page.');
}
