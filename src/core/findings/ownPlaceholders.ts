import type { Finding } from '../inspection/finding.ts';

/** What a placeholder can be taken for. */
const LOOKS_LIKE = /^(?:secret|personal)(?:\.|$)/;
/** A word beside the placeholder that can be a secret of its own. */
const SECRET_WORD = /(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{12,}/;

/**
 * True for a finding that is about nothing but placeholders of this review. A model knows their form once it has been sent one, so that
 * what it writes around them, such as a link that would carry one out, is found like anything else.
 */
export function isOnlyPlaceholder(
  { kind, start, end }: Finding,
  text: string,
  placeholders: readonly string[],
): boolean {
  if (!LOOKS_LIKE.test(kind)) return false;
  const parts = placeholders.flatMap((placeholder) => occurrences(text, placeholder, start, end));
  if (parts.length === 0) return false;
  let rest = '';
  let at = start;
  for (const part of parts.sort((a, b) => a.start - b.start)) {
    rest += `${text.slice(at, Math.max(at, part.start))} `;
    at = Math.max(at, part.end);
  }
  return !SECRET_WORD.test(rest + text.slice(at, Math.max(at, end)));
}

/** Where a placeholder stands in a text and touches a range. Nothing beyond is searched: the text can be large. */
function occurrences(text: string, placeholder: string, start: number, end: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const { length } = placeholder;
  const from = Math.max(0, start - length + 1);
  const near = text.slice(from, end + length - 1);
  for (let at = near.indexOf(placeholder); at !== -1; at = near.indexOf(placeholder, at + length))
    found.push({ start: from + at, end: from + at + length });
  return found;
}
