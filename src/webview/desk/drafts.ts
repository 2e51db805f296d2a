import type { Edit } from '../../shared/desk.ts';

interface Draft {
  edit: Edit;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The revision that was shown when it was posted. */
  postedAt: number | undefined;
}

/**
 * Edits on their way from a text box to the extension: posted a moment after the last key, or at once on `flush`. Until the
 * extension has answered each with a new revision, what is on screen is not what would be sent, and nothing may be approved.
 */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();
  private readonly post: (edit: Edit) => void;
  private readonly revision: () => number;

  constructor(post: (edit: Edit) => void, revision: () => number) {
    this.post = post;
    this.revision = revision;
  }

  /** Takes the latest text of a part; `delay` in milliseconds. */
  put(key: string, edit: Edit, delay: number): void {
    clearTimeout(this.drafts.get(key)?.timer);
    const timer = setTimeout(() => this.send(key), delay);
    this.drafts.set(key, { edit, timer, postedAt: undefined });
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
    for (const key of [...this.drafts.keys()]) {
      this.drop(key);
    }
  }

  /** A revision arrived: edits that were posted before it are in it. */
  settle(revision: number): void {
    for (const [key, draft] of this.drafts) {
      if (draft.postedAt !== undefined && revision > draft.postedAt) {
        this.drafts.delete(key);
      }
    }
  }

  /** True while something is typed that the extension has not answered. */
  get open(): boolean {
    return this.drafts.size > 0;
  }

  private send(key: string): void {
    const draft = this.drafts.get(key);
    if (draft !== undefined && draft.postedAt === undefined) {
      clearTimeout(draft.timer);
      draft.postedAt = this.revision();
      this.post(draft.edit);
    }
  }
}
