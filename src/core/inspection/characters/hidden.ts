import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { nearby, type Detector } from '../subject.ts';
import { escapeAt } from './ansi.ts';
import { lineEnd, reordersIn, RTL } from './bidi.ts';
import { CLASS, classOf, type CharacterClass } from './classes.ts';
import { codes, decodeBits, decodeTags, decodeVariations } from './decode.ts';

/** A run of hidden characters of one class. */
interface Run {
  readonly text: string;
  readonly start: number;
  readonly chars: string;
  /** The characters on both sides, whole. */
  readonly left: string;
  readonly right: string;
  readonly rtl: boolean;
  readonly eastAsian: boolean;
}

type Verdict = readonly [kind: string, severity: Severity, reason: string] | undefined;

const JOINING = /[\u0600-\u109f\u1780-\u17ff\u1800-\u18af\u1a20-\u1aff\p{Script=Devanagari}\u{11000}-\u{11fff}]/u;
const SEA = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\uaa60-\uaadf]/;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\ufe0f\u20e3]/u;
/** What a single variation selector may follow: pictures, digits of keycaps, symbols, ideographs, Mongolian letters. */
const SELECTABLE =
  /\p{Extended_Pictographic}|[0-9#*]|\p{S}|\p{P}|\p{Script=Han}|\p{Script=Mongolian}|\p{Script=Myanmar}|\p{Script=Hiragana}|\p{Script=Katakana}/u;
const IDEOGRAPH = /\p{Script=Han}/u;
const EAST_ASIAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const ASCII_WORD = /[A-Za-z0-9]/;

function zeroWidth({ chars, left, right, start }: Run): Verdict {
  if (chars.length === 1) {
    if (chars === '\ufeff' && start === 0) return undefined;
    if (chars === '\u200d' && PICTURE.test(left) && PICTURE.test(right)) return undefined;
    if ((chars === '\u200c' || chars === '\u200d') && JOINING.test(left)) return undefined;
    if (chars === '\u200b' && (SEA.test(left) || SEA.test(right))) return undefined;
    if (chars === '\u034f' && RTL.test(left)) return undefined;
    if (chars === '\u180e' && /[\u1800-\u18af]/.test(left)) return undefined;
  }
  const message = decodeBits(chars);
  if (message !== undefined) {
    return [
      'hidden.zero-width',
      'high',
      t('Characters of no width that spell \u201c{0}\u201d when they are read as bits.', message),
    ];
  }
  const word = ASCII_WORD.test(left) && ASCII_WORD.test(right);
  const severity = chars.length >= 3 || word || /[\u2061-\u2065\u206a-\u206f]/.test(chars) ? 'high' : 'medium';
  return ['hidden.zero-width', severity, t('A character that has no width and cannot be seen ({0}).', codes(chars))];
}

function variation({ chars, left }: Run): Verdict {
  const count = Array.from(chars).length;
  // The supplementary ones are variants of ideographs alone.
  const fits = (chars.codePointAt(0) ?? 0) >= 0xe0100 ? IDEOGRAPH : SELECTABLE;
  if (count === 1 && fits.test(left)) return undefined;
  if (count === 1)
    return [
      'hidden.variation',
      'medium',
      t('A variation selector behind something that has no variants ({0}).', codes(chars)),
    ];
  const message = decodeVariations(chars);
  return [
    'hidden.variation',
    'high',
    message === undefined
      ? t('A run of variation selectors, in which data can be hidden ({0}).', codes(chars))
      : t('Variation selectors that hide the text \u201c{0}\u201d.', message),
  ];
}

function tag({ chars, left }: Run): Verdict {
  // The flags of England, Scotland, Wales and the like.
  if (left === '\u{1f3f4}' && /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}$/u.test(chars)) return undefined;
  return [
    'hidden.tags',
    'high',
    t('Tag characters, which cannot be seen and spell \u201c{0}\u201d.', decodeTags(chars)),
  ];
}

function control({ chars, left, right, text, start }: Run): Verdict {
  const name = codes(chars);
  // A carriage return counts only where no line feed follows.
  if (/^\r+$/.test(chars)) {
    if (right === '\n') return undefined;
    return [
      'hidden.control',
      'medium',
      t('A carriage return without a line feed: one line may be drawn over the other.'),
    ];
  }
  if (chars === '\b') {
    const overstrike = left === '_' || left === right || [-2, 2].some((step) => text.charAt(start + step) === '\b');
    return ['hidden.control', overstrike ? 'low' : 'high', t('A backspace: what stands before it may not be seen.')];
  }
  if (Array.from(chars).every((char) => '\f\v\x07\x85'.includes(char)))
    return ['hidden.control', 'low', t('A control character ({0}).', name)];
  return ['hidden.control', 'medium', t('A control character, which is not shown ({0}).', name)];
}

function privateUse({ chars }: Run): Verdict {
  const severity = Array.from(chars).length >= 4 ? 'medium' : 'low';
  return [
    'hidden.private-use',
    severity,
    t('A character without a common meaning: what is seen depends on the font ({0}).', codes(chars)),
  ];
}

function filler({ chars, left, right }: Run): Verdict {
  if (/^\u2800+$/.test(chars) && /[\u2801-\u28ff]/.test(left + right)) return undefined;
  if (/[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/.test(left + right)) return undefined;
  return ['hidden.filler', 'high', t('A letter that looks like nothing at all ({0}).', codes(chars))];
}

const JUDGES: Partial<Record<CharacterClass, (run: Run) => Verdict>> = {
  [CLASS.control]: control,
  [CLASS.zeroWidth]: zeroWidth,
  [CLASS.variation]: variation,
  [CLASS.tag]: tag,
  [CLASS.privateUse]: privateUse,
  [CLASS.filler]: filler,
  [CLASS.space]: ({ chars, eastAsian }) =>
    eastAsian && /^\u3000+$/.test(chars)
      ? undefined
      : ['hidden.space', 'low', t('A space of another width or kind, which looks like any other ({0}).', codes(chars))],
  [CLASS.mark]: ({ chars, rtl }) =>
    rtl && chars.length <= 2
      ? undefined
      : [
          'hidden.direction-mark',
          chars.length > 2 ? 'high' : 'medium',
          t('A mark of direction where no text goes from right to left ({0}).', codes(chars)),
        ],
  [CLASS.softHyphen]: ({ chars }) => [
    'hidden.soft-hyphen',
    chars.length > 1 ? 'high' : 'medium',
    t('A soft hyphen: it is in the word, and not seen.'),
  ],
  [CLASS.unassigned]: ({ chars }) => [
    'hidden.unassigned',
    'low',
    t('A character that Unicode does not know ({0}).', codes(chars)),
  ],
  [CLASS.noncharacter]: ({ chars }) => [
    'hidden.noncharacter',
    'high',
    t('A code that is no character and never will be ({0}).', codes(chars)),
  ],
  [CLASS.separator]: ({ chars }) => [
    'hidden.separator',
    'medium',
    t('A separator of lines or paragraphs that many programs do not show ({0}).', codes(chars)),
  ],
  [CLASS.annotation]: ({ chars }) => [
    'hidden.annotation',
    chars === '\ufffc' ? 'low' : 'high',
    t('A mark of an annotation or an object, which is not shown ({0}).', codes(chars)),
  ],
  [CLASS.surrogate]: ({ chars }) => [
    'hidden.surrogate',
    'medium',
    t('Half of a character: the text was cut, or made so ({0}).', codes(chars)),
  ],
};

const NOT_PLAIN = /[^\t\n\r\x20-\x7e]|\r(?!\n)/;

function codeAt(text: string, at: number): number {
  return text.codePointAt(at) ?? 0;
}

function runEnd(text: string, start: number, kind: CharacterClass): number {
  let end = start;
  while (end < text.length) {
    const code = codeAt(text, end);
    if (classOf(code) !== kind) break;
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}

/** What is written near a place. */
interface Near {
  readonly rtl: (at: number) => boolean;
  readonly eastAsian: (at: number) => boolean;
}

function runAt(text: string, start: number, kind: CharacterClass, near: Near): Run {
  const end = runEnd(text, start, kind);
  const left = Array.from(text.slice(Math.max(0, start - 2), start)).at(-1) ?? '';
  const right = end < text.length ? String.fromCodePoint(codeAt(text, end)) : '';
  return {
    text,
    start,
    chars: text.slice(start, end),
    left,
    right,
    rtl: near.rtl(start),
    eastAsian: near.eastAsian(start),
  };
}

/**
 * Characters that cannot be seen, or that change how others are seen. Joiners within emoji and in scripts that need them, marks of
 * direction beside letters from right to left, and flags are how people write, and no finding.
 */
export const findHiddenCharacters: Detector = ({ text }) => {
  const findings: Finding[] = [];
  const first = text.search(NOT_PLAIN);
  if (first === -1) return findings;
  const near: Near = { rtl: nearby(RTL, text), eastAsian: nearby(EAST_ASIAN, text) };
  /** Up to here controls of direction have been judged: they are judged by the line. */
  let reordered = 0;
  for (let at = first; at < text.length; at++) {
    const code = codeAt(text, at);
    const kind = code >= 0x20 && code < 0x7f ? CLASS.none : classOf(code);
    if (code > 0xffff) at++;
    if (kind === CLASS.none || code === 0x0a || code === 0x09) continue;
    const start = code > 0xffff ? at - 1 : at;
    const sequence = kind === CLASS.escape || code === 0x9b ? escapeAt(text, start) : undefined;
    if (sequence) {
      findings.push(sequence);
      at = sequence.end - 1;
    } else if (kind === CLASS.bidi) {
      if (start >= reordered) {
        reordered = lineEnd(text, start);
        findings.push(...reordersIn(text, start, reordered));
      }
      // What else is hidden between them is still looked for.
      at = runEnd(text, start, kind) - 1;
    } else {
      const run = runAt(text, start, kind, near);
      at = start + run.chars.length - 1;
      const verdict = JUDGES[kind]?.(run);
      if (verdict) findings.push({ kind: verdict[0], severity: verdict[1], start, end: at + 1, reason: verdict[2] });
    }
  }
  return findings;
};
