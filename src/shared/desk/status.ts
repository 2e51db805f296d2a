import * as z from 'zod/mini';
import { answerSchema } from './answer.ts';
import { noteSchema } from './block.ts';
import { compareSchema } from './compare.ts';
import { clockSchema, originSchema, provenanceSchema } from './clock.ts';
import { modelSchema } from './models.ts';
import { closedSchema, phaseSchema, remedySchema } from './phase.ts';
import { besideSchema } from './together.ts';

const callView = z.object({
  id: z.string(),
  method: z.optional(z.enum(['tools/call', 'prompts/get', 'resources/read'])),
  /** Such as *Tool summarize_document*. */
  title: z.string(),
  /** Pretty JSON, whole. */
  arguments: z.string(),
  startedAt: z.number(),
  /** What led to it. */
  origin: z.optional(originSchema),
  /** When it was taken up again after it was parked. */
  resumedAt: z.optional(z.number()),
});

/** Where a request would go. */
export const destinationSchema = z.object({
  kind: z.enum(['http', 'vscode.lm']),
  host: z.string(),
  url: z.optional(z.string()),
  loopback: z.boolean(),
  providerLabel: z.string(),
});

export const reviewStatusSchema = z.object({
  id: z.string(),
  phase: phaseSchema,
  server: z.object({
    name: z.string(),
    reach: z.string(),
    era: z.enum(['legacy', 'modern']),
    /** A request of the person's own: no server asks, and none gets the answer. */
    own: z.optional(z.boolean()),
  }),
  cause: z.object({ certainty: z.enum(['certain', 'oneOf', 'none']), calls: z.array(callView) }),
  /** Place in its round, counted from 1, when the round has several asks: `2 of 3`, and how many have a verdict. */
  round: z.optional(z.object({ key: z.string(), index: z.number(), size: z.number(), decided: z.number() })),
  receivedAt: z.number(),
  /** Where it comes from. */
  provenance: z.optional(provenanceSchema),
  /** Names of texts that were changed in editor tabs: saved there, or typed and not saved. */
  tabs: z.optional(z.object({ saved: z.array(z.string()), unsaved: z.array(z.string()) })),
  /** Whether there is a step to take back, and one that was taken back. */
  canUndo: z.optional(z.boolean()),
  canRedo: z.optional(z.boolean()),
  /** The request was edited after it had been answered. */
  editedSince: z.optional(z.boolean()),
  clock: z.optional(clockSchema),
  /** What would leave this machine; absent while no model is chosen. */
  outgoing: z.optional(
    z.object({
      hash: z.string(),
      model: z.string(),
      destination: destinationSchema,
      bytes: z.number(),
      /** Estimates, with their source. */
      tokens: z.object({
        total: z.number(),
        system: z.number(),
        messages: z.number(),
        tools: z.number(),
        source: z.string(),
      }),
      /** What makes it up; together they are all of its bytes. */
      parts: z.optional(
        z.array(
          z.object({
            part: z.enum(['system', 'message', 'messages', 'tools', 'media', 'rest']),
            number: z.optional(z.number()),
            role: z.optional(z.string()),
            bytes: z.number(),
            tokens: z.optional(z.number()),
          }),
        ),
      ),
      cost: z.optional(z.object({ min: z.number(), max: z.number(), source: z.string() })),
      notes: z.array(noteSchema),
    }),
  ),
  model: modelSchema,
  /** The last try's failure, until another is made. */
  failure: z.optional(
    z.object({
      message: z.string(),
      remedies: z.array(remedySchema),
      endpoint: z.optional(z.string()),
      partial: z.optional(z.string()),
    }),
  ),
  verdict: z.optional(z.enum(['approve', 'answerByHand'])),
  answer: z.optional(answerSchema),
  /** How many values that were redacted in this review stand in its answer as placeholders; absent where nothing was. */
  redactedInAnswer: z.optional(z.number()),
  /** The same request to several models. */
  compare: z.optional(compareSchema),
  closed: z.optional(closedSchema),
  beside: z.optional(besideSchema),
});
export type ReviewStatus = z.infer<typeof reviewStatusSchema>;
