import { McpError } from '../errors.ts';
import { type Deadlines, isExpiry } from '../review/deadline.ts';
import type { OnDesk } from '../review/deskItem.ts';
import { t } from '../text/l10n.ts';
import { type Clock, LONGEST_TIMEOUT } from '../util/clock.ts';
import { type Disposable, toDisposable } from '../util/disposable.ts';
import { reasonOf, shownReasonOf } from './signals.ts';

/** Closes a review whose server, or call, does not want its answer any more, and says so where that was a matter of time. */
export function closeWithReason(review: OnDesk, clock: Clock, deadlines: Deadlines): void {
  const { signal } = review.ask;
  const after = clock.now() - review.receivedAt;
  const reason = reasonOf(signal);
  const shown = shownReasonOf(signal);
  // The ledger and servers are told in English.
  if (!isExpiry(signal.reason, after, deadlines.of(review)))
    review.close('cancelled', shown, new McpError('cancelled', reason));
  else {
    const seconds = Math.round(after / 1000);
    const error = new McpError('cancelled', `The server gave up after ${seconds} s. ${reason}`);
    review.close('expired', t('The server gave up after {0} s. {1}', seconds, shown), error);
  }
}

/** A request whose call the server does not know any more needs no verdict: nothing is sent for it. */
export function expireInTime(review: OnDesk, clock: Clock): Disposable {
  const { expiresAt } = review.ask;
  if (expiresAt === undefined) return toDisposable(() => undefined);
  const expire = (): void => {
    // What is decided already may still be in time: the server has the last word.
    if (review.phase === 'pending')
      review.close(
        'expired',
        t('The server kept this call only until now, so it can be answered no more. Make the call again.'),
        new McpError('cancelled', 'The server kept the state of this call only until now.'),
      );
  };
  return clock.timeout(expire, Math.min(LONGEST_TIMEOUT, Math.max(0, expiresAt - clock.now())));
}
