/**
 * How strong and how quick a model is, told from its name alone. No benchmark: an order that this project keeps by hand,
 * always labelled *our tier*. The same order says which models of two providers are equivalents (haiku, flash, mini).
 */
export type Tier = 'tiny' | 'small' | 'strong' | 'frontier';

/** From weak to strong. */
export const tiers: readonly Tier[] = ['tiny', 'small', 'strong', 'frontier'];

/** Whole words of a name, in the order in which they decide: `gpt-4o-mini` is small before `gpt` makes it strong. */
const words: readonly (readonly [Tier, RegExp])[] = [
  ['tiny', /^(nano|lite|tiny|smollm\d*)$/],
  ['small', /^(haiku|flash|mini|small|instant|air|ministral|luna)$/],
  ['frontier', /^(opus|ultra|fable|mythos|behemoth|sol)$/],
  ['strong', /^(sonnet|pro|large|medium|plus|max|maverick|terra)$/],
];

/** Families whose plain name is a strong model: GPT-4 and later, OpenAI's reasoning models, DeepSeek, Grok, Kimi, GLM, Command. */
const strongFamilies =
  /^(gpt-?[4-9]|chatgpt|o[1-9]($|[^a-z0-9])|deepseek|grok|kimi|glm|command|claude|gemini|mistral-large)/;
const oldFamilies = /^(gpt-?3|claude-(1|2|instant)|babbage|davinci)/;

/** Billions of parameters as names state them: `llama3.1:8b`, `mixtral-8x7b`, `qwen3-30b-a3b`. */
function billions(name: string): number | undefined {
  const mixture = /(?:^|[^a-z0-9])(\d+)x(\d+(?:\.\d+)?)b(?![a-z0-9])/.exec(name);
  if (mixture) return Number(mixture[1]) * Number(mixture[2]);
  const plain = /(?:^|[^a-z0-9.])(\d+(?:\.\d+)?)b(?![a-z0-9])/.exec(name);
  return plain ? Number(plain[1]) : undefined;
}

function tierOfSize(size: number): Tier {
  if (size <= 4) return 'tiny';
  if (size <= 15) return 'small';
  return size < 200 ? 'strong' : 'frontier';
}

/** The tier of a model's (or a hint's) name; `undefined` when the name tells nothing. */
export function tierOf(name: string): Tier | undefined {
  const text = name.toLowerCase().slice(0, 200);
  const size = billions(text);
  if (size !== undefined) return tierOfSize(size);
  const bare = text.slice(text.lastIndexOf('/') + 1);
  if (oldFamilies.test(bare)) return 'small';
  const parts = text.split(/[^a-z0-9]+/);
  for (const [tier, pattern] of words) {
    if (parts.some((part) => pattern.test(part))) return tier;
  }
  return strongFamilies.test(bare) ? 'strong' : undefined;
}

/** Words that say that a model thinks before it answers, which costs time whatever its size. */
const thinking = /(^|[^a-z0-9])(thinking|reasoner|reasoning|r1|qwq|o[1-9])($|[^a-z0-9])/;

/** 0 (slow) to 3 (quick); `undefined` when the name tells nothing. */
export function quicknessOf(name: string): number | undefined {
  const tier = tierOf(name);
  if (tier === undefined) return undefined;
  const quick = tiers.length - 1 - tiers.indexOf(tier);
  return thinking.test(name.toLowerCase()) ? Math.max(0, quick - 1) : quick;
}

/** 0 (weak) to 3 (strong); `undefined` when the name tells nothing. */
export function strengthOf(name: string): number | undefined {
  const tier = tierOf(name);
  return tier === undefined ? undefined : tiers.indexOf(tier);
}
