import type { CallOrigin } from '../calls/origin.ts';
import type { Edits } from '../review/edits.ts';
import type { CreateMessageRequestParams, Era, Json } from '../mcp.ts';

/** Who asks, as far as a person and the ledger need it. */
export interface AskingServer {
  readonly name: string;
  /** True for a request of the person's own: nobody else asks, and no server gets the answer. */
  readonly own?: true;
  /** The definition's hash; of an own request that of the server whose prompt it is. */
  readonly definition: string;
  /** How it is reached: a command line or a URL, without secrets. */
  readonly reach: string;
  readonly era: Era;
  /** Whether sampling with tools was declared to it. */
  readonly tools: boolean;
  /** False when sampling was not declared to it at all: what it asks all the same is refused. Absent means declared. */
  readonly sampling?: boolean;
  /** What the confirmation of its definition says besides: where it was written, what it is, which protocol it speaks. */
  readonly about?: {
    readonly writtenIn: string;
    readonly transport: 'stdio' | 'http' | 'sse';
    readonly protocol: string;
  };
}

/** The call that an ask came from, as the desk shows it. */
export interface CallRef {
  readonly id: string;
  readonly method: 'tools/call' | 'prompts/get' | 'resources/read';
  /** Tool or prompt name, or the resource's URI. */
  readonly name: string;
  readonly title?: string;
  readonly arguments: Json;
  /** What led to the call. */
  readonly origin?: CallOrigin;
  /** When it was taken up again after it was parked, in milliseconds since the Unix epoch. */
  readonly resumedAt?: number;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
}

/**
 * What led to the ask. A legacy push over stdio or SSE names no call: with exactly one call of that server in flight it is that
 * one, with several it is one of them, with none there is no cause (against SEP-2260).
 */
export type Cause =
  | { readonly certainty: 'certain'; readonly call: CallRef }
  | { readonly certainty: 'oneOf'; readonly calls: readonly CallRef[] }
  | { readonly certainty: 'none' };

/** Whether something survives a reload of the window, and in a sentence why not. */
export interface Kept {
  readonly kept: boolean;
  readonly why?: string;
}

/** A round of a call among those that it may have. */
export interface CallLeg {
  readonly number: number;
  readonly most: number;
}

/** One sampling request, from either era, on its way to the desk. */
export interface SamplingAsk {
  readonly kind?: 'sampling';
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
  readonly params: CreateMessageRequestParams;
  /** Edits that a person made before it was parked. */
  readonly edits?: Edits;
  /** Aborts when the server cancels, exits, is stopped, or the call ends; the reason is a sentence. */
  readonly signal: AbortSignal;
  /** Tells a legacy server with a progress token that somebody is still thinking. */
  readonly keepAlive?: (message: string) => void;
}
