import type { CreateMessageResult, CreateMessageResultWithTools } from '../mcp.ts';
import type { AskingServer } from '../sampling/ask.ts';
import type { McpSession, PushedSampling } from '../servers/session.ts';

/** What a call needs of its server. `ManagedServer` is one while it runs. */
export interface CallTarget {
  readonly asking: AskingServer;
  readonly session: McpSession;
  /** Milliseconds without a sign of life after which a call fails; time spent waiting for a human does not count. */
  readonly timeout: number;
}

/** Where a legacy push goes: attributed to a call, reviewed, answered. Rejects with `McpError`. */
export interface PushHandler {
  handlePush(target: CallTarget, push: PushedSampling): Promise<CreateMessageResult | CreateMessageResultWithTools>;
}
