/** Entries of a list above which it stands in ranges: VS Code shows a thousand rows at once, and not many more. */
const MOST_ROWS = 1_000;
const RANGE = 500;

/** A part of a list. */
export interface Range {
  /** Index of its first entry. */
  readonly from: number;
  /** Index after its last entry. */
  readonly to: number;
}

/** The parts in which a list of this size is shown; none when it is shown as it is. */
export function rangesOf(size: number): readonly Range[] {
  if (size <= MOST_ROWS) return [];
  return Array.from({ length: Math.ceil(size / RANGE) }, (_, nth) => ({
    from: nth * RANGE,
    to: Math.min((nth + 1) * RANGE, size),
  }));
}
