import { GUARD_MS, type Sight } from '../../core/review/approvalGuard.ts';
import { notTaken, TAKEN, type Taken } from '../../core/review/taken.ts';
import type { DisclosureLine } from '../../core/servers/definition.ts';
import { sourceText } from '../../core/servers/disclosure.ts';
import type { ServerState } from '../../core/servers/state.ts';
import type { ConfirmServer, ConfirmState } from '../../shared/confirm.ts';

/** A server that waits, with its definition and the lines that show it. */
export type Unconfirmed = Extract<ServerState, { kind: 'needsConfirmation' }>;

function lineView(line: DisclosureLine): ConfirmServer['lines'][number] {
  return { ...line, warnings: [...line.warnings] };
}

/**
 * The definitions that wait to be confirmed, and the rule by which a click counts: the page is visible and has the focus, it said that
 * it painted this very state, and nothing of it has changed for `guardMs`. Otherwise a click meant for something else would do.
 */
export class ConfirmList {
  readonly #now: () => number;
  readonly #guardMs: number;
  readonly #dismissed = new Set<string>();
  #waiting: readonly Unconfirmed[] = [];
  #revision = 0;
  #rendered: { readonly revision: number; readonly at: number } | undefined;

  constructor(now: () => number, guardMs = GUARD_MS) {
    this.#now = now;
    this.#guardMs = guardMs;
  }

  /** Takes all that wait; true when what is shown has changed. */
  update(waiting: readonly Unconfirmed[]): boolean {
    const before = this.shown.map(({ definition }) => definition.hash).join();
    this.#waiting = waiting;
    if (this.shown.map(({ definition }) => definition.hash).join() === before) return false;
    this.#changed();
    return true;
  }

  /** What the page shows: all that wait, without those that the person put aside. */
  get shown(): readonly Unconfirmed[] {
    return this.#waiting.filter(({ definition }) => !this.#dismissed.has(definition.hash));
  }

  state(changed: (name: string) => boolean): ConfirmState {
    return {
      revision: this.#revision,
      guardMs: this.#guardMs,
      servers: this.shown.map(({ definition, disclosure }) => ({
        name: definition.name,
        hash: definition.hash,
        source: sourceText(definition.source),
        lines: disclosure.filter(({ label, warnings }) => label !== 'Name' || warnings.length > 0).map(lineView),
        changed: changed(definition.name),
      })),
    };
  }

  /** The page painted this revision. The first time counts; one that is not the current one is old news: false. */
  rendered(revision: number): boolean {
    if (revision !== this.#revision) return false;
    if (this.#rendered?.revision !== revision) this.#rendered = { revision, at: this.#now() };
    return true;
  }

  /** The page went out of sight: nothing counts as painted until it says so again. */
  forgetRendered(): void {
    this.#rendered = undefined;
  }

  /** Whether a click on *Confirm* counts. */
  mayConfirm(hash: string, revision: number, sight: Sight): Taken {
    if (!sight.visible || !sight.focused) return notTaken('Click into this page first, then confirm.');
    if (!this.shown.some(({ definition }) => definition.hash === hash))
      return notTaken('This definition does not wait any more.');
    if (revision !== this.#revision || this.#rendered?.revision !== revision) {
      return notTaken('What is shown has changed. Look at it again and confirm then.');
    }
    // A clock that was set back must not open the guard.
    const shownFor = this.#now() - this.#rendered.at;
    if (shownFor < this.#guardMs) return notTaken('What is shown has just changed. Look at it and confirm then.');
    return TAKEN;
  }

  /** *Do not start*: put aside until the page is opened again. */
  dismiss(hash: string): void {
    this.#dismissed.add(hash);
    this.#changed();
  }

  /** The page is opened anew: what was put aside is shown again. */
  restore(): void {
    this.#dismissed.clear();
    this.#changed();
  }

  #changed(): void {
    this.#revision++;
    this.#rendered = undefined;
  }
}
