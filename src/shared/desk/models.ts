import * as z from 'zod/mini';
import { noteSchema } from './block.ts';

/** 0 (worst) to 1 (best) among those in the running; absent where nothing is known, which counts as 0.5. */
const scoreSchema = z.object({
  value: z.optional(z.number()),
  /** Where the figure comes from: a place in the table's `sources`, since many models share one. */
  source: z.number(),
});

/** A model that could serve the request: a row of the table, an entry of *Model*. */
export const candidateSchema = z.object({
  ref: z.string(),
  name: z.string(),
  providerLabel: z.string(),
  /** Why it cannot serve the request. */
  excluded: z.optional(z.string()),
  /** Place, from 0, of the first hint that leads to it, and how: a name of its, a part of a word, an alias, our tier. */
  hint: z.optional(
    z.object({
      index: z.number(),
      how: z.enum(['alias', 'name', 'inside', 'provider', 'date', 'both', 'tier']),
    }),
  ),
  cost: scoreSchema,
  speed: scoreSchema,
  intelligence: scoreSchema,
  /** The price of this very request in US dollars, from no answer to the longest. */
  price: z.optional(z.object({ min: z.number(), max: z.number(), source: z.number() })),
  /** What is known of it; absent means not known. */
  contextTokens: z.optional(z.number()),
  /** What the request needs of it, where that is less than of others: it answers shorter than is allowed. */
  neededTokens: z.optional(z.number()),
  image: z.optional(z.boolean()),
  audio: z.optional(z.boolean()),
  tools: z.optional(z.boolean()),
  /** True for those among which the priorities decide. */
  running: z.boolean(),
  /** Its place where the priorities leave several alike. */
  tie: z.number(),
});
export type CandidateView = z.infer<typeof candidateSchema>;

/** How much each matters, 0 to 1. */
export const prioritiesSchema = z.object({
  cost: z.number().check(z.minimum(0), z.maximum(1)),
  speed: z.number().check(z.minimum(0), z.maximum(1)),
  intelligence: z.number().check(z.minimum(0), z.maximum(1)),
});
export type PrioritiesView = z.infer<typeof prioritiesSchema>;

/** Which model, why, and which others there are. */
export const modelSchema = z.object({
  chosen: z.optional(z.string()),
  /** True when the person chose it here. */
  byPerson: z.boolean(),
  why: z.string(),
  /** What matching would choose, where that is another one than is chosen. */
  matched: z.optional(z.object({ ref: z.string(), why: z.string() })),
  /** Best first. */
  candidates: z.array(candidateSchema),
  sources: z.array(z.string()),
  /** What the request needs of a model. */
  needs: z.optional(
    z.object({ contextTokens: z.number(), image: z.boolean(), audio: z.boolean(), tools: z.boolean() }),
  ),
  /** The person's own priorities, where they decide in place of the server's. */
  yours: z.optional(prioritiesSchema),
  /** What an answer by hand does not heed. */
  byHand: z.optional(z.array(noteSchema)),
  /** Problems of providers, such as an endpoint that does not answer. */
  problems: z.array(z.string()),
});
export type ModelView = z.infer<typeof modelSchema>;
