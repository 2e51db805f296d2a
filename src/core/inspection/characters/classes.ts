/** What kind of character is hidden or misleads; `none` is what people see and write. */
export const CLASS = {
  none: 0,
  escape: 1,
  control: 2,
  bidi: 3,
  mark: 4,
  zeroWidth: 5,
  softHyphen: 6,
  filler: 7,
  variation: 8,
  tag: 9,
  privateUse: 10,
  unassigned: 11,
  noncharacter: 12,
  separator: 13,
  annotation: 14,
  surrogate: 15,
  space: 16,
} as const;
export type CharacterClass = (typeof CLASS)[keyof typeof CLASS];

/** Ranges of code points, both ends inside. */
const RANGES: readonly (readonly [first: number, last: number, is: CharacterClass])[] = [
  [0x00, 0x08, CLASS.control],
  [0x0b, 0x0c, CLASS.control],
  [0x0d, 0x0d, CLASS.control],
  [0x0e, 0x1a, CLASS.control],
  [0x1b, 0x1b, CLASS.escape],
  [0x1c, 0x1f, CLASS.control],
  [0x7f, 0x9f, CLASS.control],
  [0xad, 0xad, CLASS.softHyphen],
  [0x34f, 0x34f, CLASS.zeroWidth],
  [0x61c, 0x61c, CLASS.mark],
  [0x115f, 0x1160, CLASS.filler],
  [0x1680, 0x1680, CLASS.space],
  [0x17b4, 0x17b5, CLASS.zeroWidth],
  [0x180b, 0x180d, CLASS.variation],
  [0x180e, 0x180e, CLASS.zeroWidth],
  [0x180f, 0x180f, CLASS.variation],
  [0x2000, 0x200a, CLASS.space],
  [0x200b, 0x200d, CLASS.zeroWidth],
  [0x200e, 0x200f, CLASS.mark],
  [0x2028, 0x2029, CLASS.separator],
  [0x202a, 0x202e, CLASS.bidi],
  [0x205f, 0x205f, CLASS.space],
  [0x2060, 0x2065, CLASS.zeroWidth],
  [0x2066, 0x2069, CLASS.bidi],
  [0x206a, 0x206f, CLASS.zeroWidth],
  [0x2800, 0x2800, CLASS.filler],
  [0x3000, 0x3000, CLASS.space],
  [0x3164, 0x3164, CLASS.filler],
  [0xd800, 0xdfff, CLASS.surrogate],
  [0xe000, 0xf8ff, CLASS.privateUse],
  [0xfdd0, 0xfdef, CLASS.noncharacter],
  [0xfe00, 0xfe0f, CLASS.variation],
  [0xfeff, 0xfeff, CLASS.zeroWidth],
  [0xffa0, 0xffa0, CLASS.filler],
  [0xfff0, 0xfff8, CLASS.zeroWidth],
  [0xfff9, 0xfffb, CLASS.annotation],
  [0xfffc, 0xfffc, CLASS.annotation],
  [0x13430, 0x1343f, CLASS.zeroWidth],
  [0x16fe4, 0x16fe4, CLASS.filler],
  [0x1bca0, 0x1bca3, CLASS.zeroWidth],
  [0x1d159, 0x1d159, CLASS.filler],
  [0x1d173, 0x1d17a, CLASS.zeroWidth],
  [0xe0000, 0xe007f, CLASS.tag],
  [0xe0080, 0xe00ff, CLASS.zeroWidth],
  [0xe0100, 0xe01ef, CLASS.variation],
  [0xe01f0, 0xe0fff, CLASS.zeroWidth],
  [0xf0000, 0x10ffff, CLASS.privateUse],
];

const UNASSIGNED = /\p{Cn}/u;

function compute(code: number): CharacterClass {
  if ((code & 0xfffe) === 0xfffe) return CLASS.noncharacter;
  const range = RANGES.find(([first, last]) => code >= first && code <= last);
  if (range) return range[2];
  return UNASSIGNED.test(String.fromCodePoint(code)) ? CLASS.unassigned : CLASS.none;
}

/** For each code point of the first two planes its class plus one, once it was asked for. */
let known: Uint8Array | undefined;

/** The class of a code point. */
export function classOf(code: number): CharacterClass {
  if (code > 0x1ffff) return compute(code);
  known ??= new Uint8Array(0x20000);
  const before = known[code];
  if (before) return (before - 1) as CharacterClass;
  const found = compute(code);
  known[code] = found + 1;
  return found;
}
