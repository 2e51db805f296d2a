import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Score } from './candidate.ts';
import type { ModelInfo } from './provider.ts';
import type { PriceFacts } from './prices.ts';
import { quicknessOf, strengthOf } from './tiers.ts';

/** How much the server says that each matters, as relative weights. */
export interface Priorities {
  readonly cost: number;
  readonly speed: number;
  readonly intelligence: number;
}

/** The three scores of one model. */
export interface Scores {
  readonly cost: Score;
  readonly speed: Score;
  readonly intelligence: Score;
}

/** The three priorities, 0 where absent or none; `undefined` when the request has none above 0. */
export function prioritiesOf(params: CreateMessageRequestParams): Priorities | undefined {
  const weight = (value: number | undefined) => (value !== undefined && value > 0 ? Math.min(value, 1) : 0);
  const preferences = params.modelPreferences;
  const priorities = {
    cost: weight(preferences?.costPriority),
    speed: weight(preferences?.speedPriority),
    intelligence: weight(preferences?.intelligencePriority),
  };
  return priorities.cost + priorities.speed + priorities.intelligence > 0 ? priorities : undefined;
}

/** Weighted mean, 0 to 1; without priorities all three count alike (for the table only, nothing is chosen by it). */
export function weigh(scores: Scores, priorities: Priorities | undefined): number {
  const { cost, speed, intelligence } = priorities ?? { cost: 1, speed: 1, intelligence: 1 };
  const sum = cost * scores.cost.value + speed * scores.speed.value + intelligence * scores.intelligence.value;
  // Rounded, so that sums of the same terms in another order cannot break a tie.
  return Math.round((sum / (cost + speed + intelligence)) * 1e9) / 1e9;
}

const neutral = 0.5;

/** Spreads known figures over 0 to 1; all alike are neutral, since nothing tells them apart. */
function spread(
  figures: readonly (number | undefined)[],
  sources: { readonly known: (index: number) => string; readonly unknown: string },
): Score[] {
  const known = figures.filter((figure) => figure !== undefined);
  const low = Math.min(...known);
  const high = Math.max(...known);
  return figures.map((figure, index) => {
    if (figure === undefined) return { value: neutral, known: false, source: `${sources.unknown}; counted as 0.5.` };
    const value = high > low ? (figure - low) / (high - low) : neutral;
    return { value, known: true, source: sources.known(index) };
  });
}

/** A free model has no logarithm: below a millionth of a cent nothing is cheaper. */
const smallestPrice = 1e-8;

/** The words by which tiers are told; the id first, since a name can be anything. */
function words(model: ModelInfo): string[] {
  return model.family === undefined ? [model.id, model.name] : [model.id, model.family, model.name];
}

function firstKnown<T>(model: ModelInfo, tell: (name: string) => T | undefined): T | undefined {
  for (const word of words(model)) {
    const told = tell(word);
    if (told !== undefined) return told;
  }
  return undefined;
}

/** The three scores of each model, taken among these models: the best is 1, the worst 0, what is not known 0.5. */
export function scoresOf(
  models: readonly ModelInfo[],
  prices: ReadonlyMap<string, PriceFacts>,
): ReadonlyMap<string, Scores> {
  const costs = models.map((model) => prices.get(model.ref)?.cost);
  const cost = spread(
    costs.map((price) => (price === undefined ? undefined : -Math.log(Math.max(price.max, smallestPrice)))),
    { known: (index) => costs[index]?.source ?? '', unknown: 'No price is known' },
  );
  const speed = spread(
    models.map((model) => firstKnown(model, quicknessOf)),
    { known: () => 'Our tier, by the name: smaller models answer sooner.', unknown: 'Its name tells no size' },
  );
  const intelligence = spread(
    models.map((model) => firstKnown(model, strengthOf)),
    { known: () => 'Our tier, by the name; no benchmark.', unknown: 'Not in our tiers' },
  );
  const scores = new Map<string, Scores>();
  for (const [index, model] of models.entries()) {
    const of = { cost: cost[index], speed: speed[index], intelligence: intelligence[index] };
    if (of.cost && of.speed && of.intelligence) {
      scores.set(model.ref, { cost: of.cost, speed: of.speed, intelligence: of.intelligence });
    }
  }
  return scores;
}
