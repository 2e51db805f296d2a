import type { Json, JsonObject } from '../core/mcp.ts';
import type { Notes } from '../core/models/notes.ts';
import { t } from '../core/text/l10n.ts';

/**
 * The same JSON with every half of a surrogate pair replaced by U+FFFD. Such a half has no UTF-8 form, so it cannot be sent
 * as it is, and RFC 8785 refuses to sign it. Returns the very same value where nothing has to change.
 */
function wellFormed(value: Json | undefined, changed: () => void): Json | undefined {
  if (typeof value === 'string') {
    if (value.isWellFormed()) return value;
    changed();
    return value.toWellFormed();
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const next = items.map((item) => wellFormed(item, changed) ?? null);
    return next.some((item, index) => item !== items[index]) ? next : items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const next = entries.map(([key, item]) => [wellFormed(key, changed) as string, wellFormed(item, changed)] as const);
    const same = next.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1]);
    return same ? value : (Object.fromEntries(next) as Json);
  }
  return value;
}

/** Where each part of a body comes from in the request. */
const origins: Readonly<Record<string, string>> = {
  messages: 'messages',
  tools: 'tools',
  stop: 'stopSequences',
  modelOptions: 'stopSequences',
};

/** A body that can be signed and sent, with a note for each part in which a broken character was replaced. */
export function sendable(body: JsonObject, notes: Notes): JsonObject {
  const parts = Object.entries(body).map(([key, value]) => {
    // VS Code takes tools and parameters in one object.
    if (key === 'options') return [key, sendable(value as JsonObject, notes)] as const;
    const text = t('A broken character (half of a pair) cannot be sent; � stands in its place.');
    return [key, wellFormed(value, () => notes.add(origins[key] ?? key, 'changed', text))] as const;
  });
  return Object.fromEntries(parts);
}
