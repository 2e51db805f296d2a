import type { Json, JsonObject } from '../mcp.ts';

/** True for a JSON object: neither `null` nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that keeps what is known: its own type guard says `any[]`, and does not narrow a readonly list. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * JSON for a person to read: two spaces a level; `null` for what JSON has no form of. What a server nested beyond the stack is said to
 * be so, in place of an error that would end more than its display.
 */
export function prettyJson(value: unknown): string {
  return printed(value, 2);
}

/** The same on one line. */
export function lineJson(value: unknown): string {
  return printed(value, 0);
}

function printed(value: unknown, indent: number): string {
  try {
    return JSON.stringify(value, undefined, indent) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return '"(nested too deeply, or too long, to be shown)"';
    throw error;
  }
}
