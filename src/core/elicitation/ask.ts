import type { JsonObject } from '../mcp.ts';
import type { AskingServer, CallLeg, Cause, Kept } from '../sampling/ask.ts';

/** One elicitation, from either era, on its way to the desk. */
export interface ElicitationAsk {
  readonly kind: 'elicitation';
  readonly server: AskingServer;
  readonly cause: Cause;
  /** Its key in a modern round. */
  readonly key?: string;
  /** Which round of its call it belongs to, counted from 1, in the modern era. */
  readonly leg?: CallLeg;
  /** Until when the server says that it keeps the state of the call, in milliseconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Whether its round survives a reload of the window, and why not, as it stands. */
  readonly parked?: () => Kept;
  /** As the server sent them. */
  readonly params: JsonObject;
  /**
   * What follows when the person has opened a page. `answer`: the server hears of the consent at once, since it waits for that (legacy).
   * `retry`: the call is made again when the person says so, since only a retry tells how it went (modern, and error -32042).
   */
  readonly afterOpening: 'answer' | 'retry';
  /** Aborts when the server cancels, exits, is stopped, or the call ends; the reason is a sentence. */
  readonly signal: AbortSignal;
  /** Tells a legacy server with a progress token that somebody is still thinking. */
  readonly keepAlive?: (message: string) => void;
}

/**
 * What a server gets: the three actions of the specification.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation#response-actions
 */
export type ElicitAnswer =
  | { readonly action: 'accept'; readonly content?: JsonObject }
  | { readonly action: 'decline' | 'cancel' };
