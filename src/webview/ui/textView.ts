import { findHidden, type HiddenSpan } from '../../core/text/hidden.ts';
import { bytes } from './format.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { isRaw, type Mark, marksOf, onPage, type Marked } from './textMarks.ts';
import {
  blankNote,
  chunksOf,
  isLong,
  markedPieces,
  measure,
  partsOf,
  piecesOf,
  type Chunk,
  type Piece,
} from './textModel.ts';
import { bringTo } from './scroll.ts';

/** What a text view shows. Hidden runs that are not given are looked for. */
export interface TextContent {
  text: string;
  hidden?: readonly HiddenSpan[];
}

let ids = 0;

function hiddenMark(text: string, name: string): HTMLElement {
  const mark = document.createElement('bdi');
  mark.className = 'hidden-mark';
  // The characters themselves stay in the text, so that what is copied is what was sent; the label is drawn by the style
  // sheet. `bdi` ends every reordering that they would start.
  mark.textContent = text;
  mark.dataset['name'] = name;
  mark.title = t('Hidden: {0}', name);
  return mark;
}

function pieceNode({ text, hidden, mark }: Piece, shown: string | undefined): Node | string {
  const inner = hidden === undefined ? text : hiddenMark(text, hidden);
  if (mark === undefined) return inner;
  const element = document.createElement('mark');
  element.className = `finding-mark ${mark.severity} ${mark.id === shown ? 'shown' : ''}`;
  element.dataset['finding'] = mark.id;
  element.title = mark.reason;
  element.append(inner);
  return element;
}

/** Puts the text of a chunk into its element, with what there is to mark. */
function fillChunk(element: Element, content: Required<TextContent>, chunk: Chunk, marking: Marking): void {
  const pieces = piecesOf(content.text, chunk, marking.raw ? [] : content.hidden);
  const marked = marking.raw ? pieces : markedPieces(chunk, pieces, marking.marks);
  element.replaceChildren(...marked.map((piece) => pieceNode(piece, marking.shown)));
}

/** How a text is marked: nothing while it is raw, and one finding more than the others while it is shown. */
interface Marking {
  raw: boolean;
  marks: readonly Mark[];
  shown: string | undefined;
}

/** With more chunks than this, one is marked when it comes into view. */
const fewChunks = 6;

/** For a text of very many lines: says which part of it is shown, and leads to the others. */
function partsBar(parts: number, show: (part: number) => void): { bar: HTMLElement; go: (part: number) => void } {
  const bar = document.createElement('p');
  bar.className = 'text-parts';
  const where = document.createElement('span');
  let part = 0;
  const go = (to: number): void => {
    part = Math.min(parts - 1, Math.max(0, to));
    where.textContent = t('Part {0} of {1} of a text of very many lines', part + 1, parts);
    show(part);
  };
  const step = (label: string, by: number): HTMLButtonElement => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = label;
    button.addEventListener('click', () => go(part + by));
    return button;
  };
  go(0);
  bar.append(where, step(t('Previous part'), -1), step(t('Next part'), 1));
  return { bar, go };
}

function blankLine(note: string): HTMLElement {
  const line = document.createElement('span');
  line.className = 'text-note';
  line.textContent = note;
  return line;
}

/**
 * A text, whole. It is in the document from its first character to its last, so that searching, selecting and reading aloud
 * reach all of it; the browser lays out only what is in view. A long one is folded until *Show all* is pressed, or until
 * something scrolls inside the fold: the search found a place there, or the focus went there.
 */
export class TextView extends HTMLElement implements Marked {
  private shown: TextContent | undefined;
  private whole: Required<TextContent> = { text: '', hidden: [] };
  private box: HTMLElement | undefined;
  private button: HTMLButtonElement | undefined;
  private marking: Marking = { raw: false, marks: [], shown: undefined };
  private chunks = new Map<Element, Chunk>();
  private readonly unmarked = new Set<Element>();
  private watch: IntersectionObserver | undefined;
  private leave: (() => void) | undefined;
  /** Goes to the part that holds this place. */
  private goTo: (at: number) => void = () => undefined;

  connectedCallback(): void {
    this.leave = onPage(this);
    this.marksChanged();
    if (this.unmarked.size > 0) this.markAll();
  }

  disconnectedCallback(): void {
    this.leave?.();
    this.watch?.disconnect();
    this.watch = undefined;
  }

  marksChanged(): void {
    const next = { ...this.marking, raw: isRaw(), marks: marksOf(this.id) };
    const { raw, marks } = this.marking;
    this.marking = next;
    if (raw !== next.raw || marks !== next.marks) this.markAll();
  }

  set content(next: TextContent) {
    const before = this.shown;
    this.shown = next;
    if (before !== undefined && before.text === next.text && before.hidden === next.hidden) {
      return;
    }
    this.build(next, this.dataset['open'] === 'true');
  }

  get content(): TextContent {
    return this.shown ?? { text: '' };
  }

  /** Unfolds, marks a finding more than the others, brings it into view and gives it the focus. */
  reveal(finding: Pick<Mark, 'id' | 'start'>): void {
    this.setOpen(true);
    this.goTo(finding.start);
    this.marking = { ...this.marking, shown: finding.id };
    this.markAll();
    const chunk = [...this.chunks].find(([, { end }]) => end > finding.start)?.[0];
    if (chunk !== undefined) this.markChunk(chunk);
    const mark = this.querySelector<HTMLElement>(`[data-finding="${CSS.escape(finding.id)}"]`);
    const target = mark ?? this.box;
    if (target === undefined) return;
    target.tabIndex = -1;
    bringTo(target, 'center');
    target.focus({ preventScroll: true });
  }

  private markAll(): void {
    this.watch?.disconnect();
    this.unmarked.clear();
    for (const chunk of this.chunks.keys()) this.unmarked.add(chunk);
    if (this.chunks.size <= fewChunks) {
      for (const chunk of this.chunks.keys()) this.markChunk(chunk);
      return;
    }
    this.watch = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.markChunk(target);
    });
    for (const chunk of this.chunks.keys()) this.watch.observe(chunk);
  }

  private markChunk(element: Element): void {
    const chunk = this.chunks.get(element);
    if (chunk === undefined || !this.unmarked.delete(element)) return;
    this.watch?.unobserve(element);
    fillChunk(element, this.whole, chunk, this.marking);
  }

  private build(content: TextContent, open: boolean): void {
    const box = document.createElement('div');
    box.className = 'text-box';
    const note = blankNote(content.text);
    const before = note === undefined ? [] : [blankLine(note)];
    this.whole = { text: content.text, hidden: content.hidden ?? findHidden(content.text) };
    const parts = partsOf(chunksOf(content.text));
    this.marking = { raw: isRaw(), marks: marksOf(this.id), shown: undefined };
    const show = (part: number): void => {
      box.replaceChildren(...before, ...this.chunkElements(parts[part] ?? []));
    };
    show(0);
    const several = parts.length > 1 ? partsBar(parts.length, show) : undefined;
    this.goTo = (at) => several?.go(parts.findIndex((part) => (part.at(-1)?.end ?? 0) > at));
    box.addEventListener('copy', (event) => this.copy(event));
    this.box = box;
    this.button = undefined;
    this.replaceChildren(...(several === undefined ? [] : [several.bar]), box);
    if (isLong(content.text)) {
      this.fold(content.text, open);
    }
  }

  private chunkElements(chunks: readonly Chunk[]): readonly Element[] {
    const { raw, marks } = this.marking;
    const lazily = chunks.length > fewChunks && marks.length > 0;
    this.watch?.disconnect();
    this.unmarked.clear();
    this.chunks = new Map(
      chunks.map((chunk) => {
        const element = document.createElement('div');
        element.className = 'text-chunk';
        element.style.setProperty('--lines', String(chunk.lines));
        fillChunk(element, this.whole, chunk, lazily ? { raw, marks: [], shown: undefined } : this.marking);
        return [element, chunk];
      }),
    );
    if (lazily) this.markAll();
    return [...this.chunks.keys()];
  }

  private fold(text: string, open: boolean): void {
    const { lines, bytes: size } = measure(text);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link fold';
    button.dataset['more'] = plural(lines, 'Show all ({0} line, {1})', 'Show all ({0} lines, {1})', bytes(size));
    button.addEventListener('click', () => this.setOpen(this.dataset['open'] !== 'true'));
    if (this.box !== undefined) {
      this.box.id = `text-${++ids}`;
      button.setAttribute('aria-controls', this.box.id);
      this.box.addEventListener('scroll', () => {
        if ((this.box?.scrollTop ?? 0) > 0) {
          this.setOpen(true);
        }
      });
    }
    this.button = button;
    this.append(button);
    this.setOpen(open);
  }

  private setOpen(open: boolean): void {
    const { box, button } = this;
    if (box === undefined || button === undefined) {
      return;
    }
    this.dataset['open'] = String(open);
    box.classList.toggle('folded', !open);
    button.textContent = open ? t('Show less') : (button.dataset['more'] ?? '');
    button.setAttribute('aria-expanded', String(open));
    if (!open) {
      box.scrollTop = 0;
    }
  }

  /** Chunks are boxes, and a browser puts a line break between boxes; what is copied has to be the text. */
  private copy(event: ClipboardEvent): void {
    const selection = document.getSelection();
    if (selection === null || selection.rangeCount === 0 || event.clipboardData === null || this.box === undefined) {
      return;
    }
    const range = selection.getRangeAt(0);
    if (this.box.contains(range.startContainer) && this.box.contains(range.endContainer)) {
      event.clipboardData.setData('text/plain', range.cloneContents().textContent ?? '');
      event.preventDefault();
    }
  }
}

customElements.define('text-view', TextView);

/**
 * Text that is still growing. Only what is new is added, and the view follows its end unless the reader has scrolled away
 * from it.
 */
class StreamView extends HTMLElement {
  private shown = '';

  set text(next: string) {
    if (
      next === this.shown &&
      this.isConnected &&
      this.textContent !== null &&
      this.textContent.length === next.length
    ) {
      return;
    }
    const atEnd = this.scrollHeight - this.scrollTop - this.clientHeight < 24;
    if (next.length > this.shown.length && next.startsWith(this.shown)) {
      this.append(next.slice(this.shown.length));
    } else {
      this.textContent = next;
    }
    this.shown = next;
    if (atEnd) {
      this.scrollTop = this.scrollHeight;
    }
  }

  get text(): string {
    return this.shown;
  }
}

customElements.define('stream-view', StreamView);
