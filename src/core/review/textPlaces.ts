import type { TextPlace } from '../../shared/desk.ts';
import type { CreateMessageRequestParams } from '../mcp.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { displayText } from '../text/display.ts';
import { t } from '../text/l10n.ts';
import { prettyJson } from '../util/json.ts';
import { placedMessages } from './applyEdits.ts';
import type { Edit, Edits } from './edits.ts';

/** A text of a request, to be edited somewhere else than on the desk. */
export interface PlacedText {
  /** As edited so far. */
  readonly text: string;
  /** What a person calls it, such as *Message 2*. */
  readonly name: string;
}

/** The text at a place of the request as edited; undefined where there is none. */
export function textAt(asked: CreateMessageRequestParams, edits: Edits, place: TextPlace): PlacedText | undefined {
  switch (place.part) {
    case 'system':
      return { text: edits.system ?? asked.systemPrompt ?? '', name: t('System prompt') };
    case 'toolDescription': {
      const tool = asked.tools?.[place.tool];
      if (tool === undefined) return undefined;
      const text = edits.toolDescriptions?.[place.tool] ?? tool.description ?? '';
      return { text, name: t('Description of tool {0}', displayText(tool.name, 40)) };
    }
    case 'text':
    case 'toolInput':
      return messageText(asked, edits, place);
  }
}

function messageText(
  asked: CreateMessageRequestParams,
  edits: Edits,
  place: Extract<TextPlace, { part: 'text' | 'toolInput' }>,
): PlacedText | undefined {
  const shown = placedMessages(asked, edits).filter(({ unsent }) => unsent !== 'removed');
  const at = shown.findIndex(({ id }) => id === place.message);
  const message = shown[at]?.message;
  const block = message && blocksOf(message)[place.block];
  if (place.part === 'toolInput') {
    if (block?.type !== 'tool_use') return undefined;
    return { text: prettyJson(block.input), name: t('Message {0}, input of a tool', at + 1) };
  }
  const text = block?.type === 'tool_result' ? block.content[place.inner ?? -1] : block;
  if (text?.type !== 'text' || (block === text) !== (place.inner === undefined)) return undefined;
  const whole = message !== undefined && blocksOf(message).length === 1;
  const name = whole ? t('Message {0}', at + 1) : t('Message {0}, block {1}', at + 1, place.block + 1);
  return { text: text.text, name };
}

/** The edit that puts a text at a place. */
export function editOf(place: TextPlace, text: string): Edit {
  if (place.part !== 'toolInput') return { ...place, text };
  const { message, block } = place;
  return { part: 'toolInput', message, block, json: text };
}

/** What an editor keeps of a text: its line ends are of one kind, and half of a surrogate pair is the sign for a broken character. */
const unkept = /\r\n?|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function asEditor(text: string): string {
  return text.replace(unkept, (found) => (found.startsWith('\r') ? '\n' : '\ufffd'));
}

/**
 * What an editor saved, put into the text that it was opened with: outside of what differs for the editor, every character stays as it
 * was, including those that an editor cannot keep.
 */
export function mergeSaved(before: string, written: string): string {
  return merged(before, withMarkOf(before, written), asEditor);
}

/**
 * What stands in a text box of a page, put into the text that it had: a text box turns every line end into `\n`, and nobody typed that.
 * What it kept stays as it is typed.
 */
export function mergeTyped(before: string, typed: string): string {
  return before.includes('\r') ? merged(before, typed, asTextBox) : typed;
}

/** A text as a text box of a page has it. */
export function asTextBox(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** `as`: a text as it is there. */
function merged(before: string, saved: string, as: (text: string) => string): string {
  const old = as(before);
  const now = as(saved);
  if (old === now) return before;
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const all =
    before.slice(0, place(before, start)) + middle(saved, start, end) + before.slice(place(before, old.length - end));
  // Pieces of two texts can meet as one line end or one character: what was typed counts more than what cannot be seen.
  return as(all) === now ? all : saved;
}

/** A byte order mark is not seen in an editor, so nobody there takes it away or puts it in. */
function withMarkOf(before: string, written: string): string {
  return (/^\ufeff*/.exec(before)?.[0] ?? '') + written.replace(/^\ufeff+/, '');
}

/** The part of a saved text between its first `start` and last `end` characters, counted as the editor counts them. */
function middle(saved: string, start: number, end: number): string {
  return saved.slice(place(saved, start), place(saved, asEditor(saved).length - end));
}

/** Where in a text a character stands that is number `count` for the editor. A line end of two characters is one for it. */
function place(text: string, count: number): number {
  let at = 0;
  for (let left = count; left > 0; left--) at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  return at;
}
