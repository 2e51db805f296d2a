import type { Finding } from './finding.ts';

/** A text that is being inspected, with what several detectors need of it. */
export class Subject {
  readonly text: string;
  #lower: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The text in lower case, unit for unit at the same place. */
  get lower(): string {
    this.#lower ??= lowered(this.text);
    return this.#lower;
  }
}

/** Looks through a text for one subject. Pure, and linear in the length of the text. */
export type Detector = (subject: Subject) => Finding[];

function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  // The only letter whose lower case is longer than itself is the dotted capital I; should another come, ASCII has to do.
  const even = text.replaceAll('\u0130', 'i').toLowerCase();
  return even.length === text.length ? even : text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** True where a word ends right before `at`: also behind an escape, for text often comes as the inside of a JSON string or a URL. */
export function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (at === 0 || !isAlphanumeric(before)) return true;
  if (text.charCodeAt(at - 2) === 0x5c && 'nrtbfv0'.includes(text.charAt(at - 1))) return true;
  return ESCAPE.test(text.slice(Math.max(0, at - 12), at));
}

/** An escape that ends in a letter or a digit: of a URL, of JSON, of a terminal. */
const ESCAPE = /(?:%[\da-f]{2}|\\x[\da-f]{2}|\\u[\da-f]{4}|\\033|(?:\p{Cc}|\\e|\\x1b|\\u001b)\[[\d;]*[a-z])$/iu;

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** The places of a pattern in a text, one after the other. The pattern has the flag `g`. */
export function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { lastIndex } = pattern;
    yield match;
    // Whoever looks at a match may use the same pattern.
    pattern.lastIndex = lastIndex > match.index ? lastIndex : match.index + 1;
  }
}

/** What a pattern with the flag `y` matches at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Looks whether something is near a place, block by block: the answer for a block is found once, so this is linear. */
export function nearby(pattern: RegExp, text: string): (at: number) => boolean {
  const known = new Map<number, boolean>();
  return (at) => {
    const block = Math.floor(at / 256);
    const before = known.get(block);
    if (before !== undefined) return before;
    const found = pattern.test(text.slice(Math.max(0, (block - 1) * 256), (block + 2) * 256));
    known.set(block, found);
    return found;
  };
}
