/** How bad it would be to overlook: `high` is shown first and holds back what runs by itself; `info` is only worth knowing. */
export type Severity = 'high' | 'medium' | 'low' | 'info';

/** The severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/** Something in one text that a person should know of. Offsets are UTF-16 units, `end` exclusive. */
export interface Finding {
  /** What it is, as `group.detail`: `secret.github`, `personal.email`, `hidden.bidi`. */
  readonly kind: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** One sentence, written here: of the text only what is safe to show stands in it, and never a secret. */
  readonly reason: string;
}

/** Looks for what is dangerous in a text. It never changes one. */
export interface Inspector {
  /** The findings in the order of their place; one that overlaps another may follow it. Rejects when aborted. */
  inspect(text: string, signal?: AbortSignal): Promise<readonly Finding[]>;
}
