import type { CreateMessageRequestParams } from '../mcp.ts';
import type { Candidate, Match } from './candidate.ts';
import { decidedBy, whyChosen, whyNone } from './explain.ts';
import { Hints } from './groups.ts';
import { type ModelOverrides, noOverrides } from './overrides.ts';
import type { PriceFacts } from './prices.ts';
import type { ModelInfo, ModelRef } from './provider.ts';
import { prioritiesFrom, ranked, weigh } from './ranking.ts';
import { requirementsOf, whyUnable } from './requirements.ts';
import { prioritiesOf, type Priorities, scoresOf } from './scoring.ts';
import type { SpeedHistory } from './speeds.ts';
import { placesOf, tieKeysOf } from './ties.ts';
import type { TokenEstimate } from './tokens.ts';

/** What matching knows beside the request and the models. */
export interface MatchContext {
  /** The person's default model, when one is set. */
  readonly defaultRef: ModelRef | undefined;
  readonly prices: ReadonlyMap<ModelRef, PriceFacts>;
  readonly tokens: TokenEstimate;
  readonly overrides?: ModelOverrides;
  /** How quick this machine has seen the models. */
  readonly speeds?: SpeedHistory;
  /** The person's priorities for this request, in place of the server's. */
  readonly yours?: Priorities | undefined;
}

/**
 * Ranks the models for a request: able ones, then hints in order (the person's alias, else a part of id, name or family; equivalents
 * of another provider only when no hint matches), then the priorities as weights over scores among those that are left. Without hints
 * and priorities it is the person's default. The same input gives the same table, and what is excluded stays in it.
 */
export function matchModels(
  params: CreateMessageRequestParams,
  models: readonly ModelInfo[],
  context: MatchContext,
): Match {
  const { defaultRef, prices, tokens, overrides = noOverrides, speeds = {}, yours } = context;
  const needs = requirementsOf(params, tokens.total);
  const priorities = yours ? prioritiesFrom(yours) : prioritiesOf(params);
  const hints = new Hints(params, models, overrides);
  const unable = new Map(models.map((model) => [model.ref, whyUnable(model, needs)]));
  const able = models.filter((model) => unable.get(model.ref) === undefined);
  const group = hints.group(able);
  const runs = ({ ref }: ModelInfo) => (group.hint ? group.found.has(ref) : unable.get(ref) === undefined);
  const knowledge = { prices, overrides, speeds };
  const scores = new Map([...scoresOf(models, knowledge), ...scoresOf(models.filter(runs), knowledge)]);
  const keys = new Map(models.map((model) => [model.ref, tieKeysOf(model, group, hints, defaultRef)]));
  const places = placesOf(models, keys);
  const candidates = models.flatMap((model): Candidate[] => {
    const of = scores.get(model.ref);
    if (!of) return [];
    const found = group.found.get(model.ref) ?? hints.first(model);
    const price = prices.get(model.ref)?.cost;
    const excluded = unable.get(model.ref);
    return [
      {
        model,
        ...of,
        total: weigh(of, priorities),
        running: runs(model),
        tie: places.get(model.ref) ?? 0,
        ...(found && { hint: found.hint.index, how: found.how }),
        ...(price && { price }),
        ...(excluded !== undefined && { excluded }),
      },
    ];
  });
  const ordered = ranked(candidates, priorities);
  const table = { candidates: ordered, needs, ...(yours && { yours }) };
  const [first] = ordered;
  if (!first || first.excluded !== undefined) return { ...table, why: whyNone(ordered) };
  const reasons = { ordered, group, hints, keys, priorities, yours: yours !== undefined, defaultRef };
  return { ...table, chosen: first.model.ref, by: decidedBy(first, reasons), why: whyChosen(first, reasons) };
}
