import type { Json } from '../mcp.ts';
import { prettyJson } from '../util/json.ts';
import type { TrafficEntry } from './traffic.ts';

/** A message as one line of JSONL: what is known of it, and the message itself or, where it was too long, its beginning as text. */
export function jsonLine(entry: TrafficEntry): string {
  const { seq, time, direction, kind, method, id, size, duration, failed, call, text, cut } = entry;
  return JSON.stringify({
    seq,
    time: new Date(time).toISOString(),
    direction,
    kind,
    ...(method !== '' && { method }),
    ...(id !== undefined && { id }),
    bytes: size,
    ...(duration !== undefined && { durationMs: duration }),
    ...(failed && { failed }),
    ...(call !== undefined && { call }),
    ...(cut ? { messageBeginsWith: text } : { message: JSON.parse(text) as Json }),
  });
}

/** A message for a person to read. */
export function readable({ text, cut }: TrafficEntry): string {
  return cut ? text : prettyJson(JSON.parse(text) as Json);
}

/** Whether a message is meant by what somebody looks for: its text, its method or the call, whatever the case. */
export function hasText(entry: TrafficEntry, lower: string): boolean {
  if (entry.method.toLowerCase().includes(lower)) return true;
  return entry.text.toLowerCase().includes(lower) || entry.call?.toLowerCase() === lower;
}
