import type { CallSnapshot } from '../../core/calls/call.ts';
import type { ContentBlock, Json, JsonObject } from '../../core/mcp.ts';
import { base64Bytes } from '../../core/review/blockView.ts';
import { lineJson, prettyJson } from '../../core/util/json.ts';
import type { CallState, ResultBlock } from '../../shared/tool.ts';

/** A call as its panel shows it. */
export function callState(snapshot: CallSnapshot): CallState {
  const { id, status, startedAt, endedAt, progress, waitingForReview, error, result } = snapshot;
  return {
    id,
    status,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(progress && {
      progress: {
        progress: progress.progress,
        ...(progress.total !== undefined && { total: progress.total }),
        ...(progress.message !== undefined && { message: progress.message }),
        ...(progress.task === true && { task: true }),
      },
    }),
    waitingForReview,
    logs: snapshot.logs.map(({ time, message }) => ({ time, level: message.level, text: textOf(message.data) })),
    rounds: snapshot.reviews.map(({ review, label, state, model }) => ({
      review,
      label,
      state,
      ...(model !== undefined && { model }),
    })),
    ...(error !== undefined && { error }),
    ...(result && { result: resultView(snapshot, result) }),
  };
}

function textOf(data: Json): string {
  return typeof data === 'string' ? data : lineJson(data);
}

function resultView({ warning }: CallSnapshot, result: JsonObject): NonNullable<CallState['result']> {
  const structured = result['structuredContent'];
  return {
    isError: result['isError'] === true,
    blocks: [...resultBlocks(result)],
    ...(structured !== undefined && { structured: prettyJson(structured) }),
    ...(warning !== undefined && { warning }),
  };
}

/** The blocks of a tool's result, a prompt's messages, or a resource's contents. */
export function resultBlocks(result: JsonObject): readonly ResultBlock[] {
  if (Array.isArray(result['messages'])) {
    return result['messages'].flatMap((message: unknown) => {
      const { role, content } = (message ?? {}) as { role?: unknown; content?: unknown };
      return contentOf(content).map((block) => (typeof role === 'string' ? { ...block, role } : block));
    });
  }
  if (Array.isArray(result['contents'])) {
    return result['contents'].map((resource: unknown) => blockOf({ type: 'resource', resource }));
  }
  return contentOf(result['content']);
}

function contentOf(content: unknown): readonly ResultBlock[] {
  return (Array.isArray(content) ? content : content === undefined ? [] : [content]).map((block) => blockOf(block));
}

/** What does not look like a block of the specification is shown as its JSON: a server can send anything. */
function blockOf(value: unknown): ResultBlock {
  const other: ResultBlock = { type: 'other', json: prettyJson(value) };
  if (typeof value !== 'object' || value === null) return other;
  const block = value as Partial<ContentBlock> & Record<string, unknown>;
  switch (block.type) {
    case 'text':
      return typeof block.text === 'string' ? { type: 'text', text: block.text } : other;
    case 'image':
    case 'audio':
      return typeof block.data === 'string' && typeof block.mimeType === 'string'
        ? { type: block.type, data: block.data, mimeType: block.mimeType, bytes: base64Bytes(block.data) }
        : other;
    case 'resource_link':
      return typeof block.uri === 'string' ? linkOf(block, block.uri) : other;
    case 'resource':
      return typeof block.resource === 'object' && block.resource !== null
        ? (embedded(block.resource) ?? other)
        : other;
    default:
      return other;
  }
}

function linkOf(block: Record<string, unknown>, uri: string): ResultBlock {
  return {
    type: 'resourceLink',
    uri,
    name: stringOr(block['title']) ?? stringOr(block['name']) ?? uri,
    ...optional('description', stringOr(block['description'])),
    ...optional('mimeType', stringOr(block['mimeType'])),
  };
}

function embedded(resource: object): ResultBlock | undefined {
  const { uri, mimeType, text, blob } = resource as Record<string, unknown>;
  if (typeof uri !== 'string') return undefined;
  return {
    type: 'resource',
    uri,
    ...optional('mimeType', stringOr(mimeType)),
    ...optional('text', stringOr(text)),
    ...(typeof blob === 'string' && { bytes: base64Bytes(blob) }),
  };
}

function stringOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
