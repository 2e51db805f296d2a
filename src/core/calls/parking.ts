import * as z from 'zod/mini';
import type { Edits } from '../review/edits.ts';
import type { Earlier } from '../review/history.ts';
import type { CallRef, Kept } from '../sampling/ask.ts';
import type { CallOrigin } from './origin.ts';
import type { InputRequests } from './asking.ts';

/** How long a call stays parked at most, in milliseconds. */
export const LONGEST_PARKED = 7 * 24 * 60 * 60_000;

/**
 * A modern call that waits for a person, with all that its retry needs: what was called, what the server asks, and its state as it
 * came. Of the person's work only the edits; never an answer that was not released, never a key.
 */
export interface ParkedRound {
  /** The call's id. */
  readonly id: string;
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly parkedAt: number;
  readonly server: string;
  /** The hash of the server's definition. */
  readonly definition: string;
  readonly method: CallRef['method'];
  readonly name: string;
  readonly title?: string | undefined;
  readonly arguments: CallRef['arguments'];
  readonly origin?: CallOrigin | undefined;
  readonly startedAt: number;
  /** Which round of the call it is, counted from 1. */
  readonly round: number;
  readonly inputRequests: InputRequests;
  /** Byte-exact as it came. */
  readonly requestState?: string | undefined;
  /** Until when the server says that it keeps the state. */
  readonly expiresAt?: number | undefined;
  /** By the key of the ask. */
  readonly edits: Readonly<Record<string, Edits>>;
  /** What the call had asked before, with what became of it. */
  readonly earlier?: readonly Earlier[] | undefined;
}

/** What is read back from disk. Its writer is this extension, perhaps in another version. */
export const parkedSchema = z.object({
  id: z.string(),
  parkedAt: z.number(),
  server: z.string(),
  definition: z.string(),
  method: z.enum(['tools/call', 'prompts/get', 'resources/read']),
  name: z.string(),
  title: z.optional(z.string()),
  arguments: z.json(),
  origin: z.optional(z.enum(['button', 'command', 'sendPrompt', 'opened', 'editor', 'changed'])),
  startedAt: z.number(),
  round: z.int().check(z.minimum(1)),
  inputRequests: z.record(
    z.string(),
    z.object({ method: z.string(), params: z.optional(z.record(z.string(), z.json())) }),
  ),
  requestState: z.optional(z.string()),
  expiresAt: z.optional(z.number()),
  edits: z.record(z.string(), z.looseObject({})),
  earlier: z.optional(
    z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        at: z.number(),
        leg: z.optional(z.number()),
        verdict: z.optional(z.enum(['approve', 'answerByHand'])),
        how: z.optional(z.enum(['returned', 'denied', 'rejected', 'cancelled', 'expired', 'failed'])),
        model: z.optional(z.string()),
      }),
    ),
  ),
});

/** A parked call as it was found, or why it cannot be had: `id` names its file all the same. */
export type Found =
  | { readonly id: string; readonly round: ParkedRound }
  | { readonly id: string; readonly problem: string };

/** Where parked calls are kept, encrypted. */
export interface ParkingStore {
  /** Rejects with a sentence when it cannot be kept. */
  write(round: ParkedRound): Promise<void>;
  remove(id: string): Promise<void>;
  read(): Promise<readonly Found[]>;
}

/** What running calls do with it. Nothing here rejects. */
export interface Parking {
  /** Keeps a round before a person sees it, and again when it was edited. */
  keep(round: ParkedRound): Promise<Kept>;
  /** The call goes on, or has ended. */
  drop(id: string): Promise<void>;
  /** The call has ended here, but can be taken up again. */
  leave(id: string): void;
}
