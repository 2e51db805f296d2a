import type {
  BatchView,
  DeskState,
  ElicitationView,
  FindingsView,
  ReviewContent,
  ReviewStatus,
} from '../../shared/desk.ts';
import type { Elicitation } from '../elicitation/elicitation.ts';
import type { JsonObject } from '../mcp.ts';
import type { Priorities } from '../models/scoring.ts';
import { t } from '../text/l10n.ts';
import type { Clock } from '../util/clock.ts';
import { type Disposable, DisposableStore } from '../util/disposable.ts';
import { Emitter } from '../util/emitter.ts';
import { GUARD_MS, type Sight } from './approvalGuard.ts';
import { Batches, type Named } from './batches.ts';
import { togetherView } from './batchViews.ts';
import { Deadlines } from './deadline.ts';
import { hashOf } from './comparison.ts';
import type { OnDesk, ReviewPart } from './deskItem.ts';
import { DeskViews } from './deskViews.ts';
import type { Edit } from './edits.ts';
import { Flood } from './flood.ts';
import type { RestLimits } from './joint.ts';
import { gone, GuardedActs } from './guardedActs.ts';
import { Painted } from './painted.ts';
import type { Review } from './review.ts';
import { REVIEW_CAPS, type ReviewCaps, ReviewList } from './reviewList.ts';
import { siblingsOf } from './rounds.ts';
import { Selection } from './selection.ts';
import { notTaken, type Taken } from './taken.ts';
import { summaryView } from './views.ts';
import { actOnFindings, type FindingsAct } from '../findings/acts.ts';

export interface DeskOptions {
  readonly clock: Pick<Clock, 'now' | 'timeout'>;
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
  /** Requests that are read and decided together, and approvals of the rest of a call. */
  readonly batches: Batches;
  readonly flood: Flood;
  readonly views: DeskViews;
  readonly #list: ReviewList;
  readonly #painted: Painted;
  readonly #selection: Selection;
  readonly #guarded: GuardedActs;
  readonly #subscriptions = new DisposableStore();
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
  #paused = false;

  constructor(options: DeskOptions) {
    this.#clock = options.clock;
    this.guardMs = options.guardMs ?? GUARD_MS;
    this.#painted = new Painted(options.clock, this.guardMs);
    this.flood = new Flood(options.clock);
    this.#list = new ReviewList(options.caps ?? REVIEW_CAPS, this.flood);
    this.batches = new Batches(() => this.#list.all);
    this.views = new DeskViews(() => this.#list.all, this.batches, this.deadlines);
    this.#selection = new Selection(this.#list, this.batches, this.#painted);
    this.#guarded = new GuardedActs(this.#painted, this.#selection, this.batches, (id) => this.item(id));
    this.batches.onDidChange((id) => this.#painted.restart(id, this.batches.seal(id)));
    this.batches.rests.onDidChange(() => this.#restsChanged());
    this.flood.onDidChange(() => this.#state.fire());
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
    return this.#selection.item;
  }
  /** Of what is selected: a review, an elicitation or a batch. */
  get selectedId(): string | undefined {
    return this.#selection.id;
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
    if (paused) this.batches.rests.endAll(t('Sampling was paused.'));
    this.#state.fire();
  }

  get state(): DeskState {
    const selected = this.#selection.id;
    return {
      reviews: this.#list.all.map((item) => this.views.summary(item)),
      ...(selected === undefined ? {} : { selected }),
      paused: this.#paused,
      guardMs: this.guardMs,
      ...togetherView(this.batches, this.flood),
    };
  }
  content(id: string): ReviewContent | undefined {
    const review = this.get(id);
    return review && this.views.content(review);
  }
  status(id: string): ReviewStatus | undefined {
    const review = this.get(id);
    return review && this.views.status(review);
  }
  findings(id: string): FindingsView | undefined {
    const review = this.get(id);
    return review && this.views.findings(review);
  }
  /** An elicitation as the desk shows it. */
  elicitationView(id: string): ElicitationView | undefined {
    const item = this.elicitation(id);
    return item && this.views.elicitation(item);
  }
  /** A batch as the desk shows it; its texts only where the webview has another revision of them than `known`. */
  batchView(id: string, known?: number): BatchView | undefined {
    const batch = this.batches.get(id);
    return batch && this.views.batch(batch, known);
  }

  /** Grows with what is shown of a request, or of the texts of a batch. */
  revisionOf(id: string): number | undefined {
    return this.item(id)?.revision ?? this.batches.revision(id);
  }

  /** Takes places for a round before it is written to the ledger. Throws `McpError` (`tooMany`). */
  reserve(server: string, count: number): Disposable {
    return this.#list.reserve(server, count);
  }

  /** Puts a whole round on the desk, into places that were reserved. */
  add(reviews: readonly OnDesk[]): void {
    this.#list.add(reviews);
    for (const review of reviews) this.#follow(review);
    for (const review of reviews) this.views.history.follow(review);
    this.batches.update();
    const [first] = reviews;
    if (first) this.#selection.showNew(first);
    this.#list.trim(this.#selection.id);
    this.#regroup();
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
    if (this.#selection.choose(id)) {
      this.#selection.regroup();
      this.#state.fire();
    }
    return id === this.#selection.id;
  }

  /** Goes to the next review that waits for the person, after the selected one and round again. */
  selectNext(): OnDesk | undefined {
    const { next } = this.#selection;
    if (next) this.select(this.#selection.entryOf(next));
    return next;
  }

  /** Forgets what is closed. */
  clear(): void {
    this.#selection.clear();
    this.#state.fire();
  }

  /**
   * The webview painted this hash of this review. The first time counts, until something that is shown changes: then the guard starts
   * again. A hash that is not the current one is old news: false.
   */
  rendered(id: string, hash: string): boolean {
    return this.#guarded.seen(id, hash);
  }

  /** The desk went out of sight or was reloaded: nothing counts as painted until it says so again. */
  forgetRendered(): void {
    this.#painted.forget();
  }

  /** *Approve and send*: through the guard, then to the review, which takes it once. With `rest`, *Approve the rest of this call* too. */
  approve(id: string, hash: string, sight: Sight, rest?: RestLimits): Taken {
    return this.#approving(id, hash, sight, (review) => this.batches.rests.approve(review, hash, rest));
  }
  /** *Approve all* of a batch, or those that are named; `seal` is that of the batch on screen. */
  approveBatch(id: string, seal: string, named: readonly Named[], sight: Sight, rest?: RestLimits): Taken {
    if (this.#paused) return notTaken(PAUSED);
    return this.#guarded.take(id, seal, sight, () => this.batches.approve(id, named, rest));
  }
  /** *Return all* answers of a batch, or those that are named. */
  releaseBatch(id: string, seal: string, named: readonly Named[], sight: Sight): Taken {
    return this.#guarded.take(id, seal, { ...sight, act: t('return them') }, () => this.batches.release(id, named));
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
    return this.#guarded.take(id, hash, { ...sight, act: t('submit') }, () =>
      this.#asked(id, (item) => item.submit(content)),
    );
  }
  openPage(id: string, hash: string, sight: Sight): Taken {
    return this.#guarded.take(id, hash, { ...sight, act: t('open it') }, () => this.#asked(id, (item) => item.open()));
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
    this.batches.rests.endAll(t('You denied all requests.'));
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
    if (this.#paused && this.get(id)) return notTaken(PAUSED);
    return this.#guarded.take(id, hash, sight, () => this.#with(id, act));
  }

  #restsChanged(): void {
    for (const item of this.#list.open) this.batches.rests.consider(item);
    this.#besideChanged();
    this.#state.fire();
  }

  #regroup(): void {
    if (!this.#selection.regroup()) return;
    this.#besideChanged();
    this.#state.fire();
  }

  /** The page of a request says how it stands to others, so it changes with them. */
  #besideChanged(): void {
    const { selected } = this;
    if (selected && this.views.beside.changed(selected)) this.#statusChanged(selected);
  }

  #follow(review: OnDesk): void {
    const store = new DisposableStore();
    this.#subscriptions.add(store);
    let summary = JSON.stringify(summaryView(review));
    if (review.kind === 'sampling')
      store.add(review.onDidAppend((piece) => this.#append.fire({ id: review.id, ...piece })));
    store.add(
      review.onDidChange((part) => {
        if (part !== 'inspected') this.#guarded.restart(review);
        this.#review.fire({ id: review.id, part });
        this.#regroup();
        this.batches.rests.consider(review);
        const now = JSON.stringify(summaryView(review));
        if (now === summary) return;
        summary = now;
        // A verdict counts in the status of every ask of the round.
        for (const other of siblingsOf(review, this.#list.all))
          if (other !== review && !other.closed) this.#statusChanged(other);
        this.#state.fire();
      }),
    );
    store.add(
      review.onDidClose(() => {
        this.#subscriptions.delete(store);
        this.deadlines.ended(review, this.#clock.now());
        this.batches.rests.beginnerClosed(review);
        this.#closed.fire(review);
      }),
    );
  }

  #statusChanged(review: OnDesk): void {
    this.#guarded.restart(review);
    this.#review.fire({ id: review.id, part: 'status' });
  }
}

const PAUSED = t('Sampling is paused. Resume it to call a model.');
