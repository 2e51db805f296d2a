import type { ElicitAnswer } from '../elicitation/ask.ts';
import type { CreateMessageResult, CreateMessageResultWithTools, Root } from '../mcp.ts';
import type { AskingServer } from '../sampling/ask.ts';
import type { CallRequest, McpSession, Pushed, PushedElicitation, PushedSampling } from '../servers/session.ts';

/** What asking for a permit is told and tells. */
export interface PermitOptions {
  /** Ends the asking. */
  readonly signal: AbortSignal;
  /** Whether it waits for a person right now. */
  onWaiting(waiting: boolean): void;
}

/** What a call needs of its server. `ManagedServer` is one while it runs. */
export interface CallTarget {
  readonly asking: AskingServer;
  readonly session: McpSession;
  /** Milliseconds without a sign of life after which a call fails; time spent waiting for a human does not count. */
  readonly timeout: number;
  /**
   * The gate in front of every call: resolves when it may be made. Rejects with `McpError` when a person refuses what has changed
   * since they last accepted it.
   */
  permit(request: CallRequest, options: PermitOptions): Promise<void>;
  /** Writes a sentence of ours to the server's log. */
  readonly note?: (sentence: string) => void;
}

/** Where a legacy push goes: attributed to a call, reviewed, answered. Rejects with `McpError`. */
export interface PushHandler {
  handlePush(target: CallTarget, push: PushedSampling): Promise<CreateMessageResult | CreateMessageResultWithTools>;
  handleElicitation(target: CallTarget, push: PushedElicitation): Promise<ElicitAnswer>;
  /** The server says that what the person started at its page is complete. */
  elicitationComplete(target: CallTarget, elicitationId: string): void;
  handleRoots(target: CallTarget, push: Pushed): Promise<readonly Root[]>;
}
