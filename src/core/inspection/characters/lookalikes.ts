import { displayText } from '../../text/display.ts';
import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { matches, nearby, type Detector } from '../subject.ts';

/** Letters of other scripts that look like the Latin letter at the same place of the second line. */
const CYRILLIC =
  '\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0475\u04cf\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u0500\u051a\u051c\u0474\u04c0\u0423\u0261';
const CYRILLIC_AS = 'aeopcyxijshdqwvlABEKMHOPCTXIJSdQWVIYg';
const GREEK =
  '\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03f2\u03f3\u037f\u03f9';
const GREEK_AS = 'oABEZHIKMNOPTYXcjJC';
/** Greek letters that mathematics uses as well: they look alike only where Latin letters are on both sides. */
const GREEK_MILD = '\u03b1\u03b9\u03bd\u03c1\u03c5\u03ba\u03c7\u03b3\u03c9\u03b7\u03c4';
const GREEK_MILD_AS = 'aivpukxywnt';
/** Small capitals, and the letters that they are. */
const SMALL =
  '\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22';
const SMALL_AS = 'abcdefghijklmnoprstuvwyz';
/** Of scripts that never stand in a word with Latin letters, any letter is there to deceive. */
const OTHERS =
  /[\u0531-\u0587\u13a0-\u13f5\uab70-\uabbf\u2c80-\u2cff\ua4d0-\ua4ff\u2160-\u217f\u10a0-\u10ff]|[\u{10400}-\u{1044f}\u{102a0}-\u{102df}]/u;

const LOOKS = new Map<string, string>();
for (const [letters, as] of [
  [CYRILLIC, CYRILLIC_AS],
  [GREEK, GREEK_AS],
  [GREEK_MILD, GREEK_MILD_AS],
  [SMALL, SMALL_AS],
] as const) {
  Array.from(letters).forEach((letter, index) => LOOKS.set(letter, as.charAt(index)));
}
const STRICT = new Set(CYRILLIC + GREEK);

const FOREIGN =
  '\\u0370-\\u03ff\\u0400-\\u052f\\u0531-\\u0587\\u10a0-\\u10ff\\u13a0-\\u13f5\\u2160-\\u217f\\u2c80-\\u2cff\\ua4d0-\\ua4ff\\uab70-\\uabbf\\u0251\\u0261';
/** A run of letters of other scripts; those beyond the first plane are written as their halves, which is faster to look for. */
const FOREIGN_RUN = new RegExp(`(?:[${FOREIGN}]|\\ud801[\\udc00-\\udc4f]|\\ud800[\\udea0-\\udedf])+`, 'g');
const LATIN = /[A-Za-z\u00c0-\u024f]/;
const LETTER = new RegExp(`[A-Za-z\\u00c0-\\u024f${FOREIGN}\\ud800\\ud801\\udc00-\\udc4f\\udea0-\\udedf]`);
const ANY_STYLED = /[\ud835\uff21-\uff5a\u24b6-\u24e9]|\ud83c[\udd30-\udd89]/;

/** The word around a run, up to 60 units to each side. */
function wordAround(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start > Math.max(0, from - 60) && LETTER.test(text.charAt(start - 1))) start--;
  while (end < Math.min(text.length, to + 60) && LETTER.test(text.charAt(end))) end++;
  return { start, end };
}

function judge(word: string): Severity | undefined {
  const letters = Array.from(word);
  // How Japanese writes a number behind a name, such as Type\u2161.
  if (/^[A-Za-z]+[\u2160-\u216b]$|^[\u2160-\u216b][A-Z]$/.test(word)) return 'low';
  if (OTHERS.test(word)) return letters.length > 2 ? 'high' : 'medium';
  const latin = letters.filter((letter) => /[A-Za-z]/.test(letter));
  const other = letters.filter((letter) => /[\u0250-\uffff]/.test(letter));
  if (latin.length === 0) return undefined;
  // Too short to be sure: a slip of the keyboard has the same look.
  if (letters.length < 3) return other.length > 0 && other.every((letter) => STRICT.has(letter)) ? 'medium' : undefined;
  // An ending of another language on an abbreviation or a name, as in Russian: the parts are apart.
  const joined = /^(?:[A-Z]{2,}|[A-Za-z]{2,}\d*)[\u0430-\u044f\u0451]{1,6}$/.test(word);
  if (other.every((letter) => STRICT.has(letter))) return joined && /^[A-Z]{2,}/.test(word) ? 'medium' : 'high';
  if (/[a-z][\u0251\u0261][a-z]|^[\u0251\u0261][a-z]{3}|[a-z]{3}[\u0251\u0261]$/.test(word)) return 'medium';
  // Letters of mathematics between Latin ones: a unit or a formula would have them at an end.
  const inside = new RegExp(`[A-Za-z][${GREEK_MILD}]+[A-Za-z]`).test(word);
  if (inside && latin.length >= 3 && other.every((letter) => LOOKS.has(letter))) return 'high';
  // A word of another script in which a Latin letter hides.
  const cyrillic = other.filter((letter) => /[\u0400-\u052f]/.test(letter));
  const disguised = latin.every((letter) => CYRILLIC_AS.includes(letter));
  if (cyrillic.length >= 3 && latin.length <= 2 && disguised) return 'medium';
  return undefined;
}

/** The letter as ASCII where it is a form of it. */
function latinOf(letter: string): string {
  const plain = letter.normalize('NFKD').charAt(0);
  return /[ -~]/.test(plain) ? plain : '?';
}

function plainLatin(word: string): string {
  return displayText(Array.from(word, (letter) => LOOKS.get(letter) ?? latinOf(letter)).join(''), 60);
}

const ALL_ALIKE = new RegExp(`^(?:[${CYRILLIC}]{1,30}|[${GREEK}]{3,30})$`);
const CYRILLIC_LETTER = /[\u0400-\u052f]/;
const MORE_GREEK = new RegExp(`[\\u0370-\\u03ff](?<![${GREEK}])`);
const MORE_CYRILLIC = new RegExp(`[\\u0400-\\u052f](?<![${CYRILLIC}])`);

/** Words of several scripts, and whole words of another script that look Latin in a text where that script is not written. */
function foreignWords(text: string): Finding[] {
  const findings: Finding[] = [];
  const isCyrillic = nearby(MORE_CYRILLIC, text);
  const isGreek = nearby(MORE_GREEK, text);
  const isLatin = nearby(/[A-Za-z]{2}/, text);
  let done = 0;
  for (const { 0: run, index } of matches(FOREIGN_RUN, text)) {
    if (index < done) continue;
    const after = index + run.length;
    if (LATIN.test(text.charAt(index - 1)) || LATIN.test(text.charAt(after))) {
      const { start, end } = wordAround(text, index, after);
      done = end;
      const word = text.slice(start, end);
      const severity = judge(word);
      if (severity === undefined) continue;
      const reason = t(
        'Letters of several scripts in one word, which reads like \u201c{0}\u201d and is not.',
        plainLatin(word),
      );
      findings.push({ kind: 'hidden.homoglyph', severity, start, end, reason });
    } else if (ALL_ALIKE.test(run) && isLatin(index)) {
      const cyrillic = CYRILLIC_LETTER.test(run);
      if (cyrillic ? isCyrillic(index) : isGreek(index)) continue;
      const reason = cyrillic
        ? t('Cyrillic letters that read like \u201c{0}\u201d among Latin text.', plainLatin(run))
        : t('Greek letters that read like \u201c{0}\u201d among Latin text.', plainLatin(run));
      findings.push({ kind: 'hidden.homoglyph', severity: 'medium', start: index, end: after, reason });
    }
  }
  return findings;
}

const STYLED =
  /(?:[\u{1d400}-\u{1d7ff}][ \u{1d400}-\u{1d7ff}]{2,400})|[\uff21-\uff3a\uff41-\uff5a]{4,400}|[\u24b6-\u24e9]{3,400}|(?:[\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]){3,200}/gu;
/**
 * Letters of the wide forms, of which a few beside Latin ones are in the place of such; small capitals; what Unicode itself holds to be
 * the same as a character of ASCII; and what looks like the stroke that ends a host's name, or like the dot within it.
 */
const TWINS =
  /(?<wide>[\uff21-\uff3a\uff41-\uff5a]+)|(?<small>[\u1d00-\u1d22\ua730\ua731\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f]{4,400})|(?<same>[\u037e\u1fef\u212a])|[\u2044\u2215\u29f8\uff0f\u2024\uff0e](?=[^\s\u2044\u2215\u29f8\uff0f\u2024\uff0e])/g;
/** All of these: a text is searched once, and for nothing but a class, which costs least. */
const ANY_TWIN =
  /[\u037e\u1fef\u212a\u2044\u2215\u29f8\uff0f\u2024\uff0e\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d22\ua730\ua731\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f]+/g;
const ADDRESS = /(?:https?:\/\/[^\s/]{0,100}|\.[a-z]{2,10})$/i;
const EAST_ASIAN = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;

/** Letters that are drawn as symbols: a person reads them, and a filter of words does not. */
function styledWords(text: string): Finding[] {
  const isEastAsian = nearby(EAST_ASIAN, text);
  return Array.from(matches(STYLED, text)).flatMap(({ 0: word, index }): Finding[] => {
    if (/[\uff21-\uff5a]/.test(word) && isEastAsian(index)) return [];
    const end = index + word.trimEnd().length;
    return [{ kind: 'hidden.homoglyph', severity: 'medium', start: index, end, reason: asLatin(word) }];
  });
}

/** Single characters that pass for others. */
function twins(text: string): Finding[] {
  const isGreek = nearby(/[\u0384-\u03ff]/, text);
  // With the character behind it, at which one of them looks.
  const found = Array.from(matches(ANY_TWIN, text)).flatMap(({ 0: run, index }) =>
    Array.from(matches(TWINS, text.slice(index, index + run.length + 1)), (match) => ({
      match,
      start: index + match.index,
    })),
  );
  return found.flatMap(({ match: { 0: piece, groups = {} }, start }): Finding[] => {
    const end = start + piece.length;
    const { wide, small, same } = groups;
    const finding = (reason: string): Finding[] => [
      { kind: 'hidden.homoglyph', severity: 'medium', start, end, reason },
    ];
    if (wide !== undefined) {
      const beside = /[A-Za-z]/.test(text.charAt(start - 1)) || /[a-z]/.test(text.charAt(end));
      return wide.length <= 3 && beside ? finding(asLatin(wide)) : [];
    }
    if (small !== undefined) return finding(asLatin(small));
    if (same !== undefined) {
      if (same === '\u037e' && isGreek(start)) return [];
      return finding(t('A character that looks the very same as \u201c{0}\u201d.', same.normalize('NFC')));
    }
    if (!ADDRESS.test(text.slice(Math.max(0, start - 110), start))) return [];
    return finding(t('A stroke or a dot in an address that is none: the address leads elsewhere than it reads.'));
  });
}

function asLatin(word: string): string {
  return t('Symbols in place of letters, which read \u201c{0}\u201d.', plainLatin(word));
}

const STACKED = /(?:[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]){5,400}/g;

/** Marks in heaps over one letter. */
function stackedMarks(text: string): Finding[] {
  return Array.from(matches(STACKED, text), ({ 0: marks, index }) => ({
    kind: 'hidden.stacked',
    severity: 'medium',
    start: index,
    end: index + marks.length,
    reason: t('Many marks over one letter, which cover what stands beside it.'),
  }));
}

/** Letters that look like others. */
export const findLookalikes: Detector = ({ text }) => {
  if (!/[\u0250-\uffff]/.test(text)) return [];
  return [
    ...foreignWords(text),
    ...(ANY_STYLED.test(text) ? styledWords(text) : []),
    ...twins(text),
    ...stackedMarks(text),
  ];
};
