import { GUARD_MS, type Sight } from '../../core/review/approvalGuard.ts';
import { notTaken, TAKEN, type Taken } from '../../core/review/taken.ts';
import { sourceText } from '../../core/servers/disclosure.ts';
import type { ServerState } from '../../core/servers/state.ts';
import type { ComparedLine } from '../../core/trust/confirmedLines.ts';
import type { PinChange } from '../../core/trust/change.ts';
import type { ChangeView, ComparedLineView, ConfirmServer, ConfirmState } from '../../shared/confirm.ts';
import { t } from '../../core/text/l10n.ts';

/** Changes that one page shows: each is read by a person. */
const MOST_CHANGES = 30;

/** A server that waits, with its definition and the lines that show it. */
export type Unconfirmed = Extract<ServerState, { kind: 'needsConfirmation' }>;

/** A definition beside the one of this server that was confirmed before. */
export interface Compared {
  readonly lines: readonly ComparedLine[];
  /** Milliseconds since the Unix epoch; undefined when nothing of this server was confirmed. */
  readonly confirmedAt: number | undefined;
}

function serverView({ definition }: Unconfirmed, { lines, confirmedAt }: Compared): ConfirmServer {
  const shown = lines.filter(({ label, mark, warnings }) => label !== 'Name' || mark !== 'same' || warnings.length > 0);
  return {
    name: definition.name,
    hash: definition.hash,
    source: sourceText(definition.source),
    lines: shown.map(lineView),
    ...(confirmedAt !== undefined && { confirmedAt }),
  };
}

/** A line as messages have it. */
export function lineView(line: ComparedLine): ComparedLineView {
  const { shown, ...rest } = line;
  return { ...rest, ...shown, warnings: [...line.warnings] };
}

function noChanges(): never {
  throw new Error('Nothing says how changes look');
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
  #changes: readonly PinChange[] = [];
  #revision = 0;
  #rendered: { readonly revision: number; readonly at: number } | undefined;

  constructor(now: () => number, guardMs = GUARD_MS) {
    this.#now = now;
    this.#guardMs = guardMs;
  }

  /** Takes all that wait; true when what is shown has changed. */
  update(waiting: readonly Unconfirmed[], changes: readonly PinChange[] = []): boolean {
    const before = this.#ids();
    this.#waiting = waiting;
    this.#changes = changes;
    if (this.#ids() === before) return false;
    this.#changed();
    return true;
  }

  /** What the page shows: all that wait, without those that the person put aside. */
  get shown(): readonly Unconfirmed[] {
    return this.#waiting.filter(({ definition }) => !this.#dismissed.has(definition.hash));
  }

  /** Of what servers list, what is not what was remembered of it; a page of it at a time. */
  get shownChanges(): readonly PinChange[] {
    return this.#undecided.slice(0, MOST_CHANGES);
  }

  state(
    compare: (waiting: Unconfirmed) => Compared,
    changeView: (change: PinChange) => ChangeView = noChanges,
  ): ConfirmState {
    const changes = this.shownChanges;
    return {
      revision: this.#revision,
      guardMs: this.#guardMs,
      servers: this.shown.map((waiting) => serverView(waiting, compare(waiting))),
      changes: changes.map(changeView),
      moreChanges: this.#undecided.length - changes.length,
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

  /** Whether a click on *Confirm* or *Accept* counts. */
  mayConfirm(hash: string, revision: number, sight: Sight): Taken {
    if (!sight.visible || !sight.focused) return notTaken(t('Click into this page first, then confirm.'));
    if (!this.#all().includes(hash)) return notTaken(t('This does not wait any more.'));
    if (revision !== this.#revision || this.#rendered?.revision !== revision) {
      return notTaken(t('What is shown has changed. Look at it again and confirm then.'));
    }
    // A clock that was set back must not open the guard.
    const shownFor = this.#now() - this.#rendered.at;
    if (shownFor < this.#guardMs) return notTaken(t('What is shown has just changed. Look at it and confirm then.'));
    return TAKEN;
  }

  /** *Do not start*, *Not now*: put aside until the page is opened again. */
  dismiss(hash: string): void {
    this.#dismissed.add(hash);
    this.#changed();
  }

  /** The page is opened anew: what was put aside is shown again. */
  restore(): void {
    this.#dismissed.clear();
    this.#changed();
  }

  get #undecided(): readonly PinChange[] {
    return this.#changes.filter(({ id }) => !this.#dismissed.has(id));
  }

  #all(): readonly string[] {
    return [...this.shown.map(({ definition }) => definition.hash), ...this.shownChanges.map(({ id }) => id)];
  }

  #ids(): string {
    return `${this.#all().join()}+${this.#undecided.length}`;
  }

  #changed(): void {
    this.#revision++;
    this.#rendered = undefined;
  }
}
