import type { CostEstimate, ModelInfo, ModelRef } from './provider.ts';

/** 0 (worst) to 1 (best) among the candidates; `known: false` means no data, counted as a neutral 0.5. */
export interface Score {
  readonly value: number;
  readonly known: boolean;
  /** Where the figure comes from, for a person. */
  readonly source: string;
}

/** A model that could serve this request, with its score and the reasons. */
export interface Candidate {
  readonly model: ModelInfo;
  /** Index into the request's hints of the first one that it matches. */
  readonly hint?: number;
  readonly cost: Score;
  readonly speed: Score;
  readonly intelligence: Score;
  /** Weighted by the request's priorities. */
  readonly total: number;
  readonly price?: CostEstimate;
  /** Why it cannot serve this request (modality, tools, context); such a candidate is never chosen by itself. */
  readonly excluded?: string;
}

/** The whole table, best first, and why the first was chosen. */
export interface Match {
  readonly candidates: readonly Candidate[];
  /** Absent when there is no model to choose. */
  readonly chosen?: ModelRef;
  /** One sentence for a person. */
  readonly why: string;
}
