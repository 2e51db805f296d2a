/** Whether what is on screen may be approved now. */
export interface GuardState {
  /** True when a press is taken. */
  armed: boolean;
  /** Milliseconds until it is, when it only has to stay unchanged; absent while it is not painted yet. */
  wait?: number;
}

/**
 * Keeps a decision inert until what it is about has been on screen, unchanged, for a while. A key names what is shown:
 * the same key goes on, another one starts anew. The extension keeps the same rule by its own clock; this one makes it visible.
 */
export class ApprovalGuard {
  private key: string | undefined;
  private since: number | undefined;
  private readonly guardMs: () => number;
  private readonly clock: () => number;

  constructor(guardMs: () => number, clock: () => number) {
    this.guardMs = guardMs;
    this.clock = clock;
  }

  /** Says what is being shown. True when that is something else than before, and still has to be painted. */
  showing(key: string | undefined): boolean {
    if (key === this.key) {
      return false;
    }
    this.key = key;
    this.since = undefined;
    return key !== undefined;
  }

  /** Whether `key` is what is shown, and its time has not begun. */
  shows(key: string): boolean {
    return key === this.key && this.since === undefined;
  }

  /** Says that `key` is painted. False when something else is shown by now, or when it was painted before. */
  painted(key: string): boolean {
    if (!this.shows(key)) {
      return false;
    }
    this.since = this.clock();
    return true;
  }

  /** Forgets that anything was painted: the page was hidden in between. */
  unseen(): string | undefined {
    this.since = undefined;
    return this.key;
  }

  get state(): GuardState {
    if (this.key === undefined || this.since === undefined) {
      return { armed: false };
    }
    const wait = this.since + this.guardMs() - this.clock();
    return wait > 0 ? { armed: false, wait } : { armed: true };
  }
}
