import { displayText } from '../../text/display.ts';
import { readable } from '../encodings.ts';

/** What was hidden, safe to be shown in a reason. */
function quoted(text: string): string {
  return displayText(text, 300);
}

/** What tag characters spell in ASCII: the usual way to hide an instruction in plain sight. */
export function decodeTags(run: string): string {
  const plain = Array.from(run, (char) => (char.codePointAt(0) ?? 0) - 0xe0000).map((code) =>
    code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ' ',
  );
  return quoted(plain.join(''));
}

/** What variation selectors say when each stands for a byte: 1 to 16 and 17 to 256 for 0 to 255. */
export function decodeVariations(run: string): string | undefined {
  const bytes = Array.from(run, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00;
  });
  const text = readable(Uint8Array.from(bytes.filter((byte) => byte >= 0 && byte < 256)));
  return text === undefined ? undefined : quoted(text);
}

/** Pairs of characters that are used for 0 and 1. */
const BITS = [
  '\u200b\u200c',
  '\u200c\u200d',
  '\u200b\u200d',
  '\u2062\u2064',
  '\u2063\u2064',
  '\u200b\ufeff',
  '\u3164\uffa0',
];

/** What is shown of a message is shorter than what so many bits say. */
const LONGEST = 4_096;

/** What a long run of zero-width characters says when it is read as bits, in either order of the two that occur. */
export function decodeBits(whole: string): string | undefined {
  if (whole.length < 16) return undefined;
  const run = whole.slice(0, LONGEST);
  for (const pair of BITS) {
    for (const [zero, one] of [pair, pair.charAt(1) + pair.charAt(0)]) {
      if (zero === undefined || one === undefined) continue;
      const bits = Array.from(run, (char) => (char === zero ? '0' : char === one ? '1' : '')).join('');
      if (bits.length < 16) continue;
      const bytes = (bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
      const text = readable(Uint8Array.from(bytes));
      if (text !== undefined && /^[\t\n\r\x20-\x7e]+$/.test(text)) return quoted(text);
    }
  }
  return undefined;
}

/** The code points of a run, the first four written out. */
export function codes(run: string): string {
  const points = Array.from(run);
  const shown = points
    .slice(0, 4)
    .map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
  return points.length > 4 ? `${shown} \u2026` : shown;
}
