import type { Edit } from '../../shared/desk.ts';

interface Draft {
  edit: Edit;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The revision that it will be part of, once it was posted. */
  settles: number | undefined;
}

/**
 * Edits on their way from a text box to the extension: posted a moment after the last key, or at once on `flush`. Until the
 * extension has answered each with a new revision, what is on screen is not what would be sent, and nothing may be approved.
 */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();
  /** The revision of the last edit that was posted. */
  private last = 0;
  private readonly post: (edit: Edit, key: string) => void;
  private readonly revision: () => number;

  constructor(post: (edit: Edit, key: string) => void, revision: () => number) {
    this.post = post;
    this.revision = revision;
  }

  /** Takes the latest text of a part; `delay` in milliseconds. */
  put(key: string, edit: Edit, delay: number): void {
    clearTimeout(this.drafts.get(key)?.timer);
    const timer = setTimeout(() => this.send(key), delay);
    this.drafts.set(key, { edit, timer, settles: undefined });
  }

  /** Posts what is waiting. */
  flush(): void {
    for (const key of this.drafts.keys()) {
      this.send(key);
    }
  }

  /** The text was put back to what the extension has: there is nothing to say. */
  drop(key: string): void {
    clearTimeout(this.drafts.get(key)?.timer);
    this.drafts.delete(key);
  }

  /** Forgets everything: another review, or the request as the server sent it. */
  clear(): void {
    this.last = 0;
    for (const key of [...this.drafts.keys()]) {
      this.drop(key);
    }
  }

  /** A revision arrived: each edit that was posted makes one. */
  settle(revision: number): void {
    for (const [key, draft] of this.drafts) {
      if (draft.settles !== undefined && revision >= draft.settles) {
        this.drafts.delete(key);
      }
    }
  }

  /** True while something is typed that the extension has not answered. */
  get open(): boolean {
    return this.drafts.size > 0;
  }

  /** What is typed at this place and not answered. */
  get(key: string): Edit | undefined {
    return this.drafts.get(key)?.edit;
  }

  /** True while something is typed at this place that the extension has not answered. */
  has(key: string): boolean {
    return this.drafts.has(key);
  }

  private send(key: string): void {
    const draft = this.drafts.get(key);
    if (draft !== undefined && draft.settles === undefined) {
      clearTimeout(draft.timer);
      this.last = Math.max(this.last, this.revision()) + 1;
      draft.settles = this.last;
      this.post(draft.edit, key);
    }
  }
}
