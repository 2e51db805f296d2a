import { answerPlaces, type Place, requestPlaces } from '../../core/findings/places.ts';
import { asTextBox } from '../../core/review/textPlaces.ts';
import type { FindingsView, FindingView, ReviewContent, ReviewStatus } from '../../shared/desk.ts';
import { type Mark, showMarks, showRaw } from '../ui/textMarks.ts';
import { TextView } from '../ui/textView.ts';
import type { DeskView } from './store.ts';
import { bringTo } from '../ui/scroll.ts';

/** The request as edited, or the answer. */
export type Side = 'request' | 'answer';

const requests = new WeakMap<ReviewContent, ReadonlyMap<string, Place>>();
const answers = new WeakMap<object, ReadonlyMap<string, Place>>();

function byKey(places: readonly Place[]): ReadonlyMap<string, Place> {
  return new Map(places.map((place) => [place.key, place]));
}

/** The texts of a side, by their keys. */
export function placesOf(
  side: Side,
  { content, status }: Pick<DeskView, 'content' | 'status'>,
): ReadonlyMap<string, Place> {
  if (side === 'request') {
    const known = content && requests.get(content);
    if (known !== undefined || content === undefined) return known ?? new Map();
    const places = byKey(requestPlaces(content));
    requests.set(content, places);
    return places;
  }
  const answer: ReviewStatus['answer'] = status?.answer;
  const known = answer && answers.get(answer);
  if (known !== undefined || answer === undefined) return known ?? new Map();
  const places = byKey(answerPlaces(answer));
  answers.set(answer, places);
  return places;
}

/** The id of the element that shows the text of a key. */
function viewId(key: string): string {
  return key === 'answer' ? 'answer-text' : `text-of-${key}`;
}

let marked: FindingsView | undefined;

/** Marks in the texts on the page what is listed, unless they are to be shown raw. */
export function markFindings({ findings }: DeskView, raw: boolean): void {
  showRaw(raw);
  if (findings === marked) return;
  marked = findings;
  const marks = new Map<string, Mark[]>();
  for (const side of findings === undefined ? [] : [findings.request, findings.answer]) {
    for (const finding of side.list) {
      if (finding.dismissed !== undefined || finding.end <= finding.start) continue;
      const id = viewId(finding.key);
      const { start, end, severity, reason } = finding;
      const mark = { id: finding.id, start, end, severity, reason };
      const others = marks.get(id);
      if (others === undefined) marks.set(id, [mark]);
      else others.push(mark);
    }
  }
  for (const list of marks.values()) list.sort((a, b) => a.start - b.start);
  showMarks(marks);
}

/** A name without hidden characters has no view of its own: what it names is near. */
function nearest(key: string): Element | null {
  const named = key.replace(/n$/, '');
  return document.querySelector(
    ['', 'd', 's'].map((what) => `#${CSS.escape(viewId(named + what))}`).join() +
      (key.startsWith('stop') ? ', #parameters' : ''),
  );
}

/** Goes to the place of a finding: unfolds what it is folded in, and marks it. In a text that is being edited it is selected. */
export function showFinding({ id, key, start, end }: FindingView, places: ReadonlyMap<string, Place>): void {
  const editor = document.querySelector<HTMLTextAreaElement>(`#edit-${CSS.escape(key)}`);
  if (editor !== null) {
    const text = places.get(key)?.text ?? '';
    const at = (place: number): number => asTextBox(text.slice(0, place)).length;
    editor.focus();
    editor.setSelectionRange(at(start), at(end));
    bringTo(editor, 'center');
    return;
  }
  const view = document.getElementById(viewId(key));
  if (!(view instanceof TextView)) {
    bringTo(nearest(key), 'center');
    return;
  }
  for (
    let around = view.closest('details');
    around !== null;
    around = around.parentElement?.closest('details') ?? null
  ) {
    around.open = true;
  }
  view.reveal({ id, start });
}
