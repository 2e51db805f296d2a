import type { JsonObject, SamplingMessageContentBlock } from '../mcp.ts';
import type { AnswerEdit } from '../review/answerEdits.ts';
import { answerView } from '../review/answerView.ts';
import { placedMessages } from '../review/applyEdits.ts';
import { type Edit, type Replaced, textKey } from '../review/edits.ts';
import type { Review } from '../review/review.ts';
import { blocksOf } from '../sampling/blocks.ts';
import { isObject } from '../util/json.ts';
import { isJson, viewKey } from './places.ts';
import { mapJson, mapPart, meant, type Redaction, redactor, type Replace } from './redactions.ts';
import type { PlacedFinding } from './reviewFindings.ts';

/** What is taken out: values wherever they stand, and hidden characters where they were found. */
export interface Redacting {
  readonly redactions: readonly Redaction[];
  /** By the key of their text. */
  readonly removed: ReadonlyMap<string, readonly PlacedFinding[]>;
}

/** The placeholders and the places of these findings. */
export function redactingOf(review: Review, findings: readonly PlacedFinding[]): Redacting {
  const redactions = new Map<string, Redaction>();
  const json = new Set(
    [...review.findings.of('request').places, ...review.findings.of('answer').places]
      .filter(isJson)
      .map(({ key }) => key),
  );
  const removed = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    const { key, kind, text, redact } = finding;
    const value = json.has(key) ? meant(text) : text;
    if (redact === 'remove') removed.set(key, [...(removed.get(key) ?? []), finding]);
    if (redact !== 'placeholder' || redactions.has(value)) continue;
    redactions.set(value, { value, placeholder: review.placeholders.of(value, kind) });
  }
  return { redactions: [...redactions.values()], removed };
}

/** How the texts of one place change. */
interface Change {
  /** The text that is shown as it is. */
  readonly shown: Replace;
  /** Texts inside of JSON, where the places of what is shown do not count. */
  readonly inner: Replace;
}

/** What a redaction does to the text of each place. */
export function changesOf({ redactions, removed }: Redacting): (key: string) => Change {
  const replace = redactor(redactions);
  return (key) => {
    const gone = removed.get(key);
    if (gone === undefined) return { shown: replace, inner: replace };
    const runs = [...new Set(gone.map(({ text }) => text))];
    return {
      shown: (text) => replace(without(text, gone)),
      inner: (text) => replace(runs.reduce((rest, run) => rest.replaceAll(run, ''), text)),
    };
  };
}

/** The text without these places. */
function without(text: string, gone: readonly PlacedFinding[]): string {
  const kept: string[] = [];
  let at = 0;
  for (const { start, end } of gone.toSorted((a, b) => a.start - b.start)) {
    if (start > at) kept.push(text.slice(at, start));
    at = Math.max(at, end);
  }
  return kept.join('') + text.slice(at);
}

/** The edits that take it out of a request: one step for *Undo*. Empty where it stands nowhere that can be changed. */
export function requestEdits(review: Review, redacting: Redacting): readonly Edit[] {
  const change = changesOf(redacting);
  const { params, draft } = review;
  const edits: Edit[] = [];
  const system = params.systemPrompt;
  if (system !== undefined) {
    const text = change('system').shown(system);
    if (text !== system) edits.push({ part: 'system', text });
  }
  const replaced: Record<keyof Replaced, Record<string, JsonObject>> = {
    resultParts: {},
    structured: {},
    toolSchemas: {},
  };
  for (const { id, message, unsent } of placedMessages(draft.asked, draft.edits)) {
    if (unsent === 'removed') continue;
    blocksOf(message).forEach((block, b) =>
      edits.push(...blockEdits(block, { message: id, block: b }, change(viewKey(id, b)), replaced)),
    );
  }
  edits.push(...toolEdits(review, change, replaced.toolSchemas));
  const stops = params.stopSequences?.map((text, index) => change(`stop${index}`).shown(text));
  if (stops?.some((text, index) => text !== params.stopSequences?.[index])) {
    edits.push({ part: 'stopSequences', value: stops });
  }
  const parts = Object.fromEntries(Object.entries(replaced).filter(([, changes]) => Object.keys(changes).length > 0));
  if (edits.length === 0 && Object.keys(parts).length === 0) return [];
  return [...edits, { part: 'redact', redactions: redacting.redactions, ...parts }];
}

function blockEdits(
  block: SamplingMessageContentBlock,
  place: { readonly message: string; readonly block: number },
  { shown, inner }: Change,
  replaced: Record<'resultParts' | 'structured', Record<string, JsonObject>>,
): Edit[] {
  if (block.type === 'text') {
    const text = shown(block.text);
    return text === block.text ? [] : [{ part: 'text', ...place, text }];
  }
  if (block.type === 'tool_use') {
    const input = mapJson(block.input as JsonObject, inner, true);
    return input === block.input ? [] : [{ part: 'toolInput', ...place, json: JSON.stringify(input) }];
  }
  if (block.type !== 'tool_result') return [];
  const structured = block.structuredContent as JsonObject | undefined;
  const changed = structured && mapJson(structured, inner, true);
  if (changed !== structured && isObject(changed)) replaced.structured[textKey(place.message, place.block)] = changed;
  // A result that is one text is shown as it is; of several, the places of what is shown do not count.
  const one = block.content.length === 1 && structured === undefined;
  return block.content.flatMap((part, index): Edit[] => {
    if (part.type === 'text') {
      const text = one ? shown(part.text) : inner(part.text);
      return text === part.text ? [] : [{ part: 'text', ...place, inner: index, text }];
    }
    // What came over the wire is JSON; its interface has no index signature.
    const json = part as unknown as JsonObject;
    const next = mapPart(json, inner);
    if (next !== json) replaced.resultParts[textKey(place.message, place.block, index)] = next;
    return [];
  });
}

/** Of the tools that are sent, with their places in the server's list. */
function toolEdits(
  { params, draft }: Review,
  change: (key: string) => Change,
  schemas: Record<string, JsonObject>,
): Edit[] {
  const dropped = new Set(draft.edits.droppedTools);
  const places = (draft.asked.tools ?? []).map((_, index) => index).filter((index) => !dropped.has(index));
  return (params.tools ?? []).flatMap((tool, index): Edit[] => {
    const place = places[index] ?? index;
    const schema = tool.inputSchema as JsonObject;
    const next = mapJson(schema, change(`t${index}s`).inner, false);
    if (next !== schema && isObject(next)) schemas[place] = next;
    const text = tool.description === undefined ? undefined : change(`t${index}d`).shown(tool.description);
    return text === undefined || text === tool.description ? [] : [{ part: 'toolDescription', tool: place, text }];
  });
}

/** The edits that take it out of the answer, or with other changes put it back. */
export function answerEdits(review: Review, change: (key: string) => Change): readonly AnswerEdit[] {
  const view = review.answer && answerView(review.answer);
  if (view === undefined) return [];
  const edits: AnswerEdit[] = [];
  const text = change('answer').shown(view.text);
  if (text !== view.text) edits.push({ part: 'text', text });
  for (const { use, input, dropped } of view.toolUses ?? []) {
    const json = JSON.parse(input) as JsonObject;
    const next = mapJson(json, change(`use${use}`).inner, true);
    if (!dropped && next !== json) edits.push({ part: 'toolInput', use, input: JSON.stringify(next) });
  }
  return edits;
}

/** For `answerEdits`: the same change everywhere. */
export function everywhere(replace: Replace): (key: string) => Change {
  return () => ({ shown: replace, inner: replace });
}
