import type { Edit, FromDesk, ToDesk } from '../../shared/desk.ts';
import { Announcer } from '../ui/announce.ts';
import type { Host } from '../ui/host.ts';
import { afterPaint, Screen } from '../ui/screen.ts';
import { TextView } from '../ui/textView.ts';
import { Drafts } from './drafts.ts';
import { AskDesk } from './ask.ts';
import { ApprovalGuard, type GuardState } from './guard.ts';
import { askKey, keyMeaning, type DeskKey } from './keys.ts';
import { freshLocal, packLocals, unpackLocals, type FormKind, type Local } from './local.ts';
import { newsOf } from './news.ts';
import { page } from './parts/page.ts';
import {
  decisionKey,
  emptyDesk,
  nextReview,
  reduce,
  shownAsk,
  shownReview,
  type DeskView,
  type ShownAsk,
  type ShownReview,
} from './store.ts';
import type { DeskUi } from './ui.ts';

const editDelay = 300;

/** The extension and this page round the time that has passed each in its own way. Milliseconds. */
const guardMargin = 20;

/** The desk: keeps the last that the extension said, draws it, and says back what a person decides. */
export class Desk implements DeskUi {
  view: DeskView = emptyDesk;
  readonly mac = navigator.platform.startsWith('Mac');
  private readonly host: Host<ToDesk, FromDesk>;
  private readonly root: HTMLElement;
  private readonly announcer: Announcer;
  private readonly approvals = new ApprovalGuard(
    () => (this.view.state?.guardMs ?? 500) + guardMargin,
    () => performance.now(),
  );
  readonly ask: AskDesk;
  private readonly drafts: Drafts;
  private readonly locals: Map<string, Local>;
  private readonly screen: Screen;
  private wake: ReturnType<typeof setTimeout> | undefined;
  private shownId: string | undefined;
  private unpainted = false;
  /** What was painted last and waits for the extension to count it. */
  private reported: { readonly key: string; readonly id: string; readonly hash: string } | undefined;

  constructor(host: Host<ToDesk, FromDesk>, root: HTMLElement) {
    this.host = host;
    this.root = root;
    this.announcer = new Announcer(document.body);
    this.locals = unpackLocals(host.saved());
    this.drafts = new Drafts(
      (edit) => this.withReview(({ content }) => host.post({ type: 'edit', id: content.id, edit })),
      () => this.view.content?.revision ?? 0,
    );
    this.ask = new AskDesk({
      root,
      post: (message) => host.post(message),
      guarded: (event, message) => this.guarded(event, message),
      decide: (event, message) => this.decide(event, message),
      redraw: (then) => this.screen.after(then),
    });
    this.screen = new Screen(
      root,
      () => {
        // Before the draw: what is drawn anew is drawn inert.
        this.unpainted = this.approvals.showing(decisionKey(this.view)) || this.unpainted;
        return page(this);
      },
      () => this.drawn(),
      () => (shownAsk(this.view)?.id === this.shownId ? '#phase' : 'h1'),
    );
  }

  /** Draws, listens, and asks for a snapshot. */
  start(): void {
    this.host.listen((message) => this.take(message));
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('visibilitychange', () => this.visibility());
    this.screen.draw();
    this.post({ type: 'ready' });
  }

  get local(): Local {
    return this.locals.get(this.view.state?.selected ?? '') ?? freshLocal;
  }

  get guard(): GuardState {
    return this.approvals.state;
  }

  get saving(): boolean {
    return this.drafts.open;
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
      this.locals.set(id, { ...this.local, ...change });
      this.host.save(packLocals(this.locals));
      this.screen.schedule();
    }
  }

  open(form: FormKind, change: Partial<Local> = {}): void {
    this.drafts.flush();
    this.update({ ...change, form });
    this.screen.after(() => this.root.querySelector<HTMLElement>('.bar [data-first]')?.focus());
  }

  closeForm(): void {
    const { form } = this.local;
    this.update({ form: undefined });
    this.screen.after(() => this.root.querySelector<HTMLElement>(`#open-${form ?? ''}`)?.focus());
  }

  toggleEdit(key: string): void {
    this.drafts.flush();
    const editing = new Set(this.local.editing);
    if (!editing.delete(key)) {
      editing.add(key);
    }
    this.update({ editing });
    this.screen.after(() =>
      this.root.querySelector<HTMLElement>(editing.has(key) ? `#edit-${key}` : `#toggle-${key}`)?.focus(),
    );
  }

  edit(key: string, edit: Edit, changed: boolean, now = false): void {
    if (changed || this.drafts.open) {
      const heavy = 'text' in edit && (edit.text?.length ?? 0) > 200_000;
      this.drafts.put(key, edit, heavy ? 1000 : editDelay);
      if (now) {
        this.drafts.flush();
      }
    } else {
      this.drafts.drop(key);
    }
    this.screen.schedule();
  }

  reset(): void {
    this.drafts.clear();
    this.update({ editing: new Set() });
    this.withReview(({ content }) => this.post({ type: 'reset', id: content.id }));
  }

  revealHidden(key: string): void {
    const view = this.root.querySelector(`#text-of-${key}`);
    if (view instanceof TextView) {
      const details = view.closest('details');
      if (details !== null) {
        details.open = true;
      }
      view.revealHidden();
    }
  }

  selectModel(model: string): void {
    this.withReview(({ content }) => {
      // What is on screen is not what would be sent until the extension has answered.
      this.view = { ...this.view, version: this.view.version + 1 };
      this.post({ type: 'selectModel', id: content.id, model });
      this.screen.schedule();
    });
  }

  focusModel(): void {
    const select = this.root.querySelector<HTMLElement>('#model');
    select?.scrollIntoView({ block: 'center' });
    select?.focus();
  }

  selectNext(): void {
    const next = nextReview(this.view.state?.reviews ?? [], this.view.state?.selected);
    if (next !== undefined) {
      this.post({ type: 'select', id: next.id });
    }
  }

  approve(event?: Event): void {
    this.withReview(({ content, status }) => {
      if (status.phase === 'pending' && status.outgoing !== undefined) {
        this.guarded(event, { type: 'approve', id: content.id, hash: status.outgoing.hash });
      }
    });
  }

  regenerate(event: Event): void {
    this.withReview(({ content, status }) => {
      if (status.outgoing !== undefined) {
        this.guarded(event, { type: 'regenerate', id: content.id, hash: status.outgoing.hash });
      }
    });
  }

  release(event?: Event): void {
    this.withReview(({ content, status }) => {
      if (status.phase === 'answered') {
        this.guarded(event, { type: 'release', id: content.id });
      }
    });
  }

  decide(event: Event | undefined, message: FromDesk): void {
    if ((event === undefined || event.isTrusted) && !this.local.sent) {
      this.update({ sent: true, notice: undefined });
      this.post(message);
    }
  }

  /** A decision about what is on screen: only when that has stood there long enough, in a window that has the focus. */
  private guarded(event: Event | undefined, message: FromDesk): void {
    if (this.saving) {
      this.announcer.say('Your edit is not part of the request yet. Try again in a moment.');
    } else if (this.guard.armed && document.hasFocus()) {
      this.decide(event, message);
    } else {
      this.announcer.say('What is shown has just changed. Try again in a moment.');
    }
  }

  private withReview(act: (review: ShownReview) => void): void {
    const review = shownReview(this.view);
    if (review !== undefined) {
      act(review);
    }
  }

  private take(message: ToDesk): void {
    if (message.type === 'seen') {
      const { reported } = this;
      if (reported?.id === message.id && reported.hash === message.hash) this.arm(reported.key);
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
    if (before.state?.selected !== next.state?.selected) {
      this.drafts.clear();
    }
    this.drafts.settle(next.content?.revision ?? 0);
    if (message.type === 'notTaken') {
      // An edit that was refused must not stay on screen as if it were part of the request.
      const refused = this.drafts.open ? { editing: new Set<string>() } : {};
      this.drafts.clear();
      this.update({ ...refused, sent: false, notice: message.message });
      this.announcer.say(message.message);
    } else if (message.type === 'status' || message.type === 'elicitation' || message.type === 'snapshot') {
      this.update({ sent: false });
    } else if (message.type === 'focus') {
      this.screen.after(() => this.root.querySelector<HTMLElement>('h1')?.focus());
    }
    this.forgetGone();
    const news = newsOf(before, next);
    if (news !== undefined) {
      this.announcer.say(news);
    }
    this.screen.schedule();
  }

  private forgetGone(): void {
    const here = new Set(this.view.state?.reviews.map((review) => review.id));
    for (const id of this.locals.keys()) {
      if (this.view.state !== undefined && !here.has(id)) {
        this.locals.delete(id);
      }
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.local.form !== undefined) {
      this.closeForm();
      return;
    }
    const { elicitation, status } = this.view;
    const meaning = elicitation ? askKey(event, elicitation.phase) : keyMeaning(event, status?.phase);
    const typing = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
    // On a Mac, Option and a letter type a character.
    if (meaning === undefined || (typing && this.mac && event.altKey)) {
      return;
    }
    event.preventDefault();
    const editor = event.target instanceof HTMLTextAreaElement ? event.target.dataset['edits'] : undefined;
    if (editor !== undefined) {
      // The first press ends the edit: what is approved has been read as a whole.
      this.toggleEdit(editor);
    } else if (this.local.form === undefined) {
      this.actOn(meaning, event);
    } else if (meaning === 'approve' || meaning === 'release') {
      this.root.querySelector<HTMLFormElement>('.bar form')?.requestSubmit();
    }
  }

  private actOn(meaning: DeskKey, event: Event): void {
    if (this.view.elicitation !== undefined && meaning !== 'next') {
      this.ask.press(meaning, event);
      return;
    }
    switch (meaning) {
      case 'approve':
        this.approve(event);
        break;
      case 'release':
        this.release(event);
        break;
      case 'answerByHand':
        this.open('hand');
        break;
      case 'deny':
        this.open('deny');
        break;
      case 'reject':
        this.open('reject');
        break;
      case 'editAnswer':
        this.open('editAnswer', { answer: this.view.status?.answer?.text ?? '' });
        break;
      case 'stop':
        this.withReview(({ content }) => this.post({ type: 'stop', id: content.id }));
        break;
      case 'next':
        this.selectNext();
        break;
      case 'cancel':
        break;
    }
  }

  /** After every draw: a change of what can be decided has to be painted, reported, and left alone for a while. */
  private drawn(): void {
    const shown = shownAsk(this.view);
    this.shownId = shown?.id;
    const key = decisionKey(this.view);
    if (this.unpainted && key !== undefined && shown !== undefined) {
      this.unpainted = false;
      this.awaitPaint(key, shown);
    }
  }

  private awaitPaint(key: string, { id, hash, revision }: ShownAsk): void {
    afterPaint(() => {
      if (!this.approvals.shows(key)) {
        return;
      }
      if (hash === undefined) {
        this.arm(key);
      } else {
        this.reported = { key, id, hash };
        this.post({ type: 'rendered', id, hash, revision });
      }
    });
  }

  /** The time in which what is shown has to stay unchanged begins: never before it has begun for the extension. */
  private arm(key: string): void {
    if (!this.approvals.painted(key)) {
      return;
    }
    this.screen.schedule();
    clearTimeout(this.wake);
    this.wake = setTimeout(() => this.screen.schedule(), (this.guard.wait ?? 0) + 10);
  }

  private visibility(): void {
    const key = document.visibilityState === 'visible' ? this.approvals.unseen() : undefined;
    const shown = shownAsk(this.view);
    if (key !== undefined && shown !== undefined) {
      this.awaitPaint(key, shown);
    }
  }
}
