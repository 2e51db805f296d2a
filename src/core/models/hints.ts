import type { CreateMessageRequestParams } from '../mcp.ts';
import type { HintHow } from './candidate.ts';
import type { ModelInfo } from './provider.ts';

/** Nobody means more than this; a request of thousands of hints must not cost seconds. */
export const MOST_HINTS = 100;
/** No model is called by more than this. */
export const LONGEST_HINT = 300;

/** A hint as it is looked for in names: as it is, then without what providers add to a name. */
interface Form {
  readonly text: string;
  readonly how: Extract<HintHow, 'name' | 'provider' | 'date' | 'both'>;
}

/** One of the server's words for a model. */
export interface Hint {
  /** Index into the request's hints. */
  readonly index: number;
  readonly name: string;
  readonly forms: readonly Form[];
}

/** Case and the choice between dots, dashes, colons, blanks and underscores tell no model from another. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .trim()
    .replaceAll(/[\s._:-]+/g, '-');
}

const bare = (text: string) => text.slice(text.lastIndexOf('/') + 1);
/** The date of a version, as in `gpt-4o-2024-08-06`, `claude-3-5-sonnet-20241022` and `mistral-large-2411`, or that it is the latest. */
const dated = /-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest)$/;

function formsOf(name: string): readonly Form[] {
  if (name.length > LONGEST_HINT) return [];
  const text = fold(name);
  const undated = text.replace(dated, '');
  const all: readonly Form[] = [
    { text, how: 'name' },
    { text: bare(text), how: 'provider' },
    { text: undated, how: 'date' },
    { text: bare(undated), how: 'both' },
  ];
  // What is left must still be a name, and is looked for once.
  return all.filter(
    ({ text: form }, index) => /[^/-]/.test(form) && all.findIndex((other) => other.text === form) === index,
  );
}

/** The hints that say something, in the order of the request. */
export function hintsOf(params: CreateMessageRequestParams): Hint[] {
  return (params.modelPreferences?.hints ?? []).slice(0, MOST_HINTS).flatMap((hint, index) => {
    const name = (hint.name ?? '').trim();
    return name === '' ? [] : [{ index, name, forms: formsOf(name) }];
  });
}

/** How near a model's names are to a hint: 0 extra characters is the very name. */
export interface Nearness {
  readonly how: Extract<HintHow, 'name' | 'inside' | 'provider' | 'date' | 'both'>;
  readonly extra: number;
}

/** A model and the names by which hints find it; made once for a match. */
export interface Named {
  readonly model: ModelInfo;
  readonly names: readonly string[];
  readonly ref: string;
  /** A hint with more characters is in none of them. */
  readonly longest: number;
}

/** The names of a model: id, also without its provider, name and family. */
export function namedOf(model: ModelInfo): Named {
  const id = fold(model.id);
  const names = [id, bare(id), fold(model.name), ...(model.family === undefined ? [] : [fold(model.family)])];
  const ref = fold(model.ref);
  const longest = Math.max(ref.length, ...names.map((name) => name.length));
  return { model, names: [...new Set(names)].filter((name) => name !== ''), ref, longest };
}

/** True where a word of the name begins with the hint: in `gpt-4o-mini`, not in `gemini`. */
function beginsWord(name: string, part: string): boolean {
  for (let at = name.indexOf(part); at >= 0; at = name.indexOf(part, at + 1)) {
    const before = at === 0 ? '' : (name[at - 1] ?? '');
    if (!/[\p{L}\p{N}]/u.test(before) || (/\p{N}/u.test(before) && /^\p{L}/u.test(part))) return true;
  }
  return false;
}

/** How a hint finds a model, or `undefined`. A hint with a slash may be a whole reference (`endpoint/model`). */
export function nearnessOf({ names, ref, longest }: Named, hint: Hint): Nearness | undefined {
  for (const { text, how } of hint.forms) {
    if (text.length > longest) continue;
    const within = text.includes('/') ? [...names, ref] : names;
    const having = within.filter((name) => name.includes(text));
    if (having.length === 0) continue;
    const whole = having.filter((name) => beginsWord(name, text));
    const found = whole.length > 0 ? whole : having;
    return {
      how: whole.length > 0 ? how : 'inside',
      extra: Math.min(...found.map((name) => name.length - text.length)),
    };
  }
  return undefined;
}
