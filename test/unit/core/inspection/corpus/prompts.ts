import { harmlessCode } from './harmlessCode.ts';
import { harmlessLanguages, harmlessText } from './harmlessText.ts';
import { type HiddenKind, hiddenKinds } from './hiddenKinds.ts';
import { BASE64, HEX, Lot, LOWER } from './random.ts';
import { type SecretKind, secretKinds } from './secrets.ts';

/** What people could send: nothing in it is dangerous. */
export interface Harmless {
  readonly name: string;
  readonly text: string;
}

/** A harmless prompt in which something was planted. */
export interface Planted<K> {
  readonly name: string;
  readonly kind: K;
  readonly text: string;
  /** The part that has to be found. */
  readonly start: number;
  readonly end: number;
}

const NAMES = ['Ada', 'Linus', 'Margaret', 'Dennis', 'Barbara', 'Edsger', 'Radia', 'Ken', 'Frances', 'Donald'];
const PRODUCTS = ['orders', 'billing', 'atlas', 'quill', 'harbor', 'lantern', 'meadow', 'pylon'];

/** Fills the places of a template: the same lot gives the same text. */
export function filled(template: string, lot: Lot): string {
  const places: Readonly<Record<string, () => string>> = {
    Name: () => lot.of(NAMES),
    name: () => lot.of(PRODUCTS),
    n: () => String(2 + lot.below(900)),
    day: () => String(10 + lot.below(19)),
    min: () => String(10 + lot.below(49)),
    uuid: () => lot.uuid(),
  };
  return template.replace(/(?<![{$])\{([A-Za-z_]+\d*)\}(?!\})/g, (whole, place: string) => {
    const [, alphabet, length] = /^(hex|base64_|lower)(\d+)$/.exec(place) ?? [];
    if (alphabet !== undefined)
      return lot.chars({ hex: HEX, base64_: BASE64, lower: LOWER }[alphabet] ?? '', Number(length));
    return places[place]?.() ?? whole;
  });
}

const templates = [...harmlessCode, ...harmlessText, ...harmlessLanguages];

/** Each template in three fillings, and some prompts made of several. */
export const harmless: readonly Harmless[] = [
  ...templates.flatMap((template, index) =>
    [1, 2, 3].map((filling) => ({
      name: `text ${index + 1}.${filling}`,
      text: filled(template, new Lot(index * 10 + filling)),
    })),
  ),
  ...Array.from({ length: 30 }, (_, index) => {
    const lot = new Lot(9_000 + index);
    const pieces = [0, 1, 2].map(() => filled(lot.of(templates), lot));
    return {
      name: `prompt ${index + 1}`,
      text: ['Please answer the question at the end.', ...pieces, 'What is this about?'].join('\n\n'),
    };
  }),
];

/** Puts something at the beginning, in the middle (at the end of a line) or at the end of a prompt. */
function planted<K>(name: string, kind: K, piece: string, secret: string, index: number): Planted<K> {
  const { text } = harmless[(index * 7) % harmless.length] ?? { text: '' };
  const middle = text.indexOf('\n', text.length / 2);
  const at = [0, middle === -1 ? text.length : middle, text.length][index % 3] ?? 0;
  const before = text.slice(0, at) + (at === 0 ? '' : '\n');
  const start = before.length + piece.indexOf(secret);
  return { name, kind, text: `${before}${piece}\n${text.slice(at)}`, start, end: start + secret.length };
}

/** Each kind of secret in three prompts. */
export const withSecrets: readonly Planted<SecretKind>[] = [0, 1, 2].flatMap((round) =>
  secretKinds.map((kind, index) => {
    const { text, secret } = kind.make(new Lot(50_000 + round * 1_000 + index));
    return planted(`${kind.name} (${round + 1})`, kind, text, secret, index + round);
  }),
);

/** Each kind of hidden character in a prompt, between two words. */
export const withHidden: readonly Planted<HiddenKind>[] = hiddenKinds.map((kind, index) =>
  planted(kind.name, kind, `read ${kind.piece} and`, kind.piece, index),
);
