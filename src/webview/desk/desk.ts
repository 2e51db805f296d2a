import type { Edit, FromDesk, ToDesk } from '../../shared/desk.ts';
import { Announcer } from '../ui/announce.ts';
import type { Host } from '../ui/host.ts';
import { Screen } from '../ui/screen.ts';
import { AnswerDesk } from './answerDesk.ts';
import { AskDesk } from './ask.ts';
import { DeadlineWatch } from './deadlineWatch.ts';
import { BatchDesk } from './batch.ts';
import { Decisions } from './decisions.ts';
import { Editing } from './editing.ts';
import { markFindings } from './findings.ts';
import type { GuardState } from './guard.ts';
import { bringEntryIntoSight, bringIntoSight } from './inSight.ts';
import { keepTextBoxes, Keyboard } from './keyboard.ts';
import { freshLocal, mayHoldSecret, packLocals, unpackLocals, type FormKind, type Local } from './local.ts';
import { newsOf } from './news.ts';
import { Painted } from './painted.ts';
import { page } from './parts/page.ts';
import { applyListWidth } from './parts/splitter.ts';
import type { RestLimits } from './restLimits.ts';
import { emptyDesk, entryOf, nextReview, reduce, shownAsk, shownReview, type DeskView } from './store.ts';
import type { DeskUi } from './ui.ts';
import { bringTo } from '../ui/scroll.ts';

/** The desk: keeps the last that the extension said, draws it, and says back what a person decides. */
export class Desk implements DeskUi {
  view: DeskView = emptyDesk;
  readonly mac = navigator.platform.startsWith('Mac');
  readonly ask: AskDesk;
  readonly answers: AnswerDesk;
  readonly editing: Editing;
  readonly batch: BatchDesk;
  private readonly host: Host<ToDesk, FromDesk>;
  private readonly root: HTMLElement;
  private readonly announcer: Announcer;
  private readonly deadlines = new DeadlineWatch({
    now: () => this.now(),
    say: (text) => this.announcer.say(text),
    redraw: () => this.screen.schedule(),
  });
  private readonly locals: Map<string, Local>;
  private readonly painted: Painted;
  private readonly decisions: Decisions;
  private readonly screen: Screen;
  private shownId: string | undefined;
  listWidth: number | undefined;

  constructor(host: Host<ToDesk, FromDesk>, root: HTMLElement) {
    this.host = host;
    this.root = root;
    this.announcer = new Announcer(document.body);
    this.locals = unpackLocals(host.saved());
    const own = {
      root,
      view: () => this.view,
      local: () => this.local,
      guard: () => this.guard,
      saving: () => this.saving,
      say: (text: string) => this.announcer.say(text),
      post: (message: FromDesk) => host.post(message),
      update: (change: Partial<Local>) => this.update(change),
      schedule: () => this.screen.schedule(),
      after: (done: () => void) => this.screen.after(done),
    };
    this.editing = new Editing(own);
    this.decisions = new Decisions({ ...own, compare: (event) => this.answers.approveComparison(event) });
    this.painted = new Painted({ ...own, report: (shown) => host.post({ type: 'rendered', ...shown }) });
    this.ask = new AskDesk({
      ...own,
      guarded: (event, message) => this.decisions.guarded(event, message),
      decide: (event, message) => this.decide(event, message),
      redraw: own.after,
    });
    this.answers = new AnswerDesk({ ...own, guarded: (event, message) => this.decisions.guarded(event, message) });
    this.batch = new BatchDesk(this, (event, message) => this.decisions.guarded(event, message));
    this.screen = new Screen(
      root,
      () => {
        this.painted.drawing();
        return page(this);
      },
      () => {
        this.shownId = shownAsk(this.view)?.id;
        markFindings(this.view, this.local.raw);
        this.painted.drawn();
        this.deadlines.watch(this.view.state);
      },
      () => (shownAsk(this.view)?.id === this.shownId ? '#phase' : 'h1'),
    );
  }

  /** Draws, listens, and asks for a snapshot. */
  start(): void {
    const keyboard = new Keyboard(this, this.root);
    this.host.listen((message) => this.take(message));
    document.addEventListener('keydown', (event) => keyboard.take(event));
    document.addEventListener('beforeinput', keepTextBoxes);
    document.addEventListener('visibilitychange', () => {
      this.editing.flush();
      this.painted.visibility();
    });
    // What is typed is with the extension before this page is taken down.
    window.addEventListener('pagehide', () => this.editing.flush());
    this.screen.draw();
    this.post({ type: 'ready' });
  }

  get local(): Local {
    return this.locals.get(this.view.state?.selected ?? '') ?? freshLocal;
  }

  get guard(): GuardState {
    return this.painted.guard;
  }

  get saving(): boolean {
    return this.editing.saving;
  }

  now(): number {
    return Date.now() + this.view.skew;
  }

  post(message: FromDesk): void {
    this.host.post(message);
  }

  update(change: Partial<Local>): void {
    const id = this.view.state?.selected;
    if (id !== undefined) {
      const secret = this.local.secret || mayHoldSecret(this.view);
      this.locals.set(id, { ...this.local, ...change, secret });
      this.host.save(packLocals(this.locals));
      this.screen.schedule();
    }
  }

  open(form: FormKind, change: Partial<Local> = {}): void {
    this.editing.flush();
    this.update({ ...change, form });
    this.screen.after(() => this.root.querySelector<HTMLElement>('.bar [data-first]')?.focus());
  }

  closeForm(): void {
    const { form } = this.local;
    this.update({ form: undefined });
    this.screen.after(() => this.root.querySelector<HTMLElement>(`#open-${form ?? ''}`)?.focus());
  }

  toggleEdit(key: string): void {
    this.editing.toggle(key);
  }

  edit(key: string, edit: Edit, changed: boolean, now = false): void {
    this.editing.edit(key, edit, changed, now);
  }

  reset(): void {
    this.editing.reset();
  }

  selectModel(model: string): void {
    const review = shownReview(this.view);
    if (review !== undefined) {
      // What is on screen is not what would be sent until the extension has answered.
      this.view = { ...this.view, version: this.view.version + 1 };
      this.post({ type: 'selectModel', id: review.content.id, model });
      this.screen.schedule();
    }
  }

  focusModel(): void {
    const select = this.root.querySelector<HTMLElement>('#model');
    bringTo(select, 'center');
    select?.focus();
  }

  selectNext(): void {
    const { state } = this.view;
    const next = nextReview(state?.reviews ?? [], state?.selected, state?.batches);
    if (next !== undefined) {
      this.post({ type: 'select', id: entryOf(state, next.id) });
    }
  }

  resizeList(width: number, done: boolean): void {
    this.listWidth = width;
    applyListWidth(width);
    this.screen.schedule();
    if (done) this.post({ type: 'listWidth', width });
  }

  approve(event?: Event, rest?: RestLimits): void {
    this.decisions.approve(event, rest);
  }

  regenerate(event: Event): void {
    this.decisions.regenerate(event);
  }

  release(event?: Event): void {
    this.decisions.release(event);
  }

  decide(event: Event | undefined, message: FromDesk): void {
    this.decisions.decide(event, message);
  }

  private take(message: ToDesk): void {
    if (message.type === 'seen') {
      this.painted.seen(message.id, message.hash);
      return;
    }
    if (message.type === 'layout') {
      this.listWidth = message.listWidth;
      applyListWidth(message.listWidth);
      this.screen.schedule();
      return;
    }
    const before = this.view;
    const next = reduce(before, message, Date.now());
    if (next === 'resync') {
      this.post({ type: 'ready' });
      return;
    }
    this.view = next;
    this.ask.take(next.elicitation);
    this.editing.took(before.state?.selected !== next.state?.selected);
    if (next.status?.phase === 'running' && before.status?.phase !== 'running') this.answers.forget();
    if (message.type === 'notTaken') {
      this.update({ ...this.editing.refused(), sent: false, notice: message.message });
      this.announcer.say(message.message);
    } else if (['status', 'elicitation', 'batch', 'snapshot'].includes(message.type)) {
      this.update({ sent: false });
    } else if (message.type === 'focus') {
      this.screen.after(() => this.root.querySelector<HTMLElement>('h1')?.focus());
    }
    this.forgetGone();
    const news = newsOf(before, next);
    if (news !== undefined) {
      this.announcer.say(news);
    }
    this.screen.after(() => {
      bringEntryIntoSight(this.root, before, next);
      bringIntoSight(this.root, before, next);
    });
  }

  private forgetGone(): void {
    const { reviews, batches } = this.view.state ?? {};
    const here = new Set([...(reviews ?? []), ...(batches ?? [])].map(({ id }) => id));
    for (const id of this.locals.keys()) {
      if (this.view.state !== undefined && !here.has(id)) {
        this.locals.delete(id);
      }
    }
  }
}
