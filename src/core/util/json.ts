import type { Json, JsonObject } from '../mcp.ts';

/** True for a JSON object: neither `null` nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that keeps what is known: its own type guard says `any[]`, and does not narrow a readonly list. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** JSON for a person to read: two spaces a level; `null` for what JSON has no form of. */
export function prettyJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2) ?? 'null';
}
