import type { CandidateView, ModelView, PrioritiesView, ReviewContent } from '../../shared/desk.ts';
import { prioritiesFrom, ranked } from '../../core/models/ranking.ts';

/** How a person looks at the table of models; nothing of it is kept or sent. */
export interface ModelsLocal {
  /** The sliders, once they were moved and not yet kept. */
  readonly weights?: PrioritiesView | undefined;
  /** What the names shown must have in them. */
  readonly filter: string;
  /** True when all rows are asked for. */
  readonly all: boolean;
  /** References of the rows whose sources are open. */
  readonly open: ReadonlySet<string>;
}

/** A table that nobody touched yet. */
export const freshModels: ModelsLocal = { filter: '', all: false, open: new Set() };

/** As many rows are drawn before a person asks for all. */
export const firstRows = 40;

/** A score that is not known counts as this. */
const neutral = 0.5;

/** The server's three priorities; what it did not give is 0. */
export function serverWeights({ preferences }: ReviewContent): PrioritiesView {
  return {
    cost: preferences.costPriority ?? 0,
    speed: preferences.speedPriority ?? 0,
    intelligence: preferences.intelligencePriority ?? 0,
  };
}

/** The models by these weights, best first. */
export function rankedBy(candidates: readonly CandidateView[], weights: PrioritiesView): CandidateView[] {
  const rows = candidates.map((candidate) => ({ candidate, ...scoresOf(candidate) }));
  return ranked(rows, prioritiesFrom(weights)).map(({ candidate }) => candidate);
}

/** What ranking looks at. */
export function scoresOf(candidate: CandidateView): {
  readonly excluded: string | undefined;
  readonly running: boolean;
  readonly tie: number;
  readonly cost: { readonly value: number };
  readonly speed: { readonly value: number };
  readonly intelligence: { readonly value: number };
} {
  const { excluded, running, tie, cost, speed, intelligence } = candidate;
  return {
    excluded,
    running,
    tie,
    cost: { value: cost.value ?? neutral },
    speed: { value: speed.value ?? neutral },
    intelligence: { value: intelligence.value ?? neutral },
  };
}

/** The rows to draw: those that the filter leaves, up to a number, and always the chosen one. */
export function rowsOf(
  rows: readonly CandidateView[],
  { filter, all }: Pick<ModelsLocal, 'filter' | 'all'>,
  chosen: string | undefined,
): { readonly rows: readonly CandidateView[]; readonly found: number } {
  const wanted = filter.trim().toLowerCase();
  const fits = ({ name, ref, providerLabel }: CandidateView) =>
    [name, ref, providerLabel].some((text) => text.toLowerCase().includes(wanted));
  const found = wanted === '' ? rows : rows.filter(fits);
  if (all) return { rows: found, found: found.length };
  const shown = found.filter(({ ref }, index) => index < firstRows || ref === chosen);
  return { rows: shown, found: found.length };
}

/** Which model matching would choose by these weights. */
export function chosenBy(model: ModelView, weights: PrioritiesView): CandidateView | undefined {
  const [first] = rankedBy(model.candidates, weights);
  return first?.excluded === undefined ? first : undefined;
}
