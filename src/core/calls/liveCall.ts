import { McpError, shownOf, type Words } from '../errors.ts';
import type { Json, JsonObject } from '../mcp.ts';
import type { OnDesk } from '../review/deskItem.ts';
import { reviewLabel } from '../review/views.ts';
import type { CallRef } from '../sampling/ask.ts';
import type { CallRequest, Progress, ServerLogMessage, SessionEnd } from '../servers/session.ts';
import { shorten } from '../text/display.ts';
import { language, t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import { DisposableStore } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { IdleTimer } from '../util/idleTimer.ts';
import { lineJson } from '../util/json.ts';
import { argumentsOf, type Call, type CallReview, type CallSnapshot, nameOf } from './call.ts';
import type { CallTarget } from './target.ts';

/** Log messages that a call keeps; the oldest go first. */
const MAX_LOGS = 1000;
/** What is kept of one log message and of a progress message, in UTF-16 units: all of it goes to the panel with every change. */
const MAX_LOG = 20_000;
const MAX_PROGRESS = 1000;

/** What is known of a call besides what is sent. */
export type CallAbout = Pick<CallRef, 'title' | 'origin' | 'resumedAt'> & { readonly startedAt?: number };

/** How a call ended. */
export type CallEnd =
  | { readonly status: 'done'; readonly result: JsonObject; readonly warning?: string }
  | { readonly status: 'failed' | 'cancelled'; readonly error: string };

/** A call on its way: its snapshot, its signal, and the timer that rests while a person thinks. */
export class LiveCall implements Call {
  readonly id: string;
  readonly target: CallTarget;
  readonly request: CallRequest;
  readonly ref: CallRef;
  /** The round of the modern era that it is in, counted from 1; 0 before the first, and always in the legacy era. */
  round = 0;
  /** True once it has ended in a way after which it can be taken up again: the window was closed, or the connection lost. */
  resumable = false;
  readonly finished: Promise<CallSnapshot>;
  readonly #clock: Clock;
  readonly #changed = new Emitter<CallSnapshot>();
  readonly #abort = new AbortController();
  readonly #store = new DisposableStore();
  readonly #idle: IdleTimer;
  #finish: (snapshot: CallSnapshot) => void = () => undefined;
  #snapshot: CallSnapshot;

  constructor(id: string, target: CallTarget, request: CallRequest, clock: Clock, about: CallAbout) {
    this.id = id;
    this.target = target;
    this.request = request;
    this.#clock = clock;
    const startedAt = clock.now();
    const named = { id, method: request.method, name: nameOf(request), arguments: argumentsOf(request), startedAt };
    this.ref = { ...named, ...about };
    this.#snapshot = {
      id,
      server: target.asking.name,
      request,
      status: 'running',
      startedAt,
      logs: [],
      reviews: [],
      waitingForReview: false,
    };
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#idle = this.#store.add(new IdleTimer(clock, target.timeout, () => this.#timedOut()));
    this.#store.add(
      target.session.onDidClose((end) => {
        this.resumable ||= !end.expected;
        this.abort(closedError(target.asking.name, end));
      }),
    );
  }

  get asking(): Call['asking'] {
    return this.target.asking;
  }
  get snapshot(): CallSnapshot {
    return this.#snapshot;
  }
  get onDidChange(): Call['onDidChange'] {
    return this.#changed.event;
  }
  /** Aborts when the call is over, however it ended; the reason is an `McpError` with a sentence. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  get running(): boolean {
    return this.#snapshot.status === 'running';
  }

  cancel(reason?: Words): void {
    this.abort(new McpError('cancelled', reason ?? (() => t('You cancelled the call.'))));
  }

  /** Ends it for a reason: whoever waits for the server or for a review stops waiting. */
  abort(reason: McpError): void {
    if (!this.running || this.#abort.signal.aborted) return;
    this.end({ status: reason.kind === 'cancelled' ? 'cancelled' : 'failed', error: shownOf(reason) }, reason);
  }

  /** The one end. Its reviews hear of it by the signal. */
  end(end: CallEnd, reason?: McpError): void {
    if (!this.running) return;
    const failure = reason === undefined ? {} : { failure: { kind: reason.kind, code: reason.code } };
    const over = { endedAt: this.#clock.now(), waitingForReview: false };
    this.#snapshot = { ...this.#snapshot, ...end, ...failure, ...over };
    this.#store.dispose();
    this.#abort.abort(reason ?? new McpError('cancelled', () => t('The call that asked for this has ended.')));
    this.#changed.fire(this.#snapshot);
    this.#finish(this.#snapshot);
  }

  progress(progress: Progress): void {
    this.#idle.heard();
    const { message } = progress;
    this.#update({ progress: message === undefined ? progress : { ...progress, message: cut(message, MAX_PROGRESS) } });
  }

  log(message: ServerLogMessage): void {
    this.#idle.heard();
    const entry = { time: this.#clock.now(), message: { ...message, data: shortened(message.data) } };
    this.#update({ logs: [...this.#snapshot.logs.slice(1 - MAX_LOGS), entry] });
  }

  /** It waits for a person before it is made, or does so no more: the server is not heard from in that time, and need not be. */
  waiting(waiting: boolean): void {
    this.rest(waiting);
    this.#update({ waitingForReview: waiting });
  }

  /** No time passes while a person is busy with something else than a review, such as a sign-in. */
  rest(rest: boolean): void {
    if (rest) this.#idle.hold();
    else this.#idle.release();
  }

  /** Lists reviews with the call and follows them, also when they outlive it by a moment. */
  follow(reviews: readonly OnDesk[]): void {
    for (const review of reviews) {
      this.#idle.hold();
      const subscription = review.onDidChange((part) => part === 'status' && this.#reviewChanged(review));
      const closing = review.onDidClose(() => {
        this.#reviewChanged(review);
        subscription.dispose();
        closing.dispose();
        this.#idle.release();
      });
      this.#reviewChanged(review);
    }
  }

  #reviewChanged(review: OnDesk): void {
    const view = callReview(review);
    const known = this.#snapshot.reviews.find((other) => other.review === view.review);
    if (known && JSON.stringify(known) === JSON.stringify(view)) return;
    const reviews = known
      ? this.#snapshot.reviews.map((other) => (other === known ? view : other))
      : [...this.#snapshot.reviews, view];
    const waitingForReview = this.running && reviews.some(({ state }) => state === 'waiting' || state === 'answered');
    this.#snapshot = { ...this.#snapshot, reviews, waitingForReview };
    this.#changed.fire(this.#snapshot);
  }

  #update(part: Partial<CallSnapshot>): void {
    if (!this.running) return;
    this.#snapshot = { ...this.#snapshot, ...part };
    this.#changed.fire(this.#snapshot);
  }

  #timedOut(): void {
    const { timeout, asking } = this.target;
    this.abort(
      new McpError('timeout', () =>
        t('No sign of life from {0} for {1} s, so the call was given up.', asking.name, timeout / 1000),
      ),
    );
  }
}

/** What a person and the ledger are told of a call or request whose server has gone. */
export function closedError(server: string, { expected, reason, english = reason }: SessionEnd): McpError {
  return new McpError('connection', () => {
    if (expected) return t('The server {0} was stopped.', server);
    return t('The server {0} ended: {1}', server, language().tag === 'en' ? english : reason);
  });
}

/** A text that is too long as its beginning and its length. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // A slice alone would keep the whole text in memory.
  const start = structuredClone(shorten(text, most));
  return `${start} (${text.length} characters)`;
}

function shortened(data: Json): Json {
  const text = typeof data === 'string' ? data : lineJson(data);
  return text.length <= MAX_LOG ? data : cut(text, MAX_LOG);
}

const STATES = { pending: 'waiting', decided: 'decided', running: 'running', answered: 'answered' } as const;

function callReview(review: OnDesk): CallReview {
  const { phase, ending } = review;
  if (review.kind === 'elicitation') return { review: review.id, label: reviewLabel(review), state: askState(review) };
  const state = phase === 'closed' ? (ending?.how ?? 'cancelled') : STATES[phase];
  const model = review.answer?.completion.model ?? review.outgoing?.model.name;
  return { review: review.id, label: reviewLabel(review), state, ...(model === undefined ? {} : { model }) };
}

const ANSWERS = { decline: 'declined', cancel: 'cancelled' } as const;

function askState(item: Extract<OnDesk, { kind: 'elicitation' }>): string {
  const { phase, ending, answer, question } = item;
  if (phase === 'closed' && ending?.how !== 'returned') return ending?.how ?? 'cancelled';
  if (answer === undefined) return phase === 'pending' ? 'waiting' : 'answered';
  if (answer.action !== 'accept') return ANSWERS[answer.action];
  return question.mode === 'form' ? 'submitted' : 'opened';
}
