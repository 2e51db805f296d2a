import type { Review } from '../review/review.ts';
import { t } from '../text/l10n.ts';
import { notTaken, TAKEN, type Taken } from '../review/taken.ts';
import type { Side, Which } from './reviewFindings.ts';

/** What a person does about findings. */
export type FindingsAct =
  | { readonly act: 'redact'; readonly side: Side; readonly which: Which }
  | { readonly act: 'dismiss'; readonly side: Side; readonly which: Which; readonly reason: string }
  | { readonly act: 'undismiss'; readonly side: Side; readonly ids: readonly string[] };

/** Only while the review waits for the person. */
export function actOnFindings(review: Review, act: FindingsAct): Taken {
  if (review.phase !== 'pending' && review.phase !== 'answered')
    return notTaken(t('This request has been decided already.'));
  const { findings } = review;
  if (act.act === 'undismiss') return findings.restore(act.side, act.ids) ? TAKEN : gone();
  if (act.act === 'redact') return notTaken('Not yet.');
  const reason = act.reason.trim();
  if (reason === '') return notTaken(t('Say why this may stay.'));
  return findings.dismiss(act.side, act.which, reason) ? TAKEN : gone();
}

function gone(): Taken {
  return notTaken(t('These findings are not there any more.'));
}
