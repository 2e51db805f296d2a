import type { Json } from '../mcp.ts';
import { findHidden } from '../text/hidden.ts';
import { isArray, isObject, lineJson } from '../util/json.ts';
import type { ComparedLine, LineMark } from './confirmedLines.ts';
import { t } from '../text/l10n.ts';

/** What is nested deeper is one value: nobody reads it by its parts, and a server must not fill the memory with them. */
const DEEPEST = 64;
/** Lines that a page shows one by one; the others are one text, whole. */
const MOST_LINES = 500;

/** What differs between two values of JSON, one line for each text, number or empty list; without `before` all that there is now. */
export function compareJson(before: Json | undefined, now: Json): readonly ComparedLine[] {
  const old = before === undefined ? undefined : leavesOf(before);
  const current = leavesOf(now);
  const lines: ComparedLine[] = [];
  for (const [path, { label, value }] of current) {
    const was = old?.get(path);
    old?.delete(path);
    if (!old) lines.push(line(label, said(value), 'same'));
    else if (!was) lines.push(line(label, said(value), 'added'));
    else if (lineJson(was.value) !== lineJson(value)) lines.push(changed(label, was.value, value));
  }
  for (const { label, value } of old?.values() ?? []) lines.push(line(label, said(value), 'removed'));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), folded(lines.slice(MOST_LINES))];
}

const markWords: Readonly<Record<LineMark, string>> = {
  same: '',
  added: t('Added: '),
  changed: t('Changed: '),
  removed: t('Removed: '),
};

/** Many lines as the text of one, for whoever approves sees everything. Each is quoted, so that none can look like two. */
function folded(lines: readonly ComparedLine[]): ComparedLine {
  const texts = lines.map(({ label, value, mark, before }) => {
    const was = before === undefined ? '' : ` ${t('(was {0})', lineJson(before))}`;
    return `${markWords[mark]}${lineJson(label)}: ${lineJson(value)}${was}`;
  });
  return line(t('And {0} more', lines.length), texts.join('\n'), 'same');
}

/** Keys, and positions in lists. */
type Path = readonly (string | number)[];

interface Leaf {
  readonly label: string;
  readonly value: Json;
}

/** By path, which is unambiguous as JSON; the label is for a person. */
function leavesOf(root: Json): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  // A stack of our own: what a server nests must not end ours.
  const open: { readonly path: Path; readonly value: Json }[] = [{ path: [], value: root }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next;
    const parts = path.length < DEEPEST ? partsOf(value) : [];
    if (parts.length === 0) leaves.set(JSON.stringify(path), { label: labelOf(path), value });
    for (const [key, part] of parts.reverse()) open.push({ path: [...path, key], value: part });
  }
  return leaves;
}

function partsOf(value: Json): [string | number, Json][] {
  if (isArray(value)) return value.map((part, index) => [index, part]);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]): [string, Json][] => (part === undefined ? [] : [[key, part]]));
}

function labelOf(path: Path): string {
  if (path.length === 0) return t('Text');
  return path.map((key) => (typeof key === 'number' ? `[${key + 1}]` : visible(key))).join(' › ');
}

/** A key with its hidden characters written out: a label is no place for the marks that a value gets. */
function visible(key: string): string {
  let text = '';
  let at = 0;
  for (const { start, end } of findHidden(key)) {
    text += key.slice(at, start) + Array.from(key.slice(start, end)).map(escaped).join('');
    at = end;
  }
  return text + key.slice(at);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A text as it is, anything else as JSON. */
function said(value: Json): string {
  return typeof value === 'string' ? value : lineJson(value);
}

function line(label: string, value: string, mark: LineMark): ComparedLine {
  return { label, value, written: true, warnings: [], mark };
}

/** `true` and the text *true* look alike: then both are shown as JSON. */
function changed(label: string, before: Json, now: Json): ComparedLine {
  const [was, is] = [said(before), said(now)];
  const alike = was === is;
  return { ...line(label, alike ? lineJson(now) : is, 'changed'), before: alike ? lineJson(before) : was };
}
