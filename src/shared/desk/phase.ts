import * as z from 'zod/mini';

export const remedySchema = z.enum([
  'setApiKey',
  'otherModel',
  'retry',
  'answerByHand',
  'openSettings',
  'detectLocalModels',
]);

/**
 * pending: waits for the verdict (also after a failure). decided: has its verdict, the round's other asks have none yet.
 * running: a model is answering. answered: waits for the release. closed: over, `closed` says how.
 */
export const phaseSchema = z.enum(['pending', 'decided', 'running', 'answered', 'closed']);
export type Phase = z.infer<typeof phaseSchema>;

/** How it ended. */
export const closedSchema = z.object({
  how: z.enum(['returned', 'denied', 'rejected', 'cancelled', 'expired', 'failed']),
  /** One sentence. */
  message: z.string(),
});
