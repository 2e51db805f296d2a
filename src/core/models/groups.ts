import type { HintHow } from './candidate.ts';
import { type Hint, hintsOf, type Named, namedOf, nearnessOf } from './hints.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import { aliasOf, type ModelOverrides, overrideOf } from './overrides.ts';
import type { ModelInfo, ModelRef } from './provider.ts';
import { type Tier, tierOf, tiers } from './tiers.ts';

/** How a model is found by a hint. `extra`: how many characters of its name are not the hint's; for an alias its place in the list. */
export interface Found {
  readonly hint: Hint;
  readonly how: HintHow;
  readonly extra: number;
}

/** Who is in the running, and by which hint; without one it is everyone who can serve. */
export interface Group {
  readonly hint?: Hint;
  readonly how?: HintHow;
  readonly found: ReadonlyMap<ModelRef, Found>;
}

/** The hints of a request against the models and the person's own words for them. */
export class Hints {
  readonly all: readonly Hint[];
  readonly #named: ReadonlyMap<ModelRef, Named>;
  readonly #overrides: ModelOverrides;
  /** What each hint is an alias for, in lower case. */
  readonly #aliases: ReadonlyMap<Hint, readonly ModelRef[]>;
  readonly #first = new Map<ModelRef, Found | undefined>();
  readonly #tiers = new Map<ModelRef, Tier | undefined>();
  #asked: { readonly tier: Tier | undefined } | undefined;

  constructor(params: CreateMessageRequestParams, models: readonly ModelInfo[], overrides: ModelOverrides) {
    this.all = hintsOf(params);
    this.#named = new Map(this.all.length === 0 ? [] : models.map((model) => [model.ref, namedOf(model)]));
    this.#overrides = overrides;
    this.#aliases = new Map(
      this.all.map((hint) => [hint, (aliasOf(overrides, hint.name) ?? []).map((ref) => ref.toLowerCase())]),
    );
  }

  /** How one hint finds a model: an alias of the person's is asked before the model's names. */
  find(model: ModelInfo, hint: Hint): Found | undefined {
    const aliases = this.#aliases.get(hint) ?? [];
    const place = aliases.length === 0 ? -1 : aliases.indexOf(model.ref.toLowerCase());
    if (place >= 0) return { hint, how: 'alias', extra: place };
    const named = this.#named.get(model.ref);
    const near = named && nearnessOf(named, hint);
    return near && { hint, ...near };
  }

  /** The first hint that finds a model at all. */
  first(model: ModelInfo): Found | undefined {
    if (!this.#first.has(model.ref)) this.#first.set(model.ref, this.#look(model));
    return this.#first.get(model.ref);
  }

  #look(model: ModelInfo): Found | undefined {
    for (const hint of this.all) {
      const found = this.find(model, hint);
      if (found) return found;
    }
    return undefined;
  }

  /** The first hint that an able model matches; else the first one whose tier an able model has; else everyone. */
  group(able: readonly ModelInfo[]): Group {
    const earliest = Math.min(...able.map((model) => this.first(model)?.hint.index ?? Number.POSITIVE_INFINITY));
    const hint = this.all.find(({ index }) => index === earliest);
    if (hint) {
      const found = able.flatMap((model) => {
        const one = this.find(model, hint);
        return one ? [[model.ref, one] as const] : [];
      });
      const how = firstOf(found.map(([, one]) => one.how));
      return { hint, how, found: new Map(found.filter(([, one]) => one.how === how)) };
    }
    for (const hint of this.all) {
      const tier = tierOf(hint.name);
      const like = tier === undefined ? [] : able.filter((model) => this.tier(model) === tier);
      if (like.length === 0) continue;
      return { hint, how: 'tier', found: new Map(like.map(({ ref }) => [ref, { hint, how: 'tier', extra: 0 }])) };
    }
    return { found: new Map() };
  }

  /** A model's tier, by the person's settings or by its name. */
  tier(model: ModelInfo): Tier | undefined {
    if (!this.#tiers.has(model.ref)) {
      const strength = overrideOf(this.#overrides.tiers, model.ref)?.strength;
      this.#tiers.set(model.ref, strength === undefined ? tierOf(model.id) : tiers[Math.round(strength)]);
    }
    return this.#tiers.get(model.ref);
  }

  /** How far a model's tier is from that of the first hint that has one; 0 where nothing can be told. */
  distance(model: ModelInfo): number {
    this.#asked ??= { tier: this.all.map(({ name }) => tierOf(name)).find((tier) => tier !== undefined) };
    const { tier: asked } = this.#asked;
    if (asked === undefined) return 0;
    const own = this.tier(model);
    return own === undefined ? tiers.length : Math.abs(tiers.indexOf(own) - tiers.indexOf(asked));
  }
}

/** In this order a way to be found leaves the later ones out: a part of a word is no match while a whole one is. */
const ways: readonly HintHow[] = ['alias', 'name', 'provider', 'date', 'both', 'inside'];

function firstOf(found: readonly HintHow[]): HintHow {
  return ways.find((how) => found.includes(how)) ?? 'name';
}
