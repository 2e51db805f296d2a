import { type Finding, SEVERITIES, type Severity } from '../inspection/finding.ts';
import { t } from '../text/l10n.ts';
import { Emitter } from '../util/emitter.ts';
import { isOnlyPlaceholder } from './ownPlaceholders.ts';
import { isName, type Place } from './places.ts';

/** The request as edited, or the answer before it is released. */
export type Side = 'request' | 'answer';

/** A finding where it stands. */
export interface PlacedFinding extends Finding {
  /** Names it as long as the text around it is the same. */
  readonly id: string;
  /** Of its text: see `Place.key`. */
  readonly key: string;
  /** What it is about, whole: it stays here and is written nowhere. */
  readonly text: string;
  /** How it can be taken out: a secret by a placeholder, hidden characters without one. */
  readonly redact?: 'placeholder' | 'remove';
  /** The person's reason to leave it. */
  readonly dismissed?: string;
}

/** A finding that was dismissed, for the ledger: never what was found. */
export interface Dismissal {
  readonly side: Side;
  readonly kind: string;
  readonly severity: Severity;
  readonly reason: string;
}

/** Which findings an act is about; `kind` may be the group alone, such as `secret`. */
export type Which = { readonly ids: readonly string[] } | { readonly kind: string } | { readonly severity: Severity };

interface Found {
  readonly running: boolean;
  readonly places: readonly Place[];
  readonly list: readonly PlacedFinding[];
}

const NOTHING: Found = { running: false, places: [], list: [] };

/** What inspection saw in a review, and what the person said to it. Dismissals are about the same words wherever they stand. */
export class ReviewFindings {
  readonly #changed = new Emitter<'findings' | 'inspected'>();
  readonly #found: Record<Side, Found> = { request: NOTHING, answer: NOTHING };
  readonly #dismissed = new Map<string, string>();
  /** Words of the answer that the person put there. */
  readonly #staying = new Set<string>();
  readonly #placeholders: () => readonly string[];
  #version = 0;

  /** `placeholders`: those that were made in this review. They look like secrets, and are none. */
  constructor(placeholders: () => readonly string[] = () => []) {
    this.#placeholders = placeholders;
  }

  /** `findings`: the list is another one. `inspected`: it is not, and an inspection has begun or ended. */
  readonly onDidChange = this.#changed.event;

  /** Grows with every change of a list. */
  get version(): number {
    return this.#version;
  }

  of(side: Side): Found {
    return this.#found[side];
  }

  /** What nobody has acted on. */
  open(side: Side): readonly PlacedFinding[] {
    return this.#found[side].list.filter(({ dismissed }) => dismissed === undefined);
  }

  /** The longest first: one may hold another. */
  get #secrets(): readonly string[] {
    const found = [...this.#found.request.list, ...this.#found.answer.list];
    const texts = found.filter(({ kind, text }) => kind.startsWith('secret.') && text !== '').map(({ text }) => text);
    return [...new Set(texts)].toSorted((a, b) => b.length - a.length);
  }

  /** One a kind and reason. */
  get dismissals(): readonly Dismissal[] {
    const all = new Map<string, Dismissal>();
    const secrets = this.#secrets;
    for (const side of ['request', 'answer'] as const) {
      for (const finding of this.#found[side].list) {
        const { kind, severity, text } = finding;
        const dismissed = this.#dismissed.get(identityOf(finding));
        if (dismissed === undefined) continue;
        // Whoever writes a reason may quote what it is about, or another secret.
        const quoted = [...secrets, ...(text === '' ? [] : [text])];
        const reason = quoted.reduce((rest, secret) => rest.replaceAll(secret, '…'), dismissed);
        all.set(JSON.stringify([side, kind, reason]), { side, kind, severity, reason });
      }
    }
    return [...all.values()];
  }

  /** The texts of a side, with what is known of each so far. */
  set(side: Side, running: boolean, places: readonly Place[], findingsOf: (text: string) => readonly Finding[]): void {
    const list = places.flatMap((place) =>
      findingsOf(place.text).flatMap((finding) => this.#placed(side, place, finding)),
    );
    this.#put(side, { running, places, list: list.toSorted(worstFirst) });
  }

  /** Those that an act is about, of the ones that are there now. */
  chosen(side: Side, which: Which): readonly PlacedFinding[] {
    const list = this.open(side);
    if ('kind' in which) return list.filter(({ kind }) => kind === which.kind || kind.startsWith(`${which.kind}.`));
    if ('severity' in which) return list.filter(({ severity }) => severity === which.severity);
    const ids = new Set(which.ids);
    return list.filter(({ id }) => ids.has(id));
  }

  /** False when there is nothing of that. */
  dismiss(side: Side, which: Which, reason: string): boolean {
    const chosen = this.chosen(side, which);
    for (const finding of chosen) this.#dismissed.set(identityOf(finding), reason);
    return chosen.length > 0 && this.#again();
  }

  /** The person put these values back into the answer, so there is nothing more to say to them there. */
  letStay(values: readonly string[]): void {
    for (const value of values) this.#staying.add(value);
    this.#again();
  }

  /** Takes dismissals back. */
  restore(side: Side, ids: readonly string[]): boolean {
    const wanted = new Set(ids);
    const chosen = this.#found[side].list.filter(({ id, dismissed }) => wanted.has(id) && dismissed !== undefined);
    for (const finding of chosen) this.#dismissed.delete(identityOf(finding));
    return chosen.length > 0 && this.#again();
  }

  #again(): true {
    for (const side of ['request', 'answer'] as const) {
      const { running, places, list } = this.#found[side];
      this.#put(side, { running, places, list: list.map((finding) => this.#withDismissal(finding, side)) });
    }
    return true;
  }

  #placed(side: Side, place: Place, finding: Finding): PlacedFinding[] {
    const text = place.text.slice(finding.start, finding.end);
    if (isOnlyPlaceholder(finding, place.text, this.#placeholders())) return [];
    const id = `${place.key}:${finding.start}:${finding.end}:${finding.kind}`;
    const placed: PlacedFinding = { ...finding, id, key: place.key, text };
    if (isName(place.where) || text === '') return [this.#withDismissal(placed, side)];
    return [this.#withDismissal({ ...placed, redact: isRemovable(finding) ? 'remove' : 'placeholder' }, side)];
  }

  #withDismissal(placed: PlacedFinding, side: Side): PlacedFinding {
    const { dismissed: _, ...finding } = placed;
    const stays = side === 'answer' && this.#staying.has(finding.text);
    const reason = this.#dismissed.get(identityOf(finding)) ?? (stays ? t('You put this value back.') : undefined);
    return reason === undefined ? finding : { ...finding, dismissed: reason };
  }

  #put(side: Side, next: Found): void {
    const before = this.#found[side];
    this.#found[side] = next;
    if (!sameList(before.list, next.list)) {
      this.#version++;
      this.#changed.fire('findings');
    } else if (before.running !== next.running) this.#changed.fire('inspected');
  }
}

/** Among what hides or misleads, these are seen: taken out without a trace, a word would be missing. */
const SEEN = new Set(['hidden.homoglyph', 'hidden.stacked', 'hidden.private-use', 'hidden.space']);

/** Hidden characters are taken out, not replaced: nothing of them is worth a placeholder. */
function isRemovable(finding: Pick<Finding, 'kind'>): boolean {
  return isHidden(finding) && !SEEN.has(finding.kind);
}

function isHidden({ kind }: Pick<Finding, 'kind'>): boolean {
  return kind === 'hidden' || kind.startsWith('hidden.');
}

function worstFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

function identityOf({ kind, text, reason, key }: PlacedFinding): string {
  // What is about no words at all, such as a failed inspection, is about its text.
  return JSON.stringify(text === '' ? [kind, reason, key] : [kind, text]);
}

function sameList(a: readonly PlacedFinding[], b: readonly PlacedFinding[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, reason, dismissed }, i) => {
      const other = b[i];
      return other?.id === id && other.reason === reason && other.dismissed === dismissed;
    })
  );
}
