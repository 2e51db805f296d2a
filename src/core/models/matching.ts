import type { CreateMessageRequestParams } from '../mcp.ts';
import { displayText } from '../text/display.ts';
import type { Candidate, Match } from './candidate.ts';
import type { PriceFacts } from './prices.ts';
import type { ModelInfo, ModelRef } from './provider.ts';
import { requirementsOf, whyUnable } from './requirements.ts';
import { prioritiesOf, type Priorities, scoresOf, weigh } from './scoring.ts';
import { tierOf } from './tiers.ts';
import type { TokenEstimate } from './tokens.ts';

/** What matching knows beside the request and the models. */
export interface MatchContext {
  /** The person's default model, when one is set. */
  readonly defaultRef: ModelRef | undefined;
  readonly prices: ReadonlyMap<ModelRef, PriceFacts>;
  readonly tokens: TokenEstimate;
}

/** Nobody means more than this; a request of thousands of hints must not cost seconds. */
const mostHints = 500;

interface Hint {
  /** Index into the request's hints. */
  readonly index: number;
  readonly name: string;
}

function hintsOf(params: CreateMessageRequestParams): Hint[] {
  return (params.modelPreferences?.hints ?? [])
    .slice(0, mostHints)
    .map((hint, index) => ({ index, name: (hint.name ?? '').trim() }))
    .filter((hint) => hint.name !== '');
}

function namesOf(model: ModelInfo): string[] {
  return [model.id, model.name, ...(model.family === undefined ? [] : [model.family])].map((name) =>
    name.toLowerCase(),
  );
}

function firstHint(model: ModelInfo, hints: readonly Hint[]): Hint | undefined {
  const names = namesOf(model);
  return hints.find((hint) => {
    const part = hint.name.toLowerCase();
    return names.some((name) => name.includes(part));
  });
}

/** Who is in the running, and by which hint. */
interface Group {
  readonly refs: ReadonlySet<ModelRef>;
  readonly hint?: Hint;
  /** True when the hint names another provider's model, and these are its equivalents. */
  readonly equivalent?: boolean;
}

/** The first hint that an able model matches; else the first one whose tier an able model has; else everyone. */
function groupOf(able: readonly ModelInfo[], hints: readonly Hint[]): Group {
  const matching = able.map((model) => ({ model, hint: firstHint(model, hints) }));
  const best = Math.min(...matching.map(({ hint }) => hint?.index ?? Number.POSITIVE_INFINITY));
  const hint = hints.find(({ index }) => index === best);
  if (hint) {
    const refs = matching.filter((entry) => entry.hint?.index === best).map(({ model }) => model.ref);
    return { refs: new Set(refs), hint };
  }
  for (const named of hints) {
    const tier = tierOf(named.name);
    const refs = tier === undefined ? [] : able.filter((model) => tierOf(model.id) === tier).map(({ ref }) => ref);
    if (refs.length > 0) return { refs: new Set(refs), hint: named, equivalent: true };
  }
  return { refs: new Set(able.map(({ ref }) => ref)) };
}

/** A name that is the hint is nearer than one that only contains it, and of those the shorter one. */
function nearness(model: ModelInfo, hint: Hint | undefined): number {
  if (!hint) return 0;
  const part = hint.name.toLowerCase();
  const lengths = namesOf(model)
    .filter((name) => name.includes(part))
    .map((name) => name.length - part.length);
  return lengths.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...lengths);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Best first, and the same order every time. */
function inOrder(
  candidates: readonly Candidate[],
  group: Group,
  priorities: Priorities | undefined,
  defaultRef: ModelRef | undefined,
): Candidate[] {
  const keys = new Map(
    candidates.map((candidate) => {
      const { ref } = candidate.model;
      const inGroup = group.refs.has(ref);
      const hint = group.hint && !group.equivalent && inGroup ? group.hint : undefined;
      return [
        candidate,
        [
          candidate.excluded === undefined ? 0 : 1,
          inGroup ? 0 : 1,
          priorities ? -candidate.total : 0,
          nearness(candidate.model, hint) === 0 ? 0 : 1,
          ref === defaultRef ? 0 : 1,
          nearness(candidate.model, hint),
        ],
      ] as const;
    }),
  );
  return [...candidates].sort((a, b) => {
    const [first, second] = [keys.get(a) ?? [], keys.get(b) ?? []];
    for (const [index, value] of first.entries()) {
      const difference = value - (second[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return byText(a.model.ref, b.model.ref);
  });
}

/** Words of others inside a sentence of ours. The table and the hints have them in full. */
const oneLine = (text: string) => displayText(text, 60);

const quoted = (text: string) => `“${oneLine(text)}”`;

function inWords(priorities: Priorities): string {
  return Object.entries(priorities)
    .filter(([, weight]) => (weight as number) > 0)
    .map(([name, weight]) => `${name} ${Number((weight as number).toFixed(2))}`)
    .join(', ');
}

function whyNone(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'There is no model to send this to.';
  const [only] = candidates;
  if (candidates.length === 1 && only)
    return `${oneLine(only.model.name)} cannot serve this request: ${only.excluded ?? ''}`;
  return `None of the ${candidates.length} models can serve this request; the table says why.`;
}

function whyChosen(
  chosen: Candidate,
  group: Group,
  hints: readonly Hint[],
  context: { priorities: Priorities | undefined; defaultRef: ModelRef | undefined; defaultExcluded: boolean },
): string {
  const { ref } = chosen.model;
  const name = oneLine(chosen.model.name);
  const fit = context.priorities ? `fits the priorities best (${inWords(context.priorities)})` : undefined;
  if (group.hint) {
    const hint = `Hint ${group.hint.index + 1}, ${quoted(group.hint.name)}`;
    const what = group.equivalent
      ? `${hint}, is no model of yours; ${name} is of the same tier (ours)`
      : `${hint}, matches ${name}`;
    if (group.refs.size === 1) return `${what}.`;
    return fit ? `${what}, which ${fit} of ${group.refs.size}.` : `${what}.`;
  }
  const before = hints.length > 0 ? 'No hint matches a model of yours; ' : '';
  const sentence = (text: string) => `${before}${before === '' ? text[0]?.toUpperCase() : text[0]}${text.slice(1)}.`;
  if (fit && group.refs.size > 1) return sentence(`${quoted(name)} ${fit} of ${group.refs.size} models`);
  if (ref === context.defaultRef) return sentence('your default model');
  if (group.refs.size === 1) return sentence('the only model that can serve this');
  const unable = context.defaultExcluded
    ? 'your default model cannot serve this, so it is '
    : 'no default is set, so it is ';
  return sentence(`${unable}the first model by name`);
}

/**
 * Ranks the models for a request: able ones, then hints in order (substring of id, name or family; equivalents of another
 * provider only when no hint matches), then the priorities as weights over scores among those that are left. Without hints
 * and priorities it is the person's default. The same input gives the same table, and what is excluded stays in it.
 */
export function matchModels(
  params: CreateMessageRequestParams,
  models: readonly ModelInfo[],
  { defaultRef, prices, tokens }: MatchContext,
): Match {
  const needs = requirementsOf(params, tokens.total);
  const hints = hintsOf(params);
  const priorities = prioritiesOf(params);
  const unable = new Map(models.map((model) => [model.ref, whyUnable(model, needs)]));
  const able = models.filter((model) => unable.get(model.ref) === undefined);
  const group = groupOf(able, hints);
  const inGroup = models.filter((model) => group.refs.has(model.ref));
  const scores = new Map([...scoresOf(models, prices), ...scoresOf(inGroup, prices)]);
  const candidates = models.flatMap((model): Candidate[] => {
    const of = scores.get(model.ref);
    if (!of) return [];
    const hint = firstHint(model, hints);
    const price = prices.get(model.ref)?.cost;
    const excluded = unable.get(model.ref);
    return [
      {
        model,
        ...of,
        total: weigh(of, priorities),
        ...(hint && { hint: hint.index }),
        ...(price && { price }),
        ...(excluded !== undefined && { excluded }),
      },
    ];
  });
  const ordered = inOrder(candidates, group, priorities, defaultRef);
  const [first] = ordered;
  if (!first || first.excluded !== undefined) return { candidates: ordered, why: whyNone(ordered) };
  const defaultExcluded = defaultRef !== undefined && unable.get(defaultRef) !== undefined;
  return {
    candidates: ordered,
    chosen: first.model.ref,
    why: whyChosen(first, group, hints, { priorities, defaultRef, defaultExcluded }),
  };
}
