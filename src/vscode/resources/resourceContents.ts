import { prettyJson } from '../../core/util/json.ts';
import type { JsonObject } from '../../core/mcp.ts';

/** One of the contents of a resource, as bytes. */
export interface Content {
  readonly uri: string;
  readonly mimeType: string | undefined;
  readonly bytes: Uint8Array;
}

/** The contents of a `resources/read` result, in its order. What is no content of the specification is shown as its JSON. */
export function contentsOf(asked: string, result: JsonObject): readonly Content[] {
  const list: unknown = result['contents'];
  return Array.isArray(list) ? list.map((content) => contentOf(asked, content)) : [];
}

/** One content: text as UTF-8, a blob as the bytes that it stands for. */
export function contentOf(asked: string, value: unknown): Content {
  const { uri, mimeType, text, blob } = (value ?? {}) as Record<string, unknown>;
  const known = {
    uri: typeof uri === 'string' ? uri : asked,
    mimeType: typeof mimeType === 'string' ? mimeType : undefined,
  };
  if (typeof blob === 'string')
    return { ...known, mimeType: known.mimeType ?? 'application/octet-stream', bytes: Buffer.from(blob, 'base64') };
  if (typeof text === 'string') return { ...known, bytes: Buffer.from(text, 'utf8') };
  return { ...known, mimeType: 'application/json', bytes: Buffer.from(`${prettyJson(value)}\n`, 'utf8') };
}
