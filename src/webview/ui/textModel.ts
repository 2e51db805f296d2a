import { SEVERITIES } from '../../core/inspection/finding.ts';
import type { HiddenSpan } from '../../core/text/hidden.ts';
import { utf8Length } from './format.ts';
import { plural, t } from '../../core/text/l10n.ts';
import type { Mark } from './textMarks.ts';

/** A piece of text to show: plain, a hidden run with what it is called, something that is marked, or both. */
export interface Piece {
  text: string;
  hidden?: string;
  mark?: Mark;
}

/** A part of a long text that is laid out by itself. Together the chunks are the text, unit for unit. */
export interface Chunk {
  start: number;
  end: number;
  /** Screen lines that it will take, roughly: good enough for a scroll bar. */
  lines: number;
}

const chunkUnits = 16_384;
const chunkLines = 200;
const columns = 100;

/** The lines of a text as a person counts them: `a\nb` has two, and so has `a\nb\n`. */
export function countLines(text: string): number {
  if (text === '') {
    return 0;
  }
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < text.length - 1; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

/** What a fold says about the text behind it. */
export function measure(text: string): { lines: number; bytes: number } {
  return { lines: countLines(text), bytes: utf8Length(text) };
}

/** Whether a text is long enough to be folded. */
export function isLong(text: string): boolean {
  return text.length > 2400 || countLines(text) > 20;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc_00 && unit <= 0xdf_ff;
}

/** The end of the chunk that starts at `start`: after a line break where there is one, never inside a character. */
function chunkEnd(text: string, start: number): { end: number; lines: number } {
  const limit = Math.min(text.length, start + chunkUnits);
  let end = start;
  let lines = 0;
  while (end < limit && lines < chunkLines) {
    const newline = text.indexOf('\n', end);
    if (newline === -1 || newline >= limit) {
      if (end > start && limit < text.length) {
        return { end, lines };
      }
      lines += Math.ceil((limit - end) / columns);
      end = limit;
    } else {
      lines += Math.max(1, Math.ceil((newline - end) / columns));
      end = newline + 1;
    }
  }
  if (end < text.length && isLowSurrogate(text.charCodeAt(end))) {
    end += 1;
  }
  return { end, lines: Math.max(1, lines) };
}

/**
 * Cuts a text into chunks that the browser can lay out one by one when they come into view. A line longer than a chunk is
 * continued in the next one, where it would have wrapped anyhow.
 */
export function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < text.length; ) {
    const { end, lines } = chunkEnd(text, start);
    chunks.push({ start, end, lines });
    start = end;
  }
  return chunks;
}

/**
 * More screen lines than this are shown in parts. A browser lays out some 33 million pixels at most, and what lies beyond
 * cannot be scrolled to: eight megabytes of line breaks would hide everything that follows them.
 */
const partLines = 300_000;

/** The chunks in parts that a browser can lay out whole; almost always one. */
export function partsOf(chunks: readonly Chunk[]): Chunk[][] {
  const parts: Chunk[][] = [];
  let lines = Number.POSITIVE_INFINITY;
  for (const chunk of chunks) {
    if (lines + chunk.lines > partLines) {
      parts.push([]);
      lines = 0;
    }
    parts.at(-1)?.push(chunk);
    lines += chunk.lines;
  }
  return parts;
}

/** The pieces of one chunk. A run that crosses a border is named on both sides. `hidden` is sorted and free of overlaps. */
export function piecesOf(text: string, chunk: Chunk, hidden: readonly HiddenSpan[]): Piece[] {
  const pieces: Piece[] = [];
  let at = chunk.start;
  for (const run of runsWithin(hidden, chunk)) {
    const start = Math.max(run.start, at);
    const end = Math.min(run.end, chunk.end);
    if (end <= start) {
      continue;
    }
    if (start > at) {
      pieces.push({ text: text.slice(at, start) });
    }
    pieces.push({ text: text.slice(start, end), hidden: run.name });
    at = end;
  }
  if (at < chunk.end) {
    pieces.push({ text: text.slice(at, chunk.end) });
  }
  return pieces;
}

/** The same pieces, cut where marks begin and end. Where several overlap, the worst is the one that is seen. */
export function markedPieces(chunk: Chunk, pieces: readonly Piece[], marks: readonly Mark[]): Piece[] {
  const here = marks.filter(({ start, end }) => start < chunk.end && end > chunk.start);
  if (here.length === 0) return [...pieces];
  const cuts = [...new Set(here.flatMap(({ start, end }) => [start, end]))].toSorted((a, b) => a - b);
  const result: Piece[] = [];
  let active: Mark[] = [];
  let next = 0;
  let cut = 0;
  let at = chunk.start;
  for (const piece of pieces) {
    const pieceEnd = at + piece.text.length;
    for (let from = at; from < pieceEnd; ) {
      while ((cuts[cut] ?? Infinity) <= from) cut++;
      const to = Math.min(pieceEnd, cuts[cut] ?? Infinity);
      for (let mark = here[next]; mark !== undefined && mark.start <= from; mark = here[++next]) active.push(mark);
      active = active.filter(({ end }) => end > from);
      const text = piece.text.slice(from - at, to - at);
      const mark = worst(active);
      result.push({ ...piece, text, ...(mark === undefined ? {} : { mark }) });
      from = to;
    }
    at = pieceEnd;
  }
  return result;
}

function worst(marks: readonly Mark[]): Mark | undefined {
  let found: Mark | undefined;
  for (const mark of marks) {
    if (!found || SEVERITIES.indexOf(mark.severity) < SEVERITIES.indexOf(found.severity)) found = mark;
  }
  return found;
}

/** The runs that touch a chunk, by binary search: a hostile text has very many. */
function* runsWithin(hidden: readonly HiddenSpan[], chunk: Chunk): Generator<HiddenSpan> {
  let low = 0;
  let high = hidden.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hidden[middle]?.end ?? 0) <= chunk.start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (let i = low; i < hidden.length; i++) {
    const run = hidden[i];
    if (run === undefined || run.start >= chunk.end) {
      return;
    }
    yield run;
  }
}

/** What to say instead of a text that shows nothing. */
export function blankNote(text: string): string | undefined {
  if (text === '') {
    return t('Empty text');
  }
  return /^\s+$/.test(text.slice(0, 4096)) && text.trim() === ''
    ? plural(text.length, 'Only white space: {0} character', 'Only white space: {0} characters')
    : undefined;
}
