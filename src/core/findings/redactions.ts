import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';

/** A secret and what stands in its place: within one review the same for the same, and never the same in another. */
export interface Redaction {
  readonly value: string;
  readonly placeholder: string;
}

/** Makes the placeholders of one review. `random` gives letters and digits that nobody can guess. */
export class Placeholders {
  readonly #random: () => string;
  #run: string | undefined;
  readonly #made = new Map<string, string>();

  /** `before`: those that the request held when it was parked. */
  constructor(random: () => string, before: readonly Redaction[] = []) {
    this.#random = random;
    for (const { value, placeholder } of before) this.#made.set(value, placeholder);
    this.#run = /REDACTED_(\w{6})_/.exec(before[0]?.placeholder ?? '')?.[1];
  }

  /** All that were made. */
  get all(): readonly Redaction[] {
    return [...this.#made].map(([value, placeholder]) => ({ value, placeholder }));
  }

  /** Whether there may be any in a text; the marker is made with the first. */
  get used(): boolean {
    return this.#made.size > 0;
  }

  /** What all placeholders of this review hold, and no other text does. */
  get marker(): string {
    this.#run ??= this.#letters(6);
    return `REDACTED_${this.#run}_`;
  }

  /** The placeholder of a value: another one for each value. */
  of(value: string, kind: string): string {
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    const taken = new Set(this.#made.values());
    let made = '';
    do made = `[${this.marker}${labelOf(kind)}_${this.#letters(6)}]`;
    while (taken.has(made));
    this.#made.set(value, made);
    return made;
  }

  #letters(count: number): string {
    let letters = '';
    while (letters.length < count) letters += this.#random().replaceAll(/[^a-z0-9]/gi, '');
    return letters.slice(0, count).toUpperCase();
  }
}

/** Says to a model what kind of thing stood there, and nothing of it. */
function labelOf(kind: string): string {
  const [group = '', detail = ''] = kind.split('.');
  const word = group === 'personal' ? detail : group === 'secret' ? 'secret' : 'text';
  return word.replaceAll(/[^a-z]/gi, '').toUpperCase() || 'TEXT';
}

/** Replaces texts by others, the longest first, in one pass. */
export type Replace = (text: string) => string;

/** Replaces each value by its placeholder wherever it stands: as it is, as it stands in JSON, and as that JSON means it. */
export function redactor(redactions: readonly Redaction[]): Replace {
  const all = new Map<string, string>();
  for (const { value, placeholder } of redactions) {
    for (const form of formsOf(value)) if (form !== '' && !all.has(form)) all.set(form, placeholder);
  }
  return replacing(all);
}

/** Puts the values back where their placeholders stand: only those of `redactions`. */
export function restorer(redactions: readonly Redaction[]): Replace {
  return replacing(new Map(redactions.map(({ value, placeholder }) => [placeholder, value])));
}

function replacing(all: ReadonlyMap<string, string>): Replace {
  if (all.size === 0) return (text) => text;
  const longest = [...all.keys()].toSorted((a, b) => b.length - a.length);
  const any = new RegExp(longest.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replaceAll(any, (found) => all.get(found) ?? found);
}

function formsOf(value: string): readonly string[] {
  return [value, JSON.stringify(value).slice(1, -1), meant(value)];
}

/** What a piece of a JSON string means, where it is one. */
export function meant(value: string): string {
  if (!value.includes('\\')) return value;
  try {
    const parsed: unknown = JSON.parse(`"${value}"`);
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}

/** Keys whose text holds a request together, or is the data of media. */
const KEPT = new Set(['type', 'id', 'name', 'toolUseId', 'data', 'blob', 'mimeType', 'role', 'mode']);

/** A part of a tool's result: text, media, or a resource with an address of its own. */
export function mapPart(part: JsonObject, replace: Replace): JsonObject {
  let changed = false;
  const entries = Object.entries(part).map(([key, value]) => {
    if (KEPT.has(key) || value === undefined) return [key, value] as const;
    const next = key === 'resource' && isObject(value) ? mapPart(value, replace) : mapJson(value, replace, false);
    if (next !== value) changed = true;
    return [key, next] as const;
  });
  return changed ? Object.fromEntries(entries) : part;
}

/** `numbers`: a number that is a secret, such as one of a card, becomes its placeholder too. */
export function mapJson(value: Json, replace: Replace, numbers: boolean): Json {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number' && numbers) {
    const text = String(value);
    const next = replace(text);
    return next === text ? value : next;
  }
  if (isArray(value)) return sameOr(value, (item) => mapJson(item, replace, numbers));
  if (!isObject(value)) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const next = item === undefined ? item : mapJson(item, replace, numbers);
    const name = replace(key);
    if (next !== item || name !== key) changed = true;
    return [name, next] as const;
  });
  return changed ? Object.fromEntries(entries) : value;
}

export function sameOr<T>(items: readonly T[], map: (item: T) => T): T[] {
  const mapped = items.map(map);
  return mapped.every((item, i) => item === items[i]) ? (items as T[]) : mapped;
}
