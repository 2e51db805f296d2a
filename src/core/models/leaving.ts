import { estimateTokenCount } from 'tokenx';
import type { Json, JsonObject } from '../mcp.ts';
import { isArray, isObject } from '../util/json.ts';
import type { OutgoingRequest } from './provider.ts';
import type { TokenEstimate } from './tokens.ts';

/** One part of what leaves. Bytes are those of the body; together the parts are the whole of it. */
export interface LeavingPart {
  readonly part: 'system' | 'message' | 'messages' | 'tools' | 'media' | 'rest';
  /** Of a message, as it is sent: counted from 1. Of several, how many; of media too. */
  readonly number?: number;
  readonly role?: string;
  readonly bytes: number;
  /** Estimated; absent where nothing is counted. */
  readonly tokens?: number;
}

/** More messages than this are summed up: nobody reads a table of ten thousand. */
const LISTED = 12;
/** Up to so many characters tokens are counted message by message; beyond, they are shared out by length. */
const COUNTED = 200_000;

const encoder = new TextEncoder();
const known = new WeakMap<TokenEstimate, { readonly hash: string; readonly parts: readonly LeavingPart[] }>();

/**
 * What leaves, by part, read off the very body that is sent. Made once for each request: one that was put together anew and has the hash
 * of the one before has its parts.
 */
export function leavingParts(
  outgoing: OutgoingRequest,
  tokens: TokenEstimate,
  system: boolean,
): readonly LeavingPart[] {
  const before = known.get(tokens);
  if (before?.hash === outgoing.hash) return before.parts;
  const parts = partsOf(outgoing, tokens, system);
  known.set(tokens, { hash: outgoing.hash, parts });
  return parts;
}

interface Measured {
  readonly role: string;
  readonly bytes: number;
  readonly text: string;
}

function partsOf(
  { body, bytes: total }: OutgoingRequest,
  tokens: TokenEstimate,
  system: boolean,
): readonly LeavingPart[] {
  const media = { count: 0, bytes: 0 };
  const messages = isArray(body.messages) ? body.messages.map((message) => measure(message, media)) : [];
  // The system prompt is sent first, in whatever role the format has for it.
  const first = system ? messages.shift() : undefined;
  const tools = toolsOf(body);
  const rows: LeavingPart[] = [
    ...(first ? [{ part: 'system' as const, bytes: first.bytes, tokens: tokens.system }] : []),
    ...messageRows(messages, tokens.messages),
    ...(tools === undefined
      ? []
      : [{ part: 'tools' as const, number: tools.length, bytes: bytesOf(tools), tokens: tokens.tools }]),
    ...(media.count === 0 ? [] : [{ part: 'media' as const, number: media.count, bytes: media.bytes }]),
  ];
  const rest = total - rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return rest > 0 ? [...rows, { part: 'rest', bytes: rest }] : rows;
}

function messageRows(messages: readonly Measured[], total: number): readonly LeavingPart[] {
  const characters = messages.reduce((sum, { text }) => sum + text.length, 0);
  const tokensOf = (text: string): number =>
    characters <= COUNTED ? estimateTokenCount(text) : Math.round((total * text.length) / characters);
  // One that would stand alone below the list is listed too.
  const listed = messages.length <= LISTED + 1 ? messages : messages.slice(0, LISTED);
  const rows = listed.map(
    ({ role, bytes, text }, index): LeavingPart => ({
      part: 'message',
      number: index + 1,
      role,
      bytes,
      tokens: tokensOf(text),
    }),
  );
  const others = messages.slice(listed.length);
  if (others.length === 0) return rows;
  const counted = rows.reduce((sum, { tokens = 0 }) => sum + tokens, 0);
  const bytes = others.reduce((sum, other) => sum + other.bytes, 0);
  return [...rows, { part: 'messages', number: others.length, bytes, tokens: Math.max(0, total - counted) }];
}

function toolsOf(body: JsonObject): readonly Json[] | undefined {
  const { tools, options } = body;
  const offered = tools ?? (isObject(options) ? options.tools : undefined);
  return isArray(offered) && offered.length > 0 ? offered : undefined;
}

function bytesOf(value: Json): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** A message without its media, which are counted aside. */
function measure(message: Json, media: { count: number; bytes: number }): Measured {
  const texts: string[] = [];
  let data = 0;
  const walk = (value: Json | undefined, key: string): void => {
    if (typeof value === 'string') {
      if (!isMedia(key, value)) texts.push(value);
      else {
        media.count += 1;
        media.bytes += value.length;
        data += value.length;
      }
    } else if (key === 'input' && value !== undefined) {
      // What a tool is given may be named as anything: none of it is media, and a model reads all of it.
      texts.push(JSON.stringify(value));
    } else if (isArray(value)) for (const item of value) walk(item, key);
    else if (isObject(value))
      for (const [name, item] of Object.entries(value)) if (!NO_TEXT.has(name)) walk(item, name);
  };
  walk(message, '');
  const role = isObject(message) && typeof message.role === 'string' ? message.role : '';
  return { role, bytes: bytesOf(message) - data, text: texts.join('\n') };
}

/** Words of the format, which a model does not read. */
const NO_TEXT = new Set(['role', 'type', 'id', 'tool_call_id', 'callId', 'format', 'mimeType']);

function isMedia(key: string, value: string): boolean {
  return (key === 'url' && value.startsWith('data:')) || key === 'data';
}
