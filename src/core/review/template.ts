import type { CreateMessageRequestParams, SamplingMessageContentBlock } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { prettyJson } from '../util/json.ts';

/** What is the same at one place of all requests: the whole of it, or what stands before and after what varies. */
export type TemplateBlock =
  | { readonly kind: 'same'; readonly block: SamplingMessageContentBlock }
  | { readonly kind: 'varies'; readonly before: string; readonly after: string };

/** Requests of one shape: what all of them say once, and what each says at the places that vary. */
export interface Template {
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly blocks: readonly TemplateBlock[] }[];
  /** One list a request, in their order: a text for each varying place, in the order of the places. */
  readonly values: readonly (readonly string[])[];
}

/** A block as text: of a text block its text, of anything else its JSON. */
function textAt(block: SamplingMessageContentBlock): string {
  return block.type === 'text' ? block.text : prettyJson(block);
}

/** Takes requests of one shape apart. `before + value + after` is the text of each request, to the character. */
export function templateOf(requests: readonly CreateMessageRequestParams[]): Template {
  const values: string[][] = requests.map(() => []);
  const messages = (requests[0]?.messages ?? []).map((message, m) => ({
    role: message.role,
    blocks: blocksOf(message).map((block, b): TemplateBlock => {
      const texts = requests.map((request) => textOfBlock(request, m, b));
      if (texts.every((text) => text === texts[0])) return { kind: 'same', block };
      const { before, after } = commonEnds(texts);
      texts.forEach((text, at) => values[at]?.push(text.slice(before.length, text.length - after.length)));
      return { kind: 'varies', before, after };
    }),
  }));
  return { messages, values };
}

function textOfBlock(request: CreateMessageRequestParams, m: number, b: number): string {
  const message = request.messages[m];
  const block = message && blocksOf(message)[b];
  return block === undefined ? '' : textAt(block);
}

/** What all texts begin and end with, cut where a word ends, so that what varies can be read. */
export function commonEnds(texts: readonly string[]): { readonly before: string; readonly after: string } {
  const [first = '', ...others] = texts;
  let start = first.length;
  for (const text of others) start = sharedStart(first, text, start);
  start = backToBlank(first, start);
  let end = Math.min(...texts.map((text) => text.length)) - start;
  for (const text of others) end = sharedEnd(first, text, end);
  end = onToBlank(first, end);
  return { before: first.slice(0, start), after: first.slice(first.length - end) };
}

function sharedStart(a: string, b: string, most: number): number {
  const limit = Math.min(a.length, b.length, most);
  let at = 0;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function sharedEnd(a: string, b: string, most: number): number {
  const limit = Math.min(a.length, b.length, most);
  let at = 0;
  while (at < limit && a.charCodeAt(a.length - 1 - at) === b.charCodeAt(b.length - 1 - at)) at++;
  return at;
}

const isBlank = (text: string, at: number): boolean => /\s/.test(text.charAt(at));

/** Back to the end of the blank before: nothing joined to a letter, a mark or half a character is taken from it. */
function backToBlank(text: string, start: number): number {
  let at = start;
  while (at > 0 && !isBlank(text, at - 1)) at--;
  return at;
}

/** The same from the other end: what is shared begins with a blank. */
function onToBlank(text: string, end: number): number {
  let at = end;
  while (at > 0 && !isBlank(text, text.length - at)) at--;
  return at;
}
