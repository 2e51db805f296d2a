import type { ModelRef } from './provider.ts';

/** What the person's settings say of hints and models, over what we know. */
export interface ModelOverrides {
  /** A hint's text, and the models that it means, in the order of the person's liking. */
  readonly aliases: readonly { readonly hint: string; readonly models: readonly ModelRef[] }[];
  /** How strong and how quick a model is, 0 to 3 each. */
  readonly tiers: readonly { readonly model: string; readonly strength?: number; readonly quickness?: number }[];
  /** US dollars per million tokens. */
  readonly prices: readonly { readonly model: string; readonly input: number; readonly output: number }[];
}

/** Settings that say nothing. */
export const noOverrides: ModelOverrides = { aliases: [], tiers: [], prices: [] };

/** Whether a pattern, in which `*` stands for any text, is a text; case tells nothing. */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.trim().toLowerCase().split('*');
  const within = text.trim().toLowerCase();
  const last = rest.pop();
  if (last === undefined) return within === first;
  if (!within.startsWith(first) || within.length < first.length + last.length || !within.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = within.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= within.length - last.length;
}

/** What was found in a list, which never changes: settings that are read anew are another one. */
const found = new WeakMap<readonly object[], Map<ModelRef, object | undefined>>();

/** The entry of a list that is nearest to a model's reference: its very name, else the longest pattern that it is like. */
export function overrideOf<T extends { readonly model: string }>(list: readonly T[], ref: ModelRef): T | undefined {
  if (list.length === 0) return undefined;
  const known = found.get(list) ?? new Map<ModelRef, object | undefined>();
  found.set(list, known);
  if (!known.has(ref)) {
    const like = list.filter(({ model }) => isLike(ref, model));
    const longest = like.toSorted((a, b) => b.model.length - a.model.length)[0];
    known.set(ref, like.find(({ model }) => !model.includes('*')) ?? longest);
  }
  return known.get(ref) as T | undefined;
}

/** The models that a hint is an alias for, in the person's order; `undefined` where it is none. */
export function aliasOf({ aliases }: ModelOverrides, hint: string): readonly ModelRef[] | undefined {
  const like = aliases.filter((alias) => isLike(hint, alias.hint));
  const nearest = like.find((alias) => !alias.hint.includes('*'));
  return (nearest ?? like.toSorted((a, b) => b.hint.length - a.hint.length)[0])?.models;
}
