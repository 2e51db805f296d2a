import type { Edit, FromDesk, TextPlace } from '../../shared/desk.ts';
import { Drafts } from './drafts.ts';
import type { Local } from './local.ts';
import { shownReview, type DeskView } from './store.ts';

const editDelay = 300;
const heavyDelay = 1000;

/** Keys within this time of each other are one sitting, which *Undo* takes back at once. Milliseconds. */
const sittingPause = 3000;

export interface EditingOptions {
  readonly root: HTMLElement;
  view(): DeskView;
  local(): Local;
  post(message: FromDesk): void;
  update(change: Partial<Local>): void;
  schedule(): void;
  after(done: () => void): void;
}

/** What a person changes of the shown request: what is typed goes to the extension a moment later, which keeps it. */
export class Editing {
  private readonly options: EditingOptions;
  private readonly drafts: Drafts;
  private sitting = { number: 0, key: '', at: 0 };
  /** What gets the focus when it is there. */
  private wanted: string | undefined;

  constructor(options: EditingOptions) {
    this.options = options;
    this.drafts = new Drafts(
      (edit, key) => this.withId((id) => options.post({ type: 'edit', id, edit, joins: this.joins(key) })),
      () => options.view().content?.revision ?? 0,
    );
  }

  /** True while an edit is not yet part of what would be sent. */
  get saving(): boolean {
    return this.drafts.open;
  }

  /** True while what is typed at a place is not yet part of what would be sent. */
  typing(key: string): boolean {
    return this.drafts.has(key);
  }

  /** The text that is typed at a place and not yet part of what would be sent. */
  typed(key: string): string | undefined {
    const edit = this.drafts.get(key);
    return edit !== undefined && 'text' in edit ? edit.text : undefined;
  }

  /** Opens the editor of a text, or closes it. */
  toggle(key: string): void {
    const { options } = this;
    this.drafts.flush();
    const editing = new Set(options.local().editing);
    if (!editing.delete(key)) {
      editing.add(key);
    }
    options.update({ editing });
    options.after(() =>
      options.root.querySelector<HTMLElement>(editing.has(key) ? `#edit-${key}` : `#toggle-${key}`)?.focus(),
    );
  }

  /** Takes what is typed. `changed`: it differs from what the extension has; `now`: it is not waited for more. */
  edit(key: string, edit: Edit, changed: boolean, now = false): void {
    if (changed || this.drafts.has(key)) {
      const heavy = 'text' in edit && (edit.text?.length ?? 0) > 200_000;
      this.drafts.put(key, edit, heavy ? heavyDelay : editDelay);
      if (now) {
        this.drafts.flush();
      }
    }
    if (now) {
      this.sitting = { ...this.sitting, key: '' };
    }
    this.options.schedule();
  }

  /** Makes a change at once, after what is typed. */
  make(edit: Edit): void {
    this.drafts.flush();
    this.edit(JSON.stringify(edit), edit, true, true);
  }

  /** Puts a message of the person's own below another one, and the keyboard into it. */
  addMessage(role: 'user' | 'assistant', after: string | undefined): void {
    const messages = this.options.view().content?.messages ?? [];
    const numbers = messages.map(({ id }) => (id.startsWith('a') ? Number(id.slice(1)) : 0));
    const id = `a${Math.max(0, ...numbers) + 1}`;
    this.make({ part: 'addMessage', id, role, ...(after === undefined ? {} : { after }) });
    this.options.update({ editing: new Set([...this.options.local().editing, `${id}b0`]) });
    this.wanted = `#edit-${id}b0`;
  }

  /** Opens a text in an editor tab. */
  openInTab(text: TextPlace): void {
    this.drafts.flush();
    this.withId((id) => this.options.post({ type: 'editInEditor', id, text }));
  }

  /** Posts what is typed. */
  flush(): void {
    this.drafts.flush();
  }

  /** *Undo* and *Redo*: of what has been typed up to now. */
  revise(type: 'undo' | 'redo'): void {
    this.drafts.flush();
    this.withId((id) => this.options.post({ type, id }));
  }

  reset(): void {
    // What was typed last can come back by *Undo*, so it goes to the extension before it is taken back.
    this.drafts.flush();
    this.options.update({ editing: new Set() });
    this.withId((id) => this.options.post({ type: 'reset', id }));
  }

  /** After each message: another review has none of these edits, and a revision has those that were posted before it. */
  took(other: boolean): void {
    if (other) this.drafts.clear();
    this.drafts.settle(this.options.view().content?.revision ?? 0);
    const { wanted } = this;
    if (wanted === undefined) return;
    this.options.after(() => {
      const element = this.options.root.querySelector<HTMLElement>(wanted);
      if (element === null) return;
      this.wanted = undefined;
      element.focus();
    });
  }

  /** An edit that was refused must not stay on screen as if it were part of the request. */
  refused(): Partial<Local> {
    const refused = this.drafts.open ? { editing: new Set<string>() } : {};
    this.drafts.clear();
    this.wanted = undefined;
    return refused;
  }

  private joins(key: string): string {
    const now = performance.now();
    const same = this.sitting.key === key && now - this.sitting.at < sittingPause;
    this.sitting = { number: this.sitting.number + (same ? 0 : 1), key, at: now };
    return `${key}#${this.sitting.number}`;
  }

  private withId(act: (id: string) => void): void {
    const review = shownReview(this.options.view());
    if (review !== undefined) act(review.content.id);
  }
}
