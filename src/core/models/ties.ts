import type { Group, Hints } from './groups.ts';
import type { ModelInfo, ModelRef } from './provider.ts';

/** What decides, in this order, where the priorities leave several alike. The last word has the reference, which no two share. */
export const tieKeys = ['exact', 'alias', 'default', 'tier', 'nearness'] as const;

/** A model's figures for them: the smaller, the sooner chosen. */
export type TieKeys = Readonly<Record<(typeof tieKeys)[number], number>>;

/** The figures of a model. */
export function tieKeysOf(model: ModelInfo, group: Group, hints: Hints, defaultRef: ModelRef | undefined): TieKeys {
  const found = group.found.get(model.ref);
  const byName = found !== undefined && found.how !== 'alias' && found.how !== 'tier';
  return {
    exact: byName && found.extra === 0 ? 0 : 1,
    alias: found?.how === 'alias' ? found.extra : 0,
    default: model.ref === defaultRef ? 0 : 1,
    tier: group.hint ? 0 : hints.distance(model),
    nearness: byName ? found.extra : Number.MAX_SAFE_INTEGER,
  };
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The place of each model where nothing but these keys decides. */
export function placesOf(
  models: readonly ModelInfo[],
  keys: ReadonlyMap<ModelRef, TieKeys>,
): ReadonlyMap<ModelRef, number> {
  const ordered = models.toSorted((a, b) => {
    for (const key of tieKeys) {
      const difference = (keys.get(a.ref)?.[key] ?? 0) - (keys.get(b.ref)?.[key] ?? 0);
      if (difference !== 0) return difference;
    }
    return byText(a.ref, b.ref);
  });
  return new Map(ordered.map(({ ref }, place) => [ref, place]));
}
