import type { DeskState, ElicitationView, FindingsView, ReviewContent, ReviewStatus } from '../../shared/desk.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import { elicitationView } from '../elicitation/view.ts';
import type { JsonObject } from '../mcp.ts';
import type { Priorities } from '../models/scoring.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { GUARD_MS, mayApprove, type Sight } from './approvalGuard.ts';
import { contentView } from './contentView.ts';
import { clockView } from './clockView.ts';
import { Deadlines } from './deadline.ts';
import { hashOf } from './comparison.ts';
import type { OnDesk, ReviewPart } from './deskItem.ts';
import type { Edit } from './edits.ts';
import { CallHistory } from './history.ts';
import { provenanceView } from './provenance.ts';
import type { Review } from './review.ts';
import { REVIEW_CAPS, type ReviewCaps, ReviewList } from './reviewList.ts';
import { notTaken, type Taken } from './taken.ts';
import { statusView, summaryView } from './views.ts';
import { actOnFindings, type FindingsAct } from '../findings/acts.ts';
import { findingsView } from '../findings/view.ts';

export interface DeskOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly guardMs?: number;
  readonly caps?: ReviewCaps;
}

/**
 * Everything that waits for the person, the one that is chosen, and the person's acts. The webview is a projection of it.
 *
 * A closed review stays in the list, with the sentence that says how it ended, until the person selects another one or the desk is
 * cleared. A new request selects itself when nothing open is selected; that alone takes away only what the person closed.
 */
export class ReviewDesk implements Disposable {
  readonly guardMs: number;
  /** What is known of how long servers wait. */
  readonly deadlines = new Deadlines();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #list: ReviewList;
  readonly #subscriptions = new DisposableStore();
  readonly #history = new CallHistory();
  readonly #state = new Emitter<void>();
  readonly #review = new Emitter<{ readonly id: string; readonly part: ReviewPart }>();
  readonly #append = new Emitter<{
    readonly id: string;
    readonly offset: number;
    readonly text: string;
    readonly column?: number;
  }>();
  readonly #added = new Emitter<readonly OnDesk[]>();
  readonly #closed = new Emitter<OnDesk>();
  #selected: string | undefined;
  #paused = false;
  /** The hash of the selected review that was painted, and when what is shown last changed. */
  #rendered: { readonly id: string; readonly hash: string; readonly at: number } | undefined;

  constructor(options: DeskOptions) {
    this.#clock = options.clock;
    this.guardMs = options.guardMs ?? GUARD_MS;
    this.#list = new ReviewList(options.caps ?? REVIEW_CAPS);
  }

  /** The list, the selection or the pause changed: see `state`. */
  readonly onDidChange = this.#state.event;
  /** One part of one review changed: see `content`, `status` and `findings`. */
  readonly onDidChangeReview = this.#review.event;
  readonly onDidAppendAnswer = this.#append.event;
  /** The reviews of a round that has just come, for the notification. */
  readonly onDidAdd = this.#added.event;
  readonly onDidClose = this.#closed.event;

  /** Everything that is listed, in the order in which it came. */
  get items(): readonly OnDesk[] {
    return this.#list.all;
  }
  item(id: string): OnDesk | undefined {
    return this.#list.find(id);
  }
  /** The sampling requests among it. */
  get reviews(): readonly Review[] {
    return this.#list.all.filter((item) => item.kind === 'sampling');
  }
  /** The review of a sampling request. */
  get(id: string): Review | undefined {
    const item = this.#list.find(id);
    return item?.kind === 'sampling' ? item : undefined;
  }
  get elicitations(): readonly Elicitation[] {
    return this.#list.all.filter((item) => item.kind === 'elicitation');
  }
  elicitation(id: string): Elicitation | undefined {
    const item = this.#list.find(id);
    return item?.kind === 'elicitation' ? item : undefined;
  }
  get selected(): OnDesk | undefined {
    return this.#selected === undefined ? undefined : this.#list.find(this.#selected);
  }
  /** How many reviews wait for the person: for the verdict or for the release. */
  get pendingCount(): number {
    return this.#list.all.filter((review) => review.phase === 'pending' || review.phase === 'answered').length;
  }

  get paused(): boolean {
    return this.#paused;
  }
  /** While paused, new requests are refused and no model is called; what is on the desk stays and can be denied or answered by hand. */
  set paused(paused: boolean) {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#state.fire();
  }

  get state(): DeskState {
    return {
      reviews: this.#list.all.map((item) => this.#summary(item)),
      ...(this.#selected === undefined ? {} : { selected: this.#selected }),
      paused: this.#paused,
      guardMs: this.guardMs,
    };
  }
  content(id: string): ReviewContent | undefined {
    const review = this.get(id);
    return review && contentView(review);
  }
  status(id: string): ReviewStatus | undefined {
    const review = this.get(id);
    return review && { ...statusView(review, this.#decidedOf(review)), ...this.#about(review) };
  }
  findings(id: string): FindingsView | undefined {
    const review = this.get(id);
    return review && findingsView(review);
  }

  /** An elicitation as the desk shows it. */
  elicitationView(id: string): ElicitationView | undefined {
    const item = this.elicitation(id);
    return item && { ...elicitationView(item, this.#decidedOf(item)), ...this.#about(item) };
  }

  /** Takes places for a round before it is written to the ledger. Throws `McpError` (`tooMany`). */
  reserve(server: string, count: number): Disposable {
    return this.#list.reserve(server, count);
  }

  /** Puts a whole round on the desk, into places that were reserved. */
  add(reviews: readonly OnDesk[]): void {
    this.#list.add(reviews);
    for (const review of reviews) this.#follow(review);
    for (const review of reviews) this.#history.follow(review);
    const [first] = reviews;
    if (first && (this.selected === undefined || this.selected.closed)) {
      const { selected } = this;
      if (selected?.ending?.byPerson || selected?.ending?.how === 'returned')
        this.#list.forget((old) => old === selected);
      this.#moveTo(first.id);
    }
    this.#list.trim(this.#selected);
    this.#state.fire();
    this.#added.fire(reviews);
  }

  /** A server says that what was started at its page is complete. False when it speaks of none that is here. */
  complete(server: string, elicitationId: string): boolean {
    const item = this.elicitations.findLast(
      ({ ask, question }) =>
        ask.server.name === server && question.mode === 'url' && question.elicitationId === elicitationId,
    );
    if (!item?.complete()) return false;
    // A closed one is not followed any more.
    if (item.closed) this.#review.fire({ id: item.id, part: 'status' });
    return true;
  }

  /** The person goes to a review; closed ones that they leave behind are forgotten. False when there is no such review. */
  select(id: string): boolean {
    if (this.item(id) === undefined) return false;
    if (id !== this.#selected) {
      this.#list.forget((review) => review.id !== id);
      this.#moveTo(id);
      this.#state.fire();
    }
    return true;
  }

  /** Goes to the next review that waits for the person, after the selected one and round again. */
  selectNext(): OnDesk | undefined {
    const all = this.#list.all;
    const from = all.findIndex((review) => review.id === this.#selected) + 1;
    const next = [...all.slice(from), ...all.slice(0, from)].find(
      (review) => review.phase === 'pending' || review.phase === 'answered',
    );
    if (next) this.select(next.id);
    return next;
  }

  /** Forgets what is closed. */
  clear(): void {
    this.#list.forget(() => true);
    if (this.selected === undefined) this.#moveTo(this.#list.all[0]?.id);
    this.#state.fire();
  }

  /**
   * The webview painted this hash of this review. The first time counts, until something that is shown changes: then the guard starts
   * again. A hash that is not the current one is old news: false.
   */
  rendered(id: string, hash: string): boolean {
    if (id !== this.#selected || this.item(id)?.shownHash !== hash) return false;
    if (this.#rendered?.id !== id || this.#rendered.hash !== hash) this.#rendered = { id, hash, at: this.#clock.now() };
    return true;
  }

  /** The desk went out of sight or was reloaded: nothing counts as painted until it says so again. */
  forgetRendered(): void {
    this.#rendered = undefined;
  }

  /** *Approve and send*: through the guard, then to the review, which takes it once. */
  approve(id: string, hash: string, sight: Sight): Taken {
    return this.#approving(id, hash, sight, (review) => review.approve({ hash }));
  }
  /** *Regenerate*: as good as an approval, so the same guard. */
  regenerate(id: string, hash: string, sight: Sight): Taken {
    return this.#approving(id, hash, sight, (review) => review.regenerate({ hash }));
  }
  /** *Approve and send* to several models: one press, with the hash of each. */
  approveComparison(id: string, hashes: readonly string[], sight: Sight): Taken {
    return this.#approving(id, hashOf(hashes), sight, ({ comparison }) => comparison.approve(hashes));
  }
  /** *Submit* and *Open in browser*: what leaves by them needs the same guard. */
  submit(id: string, hash: string, content: JsonObject, sight: Sight): Taken {
    return this.#guarded(id, hash, { ...sight, act: 'submit' }, () => this.#asked(id, (item) => item.submit(content)));
  }
  openPage(id: string, hash: string, sight: Sight): Taken {
    return this.#guarded(id, hash, { ...sight, act: 'open it' }, () => this.#asked(id, (item) => item.open()));
  }
  /** *Retry the call*, *Decline*, *Cancel* and *Refuse as invalid* of an elicitation. */
  answerAsk(id: string, act: 'retry' | 'decline' | 'cancel' | 'refuse'): Taken {
    return this.#asked(id, (item) => item[act]());
  }

  edit(id: string, edit: Edit | readonly Edit[], joins?: string): Taken {
    return this.#with(id, (review) => review.edit(edit, joins));
  }
  revise(id: string, how: 'reset' | 'undo' | 'redo'): Taken {
    return this.#with(id, (review) => review.revise(how));
  }
  selectModel(id: string, model: string): Taken {
    return this.#with(id, (review) => review.selectModel(model));
  }
  weigh(id: string, priorities: Priorities | undefined): Taken {
    return this.#with(id, (review) => review.weigh(priorities));
  }
  answerByHand(id: string, text: string): Taken {
    return this.#with(id, (review) => review.answerByHand(text));
  }
  deny(id: string, reason?: string): Taken {
    return this.item(id)?.deny(reason) ?? gone();
  }
  actOnFindings(id: string, act: FindingsAct): Taken {
    return this.#with(id, (review) => actOnFindings(review, act));
  }
  stop(id: string): Taken {
    return this.#with(id, (review) => review.stop());
  }
  release(id: string, text?: string): Taken {
    return this.#with(id, (review) => review.release(text));
  }
  rejectAnswer(id: string, reason?: string): Taken {
    return this.#with(id, (review) => review.rejectAnswer(reason));
  }

  /** Denies everything that is open: what waits, what runs (its stream ends), and answers that were not returned. */
  denyAll(reason?: string): void {
    for (const item of this.#list.open) item.deny(reason);
  }

  /** Ends everything, for the end of the window. */
  closeAll(message: string): void {
    for (const review of this.#list.open) review.close('cancelled', message);
  }

  dispose(): void {
    this.closeAll('The window was closed.');
    this.#subscriptions.dispose();
  }

  #with(id: string, act: (review: Review) => Taken): Taken {
    const review = this.get(id);
    return review ? act(review) : gone();
  }

  #asked(id: string, act: (item: Elicitation) => Taken): Taken {
    const item = this.elicitation(id);
    return item ? act(item) : gone();
  }

  #approving(id: string, hash: string, sight: Sight, act: (review: Review) => Taken): Taken {
    if (this.#paused && this.get(id)) return notTaken('Sampling is paused. Resume it to call a model.');
    return this.#guarded(id, hash, sight, () => this.#with(id, act));
  }

  #guarded(id: string, hash: string, how: Sight & { readonly act?: string }, act: () => Taken): Taken {
    const item = this.item(id);
    if (item === undefined) return gone();
    if (id !== this.#selected) return notTaken('This request is not the one that the desk shows.');
    const shown = this.#rendered?.id === id ? this.#rendered : undefined;
    const guard = mayApprove({
      clickedHash: hash,
      currentHash: item.shownHash,
      renderedHash: shown?.hash,
      renderedAt: shown?.at,
      now: this.#clock.now(),
      guardMs: this.guardMs,
      ...how,
    });
    return guard.taken ? act() : guard;
  }

  #summary(item: OnDesk): DeskState['reviews'][number] {
    const { deadline } = clockView(item, this.deadlines).clock ?? {};
    return { ...summaryView(item), ...(deadline === undefined ? {} : { deadline }) };
  }

  /** What is said of any of them besides. */
  #about(item: OnDesk): Pick<ReviewStatus, 'provenance' | 'clock'> {
    return { provenance: provenanceView(item, this.#history.before(item)), ...clockView(item, this.deadlines) };
  }

  #decidedOf(review: OnDesk): number {
    if (!review.round) return 0;
    return this.#siblings(review).filter(hasVerdict).length;
  }

  #siblings(review: OnDesk): readonly OnDesk[] {
    return review.round ? this.#list.all.filter((other) => other.round?.id === review.round?.id) : [review];
  }

  #moveTo(id: string | undefined): void {
    this.#selected = id;
    this.#rendered = undefined;
  }

  /** Whatever changes on screen restarts the guard; another hash has to be painted first. */
  #restartGuard(review: OnDesk): void {
    if (this.#rendered?.id !== review.id) return;
    const same = review.shownHash === this.#rendered.hash;
    this.#rendered = same ? { ...this.#rendered, at: this.#clock.now() } : undefined;
  }

  #follow(review: OnDesk): void {
    const store = new DisposableStore();
    this.#subscriptions.add(store);
    let summary = JSON.stringify(summaryView(review));
    if (review.kind === 'sampling')
      store.add(review.onDidAppend((piece) => this.#append.fire({ id: review.id, ...piece })));
    store.add(
      review.onDidChange((part) => {
        if (part !== 'inspected') this.#restartGuard(review);
        this.#review.fire({ id: review.id, part });
        const now = JSON.stringify(summaryView(review));
        if (now === summary) return;
        summary = now;
        // A verdict counts in the status of every ask of the round.
        for (const other of this.#siblings(review)) if (other !== review && !other.closed) this.#statusChanged(other);
        this.#state.fire();
      }),
    );
    store.add(
      review.onDidClose(() => {
        this.#subscriptions.delete(store);
        this.deadlines.ended(review, this.#clock.now());
        this.#closed.fire(review);
      }),
    );
  }

  #statusChanged(review: OnDesk): void {
    this.#restartGuard(review);
    this.#review.fire({ id: review.id, part: 'status' });
  }
}

/** A sampling request has its verdict with the approval, an elicitation when there is an answer to give back. */
function hasVerdict(item: OnDesk): boolean {
  return item.phase !== 'pending' && (item.kind === 'sampling' || item.phase !== 'answered');
}

function gone(): Taken {
  return notTaken('This request is not on the desk any more.');
}
