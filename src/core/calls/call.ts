import type { McpErrorKind } from '../errors.ts';
import type { Json, JsonObject } from '../mcp.ts';
import type { AskingServer } from '../sampling/ask.ts';
import type { CallRequest, Progress, ServerLogMessage } from '../servers/session.ts';
import type { Event } from '../util/emitter.ts';

/** What a server asked during a call, for the panel that shows the call. */
export interface CallReview {
  readonly review: string;
  readonly label: string;
  /** One word for a person: waiting, running, answered, returned, denied, cancelled … */
  readonly state: string;
  readonly model?: string;
}

/** A call as it stands. Immutable: a change makes another. */
export interface CallSnapshot {
  readonly id: string;
  readonly server: string;
  readonly request: CallRequest;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly progress?: Progress;
  readonly logs: readonly { readonly time: number; readonly message: ServerLogMessage }[];
  readonly reviews: readonly CallReview[];
  readonly waitingForReview: boolean;
  readonly error?: string;
  /** What kind of failure `error` tells of, and its JSON-RPC code. */
  readonly failure?: { readonly kind: McpErrorKind; readonly code: number };
  readonly result?: JsonObject;
  /** Said when the result's structured content does not fit the tool's output schema. */
  readonly warning?: string;
}

/** A running or finished call. */
export interface Call {
  readonly id: string;
  readonly snapshot: CallSnapshot;
  /** The server that it went to. */
  readonly asking: AskingServer;
  readonly onDidChange: Event<CallSnapshot>;
  /** Resolves with the last snapshot, whatever the end was. Never rejects. */
  readonly finished: Promise<CallSnapshot>;
  /** Ends it: the server is told, and its reviews are closed. */
  cancel(reason?: string): void;
}

/** The arguments of any call, as the desk and the ledger show them. */
export function argumentsOf(request: CallRequest): Json {
  return request.method === 'resources/read' ? { uri: request.uri } : request.arguments;
}

/** Tool or prompt name, or URI. */
export function nameOf(request: CallRequest): string {
  if (request.method === 'tools/call') return request.tool.name;
  return request.method === 'prompts/get' ? request.name : request.uri;
}
