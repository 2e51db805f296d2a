import * as z from 'zod/mini';

/**
 * The messages of the page that asks a person to confirm launch definitions. A confirmation names the definition's hash and the
 * revision of the page that was on screen; the extension takes it only for what was painted a while ago and is still so.
 */

/** A value, and what became of it since the person last said yes. */
export const comparedLineSchema = z.object({
  label: z.string(),
  value: z.string(),
  warnings: z.array(z.string()),
  /** True for what was written by others, false for a word of ours about it. */
  written: z.boolean(),
  /** `same` also where there is nothing to compare with. */
  mark: z.enum(['same', 'added', 'changed', 'removed']),
  /** What a changed line said before; absent where that was not kept. */
  before: z.optional(z.string()),
});
export type ComparedLineView = z.infer<typeof comparedLineSchema>;

export const confirmServerSchema = z.object({
  name: z.string(),
  /** SHA-256 of the definition. */
  hash: z.string(),
  /** Where it was written. */
  source: z.string(),
  /** Every value as written, whole, and what it does with something of the person's. */
  lines: z.array(comparedLineSchema),
  /** When a definition of this server was last confirmed, in milliseconds since the Unix epoch; absent when none was. */
  confirmedAt: z.optional(z.number()),
});
export type ConfirmServer = z.infer<typeof confirmServerSchema>;

/** A tool, a prompt or the instructions of a server that are not what was remembered. */
export const changeSchema = z.object({
  /** Of this very change. */
  id: z.string(),
  server: z.string(),
  what: z.enum(['tool', 'prompt', 'instructions']),
  name: z.string(),
  /** When what it was compared with was accepted, in milliseconds since the Unix epoch; absent when nothing is known of it. */
  since: z.optional(z.number()),
  /** True while a call waits for the decision. */
  waits: z.boolean(),
  /** What differs; where nothing can be compared, all that there is now. */
  lines: z.array(comparedLineSchema),
  /** Sentences of ours about what cannot be shown. */
  notes: z.array(z.string()),
});
export type ChangeView = z.infer<typeof changeSchema>;

export const confirmStateSchema = z.object({
  /** Grows with every change of what is shown. */
  revision: z.number(),
  servers: z.array(confirmServerSchema),
  changes: z.array(changeSchema),
  /** Changes besides these: they come when these are decided. */
  moreChanges: z.number(),
  /** Milliseconds for which a changed page takes no confirmation. */
  guardMs: z.number(),
});
export type ConfirmState = z.infer<typeof confirmStateSchema>;

/** Extension to webview. */
export const toConfirmSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: confirmStateSchema }),
  /** The answer to `rendered`: from now on the extension counts `guardMs`, so a button that is ready here is ready there. */
  z.object({ type: z.literal('seen'), revision: z.number() }),
  /** A confirmation was not taken; one sentence says why. */
  z.object({ type: z.literal('notTaken'), hash: z.string(), message: z.string() }),
]);
export type ToConfirm = z.infer<typeof toConfirmSchema>;

/** Webview to extension. */
export const fromConfirmSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** What is on screen now, said after it was painted. */
  z.object({ type: z.literal('rendered'), revision: z.number() }),
  z.object({ type: z.literal('confirm'), hash: z.string(), revision: z.number() }),
  z.object({ type: z.literal('dismiss'), hash: z.string() }),
  /** Takes a change; its id and the revision stand for what was looked at. */
  z.object({ type: z.literal('accept'), id: z.string(), revision: z.number() }),
  z.object({ type: z.literal('refuse'), id: z.string() }),
  z.object({ type: z.literal('compare'), id: z.string() }),
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type FromConfirm = z.infer<typeof fromConfirmSchema>;
