import { t } from './l10n.ts';

/** Characters that a person cannot see, or that reorder what a person sees. Offsets are UTF-16 units, `end` exclusive. */
export interface HiddenSpan {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** More spans than this are counted, not listed: a text made of nothing else must not become a list of millions. */
const MAX_SPANS = 5000;
/** After as many looks at what stands around a character the rest is counted only: each of them costs microseconds. */
const MAX_LOOKS = 200_000;

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
  'uy',
);

type Kind = (match: string, text: string, at: number) => string | undefined;

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const JOINING_SCRIPT = /[\u0600-\u109f\u1780-\u17ff\u1800-\u18af\u1a20-\u1aff]/;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\ufe0f\u20e3]/u;
/** What a single variation selector may follow: pictures, digits of keycaps, symbols, ideographs, Mongolian letters. */
const TAKES_SELECTOR =
  /\p{Extended_Pictographic}|[0-9#*]|\p{S}|\p{P}|\p{Script=Han}|\p{Script=Mongolian}|\p{Script=Myanmar}/u;

const KINDS: readonly Kind[] = [
  () => t('escape character: starts a terminal sequence (U+001B)'),
  (match) => t('control character ({0})', codes(match)),
  (match) => t('text direction override ({0})', codes(match)),
  (match, text, at) =>
    RTL.test(text.slice(Math.max(0, at - 16), at + match.length + 16))
      ? undefined
      : t('direction mark ({0})', codes(match)),
  (match, text, at) => (joins(match, text, at) ? undefined : t('zero-width joiner ({0})', codes(match))),
  (match, _text, at) => (at === 0 && match === '\ufeff' ? undefined : t('zero-width character ({0})', codes(match))),
  (match) => t('soft hyphen ({0})', codes(match)),
  (match) => t('blank letter ({0})', codes(match)),
  (match, text, at) =>
    match.length <= 2 && Array.from(match).length === 1 && TAKES_SELECTOR.test(before(text, at))
      ? undefined
      : t('variation selectors ({0})', codes(match)),
  (match, text, at) => (isFlag(match, text, at) ? undefined : t('tag characters that spell “{0}”', decodeTags(match))),
  (match) => t('private-use character ({0})', codes(match)),
  (match) => t('unassigned character ({0})', codes(match)),
];

const NOT_PLAIN = /[^\t\n\r\x20-\x7e]|\r(?!\n)/;

/** For each UTF-16 unit: 0 where nothing can begin. Made once, so that a text of megabytes costs one look-up a unit. */
let mayBegin: Uint8Array | undefined;

function makeTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let unit = 0; unit < table.length; unit++) {
    // A half of a pair is judged with its other half.
    const surrogate = unit >= 0xd800 && unit <= 0xdfff;
    SUSPICIOUS.lastIndex = 0;
    if (surrogate || SUSPICIOUS.test(String.fromCharCode(unit))) table[unit] = 1;
  }
  return table;
}

/** For each code point beyond the table: 1 where it was looked at and nothing can begin. Emoji and rare ideographs come in thousands. */
let harmless: Uint8Array | undefined;

function isHarmless(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0;
  if (code <= 0xffff) return false;
  harmless ??= new Uint8Array(0x100000);
  const index = code - 0x10000;
  if (harmless[index] === 1) return true;
  SUSPICIOUS.lastIndex = 0;
  if (SUSPICIOUS.test(String.fromCodePoint(code))) return false;
  harmless[index] = 1;
  return true;
}

/**
 * Finds hidden and misleading characters. Joiners inside emoji and in scripts that need them, direction marks beside right-to-left
 * text, and flags are how people write, so they are not reported. Linear.
 */
export function findHidden(text: string): HiddenSpan[] {
  const first = text.search(NOT_PLAIN);
  if (first === -1) return [];
  mayBegin ??= makeTable();
  const table = mayBegin;
  const spans: HiddenSpan[] = [];
  let more = 0;
  let looks = 0;
  for (let at = first; at < text.length; at++) {
    if (table[text.charCodeAt(at)] === 0) continue;
    if (isHarmless(text, at)) {
      at++;
      continue;
    }
    if (spans.length === MAX_SPANS || looks++ === MAX_LOOKS) {
      more = countRuns(text, at, table);
      break;
    }
    SUSPICIOUS.lastIndex = at;
    const found = SUSPICIOUS.exec(text);
    const kind = found && KINDS[found.findIndex((group, index) => index > 0 && group !== undefined) - 1];
    const end = at + (found?.[0].length ?? 1);
    const name = found && kind?.(found[0], text, at);
    if (name) spans.push({ start: at, end, name });
    at = end - 1;
  }
  if (more > 0)
    spans.push({
      start: text.length,
      end: text.length,
      name: t('{0} more hidden characters that are not listed', more),
    });
  return spans;
}

/** Runs of characters that can be hidden ones, from a place on, without a look at what stands around them. */
function countRuns(text: string, from: number, table: Uint8Array): number {
  let runs = 0;
  let within = false;
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const hides = table[unit] === 1 && !isHarmless(text, at) && !(unit === 13 && text.charCodeAt(at + 1) === 10);
    if (hides && !within) runs++;
    within = hides;
    // The other half of a pair.
    if (unit >= 0xd800 && unit <= 0xdbff && (text.codePointAt(at) ?? 0) > 0xffff) at++;
  }
  return runs;
}

/** The code points of a run, the first four written out. */
function codes(run: string): string {
  const shown: string[] = [];
  let more = 0;
  // No list of them: a run can be as long as the text.
  for (const char of run) {
    if (shown.length === 4) more++;
    else shown.push(`U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  }
  return more > 0 ? t('{0} and {1} more', shown.join(' '), more) : shown.join(' ');
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
  // Eight tags of two units each.
  return match.length <= 16 && match.endsWith('\u{e007f}') && before(text, at) === '\u{1f3f4}';
}

/** What tag characters spell in ASCII: the usual way to hide an instruction in plain sight. Whole: it is what one must see. */
function decodeTags(run: string): string {
  return Array.from(run)
    .map((char) => (char.codePointAt(0) ?? 0) - 0xe0000)
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·'))
    .join('');
}
