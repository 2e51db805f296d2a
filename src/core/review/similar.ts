import canonicalize from 'canonicalize';
import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../mcp.ts';
import type { SamplingAsk } from '../sampling/ask.ts';
import { blocksOf, textOf } from '../sampling/blocks.ts';
import type { Review } from './review.ts';

/** A text that is the same for two requests exactly when all is the same that a person would have to read twice otherwise. */
type Key = string;

const frames = new WeakMap<CreateMessageRequestParams, Key>();
const shapes = new WeakMap<CreateMessageRequestParams, Key>();

/** A value in one form, whatever the order of its keys. What has none is like nothing else. */
function formOf(value: unknown): Key {
  try {
    return canonicalize(value) ?? '';
  } catch {
    return `unlike ${Math.random()}`;
  }
}

/** Everything of a request but its messages: system prompt, tools, parameters, preferences, and fields that this version does not know. */
export function frameOf(params: CreateMessageRequestParams): Key {
  return remembered(frames, params, () => {
    // What a transport adds to each request, such as a token for its progress, is not what anybody asks.
    const { messages: _, _meta: __, ...frame } = params;
    return formOf(frame);
  });
}

/** Roles and kinds of blocks, in order; media are told of by `mediaOf`. */
export function shapeOf(params: CreateMessageRequestParams): Key {
  return remembered(shapes, params, () =>
    formOf(params.messages.map((message) => [message.role, ...blocksOf(message).filter(isNoMedia).map(kindOf)])),
  );
}

function remembered(
  known: WeakMap<CreateMessageRequestParams, Key>,
  params: CreateMessageRequestParams,
  make: () => Key,
): Key {
  const before = known.get(params);
  if (before !== undefined) return before;
  const made = make();
  known.set(params, made);
  return made;
}

const kindOf = (block: SamplingMessageContentBlock): string => block.type;
const isNoMedia = (block: SamplingMessageContentBlock): boolean => block.type !== 'image' && block.type !== 'audio';

/** The kinds of media in a request, each once, also in the results of tools. */
export function mediaOf(params: CreateMessageRequestParams): readonly string[] {
  const kinds = new Set<string>();
  for (const message of params.messages)
    for (const block of blocksOf(message)) for (const part of partsOf(block)) if (mediaKinds.has(part)) kinds.add(part);
  return [...kinds];
}

const mediaKinds: ReadonlySet<string> = new Set(['image', 'audio', 'resource']);

function partsOf(block: SamplingMessageContentBlock): readonly string[] {
  return block.type === 'tool_result' ? (block.content ?? []).map((part) => part.type) : [block.type];
}

/** Characters of all texts in the messages. */
export function lengthOf(params: CreateMessageRequestParams): number {
  return params.messages.reduce((sum, message) => sum + textOf(blocksOf(message)).length, 0);
}

/** Names the call that surely led to an ask; absent where that is not known, and for a request of the person's own. */
export function callKeyOf({ server, cause }: Pick<SamplingAsk, 'server' | 'cause'>): Key | undefined {
  if (cause.certainty !== 'certain' || server.own) return undefined;
  return formOf([server.name, server.definition, server.era, cause.call.id]);
}

/** Same call, same frame, same shape, as the server asked it; absent for what never has an equal. */
export function kinKeyOf({ ask }: Pick<Review, 'ask'>): Key | undefined {
  const call = callKeyOf(ask);
  return call === undefined ? undefined : `${call}\n${shapeOf(ask.params)}\n${frameOf(ask.params)}`;
}

/** Where a request would go now: model and destination. */
export function wayOf({ outgoing }: Pick<Review, 'outgoing'>): Key | undefined {
  return outgoing && formOf([outgoing.model.ref, outgoing.destination]);
}
