import { estimateTokenCount } from 'tokenx';
import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { plural, t } from '../text/l10n.ts';

/** Tokens of a request by part, estimated; `source` says how, in a sentence for a person. */
export interface TokenEstimate {
  readonly total: number;
  readonly system: number;
  readonly messages: number;
  readonly tools: number;
  /** How many images and sounds are not counted: what they cost is the model's own affair, and is not guessed. */
  readonly uncountedMedia: number;
  readonly source: string;
}

/** Up to this many characters are counted whole (about 30 ms); beyond, a sample is counted and scaled. */
const wholeLimit = 200_000;
const sliceLength = 2_000;
const sampledCharacters = 100_000;

/** Texts of one part. A part of many small texts is as slow to count as one long one, so they are sampled as if joined. */
class Part {
  readonly texts: string[] = [];
  characters = 0;

  add(text: string | undefined): void {
    if (text === undefined || text === '') return;
    this.texts.push(text);
    this.characters += text.length;
  }

  count(sampled: boolean): number {
    if (!sampled || this.characters <= sliceLength) {
      return this.texts.reduce((sum, text) => sum + estimateTokenCount(text), 0);
    }
    return this.#countSample();
  }

  /** Slices at even distances over all texts, so that a change of language or kind on the way is seen. */
  #countSample(): number {
    const slices = Math.min(Math.ceil(this.characters / sliceLength), Math.ceil(sampledCharacters / sliceLength));
    const distance = this.characters / slices;
    let tokens = 0;
    let seen = 0;
    let index = 0;
    let start = 0;
    for (let slice = 0; slice < slices; slice += 1) {
      const at = Math.floor(slice * distance);
      while (index + 1 < this.texts.length && at >= start + (this.texts[index]?.length ?? 0)) {
        start += this.texts[index]?.length ?? 0;
        index += 1;
      }
      const piece = (this.texts[index] ?? '').slice(at - start, at - start + sliceLength);
      tokens += estimateTokenCount(piece);
      seen += piece.length;
    }
    return seen === 0 ? 0 : Math.round((tokens * this.characters) / seen);
  }
}

function addBlock(block: SamplingMessageContentBlock, part: Part): number {
  switch (block.type) {
    case 'text':
      part.add(block.text);
      return 0;
    case 'tool_use':
      part.add(block.name);
      part.add(JSON.stringify(block.input));
      return 0;
    case 'tool_result': {
      let media = 0;
      for (const inner of block.content ?? []) {
        if (inner.type === 'text') part.add(inner.text);
        else if (inner.type === 'image' || inner.type === 'audio') media += 1;
        else if (inner.type === 'resource' && 'text' in inner.resource) part.add(inner.resource.text);
      }
      return media;
    }
    default:
      return 1;
  }
}

function sourceOf(sampled: boolean, media: number): string {
  const how = sampled
    ? t('Estimated with tokenx from samples of a long text')
    : t('Estimated with tokenx, usually within 10 %');
  if (media === 0) return `${how}.`;
  return plural(media, '{1}; an image or sound is not counted.', '{1}; {0} images or sounds are not counted.', how);
}

/** Estimates the tokens that a request has as input, in at most some 40 ms whatever its size. */
export function estimateTokens(params: CreateMessageRequestParams): TokenEstimate {
  const system = new Part();
  const messages = new Part();
  const tools = new Part();
  let uncountedMedia = 0;
  system.add(params.systemPrompt);
  for (const message of params.messages) {
    for (const block of blocksOf(message)) uncountedMedia += addBlock(block, messages);
  }
  for (const tool of params.tools ?? []) {
    tools.add(tool.name);
    tools.add(tool.description);
    tools.add(JSON.stringify(tool.inputSchema));
  }
  const sampled = system.characters + messages.characters + tools.characters > wholeLimit;
  const counted = { system: system.count(sampled), messages: messages.count(sampled), tools: tools.count(sampled) };
  return {
    ...counted,
    total: counted.system + counted.messages + counted.tools,
    uncountedMedia,
    source: sourceOf(sampled, uncountedMedia),
  };
}
