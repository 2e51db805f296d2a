/** Characters that a person cannot see, or that reorder what a person sees. Offsets are UTF-16 units, `end` exclusive. */
export interface HiddenSpan {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** More spans than this are counted, not listed: a text made of nothing else must not become a list of millions. */
const MAX_SPANS = 5000;

const ONLY_PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/**
 * One run of one kind of suspicious character. The order of the alternatives is the order of `KINDS`. Carriage returns count only
 * where no line feed follows: a terminal or an editor then draws one line over the other.
 */
const SUSPICIOUS = new RegExp(
  [
    '(\\x1b)',
    '([\\x00-\\x08\\x0b\\x0c\\x0e-\\x1a\\x1c-\\x1f\\x7f-\\x9f]+|\\r(?!\\n))',
    '([\\u202a-\\u202e\\u2066-\\u2069]+)',
    '([\\u200e\\u200f\\u061c]+)',
    '([\\u200c\\u200d]+)',
    '([\\u200b\\u2060-\\u2065\\u206a-\\u206f\\ufeff]+)',
    '(\\u00ad+)',
    '([\\u115f\\u1160\\u3164\\uffa0]+)',
    '([\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]+)',
    '([\\u{e0000}-\\u{e007f}]+)',
    '(\\p{Co}+)',
    '([\\p{Cn}\\p{Cs}]+)',
  ].join('|'),
  'gu',
);

type Kind = (match: string, text: string, at: number) => string | undefined;

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const JOINING_SCRIPT = /[\u0600-\u109f\u1780-\u17ff\u1800-\u18af\u1a20-\u1aff]/;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\ufe0f\u20e3]/u;
/** What a single variation selector may follow: pictures, digits of keycaps, symbols, ideographs, Mongolian letters. */
const TAKES_SELECTOR =
  /\p{Extended_Pictographic}|[0-9#*]|\p{S}|\p{P}|\p{Script=Han}|\p{Script=Mongolian}|\p{Script=Myanmar}/u;

const KINDS: readonly Kind[] = [
  () => 'escape character: starts a terminal sequence (U+001B)',
  (match) => `control character (${codes(match)})`,
  (match) => `text direction override (${codes(match)})`,
  (match, text, at) =>
    RTL.test(text.slice(Math.max(0, at - 16), at + match.length + 16)) ? undefined : `direction mark (${codes(match)})`,
  (match, text, at) => (joins(match, text, at) ? undefined : `zero-width joiner (${codes(match)})`),
  (match, _text, at) => (at === 0 && match === '\ufeff' ? undefined : `zero-width character (${codes(match)})`),
  (match) => `soft hyphen (${codes(match)})`,
  (match) => `blank letter (${codes(match)})`,
  (match, text, at) =>
    match.length <= 2 && Array.from(match).length === 1 && TAKES_SELECTOR.test(before(text, at))
      ? undefined
      : `variation selectors (${codes(match)})`,
  (match, text, at) => (isFlag(match, text, at) ? undefined : `tag characters that spell “${decodeTags(match)}”`),
  (match) => `private-use character (${codes(match)})`,
  (match) => `unassigned character (${codes(match)})`,
];

/**
 * Finds hidden and misleading characters. Joiners inside emoji and in scripts that need them, direction marks beside right-to-left
 * text, and flags are how people write, so they are not reported. Linear; text of plain ASCII costs one scan.
 */
export function findHidden(text: string): HiddenSpan[] {
  if (ONLY_PLAIN.test(text) && !hasBareReturn(text)) return [];
  const spans: HiddenSpan[] = [];
  let more = 0;
  for (const found of text.matchAll(SUSPICIOUS)) {
    const kind = KINDS[found.findIndex((group, index) => index > 0 && group !== undefined) - 1];
    const name = kind?.(found[0], text, found.index);
    if (name === undefined) continue;
    if (spans.length < MAX_SPANS) spans.push({ start: found.index, end: found.index + found[0].length, name });
    else more++;
  }
  if (more > 0)
    spans.push({ start: text.length, end: text.length, name: `${more} more hidden characters that are not listed` });
  return spans;
}

function hasBareReturn(text: string): boolean {
  return text.includes('\r') && /\r(?!\n)/.test(text);
}

/** The code points of a run, the first four written out. */
function codes(run: string): string {
  const points = Array.from(run);
  const shown = points
    .slice(0, 4)
    .map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return points.length > 4 ? `${shown.join(' ')} and ${points.length - 4} more` : shown.join(' ');
}

/** The code point that ends before `at`, whole. */
function before(text: string, at: number): string {
  return Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
}

function after(text: string, at: number): string {
  return Array.from(text.slice(at, at + 2))[0] ?? '';
}

/** A single joiner between two pictures, or between letters of a script that writes with joiners. */
function joins(match: string, text: string, at: number): boolean {
  if (match.length !== 1) return false;
  const left = before(text, at);
  const right = after(text, at + 1);
  if (match === '\u200d' && PICTURE.test(left) && PICTURE.test(right)) return true;
  return JOINING_SCRIPT.test(left);
}

/** The tags of a subdivision flag (England, Scotland, Wales and the like) after a black flag, closed by the cancel tag. */
function isFlag(match: string, text: string, at: number): boolean {
  return before(text, at) === '\u{1f3f4}' && match.endsWith('\u{e007f}') && Array.from(match).length <= 8;
}

/** What tag characters spell in ASCII: the usual way to hide an instruction in plain sight. Whole: it is what one must see. */
function decodeTags(run: string): string {
  return Array.from(run)
    .map((char) => (char.codePointAt(0) ?? 0) - 0xe0000)
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·'))
    .join('');
}
