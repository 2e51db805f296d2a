import * as z from 'zod/mini';
import type { Edits } from '../review/edits.ts';
import type { Earlier } from '../review/history.ts';
import type { CallRef, Kept } from '../sampling/ask.ts';
import type { Event } from '../util/emitter.ts';
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

/** What a store holds. */
export interface StoreContent {
  /** Those that no other window has. */
  readonly found: readonly Found[];
  /** How many another window goes on with. */
  readonly elsewhere: number;
}

/** Where parked calls are kept, encrypted. Windows may share it: a call is one window's at a time, until that releases it or ends. */
export interface ParkingStore {
  /** Keeps it as this window's. Rejects with a sentence when it cannot be kept, or is not this window's any more. */
  write(round: ParkedRound): Promise<void>;
  /** Makes it this window's, and reads it as it stands by now. Undefined when another window has it, or it is gone. */
  claim(id: string): Promise<ParkedRound | undefined>;
  /** Leaves it to whichever window takes it up next. */
  release(id: string): Promise<void>;
  /** Takes away what is this window's. False when there was nothing (any more): then another window has it, or had it. */
  remove(id: string): Promise<boolean>;
  /** Forgets what no other window has. */
  discard(id: string): Promise<void>;
  /** Says that this window lives. Resolves to the ids of the calls that it has lost to another. */
  beat(): Promise<readonly string[]>;
  read(): Promise<StoreContent>;
}

/** What running calls do with it. Nothing here rejects. */
export interface Parking {
  /** Another window has taken this call up, since it took this one for dead: it must not go on here. */
  readonly onDidLose: Event<string>;
  /** Keeps a round before a person sees it, and again when it was edited. */
  keep(round: ParkedRound): Promise<Kept>;
  /** The call goes on, or has ended. False when another window goes on with it: then it must not here. */
  drop(id: string): Promise<boolean>;
  /** The call has ended here, but can be taken up again. */
  leave(id: string): Promise<void>;
}
