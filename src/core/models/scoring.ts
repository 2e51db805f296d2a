import type { CreateMessageRequestParams } from '../mcp.ts';
import { numberText, plural, t } from '../text/l10n.ts';
import type { Score } from './candidate.ts';
import { overrideOf, type ModelOverrides } from './overrides.ts';
import type { PriceFacts } from './prices.ts';
import type { ModelInfo } from './provider.ts';
import { prioritiesFrom } from './ranking.ts';
import { ENOUGH_ANSWERS, measuredOf, type MeasuredSpeed, quicknessFrom, type SpeedHistory } from './speeds.ts';
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
  return prioritiesFrom({
    cost: weight(preferences?.costPriority),
    speed: weight(preferences?.speedPriority),
    intelligence: weight(preferences?.intelligencePriority),
  });
}

const neutral = 0.5;

/** Spreads known figures over 0 to 1; all alike are neutral, since nothing tells them apart. */
function spread(figures: readonly Figure[]): Score[] {
  const known = figures.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const low = Math.min(...known);
  const high = Math.max(...known);
  return figures.map(({ value, source }) => {
    if (value === undefined) return { value: neutral, known: false, source };
    return { value: high > low ? (value - low) / (high - low) : neutral, known: true, source };
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

/** A figure and where it comes from. */
interface Figure {
  readonly value: number | undefined;
  readonly source: string;
}

function costOf({ cost }: PriceFacts = {}): Figure {
  if (cost) return { value: -Math.log(Math.max(cost.max, smallestPrice)), source: cost.source };
  return { value: undefined, source: t('No price is known; counted as 0.5.') };
}

function speedOf(model: ModelInfo, { overrides, speeds }: Knowledge): Figure {
  const set = overrideOf(overrides.tiers, model.ref)?.quickness;
  if (set !== undefined) return { value: set, source: ownTier(set) };
  const measured = measuredOf(speeds, model.ref);
  if (measured && measured.answers >= ENOUGH_ANSWERS) {
    const value = quicknessFrom(measured);
    return { value, source: measuredWords(measured, value) };
  }
  const told = firstKnown(model, quicknessOf);
  const source =
    told === undefined
      ? t('Its name tells no size; counted as 0.5.')
      : t('Our tier, by the name: smaller models answer sooner.');
  return { value: told, source: measured ? `${source} ${fewWords(measured)}` : source };
}

const ownTier = (value: number) => t('Your settings: {0} of 3.', numberText(value));

function measuredWords({ tokensPerSecond, firstMs, answers }: MeasuredSpeed, value: number): string {
  const rate = numberText(Number(tokensPerSecond.toPrecision(2)));
  const wait = numberText(Number((firstMs / 1000).toPrecision(2)));
  return t(
    'Measured on this machine: {0} tokens a second, the first text after {1} s (medians of {2} answers); {3} of 3 on the scale of our tiers.',
    rate,
    wait,
    numberText(answers),
    numberText(value),
  );
}

function fewWords({ answers }: MeasuredSpeed): string {
  const needed = numberText(ENOUGH_ANSWERS);
  return plural(
    answers,
    '{0} answer was measured on this machine; {1} are needed to count.',
    '{0} answers were measured on this machine; {1} are needed to count.',
    needed,
  );
}

function intelligenceOf(model: ModelInfo, { overrides }: Knowledge): Figure {
  const set = overrideOf(overrides.tiers, model.ref)?.strength;
  if (set !== undefined) return { value: set, source: ownTier(set) };
  const told = firstKnown(model, strengthOf);
  if (told === undefined) return { value: undefined, source: t('Not in our tiers; counted as 0.5.') };
  return { value: told, source: t('Our tier, by the name; no benchmark.') };
}

/** What is known beside the models themselves. */
export interface Knowledge {
  readonly prices: ReadonlyMap<string, PriceFacts>;
  readonly overrides: ModelOverrides;
  readonly speeds: SpeedHistory;
}

/** The three scores of each model, taken among these models: the best is 1, the worst 0, what is not known 0.5. */
export function scoresOf(models: readonly ModelInfo[], knowledge: Knowledge): ReadonlyMap<string, Scores> {
  const cost = spread(models.map((model) => costOf(knowledge.prices.get(model.ref))));
  const speed = spread(models.map((model) => speedOf(model, knowledge)));
  const intelligence = spread(models.map((model) => intelligenceOf(model, knowledge)));
  const scores = new Map<string, Scores>();
  for (const [index, model] of models.entries()) {
    const of = { cost: cost[index], speed: speed[index], intelligence: intelligence[index] };
    if (of.cost && of.speed && of.intelligence) {
      scores.set(model.ref, { cost: of.cost, speed: of.speed, intelligence: of.intelligence });
    }
  }
  return scores;
}
