/**
 * What people read, in the language of VS Code. The English text is the key of its translation, so a text that nobody has translated
 * is English. What servers, the ledger and logs get is written without these functions, and stays English.
 */

/** The language of the display and what it says for each English text. */
export interface Language {
  /** A BCP 47 tag, for numbers and for assistive technology. */
  readonly tag: string;
  readonly bundle: Readonly<Record<string, string>>;
}

/** What stands in a text: an address, a name, a number as it is to be read. */
export type Value = string | number;

/** The numbers of the placeholders of a text. */
type Places<T extends string> = T extends `${string}{${infer N extends number}}${infer Rest}`
  ? N | Places<Rest>
  : never;

/** As many values as a text has placeholders. A text that is not written out where it is used takes none, and does not compile. */
export type Values<T extends string, V, Found extends readonly V[] = []> = string extends T
  ? [never]
  : Found['length'] extends Places<T>
    ? Values<T, V, [...Found, V]>
    : Found;

const english: Language = { tag: 'en', bundle: {} };

/** Each bundle that is loaded lazily has its own copy of this module, so the language is kept once for all of them. */
const kept: unique symbol = Symbol.for('countersign.language');
const holder = globalThis as { [kept]?: Language };

/** Sets the language. Before any text is made: texts in constants are made when their module is loaded. */
export function useLanguage(language: Language = english): void {
  holder[kept] = language;
}

/** The language that texts are made in now. */
export function language(): Language {
  return holder[kept] ?? english;
}

/** Makes something in English, whatever the display language: what is kept and compared must not change with it. */
export function inEnglish<T>(make: () => T): T {
  const before = holder[kept];
  holder[kept] = english;
  try {
    return make();
  } finally {
    holder[kept] = before ?? english;
  }
}

/** The translation of an English text, with its placeholders. */
function translated(text: string): string {
  const { bundle } = language();
  return (Object.hasOwn(bundle, text) ? bundle[text] : undefined) ?? text;
}

/** The pieces of a text between its placeholders, and the values that stand there; a value is never read as a placeholder. */
export function pieces<V>(text: string, values: readonly V[]): (string | V)[] {
  return translated(text)
    .split(/\{(\d+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : (values[Number(piece)] ?? `{${piece}}`)))
    .filter((piece) => piece !== '');
}

/** `t('Sent to {0}', host)`: a text in the language of the display. */
export function t<const T extends string>(text: T, ...values: Values<T, Value>): string {
  return pieces<Value>(text, values).join('');
}

type AfterFirst<A extends readonly Value[]> = A extends readonly [Value, ...infer Rest extends readonly Value[]]
  ? Rest
  : [];

/** `plural(files, '{0} file', '{0} files')`: the text for a number, which is `{0}`; the other values follow it. */
export function plural<const Many extends string>(
  count: number,
  one: string,
  many: Many,
  ...values: AfterFirst<Values<Many, Value>>
): string;
export function plural(count: number, one: string, many: string, ...values: readonly Value[]): string {
  return pieces<Value>(count === 1 ? one : many, [numberText(count), ...values]).join('');
}

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(digits: number): Intl.NumberFormat {
  const { tag } = language();
  const key = `${tag} ${digits}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(tag === 'en' ? 'en-US' : tag, {
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 3),
  });
  formats.set(key, format);
  return format;
}

/** `2,431`, or `2.431` where that is how the language writes it. */
export function numberText(value: number): string {
  return formatFor(0).format(value);
}

/** `9.50`, with so many digits after the point. */
export function decimalText(value: number, digits: number): string {
  return formatFor(digits).format(Number(value.toFixed(digits)));
}

/** A moment, as the person writes dates. */
export function dateText(ms: number): string {
  const { tag } = language();
  return new Date(ms).toLocaleString(tag === 'en' ? undefined : tag);
}
