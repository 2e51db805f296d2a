import { t } from '../../text/l10n.ts';
import type { Finding, Severity } from '../finding.ts';
import { matches } from '../subject.ts';
import { codes } from './decode.ts';

/** Letters that are written from right to left. */
export const RTL = /[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]+/g;

/** Longer lines are judged piece by piece. */
const LONGEST = 4_000;

/** True where every embedding, override and isolate is closed in its line, and nothing else is. */
function isBalanced(controls: string): boolean {
  const open: string[] = [];
  for (const control of controls) {
    const closes = control === '\u202c' ? 'embedding' : control === '\u2069' ? 'isolate' : undefined;
    if (closes === undefined) open.push(control >= '\u2066' ? 'isolate' : 'embedding');
    else if (open.pop() !== closes) return false;
  }
  return open.length === 0;
}

function severityOf(controls: string, rtl: boolean): Severity {
  const balanced = isBalanced(controls);
  const override = /[\u202d\u202e]/.test(controls);
  if (rtl) return override ? (balanced ? 'medium' : 'high') : balanced ? 'info' : 'medium';
  // Between letters that all go from left to right only something that hides needs the other direction.
  return !balanced || /[\u202b\u202e\u2067]/.test(controls) ? 'high' : 'medium';
}

/** Where the line that holds `at` ends, or the piece of it that is judged at once. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return Math.min(end === -1 ? text.length : end, at + LONGEST);
}

/** What reorders the text from here to the end of the line. */
export function reordersIn(text: string, from: number, end: number): Finding[] {
  const line = text.slice(from, end);
  const runs = Array.from(matches(CONTROLS, line));
  const rtl = RTL.test(text.slice(Math.max(0, from - 200), end));
  const severity = severityOf(runs.map(([run]) => run).join(''), rtl);
  return runs.map(({ 0: run, index }) => ({
    kind: 'hidden.bidi',
    severity,
    start: from + index,
    end: from + index + run.length,
    reason:
      severity === 'info'
        ? t('Sets the direction of a part of the line ({0}), as text from right to left may need.', codes(run))
        : t('Changes the order in which the line is shown ({0}): what is read is not what is there.', codes(run)),
  }));
}
