import type { Json } from '../mcp.ts';
import type { ServerLogMessage } from './session.ts';

/** Where one server's log goes: a channel of its own. What arrives here has no secret of the launch in it any more. */
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

const MASK = '•••';
/** Shorter values would turn ordinary words into masks. */
const SHORTEST = 4;

/** Masks the secrets of one launch in text and JSON. */
export class Redactor {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    // The longest first: a secret may contain another one.
    this.#secrets = [...new Set(secrets)]
      .filter((secret) => secret.length >= SHORTEST)
      .sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#secrets.reduce((result, secret) => result.replaceAll(secret, MASK), text);
  }

  json(value: Json): Json {
    if (this.#secrets.length === 0) return value;
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isArray(value)) return value.map((item) => this.json(item));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.text(key), item === undefined ? item : this.json(item)]),
    );
  }
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
