import { isMcpError } from '../errors.ts';

/** *Resource not found*: of 2025-11-25 and before, and *Invalid params*, which 2026-07-28 has in its place. */
const CODES: readonly number[] = [-32002, -32602];

/**
 * Whether a server's answer says that it has no such resource. Many servers only say it in words.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling
 */
export function isGone(error: unknown): boolean {
  if (!isMcpError(error) || error.kind !== 'server') return false;
  return (
    CODES.includes(error.code) ||
    /\bnot found\b|\bno such\b|\bunknown resource\b|\bdoes not exist\b/i.test(error.message)
  );
}
