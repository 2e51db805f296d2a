import type { Json } from '../mcp.ts';
import type { Redactor } from '../text/redact.ts';
import { isArray, isObject } from '../util/json.ts';

/** Longer than any secret that is looked for, in UTF-16 units: what is cut off may have cut one in two. */
const MARGIN = 8_192;

/** UTF-8 bytes of a value as compact JSON, without making it: messages can have megabytes. */
export function jsonSize(value: Json): number {
  if (typeof value === 'string') return stringSize(value);
  if (isArray(value)) return value.reduce<number>((sum, item) => sum + jsonSize(item) + 1, value.length > 0 ? 1 : 2);
  if (!isObject(value)) return JSON.stringify(value).length;
  let size = 0;
  let members = 0;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    size += stringSize(key) + 1 + jsonSize(item);
    members += 1;
  }
  return size + 2 + Math.max(0, members - 1);
}

/**
 * The beginning of a message's JSON, secrets taken out. Only as much is read of the message as is kept, so that a large one costs no
 * more than a small one.
 */
export function pruned(message: Json, redactor: Redactor, most: number): string {
  const text = JSON.stringify(redactor.json(prune(message, redactor, { left: most })));
  // A slice alone would keep the whole text in memory.
  return text.length > most ? structuredClone(text.slice(0, most)) : text;
}

function prune(value: Json, redactor: Redactor, budget: { left: number }): Json {
  if (typeof value === 'string') {
    const { left } = budget;
    budget.left -= Math.min(left, value.length);
    if (value.length <= left + MARGIN) return value;
    // A secret that the cut goes through is no longer recognised: it lies in the margin, which goes.
    return redactor.text(value.slice(0, left + MARGIN)).slice(0, -MARGIN);
  }
  if (isArray(value)) {
    const kept: Json[] = [];
    for (const item of value) {
      if (budget.left <= 0) break;
      budget.left -= 1;
      kept.push(prune(item, redactor, budget));
    }
    return kept;
  }
  if (!isObject(value)) return value;
  const kept: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (budget.left <= 0) break;
    if (item === undefined) continue;
    budget.left -= key.length + 4;
    kept.push([key, prune(item, redactor, budget)]);
  }
  return Object.fromEntries(kept);
}

function stringSize(text: string): number {
  let size = 2;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) size += unit === 0x22 || unit === 0x5c ? 2 : unit >= 0x20 ? 1 : controlSize(unit);
    else if (unit < 0x800) size += 2;
    else if (unit < 0xd800 || unit > 0xdfff) size += 3;
    else if (isPair(text, at)) {
      size += 4;
      at += 1;
    } else size += 6; // JSON writes half a pair as an escape
  }
  return size;
}

/** `\n` and its like have two characters, others are `\u0001`. */
function controlSize(unit: number): number {
  return unit === 8 || unit === 9 || unit === 10 || unit === 12 || unit === 13 ? 2 : 6;
}

function isPair(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}
