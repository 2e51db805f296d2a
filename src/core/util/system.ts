/** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. Injected: the core has no crypto of its own. */
export type Sha256 = (text: string) => string;

/** A new unguessable identifier (UUID v4). Injected, so that tests are repeatable. */
export type NewId = () => string;

/**
 * Runs work that a server's text can make endless, such as a pattern in its schema, and throws when it takes too long. Injected: the
 * core cannot end what runs.
 */
export type InTime = <T>(work: () => T) => T;

/** Where the core writes its own diagnostics. Never the content of a prompt, never a secret. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
