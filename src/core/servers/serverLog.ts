import type { Json } from '../mcp.ts';
import type { ServerLogMessage } from './session.ts';

/** Where one server's log goes: a channel of its own. What arrives here is redacted: no key, no secret of the launch. */
export interface ServerLog {
  /** A line of the program's stderr. */
  stderr(line: string): void;
  /** A line on stdout that is no JSON-RPC. */
  stray(line: string): void;
  /** A protocol log message, at its own level. */
  protocol(message: ServerLogMessage): void;
  /** What happened to the server: started, connected, crashed … */
  event(level: 'info' | 'warn' | 'error', message: string): void;
  /** A JSON-RPC message. Called only while `tracing`. */
  traffic(direction: 'sent' | 'received', message: Json): void;
  /** Whether anybody reads the trace; redacting every message costs. */
  readonly tracing: boolean;
}
