import { afterPaint } from '../ui/screen.ts';
import { ApprovalGuard, type GuardState } from './guard.ts';
import { decisionKey, shownAsk, type DeskView, type ShownAsk } from './store.ts';

/** The extension and this page round the time that has passed each in its own way. Milliseconds. */
const guardMargin = 20;

export interface PaintedOptions {
  view(): DeskView;
  report(shown: { id: string; hash: string; revision: number }): void;
  schedule(): void;
}

/** Follows what is painted: a change of what can be decided has to be painted, reported, and left alone for a while. */
export class Painted {
  private readonly options: PaintedOptions;
  private readonly approvals: ApprovalGuard;
  private wake: ReturnType<typeof setTimeout> | undefined;
  private unpainted = false;
  /** What was painted last and waits for the extension to count it. */
  private reported: { readonly key: string; readonly id: string; readonly hash: string } | undefined;

  constructor(options: PaintedOptions) {
    this.options = options;
    this.approvals = new ApprovalGuard(
      () => (options.view().state?.guardMs ?? 500) + guardMargin,
      () => performance.now(),
    );
  }

  get guard(): GuardState {
    return this.approvals.state;
  }

  /** Before each draw: what is drawn anew is drawn inert. */
  drawing(): void {
    this.unpainted = this.approvals.showing(decisionKey(this.options.view())) || this.unpainted;
  }

  /** After each draw. */
  drawn(): void {
    const shown = shownAsk(this.options.view());
    const key = decisionKey(this.options.view());
    if (this.unpainted && key !== undefined && shown !== undefined) {
      this.unpainted = false;
      this.awaitPaint(key, shown);
    }
  }

  /** The extension counts from now on. */
  seen(id: string, hash: string): void {
    const { reported } = this;
    if (reported?.id === id && reported.hash === hash) this.arm(reported.key);
  }

  /** The page went out of sight or came back. */
  visibility(): void {
    const key = document.visibilityState === 'visible' ? this.approvals.unseen() : undefined;
    const shown = shownAsk(this.options.view());
    if (key !== undefined && shown !== undefined) {
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
        this.options.report({ id, hash, revision });
      }
    });
  }

  /** The time in which what is shown has to stay unchanged begins: never before it has begun for the extension. */
  private arm(key: string): void {
    if (!this.approvals.painted(key)) {
      return;
    }
    this.options.schedule();
    clearTimeout(this.wake);
    this.wake = setTimeout(() => this.options.schedule(), (this.guard.wait ?? 0) + 10);
  }
}
