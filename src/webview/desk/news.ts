import type { FindingsView } from '../../shared/desk.ts';
import { askNews } from './askWords.ts';
import { countWords } from './findingWords.ts';
import { batchNews } from './batchWords.ts';
import type { DeskView } from './store.ts';
import { phaseSentence } from './words.ts';
import { plural, t } from '../../core/text/l10n.ts';

/**
 * What is worth saying aloud about a change: requests that came, else how the shown review goes on. Nothing for the first
 * state, and nothing for the first sight of another review that was chosen.
 */
export function newsOf(before: DeskView, next: DeskView): string | undefined {
  const known = new Set(before.state?.reviews.map((review) => review.id));
  const fresh = before.state === undefined ? [] : (next.state?.reviews ?? []).filter(({ id }) => !known.has(id));
  const [first] = fresh;
  if (first !== undefined) {
    return fresh.length === 1
      ? t('New request from {0}: {1}', first.server, first.cause)
      : plural(fresh.length, '{0} new request', '{0} new requests');
  }
  const asked = next.elicitation;
  if (asked !== undefined) {
    return before.elicitation?.id === asked.id ? askNews(before.elicitation, asked) : undefined;
  }
  if (next.batch !== undefined) {
    return before.batch?.id === next.batch.id ? batchNews(before.batch, next.batch) : undefined;
  }
  const { status } = next;
  if (status === undefined || before.status?.id !== status.id) {
    return undefined;
  }
  const same = before.status.phase === status.phase && before.status.failure?.message === status.failure?.message;
  return same ? foundNews(before.findings, next.findings) : phaseSentence(status.phase, status);
}

/** What an inspection that has ended saw, where that is something new. */
function foundNews(before: FindingsView | undefined, next: FindingsView | undefined): string | undefined {
  if (next === undefined || before?.id !== next.id) return undefined;
  const side = (['answer', 'request'] as const).find((each) => before[each].running && !next[each].running);
  const counts = side === undefined ? '' : countWords(next[side].open);
  return counts === '' ? undefined : t('Findings: {0}', counts);
}
