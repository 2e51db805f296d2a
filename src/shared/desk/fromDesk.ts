import * as z from 'zod/mini';
import { answerEditSchema } from './answer.ts';
import { editSchema, textPlaceSchema } from './edit.ts';
import { batchActs, restLimitsSchema } from './batch.ts';
import { formValuesSchema } from './elicitation.ts';
import { prioritiesSchema } from './models.ts';
import { findingsActSchema } from './findings.ts';
import { remedySchema } from './phase.ts';

const id = z.string();
const hash = z.string();

/** Webview to extension. Everything is checked; nothing here may approve but `approve`, `approveComparison`,
 * `approveBatch` and `regenerate`, and nothing may submit or open but `submit` and `openPage`, all bound to id and hash. */
export const fromDeskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('select'), id }),
  /** What is on screen now, said after it was painted. Approval is taken for a hash that was rendered, `guardMs` later. */
  z.object({ type: z.literal('rendered'), id, hash, revision: z.number() }),
  /** Edits in a row with the same `joins`, such as the keys of one sitting at a text, are one step for `undo`. */
  z.object({ type: z.literal('edit'), id, edit: editSchema, joins: z.optional(z.string()) }),
  z.object({ type: z.enum(['reset', 'undo', 'redo']), id }),
  /** Opens one text of the request in an editor tab, which writes it back when it is saved. */
  z.object({ type: z.literal('editInEditor'), id, text: textPlaceSchema }),
  z.object({ type: z.literal('findings'), id, act: findingsActSchema }),
  z.object({ type: z.literal('diff'), id }),
  z.object({ type: z.literal('selectModel'), id, model: z.string() }),
  /** The person's own priorities for matching, or none: the server's again. */
  z.object({ type: z.literal('weigh'), id, priorities: z.optional(prioritiesSchema) }),
  /** With `rest`, the rest of the call is approved by the same press, up to these limits. */
  z.object({ type: z.literal('approve'), id, hash, rest: z.optional(restLimitsSchema) }),
  ...batchActs,
  z.object({ type: z.literal('answerByHand'), id, text: z.string() }),
  z.object({ type: z.literal('deny'), id, reason: z.optional(z.string()) }),
  z.object({ type: z.literal('stop'), id, column: z.optional(z.number()) }),
  /** Changes the answer, or takes back all changes of it; returns nothing. */
  z.object({ type: z.literal('editAnswer'), id, edit: z.optional(answerEditSchema) }),
  /** Ends the request with the answer and what is wrong with it; it is sent by *Regenerate*, after it was looked at. */
  z.object({ type: z.literal('repair'), id }),
  /** Puts a comparison together; without models, leaves it. */
  z.object({ type: z.literal('compare'), id, models: z.optional(z.array(z.string())) }),
  /** The one press for several models, with the hash of each. */
  z.object({ type: z.literal('approveComparison'), id, hashes: z.array(hash) }),
  z.object({ type: z.literal('takeAnswer'), id, column: z.number() }),
  /** Shows what the model said beside what would be returned. */
  z.object({ type: z.literal('answerDiff'), id }),
  /** Returns the answer as it is, or `text` in its place. */
  z.object({ type: z.literal('release'), id, text: z.optional(z.string()) }),
  z.object({ type: z.literal('regenerate'), id, hash }),
  z.object({ type: z.literal('rejectAnswer'), id, reason: z.optional(z.string()) }),
  /** What is typed into a form so far; nothing of it leaves by this. */
  z.object({ type: z.literal('fill'), id, values: formValuesSchema }),
  /** The content of a form as JSON text; checked against its schema before anything is sent. */
  z.object({ type: z.literal('submit'), id, hash, content: z.string() }),
  z.object({ type: z.literal('openPage'), id, hash }),
  z.object({ type: z.literal('answerAsk'), id, act: z.enum(['retry', 'decline', 'cancel', 'refuse']) }),
  z.object({ type: z.literal('remedy'), id, remedy: remedySchema }),
  z.object({ type: z.literal('resumeSampling') }),
  /** Puts the requests of a parked call on the desk, or forgets it. `id` is the call's. */
  z.object({ type: z.literal('resumeParked'), id }),
  z.object({ type: z.literal('discardParked'), id }),
  /** Starts the server of a parked call, as the command does: what is not confirmed is confirmed first. */
  z.object({ type: z.literal('startParked'), id }),
  z.object({ type: z.literal('copy'), text: z.string() }),
  /** The list of requests was made this wide, in pixels. */
  z.object({ type: z.literal('listWidth'), width: z.number().check(z.minimum(100), z.maximum(2000)) }),
  /** A script error or a content-security-policy violation, for the log and the tests. */
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type FromDesk = z.infer<typeof fromDeskSchema>;
