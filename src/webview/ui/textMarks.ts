import type { Severity } from '../../core/inspection/finding.ts';

/** A place in a text to mark: where, how bad, and why, in a sentence. */
export interface Mark {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  readonly reason: string;
}

/** A text on the page that can be marked. */
export interface Marked {
  readonly id: string;
  /** What there is to mark, or how, has changed. */
  marksChanged(): void;
}

const none: readonly Mark[] = [];
const views = new Set<Marked>();
let all: ReadonlyMap<string, readonly Mark[]> = new Map();
let raw = false;

/** The text is on the page from now on, until the returned function is called. */
export function onPage(view: Marked): () => void {
  views.add(view);
  return () => void views.delete(view);
}

/** The marks of the text with this id, in the order of their beginning. */
export function marksOf(id: string): readonly Mark[] {
  return all.get(id) ?? none;
}

/** Whether texts are shown as they are, without marks and without words in place of hidden characters. */
export function isRaw(): boolean {
  return raw;
}

/** Marks texts by their id. Those whose marks stay the same are left alone. */
export function showMarks(marks: ReadonlyMap<string, readonly Mark[]>): void {
  const before = all;
  all = new Map([...marks].map(([id, next]) => [id, same(before.get(id), next) ?? next]));
  for (const view of views) if ((before.get(view.id) ?? none) !== marksOf(view.id)) view.marksChanged();
}

/** Shows every text raw, or not. */
export function showRaw(next: boolean): void {
  if (next === raw) return;
  raw = next;
  for (const view of views) view.marksChanged();
}

function same(before: readonly Mark[] | undefined, next: readonly Mark[]): readonly Mark[] | undefined {
  const equal =
    before?.length === next.length &&
    next.every(({ id, reason }, i) => before[i]?.id === id && before[i].reason === reason);
  return equal ? before : undefined;
}
