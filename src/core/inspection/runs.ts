/** Which of the ASCII characters belong to a class, by code. */
export type CharTable = Uint8Array;

/** A class of ASCII characters, written as a regular expression for one of them. */
export function tableOf(pattern: RegExp): CharTable {
  return Uint8Array.from({ length: 128 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
}

/** A stretch of a text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of characters of one class that are at least so long. It looks at every `least`th character only where there are none, so
 * that a text of short words costs next to nothing.
 */
export function* runsOf(text: string, table: CharTable, least: number): Generator<Stretch> {
  const inside = (at: number) => table[text.charCodeAt(at)] === 1;
  let from = 0;
  while (from + least <= text.length) {
    // A run that begins at `from` or later and is long enough has this character.
    let at = from + least - 1;
    while (at >= from && inside(at)) at--;
    if (at >= from) {
      from = at + 1;
      continue;
    }
    let end = from + least;
    while (end < text.length && inside(end)) end++;
    yield { start: from, end };
    from = end + 1;
  }
}
