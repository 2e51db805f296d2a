import type { Edit, FromDesk } from '../../shared/desk.ts';
import { Drafts } from './drafts.ts';
import type { Local } from './local.ts';
import { shownReview, type DeskView } from './store.ts';

const editDelay = 300;
const heavyDelay = 1000;

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

  constructor(options: EditingOptions) {
    this.options = options;
    this.drafts = new Drafts(
      (edit) => this.withId((id) => options.post({ type: 'edit', id, edit })),
      () => options.view().content?.revision ?? 0,
    );
  }

  /** True while an edit is not yet part of what would be sent. */
  get saving(): boolean {
    return this.drafts.open;
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
    if (changed || this.drafts.open) {
      const heavy = 'text' in edit && (edit.text?.length ?? 0) > 200_000;
      this.drafts.put(key, edit, heavy ? heavyDelay : editDelay);
      if (now) {
        this.drafts.flush();
      }
    } else {
      this.drafts.drop(key);
    }
    this.options.schedule();
  }

  /** Posts what is typed. */
  flush(): void {
    this.drafts.flush();
  }

  reset(): void {
    this.drafts.clear();
    this.options.update({ editing: new Set() });
    this.withId((id) => this.options.post({ type: 'reset', id }));
  }

  /** After each message: another review has none of these edits, and a revision has those that were posted before it. */
  took(other: boolean): void {
    if (other) this.drafts.clear();
    this.drafts.settle(this.options.view().content?.revision ?? 0);
  }

  /** An edit that was refused must not stay on screen as if it were part of the request. */
  refused(): Partial<Local> {
    const refused = this.drafts.open ? { editing: new Set<string>() } : {};
    this.drafts.clear();
    return refused;
  }

  private withId(act: (id: string) => void): void {
    const review = shownReview(this.options.view());
    if (review !== undefined) act(review.content.id);
  }
}
