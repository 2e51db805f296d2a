import { inEnglish, t } from './text/l10n.ts';

/**
 * What an error says. As a function it is made twice, in English for servers, the ledger and logs, and in the language of the person.
 */
export type Words = string | (() => string);

/** The English words. */
export const englishOf = (words: Words): string => (typeof words === 'string' ? words : inEnglish(words));

/**
 * An error on the MCP side whose message is fit for a person and for a server's log: no stack, no path of ours, no key.
 * `code` is a JSON-RPC error code where it goes on the wire (-1: the person rejected a sampling request).
 * Recognised by `isMcpError`, not by `instanceof`, since the bundles have a copy of this class each.
 */
export class McpError extends Error {
  override readonly name = 'McpError';
  readonly code: number;
  readonly kind: McpErrorKind;
  /** The `data` of a server's JSON-RPC error, for those that know its code. */
  readonly data: unknown;
  /** The message as the person reads it, where that is another one. */
  readonly shown: string | undefined;
  constructor(kind: McpErrorKind, words: Words, code = -32603, data?: unknown) {
    super(englishOf(words));
    this.shown = typeof words === 'string' ? undefined : words();
    this.kind = kind;
    this.code = code;
    this.data = data;
  }
}

/** What kind of failure it is; the ledger keeps it as the reason of a refusal. */
export type McpErrorKind =
  | 'rejected' // the person said no (-1)
  | 'cancelled' // the server or the person ended it
  | 'invalidRequest' // breaks the specification (-32602)
  | 'notDeclared' // asks for something we did not declare (-32601)
  | 'tooMany' // a cap was reached
  | 'paused' // Pause All Sampling
  | 'noLedger' // the ledger cannot be written
  | 'failed' // a model could not answer and the person gave up
  | 'notRunning' // there is no server to ask
  | 'connection' // could not connect, or the connection was lost
  | 'timeout'
  | 'needsSignIn' // only a sign-in through the browser helps
  | 'server'; // the server answered with an error

/** The `data` of an error that stands for a request that its server took back. A text: bundles have copies of this module. */
const WITHDRAWN = 'withdrawn by the server';

/** Also true for an `McpError` of another bundle. */
export function isMcpError(value: unknown): value is McpError {
  return value instanceof Error && value.name === 'McpError' && 'kind' in value && 'code' in value;
}

/** True where the server itself took its request back, as far as it says. */
export function isWithdrawn(value: unknown): boolean {
  return isMcpError(value) && value.data === WITHDRAWN;
}

/** What a server took back: the person cannot answer it any more. */
export function withdrawnError(words: Words): McpError {
  return new McpError('cancelled', words, -32603, WITHDRAWN);
}

/** The specification's wording for a denial, with the person's reason when there is one. */
export function rejectedError(reason?: string): McpError {
  return new McpError(
    'rejected',
    () => (reason ? t('User rejected sampling request: {0}', reason) : t('User rejected sampling request')),
    -1,
  );
}

/** The message of anything thrown, never its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string' ? error : 'Unknown error';
}

/** The message of anything thrown, for the person: in their language where it has such words. */
export function shownOf(error: unknown): string {
  return error instanceof Error && 'shown' in error && typeof error.shown === 'string' ? error.shown : messageOf(error);
}
