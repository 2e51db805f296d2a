import type { CostEstimate, ModelInfo, ModelRef } from './provider.ts';
import type { Requirements } from './requirements.ts';
import type { Priorities } from './scoring.ts';

/** 0 (worst) to 1 (best) among the candidates; `known: false` means no data, counted as a neutral 0.5. */
export interface Score {
  readonly value: number;
  readonly known: boolean;
  /** Where the figure comes from, for a person. */
  readonly source: string;
}

/**
 * How a hint leads to a model: by an alias of the person's, by a name that has it (from the beginning of a word, or only inside one),
 * read without its provider, its date or both, or by our tier alone.
 */
export type HintHow = 'alias' | 'name' | 'inside' | 'provider' | 'date' | 'both' | 'tier';

/**
 * What put a model before the others in the running: there is none, the priorities, the very name, its place in an alias, the person's
 * default, its tier, the nearest name, or its place in the alphabet.
 */
export type DecidedBy = 'only' | 'priorities' | 'exact' | 'alias' | 'default' | 'tier' | 'nearness' | 'name';

/** A model that could serve this request, with its score and the reasons. */
export interface Candidate {
  readonly model: ModelInfo;
  /** Index into the request's hints of the first one that it matches. */
  readonly hint?: number;
  readonly how?: HintHow;
  readonly cost: Score;
  readonly speed: Score;
  readonly intelligence: Score;
  /** Weighted by the priorities. */
  readonly total: number;
  readonly price?: CostEstimate;
  /** Why it cannot serve this request (modality, tools, context); such a candidate is never chosen by itself. */
  readonly excluded?: string;
  /** True for those among which the priorities decide: what the deciding hint leads to, or everyone. */
  readonly running: boolean;
  /** Its place, from 0, where the priorities leave several alike. */
  readonly tie: number;
}

/** The whole table, best first, and why the first was chosen. */
export interface Match {
  readonly candidates: readonly Candidate[];
  /** Absent when there is no model to choose. */
  readonly chosen?: ModelRef;
  /** Some sentences for a person. */
  readonly why: string;
  /** What decided, where a model was chosen. */
  readonly by?: DecidedBy;
  /** What the request needs of a model. */
  readonly needs?: Requirements;
  /** The person's own priorities, when they decided in place of the server's. */
  readonly yours?: Priorities;
}
