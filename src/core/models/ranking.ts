import type { Priorities } from './scoring.ts';

/** What ranking looks at: a candidate, or a row of the desk's table. */
export interface Rankable {
  readonly excluded?: string | undefined;
  readonly running: boolean;
  readonly tie: number;
  readonly cost: { readonly value: number };
  readonly speed: { readonly value: number };
  readonly intelligence: { readonly value: number };
}

/** Weighted mean, 0 to 1; without priorities all three count alike (for the table only, nothing is chosen by it). */
export function weigh(
  scores: Pick<Rankable, 'cost' | 'speed' | 'intelligence'>,
  priorities: Priorities | undefined,
): number {
  const { cost, speed, intelligence } = priorities ?? { cost: 1, speed: 1, intelligence: 1 };
  const sum = cost * scores.cost.value + speed * scores.speed.value + intelligence * scores.intelligence.value;
  // Rounded, so that sums of the same terms in another order cannot break a tie.
  return Math.round((sum / (cost + speed + intelligence)) * 1e9) / 1e9;
}

/** Three weights, or nothing when none of them is above 0. */
export function prioritiesFrom(weights: Priorities): Priorities | undefined {
  const { cost, speed, intelligence } = weights;
  return cost + speed + intelligence > 0 ? { cost, speed, intelligence } : undefined;
}

/** Best first: those that can serve, of them those in the running, by the priorities, and where these leave several alike by `tie`. */
export function ranked<T extends Rankable>(candidates: readonly T[], priorities: Priorities | undefined): T[] {
  const keyed = candidates.map((candidate) => ({
    candidate,
    unable: candidate.excluded === undefined ? 0 : 1,
    out: candidate.running ? 0 : 1,
    total: priorities ? weigh(candidate, priorities) : 0,
  }));
  keyed.sort((a, b) => a.unable - b.unable || a.out - b.out || b.total - a.total || a.candidate.tie - b.candidate.tie);
  return keyed.map(({ candidate }) => candidate);
}
